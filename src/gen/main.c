/* Writes one C file that holds the given files as text, and a card of each rule among them:
 * preflight-gen OUT.c FILE… */
#include "gen/card.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes as numbers: string literals have a length limit that compilers warn about. */
static size_t write_bytes(FILE *out, FILE *in)
{
    size_t count = 0;
    for (int byte = getc(in); byte != EOF; byte = getc(in))
        fprintf(out, "%d,%s", byte, ++count % 32 == 0 ? "\n" : "");
    return count;
}

/* What is known of one of the files. */
struct file {
    const char *path;
    size_t length;
    bool is_rule;
    struct gen_card card;
};

static bool write_file(FILE *out, struct file *file, int number)
{
    FILE *in = fopen(file->path, "rb");
    if (in == NULL) {
        fprintf(stderr, "preflight-gen: %s: %s\n", file->path, strerror(errno));
        return false;
    }
    fprintf(out, "static const unsigned char file_%d[] = {\n", number);
    file->length = write_bytes(out, in);
    fputs("0};\n\n", out);
    rewind(in);
    file->is_rule = gen_is_rule(file->path);
    bool done = !file->is_rule || gen_card_read(file->path, in, &file->card);
    fclose(in);
    return done;
}

static void write_files(FILE *out, const struct file *files, int count)
{
    fputs("const struct pf_embedded pf_embedded_files[] = {\n", out);
    for (int i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", (const char *)file_%d, %zu},\n", files[i].path, i,
                files[i].length);
    fprintf(out, "    {0},\n};\nconst size_t pf_embedded_count = %d;\n\n", count);
}

static void write_cards(FILE *out, const struct file *files, int count)
{
    int rules = 0;
    for (int i = 0; i < count; i++)
        if (files[i].is_rule)
            gen_card_write_tags(out, &files[i].card, i);
    fputs("const struct pf_built_in_rule pf_built_in_rules[] = {\n", out);
    for (int i = 0; i < count; i++) {
        if (!files[i].is_rule)
            continue;
        gen_card_write(out, &files[i].card, files[i].path, files[i].length, i);
        rules++;
    }
    fprintf(out, "    {.file = {0}},\n};\nconst size_t pf_built_in_rule_count = %d;\n", rules);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fputs("usage: preflight-gen OUT.c FILE…\n", stderr);
        return 2;
    }
    int count = argc - 2;
    FILE *out = fopen(argv[1], "w");
    struct file *files = calloc((size_t)argc, sizeof *files);
    if (out == NULL || files == NULL) {
        fprintf(stderr, "preflight-gen: %s: %s\n", argv[1], strerror(errno));
        return 1;
    }
    fputs("/* Made by preflight-gen from rules/; do not edit. */\n#include \"rule/built_in.h\"\n\n",
          out);
    for (int i = 0; i < count; i++) {
        files[i].path = argv[i + 2];
        if (!write_file(out, &files[i], i))
            return 1;
    }
    write_files(out, files, count);
    write_cards(out, files, count);
    free(files);
    return fclose(out) == 0 ? 0 : 1;
}
