/* Paths of git's index, in each of its versions. */
#include "unit.h"

#include "base/buffer.h"
#include "read/git_index.h"

Suite *git_index_suite(void);

static void add_zeros(struct pf_buffer *buffer, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pf_buffer_add_byte(buffer, '\0');
}

/* One entry of versions 2 and 3: fields, object id, flags, path, and zeros up to eight bytes. */
static void add_entry_with_mode(struct pf_buffer *buffer, const char *path, size_t id,
                                bool is_extended, unsigned mode)
{
    size_t start = buffer->len;
    add_zeros(buffer, 26);
    pf_buffer_add_byte(buffer, (char)(mode >> 8));
    pf_buffer_add_byte(buffer, (char)(mode & 0xff));
    add_zeros(buffer, 12 + id);
    pf_buffer_add_byte(buffer, is_extended ? 0x40 : 0);
    add_zeros(buffer, is_extended ? 3 : 1);
    pf_buffer_add_c(buffer, path);
    do
        pf_buffer_add_byte(buffer, '\0');
    while ((buffer->len - start) % 8 != 0);
}

static void add_entry(struct pf_buffer *buffer, const char *path, size_t id, bool is_extended)
{
    add_entry_with_mode(buffer, path, id, is_extended, 0100644);
}

static void set_count(struct pf_buffer *buffer, size_t count)
{
    for (size_t i = 0; i < 4; i++)
        buffer->data[8 + i] = (char)(count >> (24 - (8 * i)) & 0xff);
}

static struct pf_buffer index_of(struct pf_arena *arena, char version, char count)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_buffer_add_c(&buffer, "DIRC");
    add_zeros(&buffer, 3);
    pf_buffer_add_byte(&buffer, version);
    add_zeros(&buffer, 3);
    pf_buffer_add_byte(&buffer, count);
    return buffer;
}

START_TEST(paths_are_read_with_both_kinds_of_object_id)
{
    static const size_t ids[] = {20, 32};
    for (size_t i = 0; i < 2; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_buffer buffer = index_of(arena, 3, 2);
        add_entry(&buffer, ".env", ids[i], false);
        add_entry(&buffer, "shop/settings.py", ids[i], true);
        add_zeros(&buffer, ids[i]);
        struct pf_strs paths = {0};
        ck_assert(pf_git_index_read(arena, pf_buffer_str(&buffer), &paths));
        ck_assert_uint_eq(paths.count, 2);
        ck_assert_pf_str_eq(paths.items[0], PF_STR(".env"));
        ck_assert_pf_str_eq(paths.items[1], PF_STR("shop/settings.py"));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(version_four_takes_the_start_of_the_last_path)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer buffer = index_of(arena, 4, 2);
    static const struct {
        char strip;
        const char *rest;
    } entries[] = {{0, "shop/settings.py"}, {11, "urls.py"}};
    for (size_t i = 0; i < 2; i++) {
        add_zeros(&buffer, 40 + 20 + 2);
        pf_buffer_add_byte(&buffer, entries[i].strip);
        pf_buffer_add_c(&buffer, entries[i].rest);
        pf_buffer_add_byte(&buffer, '\0');
    }
    add_zeros(&buffer, 20);
    struct pf_strs paths = {0};
    ck_assert(pf_git_index_read(arena, pf_buffer_str(&buffer), &paths));
    ck_assert_uint_eq(paths.count, 2);
    ck_assert_pf_str_eq(paths.items[1], PF_STR("shop/urls.py"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(plain_files_are_those_without_the_executable_bit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer buffer = index_of(arena, 2, 3);
    add_entry_with_mode(&buffer, "a.sh", 20, false, 0100755);
    add_entry_with_mode(&buffer, "b.sh", 20, false, 0100644);
    add_entry_with_mode(&buffer, "link", 20, false, 0120000);
    add_zeros(&buffer, 20);
    struct pf_strs paths = {0};
    ck_assert(pf_git_index_read_plain(arena, pf_buffer_str(&buffer), &paths));
    ck_assert_uint_eq(paths.count, 1);
    ck_assert_pf_str_eq(paths.items[0], PF_STR("b.sh"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_index_that_ends_in_the_middle_is_none)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer buffer = index_of(arena, 2, 1);
    add_entry(&buffer, "manage.py", 20, false);
    add_zeros(&buffer, 20);
    pf_str whole = pf_buffer_str(&buffer);
    for (size_t len = 0; len < whole.len; len++) {
        struct pf_strs paths = {0};
        ck_assert(!pf_git_index_read(arena, pf_str_slice(whole, 0, len), &paths));
    }
    struct pf_strs paths = {0};
    ck_assert(pf_git_index_read(arena, whole, &paths));
    pf_arena_free(arena);
}
END_TEST

START_TEST(paths_are_listed_up_to_their_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer buffer = index_of(arena, 2, 0);
    add_entry(&buffer, "a", 20, false);
    pf_str entry = pf_arena_str(arena, pf_str_slice(pf_buffer_str(&buffer), 12, buffer.len));
    while (buffer.len < 12 + ((PF_GIT_TRACKED + 1) * entry.len))
        pf_buffer_add(&buffer, entry);
    pf_str all = pf_buffer_str(&buffer);
    /* Behind the last path that is listed nothing is read, so that the end may be missing. */
    static const struct {
        size_t told, there;
        bool is_read;
    } cases[] = {
        {PF_GIT_TRACKED, PF_GIT_TRACKED, false},
        {PF_GIT_TRACKED, PF_GIT_TRACKED + 1, true},
        {PF_GIT_TRACKED + 1, PF_GIT_TRACKED, true},
        {PF_GIT_TRACKED + 1, PF_GIT_TRACKED + 1, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_strs paths = {0};
        set_count(&buffer, cases[i].told);
        pf_str bytes = pf_str_slice(all, 0, 12 + (cases[i].there * entry.len));
        ck_assert(pf_git_index_read(arena, bytes, &paths) == cases[i].is_read);
        ck_assert(!cases[i].is_read || paths.count == PF_GIT_TRACKED);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *git_index_suite(void)
{
    const TTest *const tests[] = {
        paths_are_read_with_both_kinds_of_object_id,
        version_four_takes_the_start_of_the_last_path,
        plain_files_are_those_without_the_executable_bit,
        an_index_that_ends_in_the_middle_is_none,
        paths_are_listed_up_to_their_limit,
        NULL,
    };
    return pf_suite("git_index", tests);
}
