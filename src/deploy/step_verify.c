/* verify, as a step: the production site and Sentry, for the commit that was deployed. */
#include "deploy/step.h"
#include "deploy/verify_wish.h"

static enum pf_step_end verify(struct pf_deploy_run *run)
{
    struct pf_verify_wish wish;
    struct pf_error error = {0};
    pf_str url = pf_run_setting(run, PF_SETTING_URL);
    if (url.len == 0) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("site"),
                      "its URL is not known: give --url, or deploy.url in preflight.yml");
        return PF_STEP_DONE;
    }
    if (run->dry_run) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("site"), "%.*s would be asked (dry run)",
                      PF_ARG(url));
        return PF_STEP_DONE;
    }
    if (!pf_verify_wish_take(run, url, run->commit, &wish, &error)) {
        pf_say_problem(run->say, "%s", error.message);
        run->refusal = error.exit_status;
        return PF_STEP_REFUSED;
    }
    int status = pf_verify_wish_do(run, &wish, &error);
    if (error.message[0] != '\0')
        pf_say_problem(run->say, "%s", error.message);
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    return status == PF_EXIT_CLEAN ? PF_STEP_DONE : PF_STEP_FAILED;
}

const struct pf_deploy_step pf_step_verify = {
    .name = "verify",
    .summary = "the deployed site and Sentry",
    .changes = "one event in Sentry, where a DSN is known",
    .run = verify,
};
