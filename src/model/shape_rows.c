/* Reads the table of sections once, so that no value is held against words of the table. */
#include "model/shape_inside.h"

#include "base/error.h"
#include "base/table.h"

/* Columns of rules/tables/github-shape.tsv. */
enum { COLUMN_SECTION, COLUMN_KEY, COLUMN_TYPE, COLUMN_REQUIRED, COLUMN_CONTEXTS };

/* "github needs always(0,0)": names with or without their numbers of arguments. */
static struct pf_shape_scope *read_scope(struct pf_arena *arena, pf_str list)
{
    struct pf_shape_scope *scope = PF_NEW(arena, struct pf_shape_scope);
    pf_str rest = list, one, name, ignored;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, ' ', &one, &rest);
        struct pf_strs *names =
            pf_str_cut(one, '(', &name, &ignored) ? &scope->functions : &scope->contexts;
        if (name.len > 0)
            *pf_pile_add(arena, names) = name;
    }
    return scope;
}

struct pf_index pf_shape_read_scopes(struct pf_arena *arena)
{
    struct pf_table table = pf_table_read(arena, "rules/tables/github-schema-contexts.tsv");
    struct pf_index scopes = pf_index_new(arena);
    for (size_t row = 0; row < table.row_count; row++)
        pf_index_put(&scopes, pf_table_cell(&table, row, 0),
                     read_scope(arena, pf_table_cell(&table, row, 1)));
    return scopes;
}

struct reader {
    struct pf_arena *arena;
    struct pf_index sections;
    const struct pf_index *scopes;
};

/* A name in the table that stands nowhere else in it is a mistake of ours. */
static const void *named(const struct pf_index *index, pf_str name)
{
    const void *found = pf_index_get(index, name);
    if (found == NULL)
        pf_die("the table of sections names '%.*s', which is nowhere", PF_ARG(name));
    return found;
}

/* Sections that a mapping is of by the first of these keys it has. */
static const struct {
    pf_str type, key, section;
    enum pf_shape_kind kind;
} variants[] = {
    {PF_STR_INIT("@job"), PF_STR_INIT("uses"), PF_STR_INIT("call"), PF_SHAPE_JOB},
    {PF_STR_INIT("@job"), PF_STR_INIT(""), PF_STR_INIT("job"), PF_SHAPE_JOB},
    {PF_STR_INIT("@step"), PF_STR_INIT("uses"), PF_STR_INIT("uses-step"), PF_SHAPE_STEP},
    {PF_STR_INIT("@step"), PF_STR_INIT("run"), PF_STR_INIT("run-step"), PF_SHAPE_STEP},
    {PF_STR_INIT("@step"), PF_STR_INIT("wait"), PF_STR_INIT("wait-step"), PF_SHAPE_STEP},
    {PF_STR_INIT("@step"), PF_STR_INIT("wait-all"), PF_STR_INIT("wait-all-step"), PF_SHAPE_STEP},
    {PF_STR_INIT("@step"), PF_STR_INIT("cancel"), PF_STR_INIT("cancel-step"), PF_SHAPE_STEP},
    {PF_STR_INIT("@step"), PF_STR_INIT("parallel"), PF_STR_INIT("parallel-step"), PF_SHAPE_STEP},
    {PF_STR_INIT("@action-step"), PF_STR_INIT("uses"), PF_STR_INIT("action-uses-step"),
     PF_SHAPE_STEP},
    {PF_STR_INIT("@action-step"), PF_STR_INIT("run"), PF_STR_INIT("action-run-step"),
     PF_SHAPE_STEP},
};
enum { VARIANT_COUNT = sizeof variants / sizeof *variants };

static void read_section_name(struct reader *reader, pf_str text, struct pf_shape_type *type)
{
    struct pf_shape_variant *list = NULL;
    for (size_t i = 0; i < VARIANT_COUNT; i++) {
        if (!pf_str_eq(variants[i].type, text))
            continue;
        if (list == NULL)
            list = PF_NEW_ARRAY(reader->arena, struct pf_shape_variant, VARIANT_COUNT - i);
        list[type->variant_count++] = (struct pf_shape_variant){
            variants[i].key, named(&reader->sections, variants[i].section)};
        type->kind = variants[i].kind;
    }
    type->variants = list;
    if (list == NULL)
        type->section = named(&reader->sections, pf_str_slice(text, 1, text.len));
}

static const struct pf_shape_type *read_type(struct reader *reader, pf_str text);

/* One alternative of a type. */
static void read_alternative(struct reader *reader, pf_str text, struct pf_shape_type *type)
{
    static const struct {
        pf_str word;
        enum pf_shape_kind kind;
        bool is_head, must_hold; /* more follows behind a head */
    } words[] = {
        {PF_STR_INIT("any"), PF_SHAPE_ANY, false, false},
        {PF_STR_INIT("null"), PF_SHAPE_NULL, false, false},
        {PF_STR_INIT("bool"), PF_SHAPE_BOOL, false, false},
        {PF_STR_INIT("num"), PF_SHAPE_NUMBER, false, false},
        {PF_STR_INIT("str"), PF_SHAPE_STRING, false, false},
        {PF_STR_INIT("str!"), PF_SHAPE_FULL_STRING, false, false},
        {PF_STR_INIT("scalar"), PF_SHAPE_SCALAR, false, false},
        {PF_STR_INIT("on"), PF_SHAPE_ON, false, false},
        {PF_STR_INIT("permissions"), PF_SHAPE_PERMISSIONS, false, false},
        {PF_STR_INIT("runs"), PF_SHAPE_RUNS, false, false},
        {PF_STR_INIT("="), PF_SHAPE_CHOICE, true, false},
        {PF_STR_INIT("@"), PF_SHAPE_SECTION, true, false},
        {PF_STR_INIT("seq:"), PF_SHAPE_LIST, true, false},
        {PF_STR_INIT("seq!:"), PF_SHAPE_LIST, true, true},
        {PF_STR_INIT("map:"), PF_SHAPE_MAP, true, false},
        {PF_STR_INIT("map!:"), PF_SHAPE_MAP, true, true},
    };
    enum { COUNT = sizeof words / sizeof *words };
    size_t at = 0;
    while (at < COUNT && !(words[at].is_head ? pf_str_starts(text, words[at].word)
                                             : pf_str_eq(text, words[at].word)))
        at++;
    if (at == COUNT)
        pf_die("the table of sections has the type '%.*s'", PF_ARG(text));
    pf_str rest = pf_str_slice(text, words[at].word.len, text.len);
    type->kind = words[at].kind;
    type->must_hold = words[at].must_hold;
    if (type->kind == PF_SHAPE_CHOICE)
        type->choices = pf_shape_split(reader->arena, rest);
    else if (type->kind == PF_SHAPE_SECTION)
        read_section_name(reader, text, type);
    else if (type->kind == PF_SHAPE_LIST || type->kind == PF_SHAPE_MAP)
        type->item = read_type(reader, rest);
}

/* "A|B" either; what a map holds is the rest of the type, alternatives included. */
static const struct pf_shape_type *read_type(struct reader *reader, pf_str text)
{
    struct pf_shape_type *type = PF_NEW(reader->arena, struct pf_shape_type);
    pf_str one = text, rest = PF_STR("");
    if (!pf_str_starts(text, PF_STR("map")))
        pf_str_cut(text, '|', &one, &rest);
    read_alternative(reader, one, type);
    type->other = rest.len == 0 ? NULL : read_type(reader, rest);
    return type;
}

static struct pf_shape_row read_row(struct reader *reader, const struct pf_table *table, size_t row)
{
    pf_str section = pf_table_cell(table, row, COLUMN_SECTION);
    pf_str key = pf_table_cell(table, row, COLUMN_KEY);
    pf_str required = pf_table_cell(table, row, COLUMN_REQUIRED);
    pf_str contexts = pf_table_cell(table, row, COLUMN_CONTEXTS);
    return (struct pf_shape_row){
        .key = key,
        .type = read_type(reader, pf_table_cell(table, row, COLUMN_TYPE)),
        .scope = contexts.len == 0 ? NULL : named(reader->scopes, contexts),
        .is_required = required.len > 0,
        .is_harmless = pf_str_eq(required, PF_STR("~")),
        .is_condition = pf_str_eq(key, PF_STR("if")) ||
                        (pf_str_ends(key, PF_STR("-if")) && pf_str_ends(section, PF_STR("-runs"))),
    };
}

/* Types name sections that may follow: all of them are there before the first row is read. */
struct pf_index pf_shape_read_sections(struct pf_arena *arena, const struct pf_index *scopes)
{
    struct pf_table table = pf_table_read(arena, "rules/tables/github-shape.tsv");
    struct reader reader = {arena, pf_index_new(arena), scopes};
    struct pf_shape_row *rows = PF_NEW_ARRAY(arena, struct pf_shape_row, table.row_count);
    struct pf_shape_section *section = NULL;
    for (size_t row = 0; row < table.row_count; row++) {
        pf_str name = pf_table_cell(&table, row, COLUMN_SECTION);
        if (section == NULL || !pf_str_eq(section->name, name)) {
            if (pf_index_get(&reader.sections, name) != NULL)
                pf_die("the rows of '%.*s' do not stand together", PF_ARG(name));
            section = PF_NEW(arena, struct pf_shape_section);
            *section = (struct pf_shape_section){.name = name, .rows = &rows[row]};
            pf_index_put(&reader.sections, name, section);
        }
        section->row_count++;
        if (pf_str_eq(pf_table_cell(&table, row, COLUMN_KEY), PF_STR("*")))
            section->any = &rows[row];
    }
    for (size_t row = 0; row < table.row_count; row++)
        rows[row] = read_row(&reader, &table, row);
    return reader.sections;
}

const struct pf_shape_row *pf_shape_find_row(const struct pf_shape_section *section, pf_str key)
{
    for (size_t i = 0; i < section->row_count; i++)
        if (pf_str_eq(section->rows[i].key, key))
            return &section->rows[i];
    return section->any;
}
