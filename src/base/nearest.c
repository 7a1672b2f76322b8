/* Optimal string alignment distance, bounded, for "did you mean". */
#include "base/nearest.h"

enum { LONGEST_WORD = 64 /* longer names are not compared: nobody mistypes them by one letter */ };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* One row of the table: `rows[0]` is two rows up, `rows[1]` the one above, `rows[2]` this. */
static unsigned fill_row(pf_str a, pf_str b, size_t i, unsigned (*rows)[LONGEST_WORD + 1])
{
    unsigned smallest = rows[2][0] = (unsigned)i;
    for (size_t j = 1; j <= b.len; j++) {
        unsigned cost = a.data[i - 1] == b.data[j - 1] ? 0 : 1;
        unsigned best = least(rows[1][j] + 1, rows[2][j - 1] + 1);
        best = least(best, rows[1][j - 1] + cost);
        bool swapped =
            i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1];
        if (swapped)
            best = least(best, rows[0][j - 2] + 1);
        rows[2][j] = best;
        smallest = least(smallest, best);
    }
    return smallest;
}

unsigned pf_nearest_distance(pf_str a, pf_str b, unsigned limit)
{
    if (a.len > LONGEST_WORD || b.len > LONGEST_WORD)
        return pf_str_eq(a, b) ? 0 : limit + 1;
    size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (apart > limit)
        return limit + 1;
    unsigned rows[3][LONGEST_WORD + 1] = {{0}};
    for (size_t j = 0; j <= b.len; j++)
        rows[1][j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        if (fill_row(a, b, i, rows) > limit)
            return limit + 1;
        for (size_t j = 0; j <= b.len; j++) {
            rows[0][j] = rows[1][j];
            rows[1][j] = rows[2][j];
        }
    }
    return least(rows[1][b.len], limit + 1);
}

static unsigned allowed_distance(size_t len)
{
    unsigned by_length = len <= 4 ? 1 : len <= 8 ? 2 : 3;
    return least(by_length, (unsigned)(len / 2));
}

/* Lower-cases into `space`; longer words are left as they are and will not be near. */
static pf_str fold(pf_str word, char space[LONGEST_WORD])
{
    if (word.len > LONGEST_WORD)
        return word;
    for (size_t i = 0; i < word.len; i++)
        space[i] = pf_to_lower(word.data[i]);
    return (pf_str){space, word.len};
}

ptrdiff_t pf_nearest(pf_str word, const pf_str *words, size_t count)
{
    char word_space[LONGEST_WORD], other_space[LONGEST_WORD];
    pf_str folded = fold(word, word_space);
    unsigned best = allowed_distance(word.len) + 1;
    ptrdiff_t found = PF_STR_NONE;
    for (size_t i = 0; i < count; i++) {
        unsigned distance = pf_nearest_distance(folded, fold(words[i], other_space), best);
        if (distance < best) {
            best = distance;
            found = (ptrdiff_t)i;
        }
    }
    return found;
}
