/* Texts followed with gaps for what only the run knows. */
#include "project.h"
#include "unit.h"

#include "model/follow.h"

#include <string.h>

Suite *follow_suite(void);

static const char text[] =
    "on: push\n"
    "env:\n"
    "  REPO: acme/shop\n"
    "  SELF: ${{ env.SELF }}\n"
    "jobs:\n"
    "  build:\n"
    "    runs-on: ubuntu-latest\n"
    "    outputs:\n"
    "      image: ${{ steps.image.outputs.image }}\n"
    "      typo: ${{ steps.image.outputs.img }}\n"
    "      loop: ${{ needs.build.outputs.loop }}\n"
    "    env: {TAG: '${{ github.sha }}', NAME: given}\n"
    "    steps:\n"
    "      - id: login\n"
    "        uses: aws-actions/amazon-ecr-login@v2\n"
    "      - id: image\n"
    "        env: {REGISTRY: '${{ steps.login.outputs.registry }}'}\n"
    "        run: |\n"
    "          NAME=own\n"
    "          SHORT=$(git rev-parse --short HEAD)\n"
    "          echo \"image=$REGISTRY/$REPO:$TAG\" >> $GITHUB_OUTPUT\n"
    "          echo \"short=$REPO:$SHORT\" >> $GITHUB_OUTPUT\n"
    "          echo \"name=$NAME\" >> $GITHUB_OUTPUT\n"
    "          echo \"WRITTEN=${TAG}-${{ github.run_number }}\" >> $GITHUB_ENV\n"
    "      - id: meta\n"
    "        uses: docker/metadata-action@v5\n"
    "        with:\n"
    "          images: |\n"
    "            acme/shop\n"
    "            name=ghcr.io/acme/shop,enable=true\n"
    "          tags: |\n"
    "            type=raw,value=stable\n"
    "            type=sha,format=long,prefix=\n"
    "      - id: opaque\n"
    "        run: ./build.sh\n"
    "      - id: last\n"
    "        uses: a/b@v1\n";

START_TEST(texts_are_followed_to_what_they_are_made_of)
{
    static const struct {
        const char *text, *shown;
        bool is_open;
        const char *missing;
    } cases[] = {
        {"plain", "plain", false, ""},
        {"${{ env.REPO }}:${{ env.TAG }}", "acme/shop:${{ github.sha }}", false, ""},
        {"${{ steps.image.outputs.image }}", "${{ the ECR registry }}/acme/shop:${{ github.sha }}",
         false, ""},
        {"${{ needs.build.outputs.image }}", "${{ the ECR registry }}/acme/shop:${{ github.sha }}",
         false, ""},
        {"${{ steps.image.outputs.short }}", "acme/shop:$(git rev-parse --short HEAD)", true, ""},
        {"${{ steps.image.outputs.name }}", "own", false, ""},
        {"${{ env.WRITTEN }}", "${{ github.sha }}-${{ github.run_number }}", false, ""},
        {"${{ needs.build.outputs.typo }}", "${{ steps.image.outputs.img }}", false,
         "steps.image.outputs.img"},
        {"${{ steps.opaque.outputs.x }}", "${{ steps.opaque.outputs.x }}", true, ""},
        {"${{ format('{0}:{1}', env.REPO, 'v1') }}", "acme/shop:v1", false, ""},
        {"${{ 'a' || github.ref }}", "a", false, ""},
        {"${{ github.ref == 'x' && 'a' || 'b' }}", "${{ github.ref=='x'&&'a'||'b' }}", true, ""},
        {"${{ steps.meta.outputs.tags }}",
         "acme/shop:stable\nacme/shop:${{ github.sha }}\nghcr.io/acme/shop:stable\n"
         "ghcr.io/acme/shop:${{ github.sha }}",
         false, ""},
        {"${{ broken", "${{ broken }}", true, ""},
        {"${{ env.NOWHERE }}", "${{ env.NOWHERE }}", true, ""},
        {"${{ secrets.A }}${{ vars.B }}", "${{ secrets.A }}${{ vars.B }}", false, ""},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text));
    const struct pf_workflow_job *job = &workflows.items[0].jobs[0];
    struct pf_follow follow = pf_follow_new(arena);
    struct pf_deploy_place place = {arena, NULL, &workflows.items[0], job,
                                    pf_workflow_step_of(job, PF_STR("last"))};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str value = pf_follow_text(&follow, &place, pf_str_c(cases[i].text));
        ck_assert_pf_str_eq(pf_gaps_show(&follow.gaps, value), pf_str_c(cases[i].shown));
        ck_assert_msg(pf_gaps_is_open(&follow.gaps, value) == cases[i].is_open, "%s",
                      cases[i].text);
        ck_assert_pf_str_eq(pf_gaps_missing(&follow.gaps, value), pf_str_c(cases[i].missing));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_refers_to_itself_ends)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, text));
    struct pf_follow follow = pf_follow_new(arena);
    struct pf_deploy_place place = {arena, NULL, &workflows.items[0], &workflows.items[0].jobs[0],
                                    NULL};
    static const char *const circles[] = {"${{ env.SELF }}", "${{ needs.build.outputs.loop }}"};
    for (size_t i = 0; i < sizeof circles / sizeof *circles; i++) {
        pf_str value = pf_follow_text(&follow, &place, pf_str_c(circles[i]));
        ck_assert(pf_gaps_is_open(&follow.gaps, value));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(variables_that_double_each_other_end_at_the_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str lines = PF_STR("on: push\nenv:\n  V0: x\n");
    for (unsigned i = 1; i <= PF_FOLLOW_DEPTH; i++)
        lines = pf_arena_format(arena, "%.*s  V%u: '${{ env.V%u }}${{ env.V%u }}'\n", PF_ARG(lines),
                                i, i - 1, i - 1);
    lines = pf_arena_format(arena, "%.*sjobs: {a: {steps: []}}\n", PF_ARG(lines));
    struct pf_workflows workflows = *pf_project_workflows(pf_test_workflow(arena, lines.data));
    struct pf_follow follow = pf_follow_new(arena);
    struct pf_deploy_place place = {arena, NULL, &workflows.items[0], &workflows.items[0].jobs[0],
                                    NULL};
    /* 1 + 2 + … + 2^9 sites are within the limit, one level more is not. */
    pf_str within = pf_follow_text(&follow, &place, PF_STR("${{ env.V9 }}"));
    ck_assert_uint_eq(within.len, 512);
    ck_assert(!pf_gaps_has(within));
    ck_assert(pf_gaps_has(pf_follow_text(&follow, &place, PF_STR("${{ env.V10 }}"))));
    ck_assert(pf_gaps_has(pf_follow_text(&follow, &place, PF_STR("${{ env.V40 }}"))));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_text_is_filled_in_until_it_is_too_long)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows = *pf_project_workflows(
        pf_test_workflow(arena, "on: push\nenv: {A: x}\njobs: {a: {steps: []}}\n"));
    struct pf_follow follow = pf_follow_new(arena);
    struct pf_deploy_place place = {arena, NULL, &workflows.items[0], &workflows.items[0].jobs[0],
                                    NULL};
    char *bytes = pf_arena_take(arena, PF_FOLLOW_TEXT + 1);
    memset(bytes, '-', PF_FOLLOW_TEXT + 1);
    for (size_t more = 0; more < 2; more++) {
        pf_str long_text = pf_arena_format(arena, "%.*s${{ env.A }}",
                                           PF_ARG(((pf_str){bytes, PF_FOLLOW_TEXT + more})));
        pf_str value = pf_follow_text(&follow, &place, long_text);
        ck_assert(pf_gaps_has(value) == (more == 1));
        ck_assert(more == 1 || value.len == PF_FOLLOW_TEXT + 1);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(metadata_action_makes_the_tags_that_its_rules_say)
{
    static const struct {
        const char *with, *shown;
        bool is_open;
    } cases[] = {
        {"tags: type=sha", "a:sha-${{ github.sha, 7 digits }}", false},
        {"tags: 'type=sha,prefix=,format=long'", "a:${{ github.sha }}", false},
        {"tags: 'type=raw,value=x,suffix=-y'", "a:x-y", false},
        {"tags: x", "a:x", false},
        {"tags: 'type=raw,value=x,enable=false'", "", false},
        {"tags: 'type=raw,value=x,enable=${{ github.ref_name }}'", "a:${{ x }}", true},
        {"tags: 'type=raw,value={{branch}}'", "a:${{ type=raw,value={{branch}} }}", true},
        {"tags: 'type=ref,event=branch'", "a:${{ type=ref,event=branch }}", true},
        {"tags: 'type=ref,event=tag'", "a:${{ type=ref,event=tag }}\na:${{ latest }}", true},
        {"{tags: type=schedule, flavor: latest=true}", "a:${{ nightly }}\na:latest", true},
        {"{tags: type=semver, flavor: latest=false}", "a:${{ type=semver }}", true},
        {"{tags: 'type=raw,value=x', flavor: prefix=v}", "a:vx", false},
        {"{tags: 'type=raw,value=x,prefix=', flavor: prefix=v}", "a:x", false},
        {"{}",
         "a:${{ nightly }}\na:${{ type=ref,event=branch }}\na:${{ type=ref,event=tag }}\n"
         "a:${{ type=ref,event=pr }}\na:${{ latest }}",
         true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        bool is_flow = cases[i].with[0] == '{' && cases[i].with[1] != '}';
        pf_str with = pf_str_c(cases[i].with);
        if (is_flow)
            with = pf_str_slice(with, 1, with.len - 1);
        pf_str workflow = pf_arena_format(
            arena,
            "on: push\njobs: {a: {steps: [{id: m, uses: docker/metadata-action@v5,\n"
            "  with: {images: A%s%.*s}}]}}\n",
            pf_str_eq(with, PF_STR("{}")) ? "" : ", ",
            PF_ARG(pf_str_eq(with, PF_STR("{}")) ? PF_STR("") : with));
        struct pf_workflows workflows =
            *pf_project_workflows(pf_test_workflow(arena, workflow.data));
        struct pf_follow follow = pf_follow_new(arena);
        struct pf_deploy_place place = {arena, NULL, &workflows.items[0],
                                        &workflows.items[0].jobs[0], NULL};
        pf_str tags = pf_follow_text(&follow, &place, PF_STR("${{ steps.m.outputs.tags }}"));
        ck_assert_pf_str_eq(pf_gaps_show(&follow.gaps, tags), pf_str_c(cases[i].shown));
        ck_assert_msg(pf_gaps_is_open(&follow.gaps, tags) == cases[i].is_open, "%s", cases[i].with);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(texts_with_gaps_differ_only_where_no_value_makes_them_equal)
{
    static const struct {
        const char *a, *b;
        enum pf_truth equal;
    } cases[] = {
        {"latest", "latest", PF_YES},
        {"latest", "stable", PF_NO},
        {"${{ github.sha }}", "${{ github.sha }}", PF_YES},
        {"${{ github.sha }}", "latest", PF_NO},
        {"${{ github.sha }}", "0123456789abcdef0123456789abcdef01234567", PF_MAYBE},
        {"${{ github.sha }}", "${{ github.run_number }}", PF_NO},
        {"${{ github.run_number }}", "17", PF_MAYBE},
        {"${{ github.ref_name }}", "main", PF_MAYBE},
        {"v${{ github.run_number }}", "latest", PF_NO},
        {"v${{ github.run_number }}", "v1", PF_MAYBE},
        {"${{ secrets.USER }}", "${{ vars.USER }}", PF_MAYBE},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_workflows workflows =
        *pf_project_workflows(pf_test_workflow(arena, "on: push\njobs: {a: {steps: []}}\n"));
    struct pf_follow follow = pf_follow_new(arena);
    struct pf_deploy_place place = {arena, NULL, &workflows.items[0], &workflows.items[0].jobs[0],
                                    NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str a = pf_follow_text(&follow, &place, pf_str_c(cases[i].a));
        pf_str b = pf_follow_text(&follow, &place, pf_str_c(cases[i].b));
        ck_assert_msg(pf_gaps_equal(&follow.gaps, a, b) == cases[i].equal, "%s %s", cases[i].a,
                      cases[i].b);
        ck_assert(pf_gaps_equal(&follow.gaps, b, a) == cases[i].equal);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_image_is_split_at_its_tag_not_at_its_port)
{
    static const struct {
        const char *image, *name, *tag;
    } cases[] = {
        {"acme/shop:1", "acme/shop", "1"},
        {"acme/shop", "acme/shop", ""},
        {"localhost:5000/shop", "localhost:5000/shop", ""},
        {"localhost:5000/shop:2", "localhost:5000/shop", "2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str name, tag;
        pf_gaps_split_image(pf_str_c(cases[i].image), &name, &tag);
        ck_assert_pf_str_eq(name, pf_str_c(cases[i].name));
        ck_assert_pf_str_eq(tag, pf_str_c(cases[i].tag));
    }
}
END_TEST

Suite *follow_suite(void)
{
    const TTest *const tests[] = {
        texts_are_followed_to_what_they_are_made_of,
        what_refers_to_itself_ends,
        variables_that_double_each_other_end_at_the_limit,
        a_text_is_filled_in_until_it_is_too_long,
        metadata_action_makes_the_tags_that_its_rules_say,
        texts_with_gaps_differ_only_where_no_value_makes_them_equal,
        an_image_is_split_at_its_tag_not_at_its_port,
        NULL,
    };
    return pf_suite("follow", tests);
}
