/* Finds logins, pushes and AWS credentials: known actions, and `docker` and `aws` in scripts. */
#include "model/access.h"

#include "model/action.h"
#include "model/deploy_inside.h"
#include "model/plain_program.h"

const pf_str pf_access_ecr = PF_STR_INIT("an ECR registry");

struct finder {
    struct pf_accesses *accesses;
    const struct pf_deploy_place *place;
    const struct pf_workflow_step *caller;
};

static struct pf_access *add(struct finder *finder, enum pf_access_kind kind, pf_span span)
{
    struct pf_access *access = pf_pile_add(finder->accesses->follow.arena, finder->accesses);
    *access = (struct pf_access){
        .kind = kind, .place = *finder->place, .caller = finder->caller, .span = span};
    return access;
}

bool pf_access_is_ecr(pf_str registry)
{
    return pf_str_eq(registry, pf_access_ecr) ||
           (pf_str_contains(registry, PF_STR(".dkr.ecr.")) &&
            pf_str_contains(registry, PF_STR(".amazonaws.com")));
}

/* "https://index.docker.io/v1/" → "docker.io" */
static pf_str host_of(pf_str server)
{
    static const pf_str hub[] = {
        PF_STR_INIT("index.docker.io"), PF_STR_INIT("registry.hub.docker.com"),
        PF_STR_INIT("registry-1.docker.io"), PF_STR_INIT("hub.docker.com")};
    static const pf_str schemes[] = {PF_STR_INIT("https://"), PF_STR_INIT("http://")};
    pf_str host, rest;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (pf_str_starts(server, schemes[i]))
            server = pf_str_slice(server, schemes[i].len, server.len);
    pf_str_cut(server, '/', &host, &rest);
    for (size_t i = 0; i < sizeof hub / sizeof *hub; i++)
        if (pf_str_eq_nocase(host, hub[i]))
            return PF_STR("docker.io");
    return host;
}

/* A gap in the place of the first part: a user's name, the ECR registry, or who knows. */
static pf_str registry_of_gap(const struct pf_gaps *gaps, pf_str part)
{
    static const char *const users[] = {"github.repository", "github.actor"};
    for (size_t i = 0; i < sizeof users / sizeof *users; i++)
        if (pf_gaps_named(gaps, part, users[i]).len > 0)
            return PF_STR("docker.io");
    if (pf_gaps_named(gaps, part, "the ECR registry").len > 0 ||
        pf_str_contains(part, PF_STR(".dkr.ecr.")))
        return pf_access_ecr;
    pf_str words = pf_gaps_named(gaps, part, "secrets.");
    bool is_user = pf_str_contains(words, PF_STR("USER")) || pf_str_contains(words, PF_STR("HUB"));
    return is_user ? PF_STR("docker.io") : PF_STR("");
}

pf_str pf_access_registry_of(const struct pf_gaps *gaps, pf_str image)
{
    pf_str first, rest;
    bool has_slash = pf_str_cut(image, '/', &first, &rest);
    if (pf_gaps_has(first) && has_slash)
        return registry_of_gap(gaps, first);
    if (pf_gaps_has(first))
        return PF_STR("");
    bool is_host = has_slash && (pf_str_find_byte(first, '.') != PF_STR_NONE ||
                                 pf_str_find_byte(first, ':') != PF_STR_NONE ||
                                 pf_str_eq(first, PF_STR("localhost")));
    return is_host ? host_of(first) : PF_STR("docker.io");
}

static void add_login(struct finder *finder, pf_span span, pf_str server, pf_str user)
{
    const struct pf_gaps *gaps = &finder->accesses->follow.gaps;
    struct pf_access *login = add(finder, PF_ACCESS_LOGIN, span);
    login->user = user;
    if (server.len == 0)
        login->registry = PF_STR("docker.io");
    else
        login->registry = pf_gaps_has(server) ? registry_of_gap(gaps, server) : host_of(server);
    if (pf_gaps_has(server) && pf_str_eq(login->registry, PF_STR("docker.io")))
        login->registry = PF_STR("");
}

static void add_push(struct finder *finder, pf_span span, pf_str image)
{
    struct pf_access *push = add(finder, PF_ACCESS_PUSH, span);
    push->image = image;
    push->registry = pf_access_registry_of(&finder->accesses->follow.gaps, image);
}

/* ---- actions ---- */

static void add_build_action(struct finder *finder)
{
    struct pf_follow *follow = &finder->accesses->follow;
    const struct pf_deploy_place *place = finder->place;
    pf_str push = pf_follow_input(follow, place, "push");
    pf_str outputs = pf_follow_input(follow, place, "outputs");
    bool is_pushed = (push.len > 0 && !pf_str_eq_nocase(push, PF_STR("false"))) ||
                     pf_str_contains(outputs, PF_STR("push=true")) ||
                     pf_str_contains(outputs, PF_STR("type=registry"));
    pf_str rest = pf_follow_input(follow, place, "tags"), line, tag;
    while (is_pushed && pf_str_next_line(&rest, &line))
        for (bool more = true; more;) {
            more = pf_str_cut(line, ',', &tag, &line);
            if (pf_str_trim(tag).len > 0)
                add_push(finder, place->step->uses->span, pf_str_trim(tag));
        }
}

/* Owners whose actions log in nowhere, those below aside. */
static bool is_harmless(pf_str action)
{
    static const pf_str owners[] = {
        PF_STR_INIT("actions/"),     PF_STR_INIT("docker/"),    PF_STR_INIT("github/"),
        PF_STR_INIT("codecov/"),     PF_STR_INIT("hadolint/"),  PF_STR_INIT("aquasecurity/"),
        PF_STR_INIT("aws-actions/"), PF_STR_INIT("astral-sh/"),
    };
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (pf_str_starts(action, owners[i]))
            return true;
    return false;
}

/* A local action without steps of its own is one that nobody can look into. */
static bool is_opaque(const struct pf_deploy_place *place)
{
    if (!pf_action_is_local(place->step))
        return !is_harmless(place->step->action);
    return pf_action_composite(place->arena, place->project, place->step) == NULL;
}

static bool is_action(const struct finder *finder, const char *name)
{
    return pf_str_eq(finder->place->step->action, pf_str_c(name));
}

static void look_at_action(struct finder *finder)
{
    struct pf_follow *follow = &finder->accesses->follow;
    const struct pf_deploy_place *place = finder->place;
    pf_span span = place->step->uses->span;
    if (is_action(finder, "docker/login-action")) {
        add_login(finder, span, pf_follow_input(follow, place, "registry"),
                  pf_follow_input(follow, place, "username"));
    } else if (is_action(finder, "aws-actions/amazon-ecr-login")) {
        pf_str type = pf_follow_input(follow, place, "registry-type");
        add(finder, PF_ACCESS_AWS_USE, span);
        add(finder, PF_ACCESS_LOGIN, span)->registry =
            pf_str_eq(type, PF_STR("public")) ? PF_STR("public.ecr.aws") : pf_access_ecr;
    } else if (is_action(finder, "docker/build-push-action")) {
        add_build_action(finder);
    } else if (pf_str_contains(place->step->action, PF_STR("configure-aws-credentials"))) {
        add(finder, PF_ACCESS_AWS, span);
    } else if (is_action(finder, "aws-actions/amazon-ecs-deploy-task-definition")) {
        add(finder, PF_ACCESS_AWS_USE, span);
    } else if (is_action(finder, "docker/bake-action") || is_opaque(place)) {
        add(finder, PF_ACCESS_ANYTHING, span);
    }
}

/* ---- scripts ---- */

/* Programs that neither log in nor take credentials; any other may. */
static bool is_plain(pf_str program)
{
    static const pf_str more[] = {
        PF_STR_INIT("pytest"), PF_STR_INIT("flake8"),   PF_STR_INIT("black"),
        PF_STR_INIT("isort"),  PF_STR_INIT("coverage"), PF_STR_INIT("npm"),
        PF_STR_INIT("yarn"),   PF_STR_INIT("apt-get"),  PF_STR_INIT("chmod"),
        PF_STR_INIT("python"), PF_STR_INIT("python3"),  PF_STR_INIT("envsubst"),
        PF_STR_INIT("touch")};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (pf_str_eq(program, more[i]))
            return true;
    return pf_program_is_plain(program);
}

static bool has_any(pf_str text, const char *const *words)
{
    for (; *words != NULL; words++)
        if (pf_str_contains(text, pf_str_c(*words)))
            return true;
    return false;
}

/* The value of "-u x", "--username x" or "--username=x"; NULL when it is not there. */
static const struct pf_shell_word *option(const struct pf_shell_command *command, size_t from,
                                          const char *letter, const char *name,
                                          struct pf_shell_word *room)
{
    const struct pf_shell_word *word = pf_deploy_option(command, from, name, room);
    return word != NULL ? word : pf_deploy_option(command, from, letter, room);
}

static void add_docker_login(struct finder *finder, const struct pf_deploy_script *script,
                             const struct pf_shell_command *command, size_t from)
{
    struct pf_follow *follow = &finder->accesses->follow;
    struct pf_shell_word room;
    const struct pf_shell_word *user = option(command, from, "-u", "--username", &room);
    const struct pf_shell_word *server = NULL;
    for (size_t i = from; i < command->word_count; i++) {
        pf_str text = command->words[i].text;
        bool takes_next = pf_str_eq(text, PF_STR("-u")) || pf_str_eq(text, PF_STR("-p")) ||
                          pf_str_eq(text, PF_STR("--username")) ||
                          pf_str_eq(text, PF_STR("--password"));
        if (!pf_str_starts(text, PF_STR("-")))
            server = &command->words[i];
        i += takes_next ? 1 : 0;
    }
    pf_span span = pf_deploy_word(script, &command->words[0])->span;
    add_login(finder, span,
              server == NULL ? PF_STR("")
                             : pf_follow_word(follow, script->place, script->commands, server),
              user == NULL ? PF_STR("")
                           : pf_follow_word(follow, script->place, script->commands, user));
}

/* With --all-tags the name goes out with tags that only the machine knows. */
static pf_str pushed_name(struct finder *finder, const struct pf_deploy_script *script,
                          const struct pf_shell_command *command, size_t at)
{
    struct pf_follow *follow = &finder->accesses->follow;
    pf_str name = pf_follow_word(follow, script->place, script->commands, &command->words[at]);
    if (!pf_shell_has_word(command, 0, PF_STR("--all-tags")) &&
        !pf_shell_has_word(command, 0, PF_STR("-a")))
        return name;
    pf_str tags = pf_gaps_make(&follow->gaps, PF_STR("all tags there are"));
    return pf_arena_format(follow->arena, "%.*s:%.*s", PF_ARG(name), PF_ARG(tags));
}

/* The images of `docker build --push`: -t x, -tx, --tag x, --tag=x. */
static void add_built(struct finder *finder, const struct pf_deploy_script *script,
                      const struct pf_shell_command *command, size_t from)
{
    struct pf_follow *follow = &finder->accesses->follow;
    pf_span span = pf_deploy_word(script, &command->words[0])->span;
    for (size_t i = from; i < command->word_count; i++) {
        struct pf_shell_word word = command->words[i];
        bool is_next = pf_str_eq(word.text, PF_STR("-t")) || pf_str_eq(word.text, PF_STR("--tag"));
        size_t skipped = pf_str_starts(word.text, PF_STR("--tag=")) ? 6
                         : pf_str_starts(word.text, PF_STR("-t"))   ? 2
                                                                    : 0;
        if (is_next && i + 1 < command->word_count)
            word = command->words[++i];
        else if (skipped > 0)
            word.text = pf_str_slice(word.text, skipped, word.text.len);
        else
            continue;
        add_push(finder, span, pf_follow_word(follow, script->place, script->commands, &word));
    }
}

static void look_at_docker(struct finder *finder, const struct pf_deploy_script *script,
                           const struct pf_shell_command *command)
{
    size_t login = pf_deploy_docker_words(command, "login");
    size_t push = pf_deploy_docker_words(command, "push");
    size_t build = pf_deploy_docker_words(command, "build");
    if (login > 0)
        add_docker_login(finder, script, command, login);
    if (push == 0 && build == 0)
        return;
    pf_span span = pf_deploy_word(script, &command->words[0])->span;
    for (size_t i = push; push > 0 && i < command->word_count; i++)
        if (!pf_str_starts(command->words[i].text, PF_STR("-")))
            add_push(finder, span, pushed_name(finder, script, command, i));
    if (build > 0 && pf_shell_has_word(command, 0, PF_STR("--push")))
        add_built(finder, script, command, build);
}

/* `aws ecs …` and `aws ecr …`, without a profile of its own. */
static bool calls_aws(const struct pf_shell_command *command)
{
    if (command->word_count < 2 || !pf_str_eq(command->words[0].text, PF_STR("aws")))
        return false;
    bool is_service = false;
    for (size_t i = 1; i < command->word_count; i++) {
        pf_str word = command->words[i].text;
        is_service = is_service || pf_str_eq(word, PF_STR("ecs")) || pf_str_eq(word, PF_STR("ecr"));
        if (pf_str_starts(word, PF_STR("--profile")) || pf_str_starts(word, PF_STR("--endpoint")))
            return false;
    }
    return is_service;
}

static void look_at_script(const struct pf_deploy_script *script,
                           const struct pf_shell_commands *commands, void *context)
{
    struct finder *finder = context;
    static const char *const logins[] = {"get-login",        "docker-login",
                                         "config.json",      "DOCKER_AUTH_CONFIG",
                                         "configure-docker", "acr login",
                                         "skopeo login",     "crane auth",
                                         "buildah login",    "oras login",
                                         "registry login",   "podman login",
                                         "dockercfg",        NULL};
    static const char *const credentials[] = {
        "AWS_ACCESS_KEY_ID", "aws configure", "assume-role", ".aws/", "aws-vault",
        "AWS_PROFILE",       "AWS_ROLE_ARN",  "aws sso",     NULL};
    /* Tags that are put on without a push, or by programs that nobody follows. */
    static const char *const taggers[] = {
        "put-image", "imagetools", "skopeo",       "crane ",        "regctl",
        "kaniko",    "oras ",      "compose push", "compose build", "docker buildx bake",
        NULL};
    pf_span start = script->run != NULL ? script->run->span : pf_span_of(script->source, 0, 0);
    if (has_any(script->text, credentials))
        add(finder, PF_ACCESS_AWS, start);
    if (has_any(script->text, logins))
        add(finder, PF_ACCESS_LOGIN, start);
    if (has_any(script->text, taggers))
        add(finder, PF_ACCESS_ANYTHING, start);
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        if (command->word_count == 0)
            continue;
        if (calls_aws(command))
            add(finder, PF_ACCESS_AWS_USE, pf_deploy_word(script, &command->words[0])->span);
        look_at_docker(finder, script, command);
        if (!is_plain(command->words[0].text))
            add(finder, PF_ACCESS_ANYTHING, start);
    }
}

/* Most jobs push no image and ask AWS for nothing: their scripts need no reading. */
static bool is_of_interest(struct pf_accesses *accesses, const struct pf_workflow *workflow,
                           const struct pf_workflow_job *job)
{
    static const char *const engines[] = {"docker", "podman", "buildah", "nerdctl", NULL};
    if ((workflow->mentions & (PF_MENTIONS_ENGINE | PF_MENTIONS_AWS)) == 0)
        return false;
    if (accesses->last_job != job->node) {
        pf_str text = pf_span_text(job->node->span);
        accesses->last_job = job->node;
        accesses->last_is_of_interest =
            pf_str_contains(text, PF_STR("aws")) ||
            (pf_str_contains(text, PF_STR("push")) && has_any(text, engines));
    }
    return accesses->last_is_of_interest;
}

static void look_at_step(const struct pf_deploy_place *place, const struct pf_workflow *origin,
                         const struct pf_workflow_step *caller, void *context)
{
    (void)origin;
    if (!is_of_interest(context, place->workflow, place->job))
        return;
    struct finder finder = {context, place, caller};
    if (place->step->uses != NULL)
        look_at_action(&finder);
    pf_deploy_scripts(place, 0, NULL, look_at_script, &finder);
}

/* The job that calls the workflow, also where a step of it holds a local action; NULL: none does.
 */
static const struct pf_node *calling_job(const struct pf_workflow *workflow)
{
    while (workflow->call != NULL && workflow->call->step != NULL)
        workflow = workflow->call->workflow;
    return workflow->call == NULL ? NULL : workflow->call->job->node;
}

bool pf_access_is_in(const struct pf_access *access, const struct pf_workflow *workflow,
                     const struct pf_workflow_job *job)
{
    const struct pf_workflow *other = access->place.workflow;
    return access->place.job->node == job->node && other->root == workflow->root &&
           calling_job(other) == calling_job(workflow);
}

struct pf_accesses *pf_accesses_find(struct pf_arena *arena, struct pf_project *project,
                                     const struct pf_workflows *workflows)
{
    struct pf_accesses *accesses = PF_NEW(arena, struct pf_accesses);
    accesses->follow = pf_follow_new(arena);
    pf_deploy_walk(arena, project, workflows, look_at_step, accesses);
    return accesses;
}
