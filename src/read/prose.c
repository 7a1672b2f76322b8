/* What the readers of documentation share: adding blocks, and finding what stands in back-ticks. */
#include "read/prose.h"

#include <string.h>

enum { LONGEST_RUN = 16 /* back-ticks in a row that open a literal; nobody needs more than 3 */ };

static size_t run_at(pf_str text, size_t at)
{
    size_t end = at;
    while (end < text.len && text.data[end] == '`')
        end++;
    return end - at;
}

/* Where the run of exactly `len` back-ticks is that closes; SIZE_MAX when there is none. */
static size_t closing_run(pf_str text, size_t at, size_t len)
{
    while (at < text.len) {
        const char *tick = memchr(text.data + at, '`', text.len - at);
        if (tick == NULL)
            return SIZE_MAX;
        at = (size_t)(tick - text.data);
        size_t run = run_at(text, at);
        if (run == len)
            return at;
        at += run;
    }
    return SIZE_MAX;
}

static pf_span trimmed(pf_span text, size_t from, size_t to)
{
    pf_str all = pf_span_text(text);
    pf_str left = pf_str_trim_left(pf_str_slice(all, from, to));
    size_t start = to - left.len;
    return pf_span_of(text.file, text.at + start, pf_str_trim_right(left).len);
}

size_t pf_prose_find_literals(struct pf_arena *arena, pf_span text, size_t limit,
                              pf_span **literals)
{
    pf_str s = pf_span_text(text);
    struct {
        pf_span *items;
        size_t count, capacity;
    } found = {0};
    bool unclosed[LONGEST_RUN + 1] = {false}; /* no such run closes further on: one search each */
    for (size_t at = 0; at < s.len && found.count < limit;) {
        if (s.data[at] == '\\') {
            at += 2;
            continue;
        }
        size_t run = run_at(s, at);
        if (run == 0 || run > LONGEST_RUN || unclosed[run]) {
            at += run == 0 ? 1 : run;
            continue;
        }
        size_t end = closing_run(s, at + run, run);
        if (end == SIZE_MAX) {
            unclosed[run] = true;
            at += run;
            continue;
        }
        pf_span inside = trimmed(text, at + run, end);
        if (inside.len > 0)
            *pf_pile_add(arena, &found) = inside;
        at = end + run;
    }
    *literals = found.items;
    return found.count;
}

bool pf_prose_take(struct pf_prose_builder *builder, size_t count)
{
    if (builder->full)
        return false;
    if (count <= PF_PROSE_PARTS - builder->parts) {
        builder->parts += count;
        return true;
    }
    builder->full = true;
    pf_fault_add(builder->arena, builder->faults, PF_FAULT_LIMIT, pf_span_of(builder->source, 0, 0),
                 "the document has more than %d paragraphs, literals and table cells: the rest was "
                 "not read",
                 PF_PROSE_PARTS);
    return false;
}

struct pf_prose_block *pf_prose_add(struct pf_prose_builder *builder, enum pf_prose_kind kind,
                                    size_t at, size_t end)
{
    if (!pf_prose_take(builder, 1))
        return NULL;
    struct pf_prose_block *block = pf_pile_add(builder->arena, &builder->prose);
    block->kind = kind;
    block->span = pf_span_of(builder->source, at, end - at);
    return block;
}

struct pf_prose_block *pf_prose_add_text(struct pf_prose_builder *builder, enum pf_prose_kind kind,
                                         unsigned level, size_t at, size_t end)
{
    struct pf_prose_block *block = pf_prose_add(builder, kind, at, end);
    if (block == NULL)
        return NULL;
    block->level = level;
    block->span = trimmed(block->span, 0, end - at);
    /* One more than is left, so that taking them fails and tells. */
    block->literal_count = pf_prose_find_literals(
        builder->arena, block->span, PF_PROSE_PARTS - builder->parts + 1, &block->literals);
    pf_prose_take(builder, block->literal_count);
    return block;
}

static pf_str without_quotes(pf_str line, unsigned quoted)
{
    for (unsigned i = 0; i < quoted; i++) {
        pf_str inner = pf_str_trim_left(line);
        if (!pf_str_starts(inner, PF_STR(">")))
            return line;
        line = pf_str_slice(inner, 1, inner.len);
    }
    return line;
}

bool pf_prose_next_line(const struct pf_prose_block *code, size_t *at, pf_span *line)
{
    pf_str all = pf_span_text(code->span);
    pf_str rest = pf_str_slice(all, *at, all.len), next;
    while (pf_str_next_line(&rest, &next)) {
        pf_str text = pf_str_trim(without_quotes(next, code->quoted));
        *at = all.len - rest.len;
        if (text.len == 0)
            continue;
        *line =
            pf_span_of(code->span.file, code->span.at + (size_t)(text.data - all.data), text.len);
        return true;
    }
    return false;
}
