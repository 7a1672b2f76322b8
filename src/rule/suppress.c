/* Comments → suppressions, line by line; no reader of the format is needed. */
#include "rule/suppress.h"

#include "base/file.h"

/* How a comment begins in a kind of file, and how it ends. */
struct comment_style {
    pf_str opening, closing;
    bool is_yaml;       /* block scalars belong to the line that opens them */
    bool has_backslash; /* a line that ends with \ goes on in the next */
};

static const struct comment_style yaml_style = {.opening = PF_STR_INIT("#"), .is_yaml = true};
static const struct comment_style hash_style = {.opening = PF_STR_INIT("#"), .has_backslash = true};
static const struct comment_style markdown_style = {.opening = PF_STR_INIT("<!--"),
                                                    .closing = PF_STR_INIT("-->")};
static const struct comment_style rst_style = {.opening = PF_STR_INIT("..")};

static const struct {
    const char *suffix;
    const struct comment_style *style;
} styles_by_suffix[] = {
    {".yml", &yaml_style},         {".yaml", &yaml_style},         {".py", &hash_style},
    {".env", &hash_style},         {".toml", &hash_style},         {".cfg", &hash_style},
    {".txt", &hash_style},         {".sh", &hash_style},           {"ockerfile", &hash_style},
    {"ontainerfile", &hash_style}, {".dockerignore", &hash_style}, {".md", &markdown_style},
    {".rst", &rst_style},
};

static const struct comment_style *style_of(pf_str path)
{
    pf_str base = pf_path_base(path);
    for (size_t i = 0; i < sizeof styles_by_suffix / sizeof *styles_by_suffix; i++)
        if (pf_str_ends(base, pf_str_c(styles_by_suffix[i].suffix)))
            return styles_by_suffix[i].style;
    bool is_hash =
        pf_str_starts(base, PF_STR("Dockerfile.")) || pf_str_starts(base, PF_STR(".env."));
    return is_hash ? &hash_style : NULL;
}

static bool is_leap_year(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool pf_date_is_valid(pf_str date)
{
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t year, month, day;
    if (date.len != 10 || date.data[4] != '-' || date.data[7] != '-')
        return false;
    for (size_t i = 0; i < date.len; i++)
        if (i != 4 && i != 7 && !pf_is_digit(date.data[i]))
            return false;
    pf_str_to_int(pf_str_slice(date, 0, 4), &year);
    pf_str_to_int(pf_str_slice(date, 5, 7), &month);
    pf_str_to_int(pf_str_slice(date, 8, 10), &day);
    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

struct scan {
    struct pf_arena *arena;
    const struct pf_source *source;
    const struct comment_style *style;
    struct pf_suppressions *suppressions;
};

/* Bytes of the line before a comment that starts a directive; PF_STR_NONE when there is none. */
static ptrdiff_t find_directive(const struct comment_style *style, pf_str line, pf_str *directive)
{
    for (size_t at = 0; at < line.len; at++) {
        pf_str rest = pf_str_slice(line, at, line.len);
        if (!pf_str_starts(rest, style->opening) || (at > 0 && !pf_is_space(line.data[at - 1])))
            continue;
        pf_str words = pf_str_trim_left(pf_str_slice(rest, style->opening.len, rest.len));
        if (!pf_str_starts(words, PF_STR("preflight:")))
            continue;
        ptrdiff_t end = style->closing.len > 0 ? pf_str_find(words, style->closing) : PF_STR_NONE;
        *directive =
            pf_str_trim_right(end == PF_STR_NONE ? words : pf_str_slice(words, 0, (size_t)end));
        return (ptrdiff_t)at;
    }
    return PF_STR_NONE;
}

static void add_entry(const struct scan *scan, struct pf_suppression *suppression, pf_str entry,
                      size_t *capacity)
{
    size_t at = suppression->rules.count;
    *pf_pile_add(scan->arena, &suppression->rules) = entry;
    pf_pile_reserve(scan->arena, &suppression->rule_spans, capacity, at, sizeof(pf_span));
    suppression->rule_spans[at] =
        pf_span_of(scan->source, (size_t)(entry.data - scan->source->bytes.data), entry.len);
}

static void read_entries(const struct scan *scan, pf_str list, struct pf_suppression *suppression)
{
    pf_str entry, rest = list;
    size_t capacity = 0;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, ',', &entry, &rest);
        entry = pf_str_trim(entry);
        if (entry.len > 0)
            add_entry(scan, suppression, entry, &capacity);
    }
    suppression->used = PF_NEW_ARRAY(scan->arena, bool, suppression->rules.count);
}

/* "until 2026-12-31 the reason" */
static bool read_reason(pf_str words, struct pf_suppression *suppression)
{
    suppression->reason = words;
    if (!pf_str_starts(words, PF_STR("until ")))
        return true;
    pf_str rest = pf_str_trim_left(pf_str_slice(words, 6, words.len)), date;
    pf_str_cut(rest, ' ', &date, &rest);
    if (pf_str_ends(date, PF_STR(":")))
        date = pf_str_slice(date, 0, date.len - 1);
    suppression->expires = date;
    suppression->reason = pf_str_trim(rest);
    return pf_date_is_valid(date);
}

/* "preflight: ignore-file[A, b] until … reason"; false where it is no directive of ours. */
static bool read_directive(const struct scan *scan, pf_str directive,
                           struct pf_suppression *suppression)
{
    pf_str words =
        pf_str_trim_left(pf_str_slice(directive, PF_STR("preflight:").len, directive.len));
    if (!pf_str_starts(words, PF_STR("ignore")))
        return false;
    suppression->whole_file = pf_str_starts(words, PF_STR("ignore-file"));
    words = pf_str_slice(words, suppression->whole_file ? 11 : 6, words.len);
    ptrdiff_t close = pf_str_find_byte(words, ']');
    suppression->malformed = !pf_str_starts(words, PF_STR("[")) || close == PF_STR_NONE;
    if (suppression->malformed)
        return true;
    read_entries(scan, pf_str_slice(words, 1, (size_t)close), suppression);
    suppression->malformed =
        suppression->rules.count == 0 ||
        !read_reason(pf_str_trim(pf_str_slice(words, (size_t)close + 1, words.len)), suppression);
    return true;
}

static size_t indent_of(pf_str line)
{
    return line.len - pf_str_trim_left(line).len;
}

/* The column of the key in "  - run: |": what its block must be indented by more than. */
static size_t key_column(pf_str line)
{
    size_t column = indent_of(line);
    while (pf_str_starts(pf_str_slice(line, column, line.len), PF_STR("- "))) {
        pf_str rest = pf_str_slice(line, column + 1, line.len);
        column += 1 + indent_of(rest);
    }
    return column;
}

/* Does the line, comment taken off, end with "|", ">-", "|2+" and the like? */
static bool opens_block(pf_str content)
{
    content = pf_str_trim_right(content);
    size_t at = content.len;
    while (at > 0 && (pf_is_digit(content.data[at - 1]) || content.data[at - 1] == '+' ||
                      content.data[at - 1] == '-'))
        at--;
    bool has_mark = at > 1 && (content.data[at - 1] == '|' || content.data[at - 1] == '>');
    return has_mark && pf_is_space(content.data[at - 2]);
}

static pf_str line_at(const struct scan *scan, uint32_t line)
{
    uint32_t at;
    return pf_source_line(scan->source, line, &at);
}

static pf_str without_comment(const struct scan *scan, pf_str line)
{
    pf_str directive;
    ptrdiff_t at = find_directive(scan->style, line, &directive);
    if (at != PF_STR_NONE)
        return pf_str_slice(line, 0, (size_t)at);
    ptrdiff_t hash = scan->style->is_yaml ? pf_str_find(line, PF_STR(" #")) : PF_STR_NONE;
    return hash == PF_STR_NONE ? line : pf_str_slice(line, 0, (size_t)hash);
}

/* The last line that belongs to `line`: of its block scalar or its continuations. */
static uint32_t last_line_of(const struct scan *scan, uint32_t line)
{
    uint32_t count = pf_source_line_count(scan->source), last = line;
    pf_str content = without_comment(scan, line_at(scan, line));
    while (scan->style->has_backslash && last < count &&
           pf_str_ends(pf_str_trim_right(line_at(scan, last)), PF_STR("\\")))
        last++;
    if (!scan->style->is_yaml || !opens_block(content))
        return last;
    size_t column = key_column(content);
    for (uint32_t next = line + 1; next <= count; next++) {
        pf_str text = line_at(scan, next);
        bool is_blank = pf_str_trim(text).len == 0;
        if (!is_blank && indent_of(text) <= column)
            break;
        last = is_blank ? last : next;
    }
    return last;
}

static bool is_passed_over(const struct scan *scan, pf_str line)
{
    pf_str trimmed = pf_str_trim(line), directive;
    bool is_comment =
        pf_str_eq(scan->style->opening, PF_STR("#")) && pf_str_starts(trimmed, PF_STR("#"));
    return trimmed.len == 0 || is_comment || find_directive(scan->style, trimmed, &directive) == 0;
}

/* From the comment's line, or from the next one with anything on it. */
static void cover_lines(const struct scan *scan, uint32_t line, bool stands_alone,
                        struct pf_suppression *suppression)
{
    uint32_t count = pf_source_line_count(scan->source);
    uint32_t first = stands_alone ? line + 1 : line;
    while (stands_alone && first <= count && is_passed_over(scan, line_at(scan, first)))
        first++;
    suppression->first_line = first;
    suppression->last_line = first <= count ? last_line_of(scan, first) : first;
}

static void read_line(const struct scan *scan, uint32_t number, pf_str line)
{
    pf_str directive;
    ptrdiff_t at = find_directive(scan->style, line, &directive);
    struct pf_suppression suppression = {0};
    if (at == PF_STR_NONE || !read_directive(scan, directive, &suppression))
        return;
    suppression.span = pf_span_of(scan->source, (size_t)(directive.data - scan->source->bytes.data),
                                  directive.len);
    bool stands_alone = pf_str_trim(pf_str_slice(line, 0, (size_t)at)).len == 0;
    if (!suppression.whole_file)
        cover_lines(scan, number, stands_alone, &suppression);
    else
        suppression.last_line = UINT32_MAX;
    *pf_pile_add(scan->arena, scan->suppressions) = suppression;
}

void pf_suppressions_read(struct pf_arena *arena, const struct pf_source *source,
                          struct pf_suppressions *suppressions)
{
    struct scan scan = {arena, source, style_of(source->path), suppressions};
    bool may_have_any = pf_str_contains(source->bytes, PF_STR("preflight:"));
    if (scan.style == NULL || !may_have_any)
        return;
    pf_str rest = source->bytes, line;
    for (uint32_t number = 1; pf_str_next_line(&rest, &line); number++)
        if (pf_str_contains(line, PF_STR("preflight:")))
            read_line(&scan, number, line);
}
