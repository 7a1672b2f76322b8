/* The grammar of single lines, from CommonMark 0.31 §4 and §5 and GitHub's tables. */
#include "read/markdown_line.h"

static size_t run_of(pf_str text, char c)
{
    size_t len = 0;
    while (len < text.len && text.data[len] == c)
        len++;
    return len;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

bool pf_md_is_break(pf_str text)
{
    char mark = text.len > 0 ? text.data[0] : '\0';
    size_t marks = 0;
    if (mark != '-' && mark != '*' && mark != '_')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == mark)
            marks++;
        else if (!is_space(text.data[i]))
            return false;
    }
    return marks >= 3;
}

/* Trailing marks go when a space stands before them, or nothing at all. */
static pf_str without_closing_marks(pf_str text)
{
    text = pf_str_trim(text);
    size_t end = text.len;
    while (end > 0 && text.data[end - 1] == '#')
        end--;
    if (end == 0 || is_space(text.data[end - 1]))
        return pf_str_trim_right(pf_str_slice(text, 0, end));
    return text;
}

bool pf_md_heading(pf_str text, unsigned *level, pf_str *heading)
{
    size_t marks = run_of(text, '#');
    if (marks == 0 || marks > 6 || (marks < text.len && !is_space(text.data[marks])))
        return false;
    *level = (unsigned)marks;
    *heading = without_closing_marks(pf_str_slice(text, marks, text.len));
    return true;
}

unsigned pf_md_underline(pf_str text)
{
    text = pf_str_trim_right(text);
    char mark = text.len > 0 ? text.data[0] : '\0';
    if ((mark != '=' && mark != '-') || run_of(text, mark) != text.len)
        return 0;
    return mark == '=' ? 1 : 2;
}

/* "python title=x", "{.bash}", "{code-block} sh" → "python", "bash", "sh". */
static pf_str language_of(pf_str info)
{
    info = pf_str_trim(info);
    if (pf_str_starts(info, PF_STR("{code"))) {
        ptrdiff_t end = pf_str_find_byte(info, '}');
        if (end != PF_STR_NONE)
            info = pf_str_trim_left(pf_str_slice(info, (size_t)end + 1, info.len));
    }
    size_t start = 0, end;
    while (start < info.len && (info.data[start] == '{' || info.data[start] == '.'))
        start++;
    for (end = start; end < info.len; end++)
        if (pf_is_space(info.data[end]) || info.data[end] == '}' || info.data[end] == ',')
            break;
    return pf_str_slice(info, start, end);
}

bool pf_md_fence_opens(pf_str text, struct pf_md_fence *fence)
{
    char mark = text.len > 0 ? text.data[0] : '\0';
    if (mark != '`' && mark != '~')
        return false;
    size_t len = run_of(text, mark);
    pf_str info = pf_str_slice(text, len, text.len);
    if (len < 3 || (mark == '`' && pf_str_find_byte(info, '`') != PF_STR_NONE))
        return false;
    *fence = (struct pf_md_fence){mark, len, language_of(info)};
    return true;
}

bool pf_md_fence_closes(pf_str text, const struct pf_md_fence *fence)
{
    size_t len = run_of(text, fence->mark);
    return len >= fence->len && pf_str_trim(pf_str_slice(text, len, text.len)).len == 0;
}

/* Blocks that end where a certain text comes, whatever blank lines are in them. */
static const struct {
    pf_str start, end;
} html_until[] = {
    {PF_STR_INIT("<!--"), PF_STR_INIT("-->")},
    {PF_STR_INIT("<?"), PF_STR_INIT("?>")},
    {PF_STR_INIT("<![cdata["), PF_STR_INIT("]]>")},
    {PF_STR_INIT("<script"), PF_STR_INIT("</script>")},
    {PF_STR_INIT("<style"), PF_STR_INIT("</style>")},
    {PF_STR_INIT("<textarea"), PF_STR_INIT("</textarea>")},
    {PF_STR_INIT("<pre"), PF_STR_INIT("</pre>")},
};

/* CommonMark §4.6, start condition 6. */
static const pf_str html_blocks[] = {
    PF_STR_INIT("address"),  PF_STR_INIT("article"),    PF_STR_INIT("aside"),
    PF_STR_INIT("base"),     PF_STR_INIT("basefont"),   PF_STR_INIT("blockquote"),
    PF_STR_INIT("body"),     PF_STR_INIT("caption"),    PF_STR_INIT("center"),
    PF_STR_INIT("col"),      PF_STR_INIT("colgroup"),   PF_STR_INIT("dd"),
    PF_STR_INIT("details"),  PF_STR_INIT("dialog"),     PF_STR_INIT("dir"),
    PF_STR_INIT("div"),      PF_STR_INIT("dl"),         PF_STR_INIT("dt"),
    PF_STR_INIT("fieldset"), PF_STR_INIT("figcaption"), PF_STR_INIT("figure"),
    PF_STR_INIT("footer"),   PF_STR_INIT("form"),       PF_STR_INIT("frame"),
    PF_STR_INIT("frameset"), PF_STR_INIT("h1"),         PF_STR_INIT("h2"),
    PF_STR_INIT("h3"),       PF_STR_INIT("h4"),         PF_STR_INIT("h5"),
    PF_STR_INIT("h6"),       PF_STR_INIT("head"),       PF_STR_INIT("header"),
    PF_STR_INIT("hr"),       PF_STR_INIT("html"),       PF_STR_INIT("iframe"),
    PF_STR_INIT("legend"),   PF_STR_INIT("li"),         PF_STR_INIT("link"),
    PF_STR_INIT("main"),     PF_STR_INIT("menu"),       PF_STR_INIT("menuitem"),
    PF_STR_INIT("nav"),      PF_STR_INIT("noframes"),   PF_STR_INIT("ol"),
    PF_STR_INIT("optgroup"), PF_STR_INIT("option"),     PF_STR_INIT("p"),
    PF_STR_INIT("param"),    PF_STR_INIT("search"),     PF_STR_INIT("section"),
    PF_STR_INIT("summary"),  PF_STR_INIT("table"),      PF_STR_INIT("tbody"),
    PF_STR_INIT("td"),       PF_STR_INIT("tfoot"),      PF_STR_INIT("th"),
    PF_STR_INIT("thead"),    PF_STR_INIT("title"),      PF_STR_INIT("tr"),
    PF_STR_INIT("track"),    PF_STR_INIT("ul"),
};

static bool ends_tag_name(pf_str text, size_t at)
{
    return at >= text.len || is_space(text.data[at]) || text.data[at] == '>' ||
           text.data[at] == '/';
}

static bool is_block_tag(pf_str text)
{
    size_t start = text.len > 1 && text.data[1] == '/' ? 2 : 1, end = start;
    while (end < text.len && pf_is_alnum(text.data[end]))
        end++;
    pf_str name = pf_str_slice(text, start, end);
    for (size_t i = 0; i < sizeof html_blocks / sizeof *html_blocks; i++)
        if (pf_str_eq_nocase(name, html_blocks[i]))
            return ends_tag_name(text, end);
    return false;
}

bool pf_md_html_opens(pf_str text, pf_str *end)
{
    if (text.len < 2 || text.data[0] != '<')
        return false;
    for (size_t i = 0; i < sizeof html_until / sizeof *html_until; i++) {
        pf_str start = html_until[i].start;
        bool is_tag = pf_is_alpha(start.data[1]);
        if (pf_str_starts_nocase(text, start) && (!is_tag || ends_tag_name(text, start.len))) {
            *end = html_until[i].end;
            return true;
        }
    }
    *end = PF_STR("");
    return is_block_tag(text);
}

bool pf_md_marker(pf_str text, struct pf_md_marker *marker)
{
    size_t digits = 0;
    while (digits < text.len && digits < 10 && pf_is_digit(text.data[digits]))
        digits++;
    if (digits == text.len || digits > 9)
        return false;
    char mark = text.data[digits];
    bool is_bullet = digits == 0 && (mark == '-' || mark == '+' || mark == '*');
    bool is_number = digits > 0 && (mark == '.' || mark == ')');
    if (!is_bullet && !is_number)
        return false;
    marker->len = digits + 1;
    marker->is_empty = pf_str_trim(pf_str_slice(text, marker->len, text.len)).len == 0;
    marker->may_interrupt = is_bullet || pf_str_eq(pf_str_slice(text, 0, digits), PF_STR("1"));
    return marker->is_empty || is_space(text.data[marker->len]);
}

bool pf_md_is_delimiter_row(pf_str text)
{
    bool has_dash = false, after_space = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c != '-' && c != ':' && c != '|' && !is_space(c))
            return false;
        /* "- -" is no cell of a delimiter row */
        if (c == '-' && after_space && i > 0 && has_dash)
            return false;
        if (c == '|')
            after_space = has_dash = false;
        else
            after_space = is_space(c);
        has_dash = has_dash || c == '-';
    }
    return pf_str_contains(text, PF_STR("-"));
}

/* Without the pipes at both ends. */
static pf_str inside_of_row(pf_str line)
{
    line = pf_str_trim(line);
    if (pf_str_starts(line, PF_STR("|")))
        line = pf_str_slice(line, 1, line.len);
    bool escaped = line.len > 1 && line.data[line.len - 2] == '\\';
    if (pf_str_ends(line, PF_STR("|")) && !escaped)
        line = pf_str_slice(line, 0, line.len - 1);
    return line;
}

/* The cell up to the next pipe that no backslash quotes; false when it was the last. */
static bool next_cell(pf_str *rest, pf_str *cell)
{
    size_t at = 0;
    while (at < rest->len && rest->data[at] != '|')
        at += rest->data[at] == '\\' && at + 1 < rest->len ? 2 : 1;
    *cell = pf_str_slice(*rest, 0, at);
    bool more = at < rest->len;
    *rest = pf_str_slice(*rest, at + 1, rest->len);
    return more;
}

size_t pf_md_cell_count(pf_str line)
{
    pf_str rest = inside_of_row(line), cell;
    size_t count = 1;
    while (next_cell(&rest, &cell))
        count++;
    return count;
}

struct pf_prose_row pf_md_cells(struct pf_arena *arena, pf_span line, size_t count)
{
    struct pf_prose_row row = {PF_NEW_ARRAY(arena, struct pf_prose_cell, count), count};
    pf_str all = pf_span_text(line), rest = inside_of_row(all), cell;
    for (size_t i = 0; i < count; i++) {
        next_cell(&rest, &cell);
        cell = pf_str_trim(cell);
        size_t at = cell.data == NULL ? 0 : (size_t)(cell.data - all.data);
        row.cells[i] = (struct pf_prose_cell){cell, pf_span_of(line.file, line.at + at, cell.len)};
    }
    return row;
}
