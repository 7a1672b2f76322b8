/* Whether a deploy goes to a stage before production, as its names say. */
#include "model/deploy_inside.h"

static const pf_str stages[] = {
    PF_STR_INIT("staging"), PF_STR_INIT("stage"),   PF_STR_INIT("stg"),  PF_STR_INIT("dev"),
    PF_STR_INIT("develop"), PF_STR_INIT("qa"),      PF_STR_INIT("uat"),  PF_STR_INIT("development"),
    PF_STR_INIT("preprod"), PF_STR_INIT("sandbox"), PF_STR_INIT("demo"), PF_STR_INIT("nonprod"),
};
/* The same where it names a service, but what is done where it names a job: build-test-deploy. */
static const pf_str deeds[] = {PF_STR_INIT("test"), PF_STR_INIT("testing"), PF_STR_INIT("review"),
                               PF_STR_INIT("preview")};
static const pf_str production[] = {PF_STR_INIT("prod"), PF_STR_INIT("production"),
                                    PF_STR_INIT("prd"), PF_STR_INIT("live")};

static bool is_one_of(pf_str word, const pf_str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq_nocase(word, words[i]))
            return true;
    return false;
}

struct signs {
    bool is_stage, is_production;
};

/* "shop-staging", "deploy_prod.yml": one word of it after the other. */
static void read_signs(struct signs *signs, pf_str text, bool names_what_is_done)
{
    size_t from = 0;
    for (size_t i = 0; i <= text.len; i++) {
        if (i < text.len && (pf_is_alpha(text.data[i]) || pf_is_digit(text.data[i])))
            continue;
        pf_str word = pf_str_slice(text, from, i);
        from = i + 1;
        signs->is_stage |=
            is_one_of(word, stages, sizeof stages / sizeof *stages) ||
            (!names_what_is_done && is_one_of(word, deeds, sizeof deeds / sizeof *deeds));
        signs->is_production |= is_one_of(word, production, sizeof production / sizeof *production);
    }
}

bool pf_deploy_is_rehearsal(const struct pf_deploy *deploy)
{
    const struct pf_node *environment = pf_node_get(deploy->job->node, "environment");
    struct signs signs = {0};
    read_signs(&signs, pf_node_text(deploy->service), false);
    read_signs(&signs, pf_node_text(deploy->cluster), false);
    read_signs(&signs,
               pf_node_text(pf_node_is(environment, PF_MAP) ? pf_node_get(environment, "name")
                                                            : environment),
               false);
    read_signs(&signs, pf_node_text(deploy->task_definition), true);
    read_signs(&signs, deploy->job->id, true);
    read_signs(&signs, pf_path_base(deploy->origin->file->path), true);
    return signs.is_stage && !signs.is_production;
}
