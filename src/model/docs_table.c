/*
 * Tables of variables or secrets → what they name. The header tells which column means what; where
 * it says nothing, a table counts only if its first column holds names and nothing else.
 */
#include "model/docs_inside.h"

enum { NO_COLUMN = -1, COLUMNS = 32 /* wider tables are not read by people */ };

struct roles {
    ptrdiff_t name, required, value, production, development;
    bool required_inverted; /* the column is headed "optional" */
    unsigned name_senses;   /* of the name column's head */
};

struct counts {
    size_t rows, named, underscored;
};

static struct pf_prose_cell cell_of(const struct pf_prose_row *row, ptrdiff_t column)
{
    if (column < 0 || (size_t)column >= row->count)
        return (struct pf_prose_cell){0};
    return row->cells[column];
}

/* The senses of a column's head, all header rows together. */
static unsigned head_senses(struct pf_docs_reader *reader, const struct pf_prose_block *table,
                            size_t header_count, size_t column)
{
    unsigned senses = 0;
    for (size_t i = 0; i < header_count; i++)
        senses |= pf_docs_senses(reader->words, cell_of(&table->rows[i], (ptrdiff_t)column).text);
    return senses;
}

static void take_role(ptrdiff_t *role, size_t column)
{
    if (*role == NO_COLUMN)
        *role = (ptrdiff_t)column;
}

static const unsigned name_senses =
    PF_SENSE_VARIABLE | PF_SENSE_ENVIRONMENT | PF_SENSE_NAME | PF_SENSE_SETTING | PF_SENSE_SECRET;

/* Columns behind the name's; "value in production" is production's, "required in production" is
 * what is required. */
static void take_column(struct roles *roles, size_t column, unsigned senses)
{
    if (senses & (PF_SENSE_REQUIRED | PF_SENSE_OPTIONAL)) {
        if (roles->required == NO_COLUMN)
            roles->required_inverted = !(senses & PF_SENSE_REQUIRED);
        take_role(&roles->required, column);
    } else if ((senses & PF_SENSE_PRODUCTION) && !(senses & PF_SENSE_DEVELOPMENT)) {
        take_role(&roles->production, column);
    } else if ((senses & PF_SENSE_DEVELOPMENT) && !(senses & PF_SENSE_PRODUCTION)) {
        take_role(&roles->development, column);
    } else if ((senses & PF_SENSE_VALUE) && !(senses & PF_SENSE_DEFAULT)) {
        take_role(&roles->value, column);
    }
}

static struct roles roles_of(struct pf_docs_reader *reader, const struct pf_prose_block *table,
                             size_t header_count)
{
    struct roles roles = {0, NO_COLUMN, NO_COLUMN, NO_COLUMN, NO_COLUMN, false, 0};
    unsigned senses[COLUMNS];
    size_t columns = table->row_count == 0 ? 0 : table->rows[0].count;
    if (columns > COLUMNS)
        columns = COLUMNS;
    for (size_t i = columns; i > 0; i--) {
        senses[i - 1] = head_senses(reader, table, header_count, i - 1);
        if (senses[i - 1] & (PF_SENSE_VARIABLE | PF_SENSE_NAME))
            roles.name = (ptrdiff_t)i - 1;
    }
    if (columns > 0 && (senses[0] & name_senses))
        roles.name = 0;
    if (columns > 0)
        roles.name_senses = senses[roles.name];
    for (size_t i = 0; i < columns; i++)
        if ((ptrdiff_t)i != roles.name)
            take_column(&roles, i, senses[i]);
    return roles;
}

/* A cell that is names and nothing but names, or one in back-ticks, or one with an underscore. */
static struct pf_docs_names names_of(pf_str text)
{
    struct pf_docs_names names = pf_docs_find_names(text);
    if (names.count == 0 || names.has_underscore)
        return names;
    bool is_quoted = text.len > 0 && text.data[0] == '`';
    pf_str rest = pf_str_trim(pf_str_slice(text, names.end, text.len));
    bool is_all = rest.len == 0 || rest.data[0] == '(' || rest.data[0] == '\\';
    if (!is_quoted && !is_all)
        names.count = 0;
    return names;
}

static struct counts count_names(const struct pf_prose_block *table, size_t header_count,
                                 ptrdiff_t column)
{
    struct counts counts = {0};
    for (size_t i = header_count; i < table->row_count; i++) {
        pf_str text = cell_of(&table->rows[i], column).text;
        if (text.len == 0)
            continue;
        struct pf_docs_names names = names_of(text);
        counts.rows++;
        counts.named += names.count > 0;
        counts.underscored += names.has_underscore;
    }
    return counts;
}

/* Whether a table with that head and those names is one of variables. `around`: what the text and
 * the headings speak of. */
static bool is_of_names(unsigned head, struct counts counts, unsigned around)
{
    bool in_context = (around & (PF_SENSE_VARIABLE | PF_SENSE_SECRET)) != 0;
    bool most = counts.named > 0 && counts.named * 10 >= counts.rows * 6;
    if (head & (PF_SENSE_VARIABLE | PF_SENSE_ENVIRONMENT | PF_SENSE_SECRET))
        return counts.named > 0 && counts.named * 2 >= counts.rows;
    if (head & PF_SENSE_NAME)
        return most && (in_context || counts.underscored * 2 >= counts.named);
    if (head & PF_SENSE_OTHER)
        return false;
    if (head & PF_SENSE_SETTING)
        return most && in_context;
    return (most && in_context) || (counts.named > 0 && counts.named == counts.rows &&
                                    counts.underscored * 2 >= counts.named);
}

static bool is_of_secrets(struct pf_docs_reader *reader, unsigned head)
{
    if (head & PF_SENSE_SECRET)
        return (head & PF_SENSE_GITHUB) ||
               (pf_docs_around(reader, reader->before) & PF_SENSE_GITHUB);
    return pf_docs_speaks_of_secrets(reader, reader->before);
}

/* The bytes in the file where the part of a cell's text stands; the cell's first line where the
 * text was joined from several. */
static pf_span place_of(const struct pf_prose_cell *cell, size_t at, size_t len)
{
    if (at + len <= cell->span.len)
        return pf_span_of(cell->span.file, cell->span.at + at, len);
    return cell->span;
}

/* Words that say what a value is like, not what it is. */
static bool is_description(pf_str word)
{
    static const pf_str descriptions[] = {
        PF_STR_INIT("string"),   PF_STR_INIT("str"),       PF_STR_INIT("text"),
        PF_STR_INIT("integer"),  PF_STR_INIT("int"),       PF_STR_INIT("number"),
        PF_STR_INIT("boolean"),  PF_STR_INIT("bool"),      PF_STR_INIT("list"),
        PF_STR_INIT("url"),      PF_STR_INIT("token"),     PF_STR_INIT("password"),
        PF_STR_INIT("random"),   PF_STR_INIT("generated"), PF_STR_INIT("n/a"),
        PF_STR_INIT("none"),     PF_STR_INIT("empty"),     PF_STR_INIT("required"),
        PF_STR_INIT("optional"), PF_STR_INIT("yes"),       PF_STR_INIT("no"),
    };
    for (size_t i = 0; i < sizeof descriptions / sizeof *descriptions; i++)
        if (pf_str_eq_nocase(descriptions[i], word))
            return true;
    return false;
}

/* The one word or literal that a cell is; false for prose, placeholders and marks of absence. */
static bool value_of(const struct pf_docs_words *words, pf_str text, pf_str *value)
{
    pf_str inner = pf_str_trim(text);
    size_t ticks = 0;
    while (ticks < inner.len && inner.data[ticks] == '`')
        ticks++;
    if (ticks > 0) {
        ptrdiff_t end = pf_str_find_byte(pf_str_slice(inner, ticks, inner.len), '`');
        if (end == PF_STR_NONE || ticks + (size_t)end + ticks != inner.len)
            return false;
        inner = pf_str_slice(inner, ticks, ticks + (size_t)end);
    } else if ((pf_docs_answer(words, inner) == PF_NO && inner.len <= 3) ||
               (pf_docs_senses(words, inner) & PF_SENSE_SECRET) || is_description(inner)) {
        return false; /* "-", "secret", "string" */
    }
    for (size_t i = 0; i < inner.len; i++)
        if (pf_is_space(inner.data[i]))
            return false;
    *value = inner;
    return inner.len > 0 && !pf_docs_is_placeholder(inner);
}

/* "required if local" is no "required". */
static bool has_few_words(pf_str text)
{
    size_t spaces = 0;
    for (size_t i = 0; i < text.len; i++)
        spaces += text.data[i] == ' ';
    return spaces < 2;
}

/* "(required)" or "Optional." in front of a description. */
static enum pf_truth said_by_word(struct pf_docs_reader *reader, const struct pf_prose_row *row,
                                  const struct roles *roles)
{
    for (size_t i = 0; i < row->count; i++) {
        pf_str text = row->cells[i].text;
        unsigned wanted = PF_SENSE_REQUIRED | PF_SENSE_OPTIONAL;
        pf_str start = pf_str_slice(text, 0, 24);
        ptrdiff_t end = pf_str_find_byte(start, '(');
        bool in_name = (ptrdiff_t)i == roles->name;
        if (in_name && end != PF_STR_NONE)
            start = pf_str_slice(text, (size_t)end, text.len);
        else if (in_name)
            continue;
        pf_str word = pf_str_slice(start, 0, 24);
        for (size_t j = 1; j < word.len; j++)
            if (word.data[j] == '.' || word.data[j] == ',' || word.data[j] == ')' ||
                word.data[j] == ';')
                word.len = j;
        bool is_alone = (word.len < start.len || word.len == text.len) && has_few_words(word);
        unsigned senses = is_alone ? pf_docs_senses(reader->words, word) & wanted : 0;
        if (senses != 0 && pf_docs_answer(reader->words, word) != PF_MAYBE)
            return senses & PF_SENSE_OPTIONAL ? PF_NO : PF_YES;
    }
    return PF_MAYBE;
}

static enum pf_truth required_of(struct pf_docs_reader *reader, const struct pf_prose_row *row,
                                 const struct roles *roles)
{
    if (roles->required == NO_COLUMN)
        return said_by_word(reader, row, roles);
    pf_str text = cell_of(row, roles->required).text;
    enum pf_truth answer = pf_docs_answer(reader->words, text);
    return roles->required_inverted ? pf_truth_not(answer) : answer;
}

/* Columns for production and development: a value, a mark, or nothing. */
static void take_scope(struct pf_docs_reader *reader, const struct pf_prose_row *row,
                       const struct roles *roles, struct pf_docs_variable *variable)
{
    if (roles->production == NO_COLUMN && roles->development == NO_COLUMN)
        return;
    pf_str production = cell_of(row, roles->production).text, value;
    pf_str development = cell_of(row, roles->development).text;
    bool in_production = production.len > 0 && (value_of(reader->words, production, &value) ||
                                                pf_docs_answer(reader->words, production) != PF_NO);
    bool in_development =
        development.len > 0 && pf_docs_answer(reader->words, development) != PF_NO;
    variable->for_production = in_production;
    variable->for_development = !in_production && in_development;
    bool is_mark = pf_docs_answer(reader->words, production) == PF_YES &&
                   production.data[0] != '`' && !pf_str_eq_nocase(production, PF_STR("true"));
    if (in_production && !is_mark && value_of(reader->words, production, &value))
        pf_docs_set_value(variable, value);
}

static void add_row(struct pf_docs_reader *reader, const struct pf_prose_row *row,
                    const struct roles *roles, bool secrets)
{
    struct pf_prose_cell cell = cell_of(row, roles->name);
    struct pf_docs_names names = names_of(cell.text);
    for (size_t i = 0; i < names.count; i++) {
        struct pf_docs_name *name = &names.items[i];
        pf_span span = place_of(&cell, name->at, name->text.len);
        if (secrets) {
            pf_docs_add_secret(reader, name->text, span);
            continue;
        }
        struct pf_docs_variable *variable =
            pf_docs_add_variable(reader, reader->before, name->text, span);
        if (variable == NULL)
            return;
        variable->in_table = true;
        enum pf_truth required = required_of(reader, row, roles);
        if (required != PF_MAYBE)
            variable->required = required;
        take_scope(reader, row, roles, variable);
        pf_str value;
        if (name->value.data != NULL)
            pf_docs_set_value(variable, name->value);
        else if (value_of(reader->words, cell_of(row, roles->value).text, &value))
            pf_docs_set_value(variable, value);
    }
}

/* A drawn table may have its head in the first row without a line below it. */
static size_t header_count_of(struct pf_docs_reader *reader, const struct pf_prose_block *table)
{
    if (table->header_count > 0 || table->row_count < 2 || table->rows[0].count == 0)
        return table->header_count;
    pf_str first = table->rows[0].cells[0].text;
    bool is_head =
        names_of(first).count == 0 && (pf_docs_senses(reader->words, first) & name_senses);
    return is_head ? 1 : 0;
}

void pf_docs_read_table(struct pf_docs_reader *reader, const struct pf_prose_block *table)
{
    size_t header_count = header_count_of(reader, table);
    struct roles roles = roles_of(reader, table, header_count);
    struct counts counts = count_names(table, header_count, roles.name);
    if (!is_of_names(roles.name_senses, counts, pf_docs_around(reader, reader->before)))
        return;
    bool secrets = is_of_secrets(reader, roles.name_senses);
    for (size_t i = header_count; i < table->row_count && !reader->full; i++)
        add_row(reader, &table->rows[i], &roles, secrets);
}
