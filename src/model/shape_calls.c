/* Jobs that call a workflow: the form of `uses`, what is given against what the callee declares. */
#include "model/shape_type.h"

#include "ghexpr/find.h"

static bool is_local(pf_str uses)
{
    return pf_str_starts(uses, PF_STR("./")) || pf_str_starts(uses, PF_STR("$/"));
}

static bool is_yaml(pf_str path)
{
    return pf_str_ends(path, PF_STR(".yml")) || pf_str_ends(path, PF_STR(".yaml"));
}

/* ".github/workflows/name.yml": GitHub calls no workflow that lies elsewhere. */
static bool is_in_place(pf_str path)
{
    static const pf_str folder = PF_STR_INIT(".github/workflows/");
    pf_str name = pf_str_slice(path, folder.len, path.len);
    return pf_str_starts(path, folder) && is_yaml(name) &&
           pf_str_find_byte(name, '/') == PF_STR_NONE;
}

/* "owner/repository/.github/workflows/name.yml@ref" */
static bool is_remote(pf_str uses)
{
    pf_str path, ref, owner, rest, repository, file;
    return pf_str_cut(uses, '@', &path, &ref) && ref.len > 0 &&
           pf_str_cut(path, '/', &owner, &rest) && owner.len > 0 &&
           pf_str_cut(rest, '/', &repository, &file) && repository.len > 0 && is_in_place(file);
}

static bool check_form(struct pf_shape *shape, const struct pf_workflow_job *job)
{
    pf_str uses = job->uses->text;
    bool is_right = is_local(uses) ? is_in_place(pf_str_slice(uses, 2, uses.len)) : is_remote(uses);
    if (is_right || uses.len == 0)
        return is_right;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_CALL_INVALID, job->uses->span, uses);
    problem->where = job->id;
    problem->expected = PF_STR("'./.github/workflows/name.yml' or "
                               "'owner/repository/.github/workflows/name.yml@ref'");
    problem->detail = PF_STR("it names no workflow that GitHub could call");
    return false;
}

/* The file that a job's `uses` names; NULL for one of another repository, and one that is missing.
 */
static struct pf_project_file *file_at(struct pf_shape *shape, const struct pf_node *uses)
{
    pf_str path, text = pf_node_text(uses);
    if (shape->project == NULL || !is_local(text) ||
        !pf_path_clean(shape->arena, pf_str_slice(text, 2, text.len), &path))
        return NULL;
    struct pf_project_file *file = pf_project_file(shape->project, path);
    return file != NULL && pf_project_load(shape->project, file) ? file : NULL;
}

static struct pf_project_file *called_file(struct pf_shape *shape,
                                           const struct pf_workflow_job *job)
{
    return file_at(shape, job->uses);
}

const struct pf_node *pf_shape_called_root(struct pf_shape *shape,
                                           const struct pf_workflow_job *job)
{
    const struct pf_project_file *file = called_file(shape, job);
    return file == NULL ? NULL : file->root;
}

static struct pf_workflow_problem *report(struct pf_shape *shape, const struct pf_workflow_job *job,
                                          pf_span span, pf_str name, const char *detail)
{
    struct pf_workflow_problem *problem = pf_shape_add(shape, PF_WORKFLOW_CALL_INVALID, span, name);
    problem->where = job->uses->text;
    problem->detail = pf_str_c(detail);
    return problem;
}

static bool is_required(const struct pf_node *declared)
{
    return pf_str_eq(pf_node_text(pf_node_get(declared, "required")), PF_STR("true"));
}

static void check_unknown(struct pf_shape *shape, const struct pf_workflow_job *job,
                          const struct pf_node *given, const struct pf_node *declared,
                          const char *detail)
{
    struct pf_strs names = {0};
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++)
        *pf_pile_add(shape->arena, &names) = declared->items[i]->key->text;
    for (size_t i = 0; pf_node_is(given, PF_MAP) && i < given->count; i++) {
        const struct pf_node *key = given->items[i]->key;
        if (pf_node_get_nocase(declared, key->text) != NULL || pf_ghexpr_has(key->text))
            continue;
        report(shape, job, key->span, key->text, detail);
        if (shape->problems.count > 0)
            pf_shape_choices(shape, &shape->problems.items[shape->problems.count - 1], &names);
    }
}

/* GitHub asks for a required input whether or not it has a default. */
static void check_missing(struct pf_shape *shape, const struct pf_workflow_job *job,
                          const struct pf_node *given, const struct pf_node *declared,
                          const char *detail)
{
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++) {
        const struct pf_node *one = declared->items[i];
        if (is_required(one) && pf_node_get_nocase(given, one->key->text) == NULL)
            report(shape, job, job->uses->span, one->key->text, detail);
    }
}

static void check_type(struct pf_shape *shape, const struct pf_workflow_job *job,
                       const struct pf_node *value, pf_str wanted)
{
    struct pf_shape_place place = {.job = job};
    const struct pf_type *type = pf_shape_scalar_type(shape, value, &place);
    bool is_number = pf_str_eq(wanted, PF_STR("number")),
         is_boolean = pf_str_eq(wanted, PF_STR("boolean"));
    bool is_wrong = false;
    if (is_number)
        is_wrong = type->kind == PF_TYPE_BOOL || type->kind == PF_TYPE_STRING ||
                   type->kind == PF_TYPE_NULL;
    else if (is_boolean)
        is_wrong = type->kind == PF_TYPE_NUMBER || type->kind == PF_TYPE_STRING ||
                   type->kind == PF_TYPE_NULL;
    else if (pf_str_eq(wanted, PF_STR("string")))
        is_wrong = type->kind == PF_TYPE_BOOL || type->kind == PF_TYPE_NULL;
    bool is_text = !pf_shape_is_expression(value) && pf_shape_has_expression(value);
    if (!is_wrong || is_text)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, value->span, value->key->text);
    problem->expected = pf_arena_format(shape->arena, "a %.*s", PF_ARG(wanted));
    problem->detail = pf_str_c(pf_type_words(type));
    problem->where = job->uses->text;
    problem->is_harmless = !is_number && !is_boolean;
}

static void check_types(struct pf_shape *shape, const struct pf_workflow_job *job,
                        const struct pf_node *given, const struct pf_node *declared)
{
    for (size_t i = 0; pf_node_is(given, PF_MAP) && i < given->count; i++) {
        const struct pf_node *one = pf_node_get_nocase(declared, given->items[i]->key->text);
        pf_str type = pf_node_text(pf_node_get(one, "type"));
        if (pf_node_is_scalar(given->items[i]) && type.len > 0)
            check_type(shape, job, given->items[i], type);
    }
}

static bool listens_to_calls(const struct pf_node *on)
{
    bool found = pf_node_get(on, "workflow_call") != NULL ||
                 pf_str_eq(pf_node_text(on), PF_STR("workflow_call"));
    for (size_t i = 0; pf_node_is(on, PF_SEQ) && i < on->count; i++)
        found |= pf_str_eq(pf_node_text(on->items[i]), PF_STR("workflow_call"));
    return found;
}

static void check_call(struct pf_shape *shape, const struct pf_workflow_job *job,
                       const struct pf_node *root)
{
    const struct pf_node *on = pf_node_get(root, "on");
    const struct pf_node *call = pf_node_get(on, "workflow_call");
    const struct pf_node *with = pf_node_get(job->node, "with");
    const struct pf_node *secrets = pf_node_get(job->node, "secrets");
    const struct pf_node *inputs = pf_node_get(call, "inputs");
    const struct pf_node *declared = pf_node_get(call, "secrets");
    if (!listens_to_calls(on)) {
        report(shape, job, job->uses->span, job->uses->text,
               "that workflow does not listen to workflow_call");
        return;
    }
    static const char *const parts[] = {"inputs", "secrets", "outputs"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct pf_node *part = pf_node_get(call, parts[i]);
        if (part != NULL && part->kind != PF_MAP && part->kind != PF_NULL)
            report(shape, job, job->uses->span, job->uses->text,
                   "what that workflow declares under workflow_call is no mapping");
    }
    bool with_is_open = pf_shape_has_expression(with);
    if (!with_is_open) {
        check_unknown(shape, job, with, inputs, "the called workflow has no such input");
        check_missing(shape, job, with, inputs, "the called workflow requires this input");
        check_types(shape, job, with, inputs);
    }
    if (pf_node_is_scalar(secrets) && secrets->kind != PF_NULL)
        return;
    check_unknown(shape, job, secrets, declared, "the called workflow has no such secret");
    check_missing(shape, job, secrets, declared, "the called workflow requires this secret");
}

enum { MAX_CALLED = 100 /* files on the way; GitHub takes 50 in one tree */ };

/* A file that is called, and the one that calls it. */
struct called {
    const struct pf_project_file *file;
    size_t caller; /* its index; that of the first is its own */
};

static void add_called(struct called *list, size_t *count, const struct pf_project_file *file,
                       size_t caller)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i].file == file)
            return;
    if (*count < MAX_CALLED)
        list[(*count)++] = (struct called){file, caller};
}

/* "a.yml -> b.yml -> a.yml"; "" where a file on the way comes first in byte order, and tells it. */
static pf_str loop_text(struct pf_shape *shape, const struct called *list, size_t last)
{
    struct pf_strs names = {0};
    pf_str own = pf_path_base(shape->file->path), text = own;
    for (size_t at = last;; at = list[at].caller) {
        if (pf_str_compare(list[at].file->path, shape->file->path) < 0)
            return PF_STR("");
        *pf_pile_add(shape->arena, &names) = pf_path_base(list[at].file->path);
        if (list[at].caller == at)
            break;
    }
    for (size_t i = names.count; i > 0; i--)
        if (!pf_str_eq(names.items[i - 1], own))
            text = pf_arena_format(shape->arena, "%.*s -> %.*s", PF_ARG(text),
                                   PF_ARG(names.items[i - 1]));
    return pf_arena_format(shape->arena, "%.*s -> %.*s", PF_ARG(text), PF_ARG(own));
}

/* GitHub permits no loops among the workflows that call each other. */
static void check_loop(struct pf_shape *shape, const struct pf_workflow_job *job,
                       const struct pf_project_file *file)
{
    struct called list[MAX_CALLED] = {{file, 0}};
    size_t count = 1;
    for (size_t at = 0; at < count; at++) {
        pf_str text = list[at].file == shape->file ? loop_text(shape, list, at) : PF_STR("");
        if (text.len > 0) {
            report(shape, job, job->uses->span, job->uses->text, "")->detail =
                pf_arena_format(shape->arena, "the calls form a loop: %.*s", PF_ARG(text));
            return;
        }
        const struct pf_node *jobs = pf_node_get(list[at].file->root, "jobs");
        for (size_t i = 0; pf_node_is(jobs, PF_MAP) && i < jobs->count; i++) {
            const struct pf_project_file *next =
                file_at(shape, pf_node_get(jobs->items[i], "uses"));
            if (next != NULL)
                add_called(list, &count, next, at);
        }
    }
}

void pf_shape_calls(struct pf_shape *shape)
{
    for (size_t i = 0; i < shape->workflow->job_count; i++) {
        const struct pf_workflow_job *job = &shape->workflow->jobs[i];
        if (job->uses == NULL || pf_ghexpr_has(job->uses->text) || !check_form(shape, job))
            continue;
        if (!is_local(job->uses->text) || shape->project == NULL)
            continue;
        const struct pf_project_file *file = called_file(shape, job);
        if (file == NULL)
            report(shape, job, job->uses->span, job->uses->text, "there is no such file");
        else if (!pf_node_is(file->root, PF_MAP) ||
                 pf_faults_has(&file->faults, PF_FAULT_UNPARSABLE) ||
                 pf_faults_has(&file->faults, PF_FAULT_ALIAS))
            report(shape, job, job->uses->span, job->uses->text, "that file cannot be read");
        else {
            check_call(shape, job, file->root);
            check_loop(shape, job, file);
        }
    }
}
