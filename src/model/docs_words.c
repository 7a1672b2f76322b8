/* Words of many languages against folded text; words are looked up by their first byte. */
#include "model/docs_words.h"

#include "base/error.h"
#include "base/pile.h"
#include "base/table.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

struct word {
    pf_str text; /* folded */
    unsigned sense;
    bool goes_on; /* letters may follow */
    bool inside;  /* letters may stand before */
};

struct pf_docs_words {
    struct word *items; /* by their first byte */
    size_t count, capacity;
    size_t starts[257]; /* of each first byte, and the end */
};

static const struct {
    pf_str name;
    unsigned sense;
} senses[] = {
    {PF_STR_INIT("deploy"), PF_SENSE_DEPLOY},
    {PF_STR_INIT("production"), PF_SENSE_PRODUCTION},
    {PF_STR_INIT("development"), PF_SENSE_DEVELOPMENT},
    {PF_STR_INIT("contribute"), PF_SENSE_CONTRIBUTE},
    {PF_STR_INIT("secret"), PF_SENSE_SECRET},
    {PF_STR_INIT("github"), PF_SENSE_GITHUB},
    {PF_STR_INIT("variable"), PF_SENSE_VARIABLE},
    {PF_STR_INIT("environment"), PF_SENSE_ENVIRONMENT},
    {PF_STR_INIT("name"), PF_SENSE_NAME},
    {PF_STR_INIT("setting"), PF_SENSE_SETTING},
    {PF_STR_INIT("other"), PF_SENSE_OTHER},
    {PF_STR_INIT("required"), PF_SENSE_REQUIRED},
    {PF_STR_INIT("optional"), PF_SENSE_OPTIONAL},
    {PF_STR_INIT("value"), PF_SENSE_VALUE},
    {PF_STR_INIT("default"), PF_SENSE_DEFAULT},
    {PF_STR_INIT("yes"), PF_SENSE_YES},
    {PF_STR_INIT("no"), PF_SENSE_NO},
};

static unsigned sense_of(pf_str name)
{
    for (size_t i = 0; i < sizeof senses / sizeof *senses; i++)
        if (pf_str_eq(senses[i].name, name))
            return senses[i].sense;
    pf_die("docs-words.tsv: unknown sense '%.*s'", PF_ARG(name));
}

/* Lower case of the letters that the table's languages use; others stay. */
static uint32_t fold(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)(unsigned char)pf_to_lower((char)c);
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40F)
        return c + 0x50;
    bool even_is_upper = (c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177) ||
                         (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x460 && c <= 0x52F);
    bool odd_is_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E);
    if ((even_is_upper && c % 2 == 0) || (odd_is_upper && c % 2 == 1))
        return c + 1;
    return c;
}

/* Folding keeps each letter's length in bytes for the letters above. Line ends become spaces. */
static size_t fold_text(pf_str text, char out[PF_DOCS_LOOK])
{
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code_point;
        size_t step = pf_utf8_decode(pf_str_slice(text, at, text.len), &code_point);
        if (len + 4 > PF_DOCS_LOOK)
            break;
        if (step == 0) {
            out[len++] = '?';
            at++;
            continue;
        }
        len += pf_utf8_encode(code_point == '\n' ? ' ' : fold(code_point), out + len);
        at += step;
    }
    return len;
}

static struct word make_word(struct pf_arena *arena, pf_str written, unsigned sense)
{
    struct word word = {.sense = sense};
    if (pf_str_starts(written, PF_STR("*")) && written.len > 1) {
        word.inside = word.goes_on = true;
        written = pf_str_slice(written, 1, written.len);
    }
    if (pf_str_ends(written, PF_STR("*")) && written.len > 1) {
        word.goes_on = true;
        written = pf_str_slice(written, 0, written.len - 1);
    }
    char folded[PF_DOCS_LOOK];
    word.text = pf_arena_str(arena, (pf_str){folded, fold_text(written, folded)});
    return word;
}

static int compare_words(const void *a, const void *b)
{
    return pf_str_compare(((const struct word *)a)->text, ((const struct word *)b)->text);
}

static unsigned char first_byte(const struct word *word)
{
    return (unsigned char)word->text.data[0];
}

const struct pf_docs_words *pf_docs_words_read(struct pf_arena *arena)
{
    struct pf_table table = pf_table_read(arena, "rules/tables/docs-words.tsv");
    struct pf_docs_words *words = PF_NEW(arena, struct pf_docs_words);
    for (size_t row = 0; row < table.row_count; row++) {
        pf_str written = pf_table_cell(&table, row, 2);
        unsigned sense = sense_of(pf_table_cell(&table, row, 0));
        if (written.len > 0)
            *pf_pile_add(arena, words) = make_word(arena, written, sense);
    }
    qsort(words->items, words->count, sizeof *words->items, compare_words);
    size_t next = 0;
    for (size_t byte = 0; byte < 256; byte++) {
        words->starts[byte] = next;
        while (next < words->count && first_byte(&words->items[next]) == byte)
            next++;
    }
    words->starts[256] = words->count;
    return words;
}

/* A letter of a script that puts spaces between words; signs and Chinese characters are none. */
static bool is_letter_lead(unsigned char c)
{
    return pf_is_name((char)c) || (c >= 0xC3 && c <= 0xE1);
}

static bool letter_before(pf_str text, size_t at)
{
    while (at > 0 && ((unsigned char)text.data[at - 1] & 0xC0) == 0x80)
        at--;
    return at > 0 && is_letter_lead((unsigned char)text.data[at - 1]);
}

static bool letter_after(pf_str text, size_t at)
{
    return at < text.len && is_letter_lead((unsigned char)text.data[at]);
}

static bool stands_at(const struct word *word, pf_str text, size_t at)
{
    return pf_str_starts(pf_str_slice(text, at, text.len), word->text) &&
           (word->goes_on || !letter_after(text, at + word->text.len));
}

unsigned pf_docs_senses(const struct pf_docs_words *words, pf_str text)
{
    char folded[PF_DOCS_LOOK];
    pf_str all = {folded, fold_text(text, folded)};
    unsigned found = 0;
    for (size_t at = 0; at < all.len; at++) {
        unsigned char byte = (unsigned char)all.data[at];
        bool after_letter = letter_before(all, at);
        for (size_t i = words->starts[byte]; i < words->starts[byte + 1]; i++) {
            const struct word *word = &words->items[i];
            if ((word->inside || !after_letter) && stands_at(word, all, at))
                found |= word->sense;
        }
    }
    return found;
}

static bool is_markup(char c)
{
    return c == '*' || c == '`' || c == '_' || c == '(' || c == '[' || c == ' ' || c == '"';
}

enum pf_truth pf_docs_answer(const struct pf_docs_words *words, pf_str text)
{
    while (text.len > 0 && is_markup(text.data[0]))
        text = pf_str_slice(text, 1, text.len);
    char folded[PF_DOCS_LOOK];
    pf_str all = {folded, fold_text(text, folded)};
    const unsigned yes = PF_SENSE_YES | PF_SENSE_REQUIRED, no = PF_SENSE_NO | PF_SENSE_OPTIONAL;
    enum pf_truth answer = PF_MAYBE;
    size_t longest = 0, byte = all.len == 0 ? 256 : (unsigned char)all.data[0];
    for (size_t i = byte == 256 ? words->count : words->starts[byte];
         byte < 256 && i < words->starts[byte + 1]; i++) {
        const struct word *word = &words->items[i];
        if (!(word->sense & (yes | no)) || word->text.len <= longest || !stands_at(word, all, 0))
            continue;
        longest = word->text.len;
        answer = word->sense & yes ? PF_YES : PF_NO;
    }
    return answer;
}
