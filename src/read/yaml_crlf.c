/* Taking CRs out of the bytes, and putting them back into the spans. */
#include "read/yaml_crlf.h"

bool pf_yaml_crlf_strip(struct pf_arena *arena, pf_str bytes, struct pf_yaml_crlf *crlf)
{
    size_t lines = pf_str_count_byte(bytes, '\n');
    if (pf_str_count_byte(bytes, '\r') != lines)
        return false;
    char *text = pf_arena_take(arena, bytes.len);
    uint32_t *ends = PF_NEW_ARRAY(arena, uint32_t, lines);
    size_t len = 0, count = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.data[i] == '\r') {
            if (i + 1 == bytes.len || bytes.data[i + 1] != '\n')
                return false;
            ends[count++] = (uint32_t)len;
            continue;
        }
        text[len++] = bytes.data[i];
    }
    *crlf = (struct pf_yaml_crlf){{text, len}, ends, count};
    return true;
}

/* Each line that ended before took a CR with it. */
static uint32_t in_file(const struct pf_yaml_crlf *crlf, uint32_t at)
{
    size_t low = 0, high = crlf->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (crlf->ends[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return at + (uint32_t)low;
}

static void restore_span(const struct pf_yaml_crlf *crlf, pf_span *span)
{
    uint32_t end = in_file(crlf, span->at + span->len);
    span->at = in_file(crlf, span->at);
    span->len = end - span->at;
}

void pf_yaml_crlf_restore(const struct pf_yaml_crlf *crlf, const struct pf_nodes *nodes,
                          struct pf_faults *faults, size_t from)
{
    for (size_t i = 0; i < nodes->count; i++)
        restore_span(crlf, &nodes->items[i]->span);
    for (size_t i = from; i < faults->count; i++) {
        restore_span(crlf, &faults->items[i].span);
        if (faults->items[i].other.file != NULL)
            restore_span(crlf, &faults->items[i].other);
    }
}
