/* Unified diffs and lists of lines, read for what they touch only. */
#include "rule/changed.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/index.h"

struct reader {
    struct pf_arena *arena;
    struct pf_changes *changes;
    struct pf_index places; /* path → where in `changes` */
    struct pf_error *error;
    size_t number; /* of the line */
    bool has_prefixes;
    struct pf_changed_file *file; /* of the diff's last header; NULL where it names none */
    /* Of the hunk that is being read: lines still to come on each side. */
    uint32_t old_left, new_left, new_line;
    uint32_t taken, brought;
};

static bool refuse(struct reader *reader, pf_str line, const char *what)
{
    return pf_error_set(reader->error, PF_EXIT_USAGE, "--changed, line %zu: %s: %.*s",
                        reader->number, what, PF_ARG(line));
}

static struct pf_changed_file *file_of(struct reader *reader, pf_str path)
{
    pf_str clean;
    if (!pf_path_clean(reader->arena, path, &clean))
        clean = path;
    size_t *place = pf_index_get(&reader->places, clean);
    if (place != NULL)
        return &reader->changes->items[*place];
    place = PF_NEW(reader->arena, size_t);
    *place = reader->changes->count;
    pf_index_put(&reader->places, clean, place);
    struct pf_changed_file *file = pf_pile_add(reader->arena, reader->changes);
    file->path = clean;
    return file;
}

static void add_range(struct reader *reader, struct pf_changed_file *file, uint32_t first,
                      uint32_t last)
{
    struct pf_line_range *range = file->count == 0 ? NULL : &file->ranges[file->count - 1];
    if (range != NULL && range->last + 1 == first) {
        range->last = last;
        return;
    }
    pf_pile_reserve(reader->arena, &file->ranges, &file->capacity, file->count,
                    sizeof *file->ranges);
    file->ranges[file->count++] = (struct pf_line_range){first, last};
}

static bool read_number(pf_str *rest, uint32_t *number)
{
    enum { DIGITS = 9 /* no file has more lines */ };
    size_t len = 0;
    int64_t value;
    while (len < rest->len && pf_is_digit(rest->data[len]))
        len++;
    if (len == 0 || len > DIGITS || !pf_str_to_int(pf_str_slice(*rest, 0, len), &value))
        return false;
    *number = (uint32_t)value;
    *rest = pf_str_slice(*rest, len, rest->len);
    return true;
}

static bool skip(pf_str *rest, char c)
{
    bool is_there = rest->len > 0 && rest->data[0] == c;
    if (is_there)
        *rest = pf_str_slice(*rest, 1, rest->len);
    return is_there;
}

/* ---- the list ---- */

/* "3-9,12"; false where it is none. Ranges are added only with `file`. */
static bool read_ranges(struct reader *reader, pf_str text, struct pf_changed_file *file)
{
    do {
        uint32_t first, last;
        if (!read_number(&text, &first))
            return false;
        last = first;
        if (skip(&text, '-') && !read_number(&text, &last))
            return false;
        if (first == 0 || last < first)
            return false;
        if (file != NULL)
            add_range(reader, file, first, last);
    } while (skip(&text, ','));
    return text.len == 0;
}

static bool looks_like_ranges(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_digit(text.data[i]) && text.data[i] != '-' && text.data[i] != ',')
            return false;
    return text.len > 0;
}

static bool read_entry(struct reader *reader, pf_str line)
{
    ptrdiff_t colon = pf_str_find_last_byte(line, ':');
    pf_str ranges =
        colon == PF_STR_NONE ? PF_STR("") : pf_str_slice(line, (size_t)colon + 1, line.len);
    if (!looks_like_ranges(ranges)) {
        file_of(reader, line)->whole = true;
        return true;
    }
    if (!read_ranges(reader, ranges, NULL))
        return refuse(reader, line, "lines are written 12 or 3-9, from 1 upward");
    return read_ranges(reader, ranges, file_of(reader, pf_str_slice(line, 0, (size_t)colon)));
}

/* ---- the diff ---- */

static bool is_octal(char c)
{
    return c >= '0' && c <= '7';
}

/* git's "caf\303\251.yml" → its bytes. */
static pf_str unquote(struct pf_arena *arena, pf_str name)
{
    static const char letters[] = "a\ab\bf\fn\nr\rt\tv\v";
    struct pf_buffer bytes = pf_buffer_new(arena);
    for (size_t i = 1; i < name.len && name.data[i] != '"'; i++) {
        char c = name.data[i];
        if (c != '\\' || i + 1 >= name.len) {
            pf_buffer_add_byte(&bytes, c);
            continue;
        }
        c = name.data[++i];
        if (i + 2 < name.len && is_octal(c) && is_octal(name.data[i + 1]) &&
            is_octal(name.data[i + 2])) {
            c = (char)((c - '0') * 64 + (name.data[i + 1] - '0') * 8 + (name.data[i + 2] - '0'));
            i += 2;
        } else {
            for (const char *letter = letters; *letter != '\0'; letter += 2)
                if (*letter == c) {
                    c = letter[1];
                    break;
                }
        }
        pf_buffer_add_byte(&bytes, c);
    }
    return pf_buffer_str(&bytes);
}

/* What stands after "--- " and "+++ ": a quoted name, or one that a tab may end. */
static pf_str header_name(struct pf_arena *arena, pf_str rest)
{
    if (pf_str_starts(rest, PF_STR("\"")))
        return unquote(arena, rest);
    pf_str name, time;
    pf_str_cut(rest, '\t', &name, &time);
    return pf_str_trim_right(name);
}

/* a/ and b/, and what diff.mnemonicPrefix writes instead. */
static bool has_prefix(pf_str name)
{
    return name.len > 2 && name.data[1] == '/' &&
           pf_str_find_byte(PF_STR("abciwo12"), name.data[0]) != PF_STR_NONE;
}

static bool is_nothing(pf_str name)
{
    return pf_str_eq(name, PF_STR("/dev/null"));
}

/* Both sides have a prefix, or neither has: --no-prefix. */
static void read_old_name(struct reader *reader, pf_str name)
{
    reader->has_prefixes = is_nothing(name) || has_prefix(name);
    reader->file = NULL;
}

static void read_new_name(struct reader *reader, pf_str name)
{
    if (is_nothing(name)) {
        reader->changes->everything = true;
        return;
    }
    bool is_prefixed = reader->has_prefixes && has_prefix(name);
    reader->file = file_of(reader, pf_str_slice(name, is_prefixed ? 2 : 0, name.len));
}

/* "@@ -12,3 +14 @@ …" */
static bool read_hunk(struct reader *reader, pf_str line)
{
    uint32_t old_line;
    pf_str rest = pf_str_slice(line, 4, line.len);
    reader->old_left = reader->new_left = 1;
    bool is_read = read_number(&rest, &old_line) &&
                   (!skip(&rest, ',') || read_number(&rest, &reader->old_left)) &&
                   skip(&rest, ' ') && skip(&rest, '+') && read_number(&rest, &reader->new_line) &&
                   (!skip(&rest, ',') || read_number(&rest, &reader->new_left)) &&
                   skip(&rest, ' ') && skip(&rest, '@');
    if (!is_read)
        return refuse(reader, line, "this is no hunk of a unified diff");
    reader->taken = reader->brought = 0;
    return true;
}

static void end_hunk(struct reader *reader)
{
    if (reader->file != NULL && reader->taken > reader->brought)
        reader->file->whole = true;
}

static void read_hunk_line(struct reader *reader, pf_str line)
{
    char mark = line.len == 0 ? ' ' : line.data[0];
    if (mark == '\\')
        return;
    if (mark == '-') {
        reader->taken++;
    } else if (mark == '+') {
        reader->brought++;
        if (reader->file != NULL)
            add_range(reader, reader->file, reader->new_line, reader->new_line);
    }
    reader->old_left -= mark != '+' && reader->old_left > 0;
    reader->new_left -= mark != '-' && reader->new_left > 0;
    reader->new_line += mark != '-';
    if (reader->old_left + reader->new_left == 0)
        end_hunk(reader);
}

static bool read_diff_line(struct reader *reader, pf_str line)
{
    if (reader->old_left + reader->new_left > 0) {
        read_hunk_line(reader, line);
        return true;
    }
    if (pf_str_starts(line, PF_STR("--- ")))
        read_old_name(reader, header_name(reader->arena, pf_str_slice(line, 4, line.len)));
    else if (pf_str_starts(line, PF_STR("+++ ")))
        read_new_name(reader, header_name(reader->arena, pf_str_slice(line, 4, line.len)));
    else if (pf_str_starts(line, PF_STR("@@ -")))
        return read_hunk(reader, line);
    else if (pf_str_starts(line, PF_STR("rename from ")) ||
             pf_str_starts(line, PF_STR("deleted file mode ")))
        reader->changes->everything = true;
    return true;
}

/* A header of git's, or of plain diff -u. */
static bool is_diff(pf_str text)
{
    pf_str line;
    while (pf_str_next_line(&text, &line))
        if (pf_str_starts(line, PF_STR("diff --")) || pf_str_starts(line, PF_STR("--- ")) ||
            pf_str_starts(line, PF_STR("+++ ")) || pf_str_starts(line, PF_STR("@@ -")))
            return true;
    return false;
}

static bool read_list_line(struct reader *reader, pf_str line)
{
    line = pf_str_trim(line);
    return line.len == 0 || line.data[0] == '#' || read_entry(reader, line);
}

bool pf_changes_read(struct pf_arena *arena, pf_str text, struct pf_changes *changes,
                     struct pf_error *error)
{
    struct reader reader = {
        .arena = arena, .changes = changes, .places = pf_index_new(arena), .error = error};
    bool diff = is_diff(text), done = true;
    pf_str line;
    *changes = (struct pf_changes){0};
    while (done && pf_str_next_line(&text, &line)) {
        reader.number++;
        done = diff ? read_diff_line(&reader, line) : read_list_line(&reader, line);
    }
    if (done && reader.old_left + reader.new_left > 0)
        return refuse(&reader, PF_STR("the end"), "the diff stops in the middle of a hunk");
    return done;
}

/* ---- what it touches ---- */

static bool touches(struct pf_arena *arena, const struct pf_changes *changes, pf_str root,
                    pf_span span)
{
    if (span.file == NULL)
        return false;
    pf_str path = pf_path_join(arena, root, span.file->path);
    uint32_t first = pf_span_start(span).line, last = pf_span_end(span).line;
    for (size_t i = 0; i < changes->count; i++) {
        const struct pf_changed_file *file = &changes->items[i];
        if (!pf_str_eq(file->path, path))
            continue;
        for (size_t k = 0; k < file->count; k++)
            if (file->ranges[k].first <= last && first <= file->ranges[k].last)
                return true;
        return file->whole;
    }
    return false;
}

bool pf_changes_touch(struct pf_arena *arena, const struct pf_changes *changes, pf_str root,
                      const struct pf_finding *finding)
{
    if (changes->everything || finding->span.file == NULL ||
        touches(arena, changes, root, finding->span))
        return true;
    for (size_t i = 0; i < finding->related_count; i++)
        if (touches(arena, changes, root, finding->related[i].span))
            return true;
    return false;
}
