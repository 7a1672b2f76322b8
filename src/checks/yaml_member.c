/* A member of a block mapping ends where a line stands no deeper than its key. */
#include "checks/yaml_member.h"

static bool is_blank_or_comment(pf_str line)
{
    pf_str text = pf_str_trim(line);
    return text.len == 0 || text.data[0] == '#';
}

/* "- EC2": an item of a list may stand as deep as the key that holds it. */
static bool is_item(pf_str line, size_t at)
{
    return line.data[at] == '-' && (at + 1 == line.len || line.data[at + 1] == ' ');
}

/* Where the first line begins that is no part of the member; comments before it are its own. */
static size_t end_of_member(pf_str bytes, size_t start, size_t column)
{
    pf_str rest = pf_str_slice(bytes, start, bytes.len), line;
    size_t end = start;
    bool is_first = true;
    while (pf_str_next_line(&rest, &line)) {
        size_t after = bytes.len - rest.len, deep = pf_str_indentation(line);
        if (!is_first && is_blank_or_comment(line))
            continue;
        if (!is_first && deep <= column && !(deep == column && is_item(line, deep)))
            break;
        is_first = false;
        end = after;
    }
    return end;
}

bool pf_yaml_member_lines(const struct pf_node *member, pf_span *lines)
{
    const struct pf_source *file = member->key->span.file;
    size_t key = member->key->span.at, start = key;
    if (file == NULL)
        return false;
    while (start > 0 && file->bytes.data[start - 1] == ' ')
        start--;
    bool begins_line = start == 0 || file->bytes.data[start - 1] == '\n';
    if (!begins_line)
        return false;
    size_t end = end_of_member(file->bytes, start, key - start);
    pf_str text = pf_str_slice(file->bytes, start, end);
    if (pf_str_find_byte(text, '\t') != PF_STR_NONE || pf_str_find_byte(text, '&') != PF_STR_NONE ||
        pf_str_starts(text, PF_STR("?")) || end < (size_t)member->span.at)
        return false;
    *lines = pf_span_of(file, start, end - start);
    return true;
}
