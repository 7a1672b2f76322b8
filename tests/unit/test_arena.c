/* Arenas and what grows in them: piles, buffers, the index, names. */
#include "unit.h"

#include "base/buffer.h"
#include "base/index.h"
#include "base/pile.h"

#include <stdalign.h>

Suite *arena_suite(void);

START_TEST(pieces_are_zeroed_aligned_and_apart)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *last = NULL;
    for (size_t size = 0; size < 3000; size += 7) {
        char *piece = pf_arena_take(arena, size);
        ck_assert_uint_eq((uintptr_t)piece % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            ck_assert_int_eq(piece[i], 0);
        for (size_t i = 0; i < size; i++)
            piece[i] = 'x';
        ck_assert_ptr_ne(piece, last);
        last = piece;
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(freeing_gives_the_counted_memory_back)
{
    struct pf_memory memory = {.limit = PF_MEMORY_LIMIT};
    struct pf_arena *arena = pf_arena_new(&memory);
    pf_arena_take(arena, 1000000);
    ck_assert_uint_ge(memory.used, 1000000);
    ck_assert_uint_eq(memory.used, pf_arena_size(arena));
    pf_arena_free(arena);
    ck_assert_uint_eq(memory.used, 0);
}
END_TEST

/* One directive a letter and one literal between them: up to 24 parts need no printf. */
START_TEST(a_format_of_more_parts_than_are_put_together_here_reads_the_same)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str at_most =
        pf_arena_format(arena, "%s-%zu-%u-%c-%.*s-%s-%s-%s-%s-%s-%s-%s-", "a", (size_t)1, 2u, 'c',
                        2, "dee", "f", "g", "h", "i", "j", "", "l");
    ck_assert_pf_str_eq(at_most, PF_STR("a-1-2-c-de-f-g-h-i-j--l-"));
    pf_str more =
        pf_arena_format(arena, "%s-%zu-%u-%c-%.*s-%s-%s-%s-%s-%s-%s-%s-%s", "a", (size_t)1, 2u, 'c',
                        2, "dee", "f", "g", "h", "i", "j", "", "l", "m");
    ck_assert_pf_str_eq(more, PF_STR("a-1-2-c-de-f-g-h-i-j--l-m"));
    ck_assert_pf_str_eq(pf_arena_format(arena, "%s 100%% %zu%s", "x", SIZE_MAX, "y"),
                        PF_STR("x 100% 18446744073709551615y"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_was_taken_since_a_moment_is_one_stretch_or_none)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(pf_arena_since(arena, pf_arena_moment(arena)).len, 0);
    pf_arena_take(arena, 100);
    const void *moment = pf_arena_moment(arena);
    char *piece = pf_arena_take(arena, 200);
    struct pf_stretch stretch = pf_arena_since(arena, moment);
    if (stretch.len > 0) { /* under a sanitizer every piece stands alone */
        ck_assert_ptr_eq(stretch.from, piece);
        ck_assert_uint_ge(stretch.len, 200);
    }
    pf_stretch_fetch(&stretch);
    pf_arena_take(arena, 100000); /* in a chunk of its own */
    for (size_t i = 0; i < 100; i++)
        pf_arena_take(arena, 1000);
    ck_assert_uint_eq(pf_arena_since(arena, moment).len, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(formatted_and_joined_text_is_followed_by_an_uncounted_nul)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = pf_arena_format(arena, "%d-%.*s", 7, PF_ARG(PF_STR("abc")));
    ck_assert_pf_str_eq(text, PF_STR("7-abc"));
    ck_assert_int_eq(text.data[text.len], '\0');
    pf_str parts[] = {PF_STR("a"), PF_STR(""), PF_STR("c")};
    ck_assert_pf_str_eq(pf_arena_join(arena, parts, 3, PF_STR(", ")), PF_STR("a, , c"));
    ck_assert_pf_str_eq(pf_arena_join(arena, parts, 0, PF_STR(", ")), PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_pile_keeps_its_items_while_it_grows)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    PF_PILE(int) pile = {0};
    for (int i = 0; i < 1000; i++)
        *pf_pile_add(arena, &pile) = i;
    ck_assert_uint_eq(pile.count, 1000);
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(pile.items[i], i);
    pf_arena_free(arena);
}
END_TEST

START_TEST(string_lists_sort_by_bytes_and_take_each_once)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_strs strs = {0};
    pf_strs_add_once(arena, &strs, PF_STR("b"));
    pf_strs_add_once(arena, &strs, PF_STR("B"));
    pf_strs_add_once(arena, &strs, PF_STR("b"));
    pf_strs_sort(&strs);
    ck_assert_uint_eq(strs.count, 2);
    ck_assert_pf_str_eq(strs.items[0], PF_STR("B"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_buffer_holds_every_kind_of_addition)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_buffer_add(&buffer, PF_STR("a\0b"));
    pf_buffer_add_byte(&buffer, '!');
    pf_buffer_add_utf8(&buffer, 0x20ac);
    pf_buffer_add_utf8(&buffer, 0xd800);
    pf_buffer_format(&buffer, "%03d", 5);
    ck_assert_pf_str_eq(pf_buffer_str(&buffer), PF_STR("a\0b!\xe2\x82\xac\xef\xbf\xbd"
                                                       "005"));
    for (int i = 0; i < 5000; i++)
        pf_buffer_add_c(&buffer, "xy");
    ck_assert_uint_eq(buffer.len, 13 + 10000);
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_index_remembers_the_order_of_insertion)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_index index = pf_index_new(arena);
    static int values[500];
    ck_assert_ptr_null(pf_index_get(&index, PF_STR("nothing")));
    for (int i = 0; i < 500; i++)
        pf_index_put(&index, pf_arena_format(arena, "key %d", i), &values[i]);
    pf_index_put(&index, PF_STR("key 3"), &values[499]);
    ck_assert_uint_eq(index.count, 500);
    ck_assert_pf_str_eq(index.entries[3].key, PF_STR("key 3"));
    ck_assert_ptr_eq(pf_index_get(&index, PF_STR("key 3")), &values[499]);
    ck_assert_ptr_eq(pf_index_get(&index, PF_STR("key 498")), &values[498]);
    ck_assert(pf_index_remove(&index, PF_STR("key 7")));
    ck_assert(!pf_index_remove(&index, PF_STR("key 7")));
    ck_assert_ptr_null(pf_index_get(&index, PF_STR("key 7")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(equal_names_share_their_bytes)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_names names = pf_names_new(arena);
    char first[] = "DEBUG", second[] = "DEBUG";
    pf_str a = pf_names_intern(&names, pf_str_c(first));
    pf_str b = pf_names_intern(&names, pf_str_c(second));
    ck_assert_ptr_eq(a.data, b.data);
    ck_assert_ptr_ne(a.data, pf_names_intern(&names, PF_STR("DEBU")).data);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_hash_depends_on_seed_and_every_byte)
{
    uint64_t hash = pf_hash(1, PF_STR("abcdefghi"));
    ck_assert_uint_eq(hash, pf_hash(1, PF_STR("abcdefghi")));
    ck_assert_uint_ne(hash, pf_hash(2, PF_STR("abcdefghi")));
    ck_assert_uint_ne(hash, pf_hash(1, PF_STR("abcdefghj")));
    ck_assert_uint_ne(pf_hash(1, PF_STR("a\0")), pf_hash(1, PF_STR("a")));
}
END_TEST

Suite *arena_suite(void)
{
    const TTest *const tests[] = {
        pieces_are_zeroed_aligned_and_apart,
        freeing_gives_the_counted_memory_back,
        a_format_of_more_parts_than_are_put_together_here_reads_the_same,
        what_was_taken_since_a_moment_is_one_stretch_or_none,
        formatted_and_joined_text_is_followed_by_an_uncounted_nul,
        a_pile_keeps_its_items_while_it_grows,
        string_lists_sort_by_bytes_and_take_each_once,
        a_buffer_holds_every_kind_of_addition,
        an_index_remembers_the_order_of_insertion,
        equal_names_share_their_bytes,
        the_hash_depends_on_seed_and_every_byte,
        NULL,
    };
    return pf_suite("arena", tests);
}
