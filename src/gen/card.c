/* A rule file's lines → its card. */
#include "gen/card.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

enum { LINE = 4096 /* bytes of one line before the examples; more is a mistake */ };

/* The lines that a card is made of; what follows the key is the value. */
static const struct {
    const char *key;
    size_t at;
} values[] = {
    {"- id: ", offsetof(struct gen_card, id)},
    {"  name: ", offsetof(struct gen_card, name)},
    {"  severity: ", offsetof(struct gen_card, severity)},
    {"  check: ", offsetof(struct gen_card, check)},
    {"  tags: ", offsetof(struct gen_card, tags)},
};

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool gen_is_rule(const char *path)
{
    size_t length = strlen(path), ending = strlen(".yaml");
    return starts(path, "rules/") && length > ending &&
           strcmp(path + length - ending, ".yaml") == 0;
}

/* Copies the line's rest; false when it has others than letters, digits and `allowed` bytes. */
static bool copy_plain(char *to, const char *value, const char *allowed)
{
    size_t length = strcspn(value, "\n");
    if (length == 0 || length >= GEN_WORD)
        return false;
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)value[i]) && strchr(allowed, value[i]) == NULL)
            return false;
    memcpy(to, value, length);
    to[length] = '\0';
    return true;
}

static bool read_value(const char *line, struct gen_card *card)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (starts(line, values[i].key))
            return copy_plain((char *)card + values[i].at, line + strlen(values[i].key), "-_[], ");
    card->internal |= strcmp(line, "  internal: true\n") == 0;
    card->unsuppressable |= strcmp(line, "  unsuppressable: true\n") == 0;
    return true;
}

static size_t name_length(const char *text)
{
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    return length;
}

/* Paths that begin at one root, and their unions, are empty where it is. */
static void read_walks(const char *line, struct gen_card *card)
{
    char words[GEN_WORD], root[GEN_WORD] = "";
    const char *expression = strstr(line, ": ");
    if (expression == NULL || expression[2] != '\'' ||
        !copy_plain(words, expression + 3, "$_.*[]-+ '"))
        return;
    for (const char *at = strchr(words, '$'); at != NULL; at = strchr(at + 1, '$')) {
        size_t length = name_length(at + 1);
        if (root[0] != '\0' && (strlen(root) != length || strncmp(root, at + 1, length) != 0))
            return;
        memcpy(root, at + 1, length);
        root[length] = '\0';
    }
    memcpy(card->walks, root, sizeof root);
}

static bool is_example(const char *line)
{
    return starts(line, "  bad:") || starts(line, "  good:") || starts(line, "  tests:");
}

static bool refuse(const char *path, const char *line)
{
    fprintf(stderr, "preflight-gen: %s: not as a card needs it: %s\n", path, line);
    return false;
}

bool gen_card_read(const char *path, FILE *in, struct gen_card *card)
{
    char line[LINE];
    bool is_variable = false;
    *card = (struct gen_card){.length = 0};
    while (fgets(line, sizeof line, in) != NULL && !is_example(line)) {
        bool is_second = starts(line, "- ") && card->id[0] != '\0';
        if (is_second || (strchr(line, '\n') == NULL && !feof(in)) || !read_value(line, card))
            return refuse(path, line);
        if (is_variable)
            read_walks(line, card);
        is_variable = strcmp(line, "  for:\n") == 0;
        card->length += strlen(line);
    }
    if (card->id[0] == '\0' || card->name[0] == '\0' || card->severity[0] == '\0')
        return refuse(path, "id, name or severity is missing");
    return true;
}

static size_t tag_count(const struct gen_card *card)
{
    size_t count = card->tags[0] != '\0';
    for (const char *at = card->tags; *at != '\0'; at++)
        count += *at == ',';
    return count;
}

void gen_card_write_tags(FILE *out, const struct gen_card *card, int number)
{
    if (tag_count(card) == 0)
        return;
    fprintf(out, "static const pf_str tags_%d[] = {", number);
    for (const char *at = card->tags; *at != '\0';) {
        size_t length = strcspn(at, "[], ");
        if (length > 0)
            fprintf(out, "PF_STR_INIT(\"%.*s\"), ", (int)length, at);
        at += length + (at[length] != '\0');
    }
    fputs("};\n", out);
}

void gen_card_write(FILE *out, const struct gen_card *card, const char *path, size_t length,
                    int number)
{
    fprintf(out,
            "    {.card = {.id = PF_STR_INIT(\"%s\"), .name = PF_STR_INIT(\"%s\"),\n"
            "              .severity = PF_SEVERITY_",
            card->id, card->name);
    for (const char *at = card->severity; *at != '\0'; at++)
        fputc(toupper((unsigned char)*at), out);
    if (tag_count(card) > 0)
        fprintf(out, ", .tags = tags_%d, .tag_count = %zu", number, tag_count(card));
    fprintf(out,
            "},\n     .check = PF_STR_INIT(\"%s\"), .walks = PF_STR_INIT(\"%s\"), "
            ".internal = %d, .unsuppressable = %d,\n"
            "     .file = {\"%s\", (const char *)file_%d, %zu}, .brief = %zu},\n",
            card->check, card->walks, card->internal, card->unsuppressable, path, number, length,
            card->length);
}
