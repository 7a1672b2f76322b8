/* Bytes of a journal → its lines, as far as they are whole. */
#include "deploy/journal.h"

#include "read/json.h"

enum { CRC_DIGITS = 8 };

uint32_t pf_journal_crc(pf_str bytes)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < bytes.len; i++) {
        crc ^= (unsigned char)bytes.data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static bool is_crc_of(struct pf_arena *arena, pf_str digits, pf_str text)
{
    return pf_str_eq(digits, pf_arena_format(arena, "%08x", (unsigned)pf_journal_crc(text)));
}

static bool all_strings(const struct pf_node *map)
{
    for (size_t i = 0; i < map->count; i++)
        if (map->items[i]->kind != PF_STRING)
            return false;
    return true;
}

/* The object of one line; NULL when it is damaged. */
static struct pf_node *read_line(struct pf_arena *arena, pf_str line)
{
    pf_str text = pf_str_slice(line, CRC_DIGITS + 1, line.len);
    if (line.len <= CRC_DIGITS || line.data[CRC_DIGITS] != ' ' ||
        !is_crc_of(arena, pf_str_slice(line, 0, CRC_DIGITS), text))
        return NULL;
    struct pf_faults faults = {0};
    const struct pf_node *root =
        pf_json_read(arena, pf_source_new(arena, PF_STR("journal"), text), &faults);
    if (!pf_node_is(root, PF_MAP) || faults.count > 0 || !all_strings(root) ||
        !pf_str_eq(pf_node_text(pf_node_get(root, "v")), PF_STR("1")))
        return NULL;
    return pf_node_with_key(arena, root, NULL);
}

bool pf_journal_read(struct pf_arena *arena, pf_str bytes, const struct pf_node **lines,
                     size_t *whole)
{
    struct pf_node *seq = pf_node_new(arena, PF_SEQ, (pf_span){0});
    *lines = seq;
    *whole = 0;
    for (pf_str rest = bytes; rest.len > 0;) {
        pf_str line;
        bool has_end = pf_str_cut(rest, '\n', &line, &rest);
        struct pf_node *node = has_end ? read_line(arena, line) : NULL;
        /* Written in one piece: what was cut has no end. With an end it is damaged. */
        if (node == NULL)
            return !has_end;
        pf_node_append(arena, seq, node);
        *whole = bytes.len - rest.len;
    }
    return true;
}
