/* Blocks as text, so that a test can say what a document holds. */
#ifndef PF_TESTS_PROSE_DUMP_H
#define PF_TESTS_PROSE_DUMP_H

#include "base/buffer.h"
#include "read/prose.h"

/* Line ends inside a text become spaces. */
static inline void dump_text(struct pf_buffer *out, pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '\r')
            pf_buffer_add_byte(out, text.data[i] == '\n' ? ' ' : text.data[i]);
}

static inline void dump_rows(struct pf_buffer *out, const struct pf_prose_block *block)
{
    for (size_t i = 0; i < block->row_count; i++) {
        pf_buffer_add_c(out, i < block->header_count ? " H" : " R");
        for (size_t j = 0; j < block->rows[i].count; j++) {
            const struct pf_prose_cell *cell = &block->rows[i].cells[j];
            pf_buffer_add_byte(out, '[');
            dump_text(out, cell->text);
            pf_buffer_add_byte(out, ']');
        }
    }
}

/* One line a block: "h1 Title", "p text {literal}", "i2 item", "c sh: line / line", "t H[a] R[b]".
 */
static inline pf_str dump_prose(struct pf_arena *arena, const struct pf_prose *prose)
{
    static const char marks[] = {[PF_PROSE_HEADING] = 'h',
                                 [PF_PROSE_PARAGRAPH] = 'p',
                                 [PF_PROSE_ITEM] = 'i',
                                 [PF_PROSE_CODE] = 'c',
                                 [PF_PROSE_TABLE] = 't'};
    struct pf_buffer out = pf_buffer_new(arena);
    for (size_t i = 0; i < prose->count; i++) {
        const struct pf_prose_block *block = &prose->items[i];
        pf_buffer_add_byte(&out, marks[block->kind]);
        if (block->level > 0)
            pf_buffer_format(&out, "%u", block->level);
        if (block->kind == PF_PROSE_CODE) {
            pf_buffer_format(&out, " %.*s:", PF_ARG(block->language));
            pf_span line;
            for (size_t at = 0; pf_prose_next_line(block, &at, &line);)
                pf_buffer_format(&out, " %.*s /", PF_ARG(pf_span_text(line)));
        } else if (block->kind == PF_PROSE_TABLE) {
            dump_rows(&out, block);
        } else {
            pf_buffer_add_byte(&out, ' ');
            dump_text(&out, pf_span_text(block->span));
        }
        for (size_t j = 0; j < block->literal_count; j++)
            pf_buffer_format(&out, " {%.*s}", PF_ARG(pf_span_text(block->literals[j])));
        pf_buffer_add_byte(&out, '\n');
    }
    return pf_buffer_str(&out);
}

#endif
