/* `git push origin X` in code and literals → the branches that documentation tells to push. */
#include "model/docs_inside.h"

#include "read/git.h"

enum { LONGEST_COMMAND = 32 /* words of one command that are looked at */ };

struct words {
    pf_str items[LONGEST_COMMAND];
    size_t count;
};

/* Options of git push that say that no branch is meant, and those that take a word. */
static const pf_str no_branch[] = {
    PF_STR_INIT("--tags"), PF_STR_INIT("--delete"), PF_STR_INIT("-d"),
    PF_STR_INIT("--all"),  PF_STR_INIT("--mirror"), PF_STR_INIT("--prune"),
};
static const pf_str takes_word[] = {
    PF_STR_INIT("-o"),
    PF_STR_INIT("--push-option"),
    PF_STR_INIT("--receive-pack"),
    PF_STR_INIT("--exec"),
};
/* Names that stand for a name of the reader's own. */
static const pf_str stand_ins[] = {
    PF_STR_INIT("branch"),  PF_STR_INIT("your"),     PF_STR_INIT("my-"),    PF_STR_INIT("my_"),
    PF_STR_INIT("branche"), PF_STR_INIT("rama"),     PF_STR_INIT("name"),   PF_STR_INIT("votre"),
    PF_STR_INIT("mein"),    PF_STR_INIT("feature"),  PF_STR_INIT("bugfix"), PF_STR_INIT("hotfix"),
    PF_STR_INIT("fix/"),    PF_STR_INIT("mybranch"), PF_STR_INIT("xxx"),
};

static bool is_one_of(pf_str word, const pf_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(words[i], word))
            return true;
    return false;
}
#define IS_ONE_OF(word, table) is_one_of((word), (table), sizeof(table) / sizeof *(table))

static bool ends_command(char c)
{
    return c == ';' || c == '&' || c == '|' || c == '#' || c == ')' || c == '\n';
}

/* The words up to the command's end; quotes around a word are left out. */
static struct words words_of(pf_str text)
{
    struct words words = {0};
    size_t at = 0;
    while (words.count < LONGEST_COMMAND) {
        while (at < text.len && pf_is_space(text.data[at]) && text.data[at] != '\n')
            at++;
        size_t start = at;
        while (at < text.len && !pf_is_space(text.data[at]) && !ends_command(text.data[at]))
            at++;
        if (at == start)
            break;
        pf_str word = pf_str_slice(text, start, at);
        char quote = word.data[0];
        if (word.len >= 2 && (quote == '"' || quote == '\'') && word.data[word.len - 1] == quote)
            word = pf_str_slice(word, 1, word.len - 1);
        words.items[words.count++] = word;
    }
    return words;
}

/* "v1.2.3" is a tag. */
static bool is_version(pf_str name)
{
    size_t at = pf_str_starts(name, PF_STR("v")) ? 1 : 0, dots = 0;
    if (at >= name.len || !pf_is_digit(name.data[at]))
        return false;
    for (; at < name.len && (pf_is_digit(name.data[at]) || name.data[at] == '.'); at++)
        dots += name.data[at] == '.';
    return dots > 0;
}

static bool is_stand_in(pf_str name)
{
    for (size_t j = 0; j < sizeof stand_ins / sizeof *stand_ins; j++)
        if (pf_str_find_nocase(name, stand_ins[j]) != PF_STR_NONE)
            return true;
    return false;
}

/* "+local:refs/heads/X" → X; false for what names no branch. */
static bool branch_of(pf_str refspec, pf_str *branch)
{
    ptrdiff_t colon = pf_str_find_last_byte(refspec, ':');
    if (colon == 0)
        return false; /* ":X" deletes X */
    *branch = pf_str_slice(refspec, (size_t)(colon + 1), refspec.len);
    if (pf_str_starts(*branch, PF_STR("+")))
        *branch = pf_str_slice(*branch, 1, branch->len);
    if (pf_str_starts(*branch, PF_STR("refs/heads/")))
        *branch = pf_str_slice(*branch, 11, branch->len);
    /* A full stop or comma of the sentence around. */
    while (branch->len > 0 &&
           (branch->data[branch->len - 1] == '.' || branch->data[branch->len - 1] == ','))
        branch->len--;
    for (size_t i = 0; i < branch->len; i++)
        if (pf_str_find_byte(PF_STR("<>{}[]$\"'`"), branch->data[i]) != PF_STR_NONE)
            return false;
    return pf_git_is_branch_name(*branch) && !pf_str_starts(*branch, PF_STR("refs/")) &&
           !pf_str_eq(*branch, PF_STR("HEAD")) && !is_version(*branch);
}

static void add_branch(struct pf_docs_reader *reader, const struct pf_prose_block *text,
                       pf_str name)
{
    if (!pf_docs_take(reader))
        return;
    size_t at = (size_t)(name.data - reader->source->bytes.data);
    bool deploys = !is_stand_in(name) && pf_docs_speaks_of_deploying(reader, text);
    *pf_pile_add(reader->arena, &reader->found->branches) = (struct pf_docs_branch){
        .name = name,
        .span = pf_span_of(reader->source, at, name.len),
        .speaks_of_deploying = deploys,
    };
}

/* `arguments`: what stands behind "git push". */
static void read_push(struct pf_docs_reader *reader, const struct pf_prose_block *text,
                      pf_str arguments)
{
    struct words words = words_of(arguments);
    size_t positional = 0;
    for (size_t i = 0; i < words.count; i++)
        if (IS_ONE_OF(words.items[i], no_branch))
            return;
    for (size_t i = 0; i < words.count; i++) {
        pf_str word = words.items[i], branch;
        if (pf_str_starts(word, PF_STR("-"))) {
            i += IS_ONE_OF(word, takes_word);
            continue;
        }
        if (positional++ == 0) {
            if (!pf_str_eq(word, PF_STR("origin")))
                return;
        } else if (branch_of(word, &branch)) {
            add_branch(reader, text, branch);
        }
    }
}

static void read_line(struct pf_docs_reader *reader, const struct pf_prose_block *text, pf_str line)
{
    const pf_str push = PF_STR("git push");
    for (;;) {
        ptrdiff_t at = pf_str_find(line, push);
        if (at == PF_STR_NONE)
            return;
        bool starts_word = at == 0 || !pf_is_name(line.data[at - 1]);
        line = pf_str_slice(line, (size_t)at + push.len, line.len);
        if (starts_word && line.len > 0 && pf_is_space(line.data[0]))
            read_push(reader, text, line);
    }
}

void pf_docs_read_pushes(struct pf_docs_reader *reader, const struct pf_prose_block *block)
{
    if (block->kind == PF_PROSE_CODE) {
        pf_span line;
        for (size_t at = 0; pf_prose_next_line(block, &at, &line);)
            if (pf_span_text(line).data[0] != '#')
                read_line(reader, reader->before, pf_span_text(line));
        return;
    }
    for (size_t i = 0; i < block->literal_count; i++)
        read_line(reader, block, pf_span_text(block->literals[i]));
}
