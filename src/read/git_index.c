/* The entries of an index: fixed fields, then a path, in version 4 only what differs of it. */
#include "read/git_index.h"

enum {
    HEADER = 12,
    MODE = 24, /* where it stands in an entry */
    STAT_FIELDS = 40,
    SHA1 = 20,
    SHA256 = 32,
    FLAGS = 2,
    EXTENDED_BIT = 0x40, /* of the flags' first byte: two more bytes follow */
    CHECKSUM = 20,       /* at the end, at least */
    ALIGNMENT = 8,
    PLAIN_FILE = 0100644 /* git writes no other mode for a file without the executable bit */
};

struct reader {
    struct pf_arena *arena;
    pf_str bytes;
    size_t at, id_size;
    uint32_t version;
    bool only_plain;
    pf_str path; /* the last one */
    uint32_t mode;
};

static uint32_t number_at(pf_str bytes, size_t at)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++)
        value = value << 8 | (unsigned char)bytes.data[at + i];
    return value;
}

/* Bytes to take off the end of the last path, as git's own variable length numbers. */
static bool read_strip(struct reader *reader, size_t *strip)
{
    *strip = 0;
    for (unsigned digits = 0; digits < 5; digits++) {
        if (reader->at >= reader->bytes.len)
            return false;
        unsigned char byte = (unsigned char)reader->bytes.data[reader->at++];
        *strip = (digits == 0 ? 0 : *strip + 1) << 7 | (byte & 0x7f);
        if (!(byte & 0x80))
            return true;
    }
    return false;
}

static bool read_path(struct reader *reader, size_t start)
{
    size_t strip = 0;
    if (reader->version == 4 && (!read_strip(reader, &strip) || strip > reader->path.len))
        return false;
    pf_str rest = pf_str_slice(reader->bytes, reader->at, reader->bytes.len);
    ptrdiff_t end = pf_str_find_byte(rest, '\0');
    if (end == PF_STR_NONE)
        return false;
    pf_str name = pf_str_slice(rest, 0, (size_t)end);
    reader->at += name.len + 1;
    if (reader->version == 4) {
        pf_str kept = pf_str_slice(reader->path, 0, reader->path.len - strip);
        reader->path = pf_arena_format(reader->arena, "%.*s%.*s", PF_ARG(kept), PF_ARG(name));
        return reader->path.len > 0;
    }
    reader->path = name;
    size_t used = reader->at - start;
    reader->at += (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT;
    return name.len > 0;
}

static bool read_entry(struct reader *reader)
{
    size_t start = reader->at, flags = start + STAT_FIELDS + reader->id_size;
    if (flags + FLAGS > reader->bytes.len)
        return false;
    bool is_extended = reader->bytes.data[flags] & EXTENDED_BIT;
    reader->mode = number_at(reader->bytes, start + MODE);
    reader->at = flags + FLAGS + (is_extended ? 2 : 0);
    return reader->at < reader->bytes.len && read_path(reader, start);
}

static bool read_all(struct reader *reader, struct pf_strs *paths)
{
    uint32_t count = number_at(reader->bytes, 8);
    reader->at = HEADER;
    for (uint32_t i = 0; i < count && i < PF_GIT_TRACKED; i++) {
        if (!read_entry(reader))
            return false;
        if (!reader->only_plain || reader->mode == PLAIN_FILE)
            *pf_pile_add(reader->arena, paths) = reader->path;
    }
    return count > PF_GIT_TRACKED || reader->at + CHECKSUM <= reader->bytes.len;
}

static bool read_index(struct pf_arena *arena, pf_str bytes, bool only_plain, struct pf_strs *paths)
{
    static const size_t id_sizes[] = {SHA1, SHA256};
    if (bytes.len < HEADER + CHECKSUM || !pf_str_starts(bytes, PF_STR("DIRC")))
        return false;
    uint32_t version = number_at(bytes, 4);
    for (size_t i = 0; version >= 2 && version <= 4 && i < 2; i++) {
        struct reader reader = {arena, bytes, 0, id_sizes[i], version, only_plain, {0}, 0};
        struct pf_strs found = {0};
        bool is_whole = read_all(&reader, &found);
        if (is_whole || i == 1) {
            *paths = found;
            return is_whole;
        }
    }
    return false;
}

bool pf_git_index_read(struct pf_arena *arena, pf_str bytes, struct pf_strs *paths)
{
    return read_index(arena, bytes, false, paths);
}

bool pf_git_index_read_plain(struct pf_arena *arena, pf_str bytes, struct pf_strs *paths)
{
    return read_index(arena, bytes, true, paths);
}
