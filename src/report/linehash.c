/* A rolling hash over the 100 UTF-16 units from each line's start, white space left out. */
#include "report/linehash.h"

#include "base/index.h"
#include "base/utf8.h"

enum {
    WINDOW = 100,
    BASE = 37,
    END_OF_TEXT = 65535 /* what stands for the end, so that short texts differ */
};

struct roller {
    struct pf_arena *arena;
    struct pf_strs hashes;
    struct pf_index seen;     /* hash → how often */
    uint64_t hash, out_power; /* BASE to the power of WINDOW: what a unit weighs as it leaves */
    uint32_t units[WINDOW];
    bool starts[WINDOW]; /* a line begins with the unit in that slot */
    size_t slot;
    bool at_line_start, after_cr;
};

/* The line that began a window ago is complete. */
static void emit(struct roller *roller)
{
    pf_str hex = pf_arena_format(roller->arena, "%llx", (unsigned long long)roller->hash);
    size_t *count = pf_index_get(&roller->seen, hex);
    if (count == NULL) {
        count = PF_NEW(roller->arena, size_t);
        pf_index_put(&roller->seen, hex, count);
    }
    *pf_pile_add(roller->arena, &roller->hashes) =
        pf_arena_format(roller->arena, "%.*s:%zu", PF_ARG(hex), ++*count);
}

static void roll(struct roller *roller, uint32_t unit)
{
    uint32_t leaving = roller->units[roller->slot];
    roller->units[roller->slot] = unit;
    roller->hash = BASE * roller->hash + unit - roller->out_power * leaving;
    roller->slot = (roller->slot + 1) % WINDOW;
}

static void emit_due(struct roller *roller)
{
    if (roller->starts[roller->slot])
        emit(roller);
    roller->starts[roller->slot] = false;
}

static void take(struct roller *roller, uint32_t unit)
{
    bool second_of_crlf = roller->after_cr && unit == '\n';
    roller->after_cr = false;
    if (unit == ' ' || unit == '\t' || second_of_crlf)
        return;
    if (unit == '\r') {
        unit = '\n';
        roller->after_cr = true;
    }
    emit_due(roller);
    roller->starts[roller->slot] = roller->at_line_start;
    roller->at_line_start = unit == '\n';
    roll(roller, unit);
}

static void take_code_point(struct roller *roller, uint32_t code_point)
{
    if (code_point < 0x10000) {
        take(roller, code_point);
        return;
    }
    take(roller, 0xd7c0 + (code_point >> 10));
    take(roller, 0xdc00 + (code_point & 0x3ff));
}

struct pf_strs pf_line_hashes(struct pf_arena *arena, pf_str text)
{
    struct roller *roller = PF_NEW(arena, struct roller);
    roller->arena = arena;
    roller->seen = pf_index_new(arena);
    roller->at_line_start = true;
    roller->out_power = 1;
    for (int i = 0; i < WINDOW; i++)
        roller->out_power *= BASE;
    while (text.len > 0) {
        uint32_t code_point = 0;
        size_t len = pf_utf8_decode(text, &code_point);
        take_code_point(roller, len == 0 ? 0xfffd : code_point);
        text = pf_str_slice(text, len == 0 ? 1 : len, text.len);
    }
    take(roller, END_OF_TEXT);
    for (int i = 0; i < WINDOW; i++) {
        emit_due(roller);
        roll(roller, 0);
    }
    return roller->hashes;
}
