/* Documentation files → what they promise: walks their blocks and keeps what stands around each. */
#include "model/docs_inside.h"

#include "read/markdown.h"
#include "read/rst.h"

#include <stdlib.h>

unsigned pf_docs_block_senses(struct pf_docs_reader *reader, const struct pf_prose_block *text)
{
    if (text == NULL)
        return 0;
    if (text != reader->last_text) {
        reader->last_text = text;
        reader->last_senses = pf_docs_senses(reader->words, pf_span_text(text->span));
    }
    return reader->last_senses;
}

unsigned pf_docs_nearest(struct pf_docs_reader *reader, const struct pf_prose_block *text,
                         unsigned wanted)
{
    unsigned senses = pf_docs_block_senses(reader, text);
    for (size_t i = reader->heading_count; i > 0 && !(senses & wanted); i--)
        senses = reader->headings[i - 1].senses;
    if (!(senses & wanted))
        senses = reader->file_senses;
    return senses & wanted ? senses : 0;
}

unsigned pf_docs_around(struct pf_docs_reader *reader, const struct pf_prose_block *text)
{
    unsigned senses = pf_docs_block_senses(reader, text) | reader->file_senses;
    for (size_t i = 0; i < reader->heading_count; i++)
        senses |= reader->headings[i].senses;
    return senses;
}

bool pf_docs_speaks_of_deploying(struct pf_docs_reader *reader, const struct pf_prose_block *text)
{
    const unsigned deploys = PF_SENSE_DEPLOY | PF_SENSE_PRODUCTION;
    unsigned senses = pf_docs_nearest(reader, text, deploys | PF_SENSE_CONTRIBUTE);
    return (senses & deploys) && !(senses & PF_SENSE_CONTRIBUTE);
}

bool pf_docs_speaks_of_secrets(struct pf_docs_reader *reader, const struct pf_prose_block *text)
{
    unsigned senses = pf_docs_nearest(reader, text, PF_SENSE_SECRET | PF_SENSE_VARIABLE);
    return (senses & PF_SENSE_SECRET) && (pf_docs_around(reader, text) & PF_SENSE_GITHUB) &&
           (!(senses & PF_SENSE_VARIABLE) || (senses & PF_SENSE_GITHUB));
}

bool pf_docs_take(struct pf_docs_reader *reader)
{
    if (reader->found->total < PF_DOCS_FOUND) {
        reader->found->total++;
        return true;
    }
    if (!reader->full)
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_LIMIT,
                     pf_span_of(reader->source, 0, 0),
                     "the documentation names more than %d branches, variables, secrets and "
                     "commands: the rest was not read",
                     PF_DOCS_FOUND);
    reader->full = true;
    return false;
}

/* Production, development, or neither where both or none are spoken of. */
static void set_scope(struct pf_docs_reader *reader, const struct pf_prose_block *text,
                      struct pf_docs_variable *variable)
{
    const unsigned production = PF_SENSE_PRODUCTION | PF_SENSE_DEPLOY;
    unsigned senses = pf_docs_nearest(reader, text, production | PF_SENSE_DEVELOPMENT);
    variable->for_production = (senses & production) && !(senses & PF_SENSE_DEVELOPMENT);
    variable->for_development = (senses & PF_SENSE_DEVELOPMENT) && !(senses & production);
}

/* "Required variables" above a list says it of each. */
static enum pf_truth required_by_heading(const struct pf_docs_reader *reader)
{
    unsigned senses =
        reader->heading_count == 0 ? 0 : reader->headings[reader->heading_count - 1].senses;
    bool required = senses & PF_SENSE_REQUIRED, optional = senses & PF_SENSE_OPTIONAL;
    if (required == optional)
        return PF_MAYBE;
    return required ? PF_YES : PF_NO;
}

struct pf_docs_variable *pf_docs_add_variable(struct pf_docs_reader *reader,
                                              const struct pf_prose_block *text, pf_str name,
                                              pf_span span)
{
    if (!pf_docs_take(reader))
        return NULL;
    struct pf_docs_variable *variable = pf_pile_add(reader->arena, &reader->found->variables);
    variable->name = name;
    variable->span = span;
    variable->required = required_by_heading(reader);
    set_scope(reader, text, variable);
    return variable;
}

void pf_docs_set_value(struct pf_docs_variable *variable, pf_str value)
{
    if (pf_docs_is_placeholder(value))
        return;
    char quote = value.len >= 2 ? value.data[0] : '\0';
    if ((quote == '"' || quote == '\'') && value.data[value.len - 1] == quote)
        value = pf_str_slice(value, 1, value.len - 1);
    variable->has_value = true;
    variable->value = value;
}

void pf_docs_add_secret(struct pf_docs_reader *reader, pf_str name, pf_span span)
{
    /* Made by GitHub for each run; nobody sets it. */
    if (pf_str_eq(name, PF_STR("GITHUB_TOKEN")) || !pf_docs_take(reader))
        return;
    *pf_pile_add(reader->arena, &reader->found->secrets) = (struct pf_docs_secret){name, span};
}

/* `${{ secrets.X }}` in a block's bytes, whatever the block is. */
static void read_secret_expressions(struct pf_docs_reader *reader,
                                    const struct pf_prose_block *block)
{
    const pf_str open = PF_STR("${{"), prefix = PF_STR("secrets.");
    pf_str rest = pf_span_text(block->span);
    for (ptrdiff_t at; (at = pf_str_find(rest, open)) != PF_STR_NONE;) {
        rest = pf_str_trim_left(pf_str_slice(rest, (size_t)at + open.len, rest.len));
        if (!pf_str_starts(rest, prefix))
            continue;
        rest = pf_str_slice(rest, prefix.len, rest.len);
        size_t len = 0;
        while (len < rest.len && pf_is_name(rest.data[len]))
            len++;
        size_t from = (size_t)(rest.data - reader->source->bytes.data);
        if (len > 0)
            pf_docs_add_secret(reader, pf_str_slice(rest, 0, len),
                               pf_span_of(reader->source, from, len));
    }
}

static void enter_heading(struct pf_docs_reader *reader, const struct pf_prose_block *heading)
{
    while (reader->heading_count > 0 &&
           reader->headings[reader->heading_count - 1].level >= heading->level)
        reader->heading_count--;
    pf_docs_read_heading_name(reader, heading);
    if (reader->heading_count == PF_DOCS_HEADINGS)
        reader->heading_count--;
    reader->headings[reader->heading_count++] = (struct pf_docs_heading){
        heading->level, pf_docs_senses(reader->words, pf_span_text(heading->span))};
    reader->before = reader->intro = NULL;
}

static void read_block(struct pf_docs_reader *reader, const struct pf_prose_block *block)
{
    read_secret_expressions(reader, block);
    switch (block->kind) {
    case PF_PROSE_HEADING:
        enter_heading(reader, block);
        break;
    case PF_PROSE_PARAGRAPH:
        pf_docs_read_pushes(reader, block);
        reader->before = reader->intro = block;
        break;
    case PF_PROSE_ITEM:
        pf_docs_read_pushes(reader, block);
        pf_docs_read_item(reader, block);
        reader->before = block;
        break;
    case PF_PROSE_CODE:
        pf_docs_read_pushes(reader, block);
        pf_docs_read_code(reader, block);
        pf_docs_read_commands(reader, block);
        break;
    case PF_PROSE_TABLE:
        pf_docs_read_table(reader, block);
        break;
    }
}

/* A text file may be either; what only reStructuredText has decides. */
static bool is_rst(const struct pf_source *source)
{
    if (pf_str_ends(source->path, PF_STR(".rst")))
        return true;
    return pf_str_ends(source->path, PF_STR(".txt")) &&
           (pf_str_contains(source->bytes, PF_STR("\n.. ")) ||
            pf_str_contains(source->bytes, PF_STR("::\n"))) &&
           !pf_str_contains(source->bytes, PF_STR("```"));
}

/* What once was is no promise. */
static bool is_history(pf_str path)
{
    static const pf_str starts[] = {
        PF_STR_INIT("change"), PF_STR_INIT("history"),  PF_STR_INIT("release"),
        PF_STR_INIT("news"),   PF_STR_INIT("whatsnew"),
    };
    pf_str base = pf_path_base(path);
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (pf_str_starts_nocase(base, starts[i]))
            return true;
    return false;
}

static void read_file(struct pf_docs_reader *reader, struct pf_project_file *file)
{
    reader->source = file->source;
    reader->faults = &file->faults;
    reader->file_senses = pf_docs_senses(reader->words, pf_path_base(file->path));
    struct pf_prose prose = is_rst(file->source)
                                ? pf_rst_read(reader->arena, file->source, reader->faults)
                                : pf_markdown_read(reader->arena, file->source, reader->faults);
    for (size_t i = 0; i < prose.count && !reader->full; i++)
        read_block(reader, &prose.items[i]);
}

/* Two readers may look at one block; the order of the text is the order of what is found. */
static int compare_branches(const void *a, const void *b)
{
    return pf_span_compare(((const struct pf_docs_branch *)a)->span,
                           ((const struct pf_docs_branch *)b)->span);
}

static int compare_variables(const void *a, const void *b)
{
    return pf_span_compare(((const struct pf_docs_variable *)a)->span,
                           ((const struct pf_docs_variable *)b)->span);
}

static int compare_secrets(const void *a, const void *b)
{
    return pf_span_compare(((const struct pf_docs_secret *)a)->span,
                           ((const struct pf_docs_secret *)b)->span);
}

static void sort(struct pf_docs *docs)
{
    if (docs->branch_count > 1)
        qsort(docs->branches, docs->branch_count, sizeof *docs->branches, compare_branches);
    if (docs->variable_count > 1)
        qsort(docs->variables, docs->variable_count, sizeof *docs->variables, compare_variables);
    if (docs->secret_count > 1)
        qsort(docs->secrets, docs->secret_count, sizeof *docs->secrets, compare_secrets);
}

const struct pf_docs *pf_docs_read(struct pf_arena *arena, struct pf_project *project)
{
    struct pf_docs_found found = {0};
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_DOCS);
    const struct pf_docs_words *words = files.count == 0 ? NULL : pf_docs_words_read(arena);
    bool full = false;
    for (size_t i = 0; i < files.count && !full; i++) {
        struct pf_docs_reader reader = {.arena = arena, .words = words, .found = &found};
        if (!is_history(files.items[i]->path) && pf_project_load(project, files.items[i]))
            read_file(&reader, files.items[i]);
        full = reader.full;
    }
    struct pf_docs *docs = PF_NEW(arena, struct pf_docs);
    *docs = (struct pf_docs){
        .branches = found.branches.items,
        .branch_count = found.branches.count,
        .variables = found.variables.items,
        .variable_count = found.variables.count,
        .secrets = found.secrets.items,
        .secret_count = found.secrets.count,
        .commands = found.commands.items,
        .command_count = found.commands.count,
    };
    sort(docs);
    return docs;
}
