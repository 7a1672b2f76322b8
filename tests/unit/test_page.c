/* A rule's page holds what its file says. */
#include "rules_help.h"

#include "rule/page.h"

Suite *page_suite(void);

static const char file[] =
    "version: 1\nrules:\n- id: ABC001\n  name: debug\n  severity: error\n"
    "  summary: DEBUG is a|b\n  docs: |\n    It leaks.\n  since: '0.1'\n  tags: [django]\n"
    "  reads: [settings]\n  params: {names: [A, B]}\n  for: {v: '$taskdef..DEBUG'}\n"
    "  require: $v == '0'\n  unknown: warning\n  message: DEBUG is {v}\n  help: write 0\n"
    "  fix: {safety: safe, title: set it to 0, set: $v, to: '0'}\n"
    "  exceptions: on your own machine\n  see: [ABC001, ABC009]\n"
    "  references: [https://example.org/x]\n"
    "  bad: [{name: switched on, files: {a.yml: 'DEBUG: 1'}}]\n"
    "  good: [{files: {README.md: \"```\\nDEBUG=0\\n```\\n\"}}]\n";

static const char expected[] =
    "# ABC001 debug\n\nDEBUG is a|b\n\n| | |\n|---|---|\n| severity | error |\n"
    "| when it cannot be decided | warning |\n| since | 0.1 |\n| tags | django |\n"
    "| reads | settings |\n| fix | set it to 0 (with --fix) |\n\n## Why it matters\n\nIt leaks.\n"
    "\n## What it says\n\n- `DEBUG is {v}`  \n  help: write 0\n\n## Fails\n\n### switched on\n\n"
    "`a.yml`\n\n```yaml\nDEBUG: 1\n```\n\n## Passes\n\n`README.md`\n\n````markdown\n```\nDEBUG=0\n"
    "```\n````\n\n## Parameters\n\nSet them in preflight.yml under `rules: {ABC001: {params: "
    "\xe2\x80\xa6}}`.\n\n| name | default |\n|---|---|\n| `names` | `[A, B]` |\n"
    "\n## How to suppress it\n\nIn the file, where it has comments:\n\n```yaml\n"
    "# preflight: ignore[ABC001] the reason\n```\n\nIn preflight.yml:\n\n```yaml\nignore:\n"
    "- {rule: ABC001, path: the/file, reason: the reason}\n```\n\n## When not to use it\n\n"
    "on your own machine\n\n## See also\n\n- [ABC001](ABC001.md) debug\n- ABC009\n"
    "- <https://example.org/x>\n";

START_TEST(a_page_holds_all_that_the_rule_says)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = rules_of(arena, file);
    struct pf_buffer page = pf_buffer_new(arena);
    pf_rule_page(&rules, rules.items[0], &page);
    ck_assert_pf_str_eq(pf_buffer_str(&page), pf_str_c(expected));
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_index_lists_rules_by_family)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = rules_of(arena, file);
    struct pf_buffer page = pf_buffer_new(arena);
    pf_rules_index_page(&rules, &page);
    ck_assert_pf_str_eq(pf_buffer_str(&page),
                        PF_STR("# Rules\n\n## ABC\n\n| id | name | severity | finds |\n"
                               "|---|---|---|---|\n"
                               "| [ABC001](ABC001.md) | debug | error | DEBUG is a\\|b |\n"));
    pf_arena_free(arena);
}
END_TEST

Suite *page_suite(void)
{
    const TTest *const tests[] = {
        a_page_holds_all_that_the_rule_says,
        the_index_lists_rules_by_family,
        NULL,
    };
    return pf_suite("page", tests);
}
