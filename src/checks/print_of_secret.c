/* The settings print or log a secret, so whoever reads the logs has it. */
#include "checks/facts.h"

enum { SHORTEST = 8 /* a shorter text is part of others by chance */ };

static bool prints(pf_str function)
{
    return pf_str_eq(function, PF_STR("print")) || pf_str_starts(function, PF_STR("logging.")) ||
           pf_str_starts(function, PF_STR("Logger.")) ||
           pf_str_starts(function, PF_STR("warnings.warn"));
}

/* Connection URLs hold a password where a secret supplies them. */
static bool is_secret_url(const struct pf_deployment *deployment, pf_str variable)
{
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, variable);
    return supply != NULL && pf_str_ends(variable, PF_STR("_URL")) &&
           (supply->supplier == PF_SUPPLIER_SECRET ||
            supply->supplier == PF_SUPPLIER_RENDER_SECRET);
}

/* Steps that hand a text on as it is, or within another. Of len(KEY), KEY[:4], KEY == "" or a
 * condition on it, only something about the secret is printed. */
static bool hands_on(pf_str step)
{
    static const pf_str whole[] = {
        PF_STR_INIT("os.environ.get"),
        PF_STR_INIT("os.getenv"),
        PF_STR_INIT("os.environ.pop"),
        PF_STR_INIT("config"),
        PF_STR_INIT("str"),
        PF_STR_INIT("repr"),
        PF_STR_INIT("str.strip"),
        PF_STR_INIT("str.format"),
        PF_STR_INIT("f-string"),
        PF_STR_INIT("+"),
        PF_STR_INIT("%"),
        PF_STR_INIT("str.join"),
        PF_STR_INIT("or"),
        PF_STR_INIT("os.environ[]"),
        PF_STR_INIT("os.environ.setdefault"),
        PF_STR_INIT("environ.Env"),
        PF_STR_INIT("environs.Env"),
        PF_STR_INIT("environs.Env.str"),
        PF_STR_INIT("env.__call__"),
        PF_STR_INIT("env.str"),
        PF_STR_INIT("env.get_value"),
        PF_STR_INIT("decouple.config"),
    };
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (pf_str_eq(step, whole[i]))
            return true;
    return false;
}

/* The secret variable whose text the value holds; "" for none. */
static pf_str secret_in_trace(const struct pf_deployment *deployment, const struct pf_node *value)
{
    const struct pf_trace *trace = value->trace;
    bool may_be_text =
        value->kind == PF_STRING ||
        (value->kind == PF_ANY && (value->as.any->kinds & PF_KIND_BIT(PF_STRING)) != 0);
    if (trace == NULL || !may_be_text)
        return PF_STR("");
    for (size_t i = 0; i < trace->step_count; i++)
        if (!hands_on(trace->steps[i].text) &&
            (trace->from_count != 1 || !pf_str_eq(trace->steps[i].text, trace->from[0])))
            return PF_STR("");
    for (size_t i = 0; i < trace->from_count; i++)
        if (pf_facts_is_secret_name(trace->from[i]) || is_secret_url(deployment, trace->from[i]))
            return trace->from[i];
    return PF_STR("");
}

/* A secret that stands in the settings themselves has no variable, but a name. */
static pf_str secret_in_text(const struct pf_deployment *deployment, const struct pf_node *value)
{
    const struct pf_node *settings = deployment->judged->values;
    for (size_t i = 0; value->kind == PF_STRING && i < settings->count; i++) {
        const struct pf_node *setting = settings->items[i];
        if (pf_node_is(setting, PF_STRING) && setting->text.len >= SHORTEST &&
            pf_facts_is_secret_name(setting->key->text) &&
            pf_str_contains(value->text, setting->text))
            return setting->key->text;
    }
    return PF_STR("");
}

struct search {
    const struct pf_deployment *deployment;
    pf_str secret;
    const struct pf_node *value;
};

static void visit(const struct pf_node *node, void *context)
{
    struct search *search = context;
    if (search->secret.len > 0)
        return;
    search->secret = secret_in_trace(search->deployment, node);
    if (search->secret.len == 0)
        search->secret = secret_in_text(search->deployment, node);
    search->value = node;
}

static void judge_call(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_settings_call *call)
{
    struct search search = {.deployment = deployment};
    for (size_t i = 0; i < call->argument_count && search.secret.len == 0; i++)
        pf_node_walk(call->arguments[i].value, visit, &search);
    if (search.secret.len == 0)
        return;
    struct pf_report *report = pf_check_report(context, "", call->span);
    pf_report_argument(report, "secret", search.secret);
    pf_report_argument(report, "function", call->function);
    pf_report_redact(report, search.value);
    pf_report_key(report, "%.*s", PF_ARG(search.secret));
    if (call->reached != PF_YES)
        pf_report_possible(report);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_settings *settings = deployment->judged;
    for (size_t i = 0; settings != NULL && i < settings->call_count; i++)
        if (prints(settings->calls[i].function) && settings->calls[i].reached != PF_NO)
            judge_call(context, deployment, &settings->calls[i]);
}

void pf_check_print_of_secret(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
