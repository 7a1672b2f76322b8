/* preflight settings: what the Django settings evaluate to in production, and why. */
#include "cli/commands.h"
#include "cli/settings_print.h"

enum {
    OPTION_FORMAT = PF_OPTION_FIRST_OWN,
    OPTION_FOLDER,
    OPTION_CONFIG,
    OPTION_MODULE,
    OPTION_ENV,
    OPTION_ENV_FILE,
    OPTION_BARE,
    OPTION_DEPLOYMENT,
    OPTION_DIFF
};
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FORMAT] = PF_FORMAT_OPTION,
    [OPTION_FOLDER] = PF_PROJECT_OPTION,
    [OPTION_CONFIG] = PF_CONFIG_OPTION,
    [OPTION_MODULE] = {.name = "module",
                       .letter = 'm',
                       .kind = PF_OPTION_VALUE,
                       .value = "MODULE",
                       .help = "this settings module: a dotted name, or a path that ends in .py",
                       .completes = PF_COMPLETES_FILES},
    [OPTION_ENV] = {.name = "env",
                    .letter = 'e',
                    .kind = PF_OPTION_LIST,
                    .value = "NAME=VALUE",
                    .help = "as if the container were given this too; NAME alone takes it away"},
    [OPTION_ENV_FILE] = {.name = "env-file",
                         .kind = PF_OPTION_LIST,
                         .value = "FILE",
                         .help = "the same for every line of a file, as docker run reads it",
                         .completes = PF_COMPLETES_FILES},
    [OPTION_BARE] = {.name = "bare",
                     .help = "in an empty environment: no task definition, no Dockerfile"},
    [OPTION_DEPLOYMENT] = {.name = "deployment",
                           .letter = 'd',
                           .kind = PF_OPTION_VALUE,
                           .value = "NAME",
                           .help = "of this deployment only: its name, or a part such as the "
                                   "container's"},
    [OPTION_DIFF] = {.name = "diff",
                     .help = "what differs between two: the first two names are deployments or "
                             "modules"},
    {.name = NULL},
};

static bool is_json(const struct pf_call *call)
{
    return pf_str_eq(pf_given_value(&call->given, OPTION_FORMAT, "text"), PF_STR("json"));
}

/* The first two operands are what is compared, the others the names of settings. */
static bool compare(struct pf_scene *scene, const struct pf_question *question,
                    struct pf_error *error)
{
    struct pf_call *call = scene->call;
    struct pf_strs names = call->given.operands;
    struct pf_subject a, b;
    if (names.count < 2)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "--diff takes two deployments or modules: settings --diff A B");
    if (!pf_question_side(scene, question, names.items[0], &a, error) ||
        !pf_question_side(scene, question, names.items[1], &b, error))
        return false;
    names.items += 2;
    names.count -= 2;
    if (is_json(call))
        pf_settings_diff_json(&a, &b, &names, &call->out);
    else
        pf_settings_diff_text(&a, &b, &names, &call->out);
    return true;
}

static bool show(struct pf_scene *scene, const struct pf_question *question, struct pf_error *error)
{
    struct pf_call *call = scene->call;
    struct pf_subjects subjects = {0};
    if (!pf_question_answer(scene, question, &subjects, error))
        return false;
    for (size_t i = 0; i < subjects.count; i++) {
        if (is_json(call)) {
            pf_settings_print_json(&subjects.items[i], &call->given.operands, &call->out);
            continue;
        }
        pf_sink_add(&call->out, i == 0 ? "" : "\n");
        pf_settings_print_text(&subjects.items[i], &call->given.operands, &call->out);
    }
    return true;
}

static int run(struct pf_call *call, struct pf_error *error)
{
    struct pf_scene scene;
    const struct pf_given *given = &call->given;
    if (!pf_scene_set(&scene, call, pf_given_value(given, OPTION_FOLDER, "."),
                      pf_given_value(given, OPTION_CONFIG, ""), error))
        return error->exit_status;
    struct pf_question question = {
        .deployment = pf_given_value(given, OPTION_DEPLOYMENT, ""),
        .module = pf_given_value(given, OPTION_MODULE, ""),
        .env = pf_given_list(given, OPTION_ENV),
        .env_files = pf_given_list(given, OPTION_ENV_FILE),
        .bare = pf_given_flag(given, OPTION_BARE),
    };
    bool done = pf_given_flag(given, OPTION_DIFF) ? compare(&scene, &question, error)
                                                  : show(&scene, &question, error);
    return done ? PF_EXIT_CLEAN : (int)error->exit_status;
}

const struct pf_command pf_command_settings = {
    .name = "settings",
    .summary = "what the Django settings evaluate to in production, and why",
    .operands = "[NAME…] | --diff A B [NAME…]",
    .about = "Evaluates the settings module as the production container would import it, without "
             "running it, and\nprints every setting, or those named, with the way from the "
             "environment to the value. What only a\nsecret or the world outside knows is unknown "
             "and says why.\n\n"
             "--diff shows what differs between two deployments, or between two modules in the "
             "same environment.",
    .options = options,
    .run = run,
};
