/* preflight verify URL. */
#include "command/verify.h"
#include "deploy/deploy.h"
#include "deploy/verify_wish.h"

static const char *last_word(int status)
{
    switch (status) {
    case PF_EXIT_CLEAN:
        return "the site is as it should be";
    case PF_EXIT_FINDINGS:
        return "the site is not as it should be";
    default:
        return "not everything could be found out";
    }
}

int pf_verify_run_command(struct pf_call *call, struct pf_error *error)
{
    struct pf_deploy_run run;
    struct pf_verify_wish wish;
    const struct pf_strs *operands = &call->given.operands;
    if (!pf_run_begin(call, pf_given_flag(&call->given, PF_VERIFY_JSON), PF_STR(""), &run, error))
        return error->exit_status;
    pf_str url = operands->count > 0 ? operands->items[0] : pf_run_setting(&run, PF_SETTING_URL);
    if (operands->count > 1 || url.len == 0) {
        pf_error_set(error, PF_EXIT_USAGE, "verify takes one URL");
        return error->exit_status;
    }
    if (!pf_verify_wish_take(&run, url, PF_STR(""), &wish, error))
        return error->exit_status;
    pf_say_step(run.say, "verify", "the deployed site and Sentry");
    int status = pf_verify_wish_do(&run, &wish, error);
    if (error->message[0] == '\0')
        pf_say_end(run.say, status, "%s", last_word(status));
    return status;
}
