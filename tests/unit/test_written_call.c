/* Where a Python file calls a function, reached or not. */
#include "unit.h"

#include "checks/written_call.h"

Suite *written_call_suite(void);

START_TEST(a_call_is_found_by_whatever_name_the_file_gives_it)
{
    static const struct {
        const char *source;
        unsigned line; /* 0: none */
        bool in_function;
    } rows[] = {
        {"import sentry_sdk\nsentry_sdk.init(dsn='x')\n", 2, false},
        {"import sentry_sdk as s\ns.init()\n", 2, false},
        {"from sentry_sdk import init\ninit()\n", 2, false},
        {"from sentry_sdk import init as start\nif A:\n    start()\n", 3, false},
        {"import sentry_sdk\ndef f():\n    sentry_sdk.init()\n", 3, true},
        {"import sentry_sdk\nf = lambda: sentry_sdk.init()\n", 2, true},
        {"import sentry_sdk\ndef f():\n    sentry_sdk.init()\nsentry_sdk.init()\n", 4, false},
        {"import sentry_sdk\nclass C:\n    x = sentry_sdk.init()\n", 3, false},
        {"from other import init\ninit()  # sentry_sdk\n", 0, false},
        {"# sentry_sdk.init()\n", 0, false},
        {"import sentry_sdk\nsentry_sdk.initialise()\n", 0, false},
        {"import sentry_sdk\nX = 'sentry_sdk.init()'\n", 0, false},
        {"sentry_sdk.init(\n", 0, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_source *source =
            pf_source_new(arena, PF_STR("s.py"), pf_str_c(rows[i].source));
        struct pf_written_call call;
        bool found =
            pf_written_call_find(arena, source, PF_STR("sentry_sdk"), PF_STR("init"), &call);
        ck_assert_msg(found == (rows[i].line > 0), "%s", rows[i].source);
        if (found) {
            ck_assert_uint_eq(pf_span_start(call.span).line, rows[i].line);
            ck_assert_int_eq(call.in_function, rows[i].in_function);
        }
        pf_arena_free(arena);
    }
}
END_TEST

Suite *written_call_suite(void)
{
    const TTest *const tests[] = {a_call_is_found_by_whatever_name_the_file_gives_it, NULL};
    return pf_suite("written_call", tests);
}
