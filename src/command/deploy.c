/* preflight deploy: its options and its help. */
#include "command/deploy.h"

static const char *const step_names[] = {"prepare", "validate", "push",   "release", "follow",
                                         "verify",  "rollback", "status", NULL};

#define SETTING(NAME, VALUE, HELP)                                                                 \
    {                                                                                              \
        .name = NAME, .kind = PF_OPTION_VALUE, .value = VALUE, .help = HELP                        \
    }

static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [PF_DEPLOY_DRY_RUN] = {.name = "dry-run",
                           .letter = 'n',
                           .help = "show every command and what it would change; change nothing"},
    [PF_DEPLOY_YES] = {.name = "yes", .letter = 'y', .help = "do not ask before the first change"},
    [PF_DEPLOY_JSON] = {.name = "json", .help = "events for programs, one JSON object a line"},
    [PF_DEPLOY_RESUME] = {.name = "resume",
                          .help = "go on where the last deploy of this project was cut off"},
    [PF_DEPLOY_FROM] = {.name = "from",
                        .kind = PF_OPTION_VALUE,
                        .value = "STEP",
                        .help = "leave out the steps before it; never the gate",
                        .choices = step_names},
    [PF_DEPLOY_ONLY] = {.name = "only",
                        .kind = PF_OPTION_VALUE,
                        .value = "STEP",
                        .help = "this one step; never without the gate",
                        .choices = step_names},
    [PF_DEPLOY_OVERRIDE] = {.name = "override",
                            .kind = PF_OPTION_VALUE,
                            .value = "REASON",
                            .help = "deploy although the gate refuses; the reason is recorded"},
    [PF_DEPLOY_TIMEOUT] = {.name = "timeout",
                           .kind = PF_OPTION_VALUE,
                           .value = "SECONDS",
                           .help = "for the whole deploy; 3600 by default"},
    [PF_DEPLOY_FOLDER] = PF_PROJECT_OPTION,
    [PF_DEPLOY_CONFIG] = {.name = "config",
                          .kind = PF_OPTION_VALUE,
                          .value = "FILE",
                          .help = "this configuration, outside the work tree, instead of the "
                                  "commit's preflight.yml",
                          .completes = PF_COMPLETES_FILES},
    [PF_DEPLOY_DEPLOYMENT] = {.name = "deployment",
                              .kind = PF_OPTION_VALUE,
                              .value = "NAME",
                              .help =
                                  "which one, where the project has several ways to production"},
    [PF_DEPLOY_FIRST_SETTING] = SETTING("remote", "NAME", "git's remote; origin by default"),
    SETTING("branch", "NAME", "the branch that is pushed; the one checked out by default"),
    SETTING("cluster", "NAME", "the ECS cluster; the workflow's by default"),
    SETTING("service", "NAME", "the ECS service; the workflow's by default"),
    SETTING("region", "NAME", "the AWS region; the workflow's by default"),
    SETTING("image", "NAME", "[HOST/]NAMESPACE/NAME, no tag; the task definition's by default"),
    SETTING("registry", "HOST", "push to this registry instead of the image's own"),
    SETTING("registry-user", "NAME",
            "log in to the registry as; the password comes from the\n"
            "variable PREFLIGHT_REGISTRY_PASSWORD"),
    SETTING("url", "URL", "the production site, for the step verify"),
    SETTING("aws-endpoint", "URL", "instead of AWS's own"),
    SETTING("gh-host", "HOST", "a GitHub Enterprise host"),
    SETTING("gh-socket", "PATH", "a unix socket that gh speaks to"),
    SETTING("gh-repo", "OWNER/NAME", "the repository on GitHub; the remote's by default"),
    SETTING("sentry-url", "URL", "a Sentry of one's own, for the step verify"),
    SETTING("state", "FOLDER", "journal and lock; ~/.local/state/preflight/… by default"),
    SETTING("poll", "MILLISECONDS", "between two looks at what goes on; 5000 by default"),
    {.name = NULL},
};

const struct pf_command pf_command_deploy = {
    .name = "deploy",
    .summary = "the deploy's steps, once the gate has passed",
    .operands = "[STEP…]",
    .about =
        "Checks the commit that would be deployed, and nothing else: its files as git has them, in "
        "a private folder.\nOnly when `preflight check` passes them, the steps run:\n"
        "    prepare    programs, credentials, secrets, service, registry: OK, NG or SKIP for "
        "each\n"
        "    validate   the project's own checks (pytest, flake8, isort, manage.py check …)\n"
        "    push       git push to the branch that deploys; then follow and verify\n"
        "    release    build, push and register the image, update the service; then follow and "
        "verify\n"
        "    follow     the GitHub run and the ECS service until they are done\n"
        "    verify     the deployed site and Sentry\n"
        "    rollback   back to the task definition that the journal recorded\n"
        "    status     what runs now, and where the last deploy stands\n"
        "`push` and `release` bring the steps before and after them along; without a STEP it is "
        "push.\nTargets come from flags, PREFLIGHT_… variables, --config outside the work tree, "
        "or the commit itself.\n\n"
        "exit status: 0 done, 1 the gate has findings, 2 usage, 3 not fully checked, 4 failed and "
        "production is as\nbefore, 5 failed and production changed or unknown, 6 another deploy "
        "is under way, 128+n signal n",
    .options = options,
    .run = NULL,
    .first_operands = step_names,
};
