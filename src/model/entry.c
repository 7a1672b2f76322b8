/* The settings module that production takes, from every place that names one. */
#include "model/entry.h"

#include "python/ast.h"

#define VARIABLE PF_STR("DJANGO_SETTINGS_MODULE")

struct entry_reader {
    struct pf_arena *arena;
    struct pf_project *project;
    struct pf_module_choices choices;
    pf_str variable; /* that entry files are asked for: DJANGO_SETTINGS_MODULE */
};

static void add_choice(struct entry_reader *reader, const struct pf_module_choice *choice)
{
    for (size_t i = 0; i < reader->choices.count; i++)
        if (pf_span_compare(reader->choices.items[i].span, choice->span) == 0 &&
            choice->span.file != NULL)
            return;
    *pf_pile_add(reader->arena, &reader->choices) = *choice;
}

static void add_command_choice(struct entry_reader *reader, pf_str module, pf_span span)
{
    add_choice(reader,
               &(struct pf_module_choice){module, PF_STR("the start command"), span, false});
}

/* `os.environ` or `environ`. */
static bool is_environ(const struct pf_ast *node)
{
    if (node->kind == PF_AST_NAME)
        return pf_str_eq(node->as.name.id, PF_STR("environ"));
    return node->kind == PF_AST_ATTRIBUTE &&
           pf_str_eq(node->as.attribute.attr, PF_STR("environ")) &&
           node->as.attribute.value->kind == PF_AST_NAME &&
           pf_str_eq(node->as.attribute.value->as.name.id, PF_STR("os"));
}

static bool is_text(const struct pf_ast *node, pf_str text)
{
    return node->kind == PF_AST_CONSTANT && node->as.constant.type == PF_AST_STR &&
           pf_str_eq(node->as.constant.text, text);
}

/* os.environ.setdefault("DJANGO_SETTINGS_MODULE", X): X; NULL for any other expression. */
static const struct pf_ast *default_of(const struct pf_ast *node, pf_str variable)
{
    if (node->kind != PF_AST_CALL || node->as.call.args.count != 2)
        return NULL;
    const struct pf_ast *func = node->as.call.func;
    if (func->kind != PF_AST_ATTRIBUTE ||
        !pf_str_eq(func->as.attribute.attr, PF_STR("setdefault")) ||
        !is_environ(func->as.attribute.value) || !is_text(node->as.call.args.items[0], variable))
        return NULL;
    return node->as.call.args.items[1];
}

/* os.environ["DJANGO_SETTINGS_MODULE"] = X: X; NULL for any other statement. */
static const struct pf_ast *assignment_of(const struct pf_ast *node, pf_str variable)
{
    if (node->kind != PF_AST_ASSIGN || node->as.assign.targets.count != 1)
        return NULL;
    const struct pf_ast *target = node->as.assign.targets.items[0];
    if (target->kind != PF_AST_SUBSCRIPT || !is_environ(target->as.subscript.value) ||
        !is_text(target->as.subscript.slice, variable))
        return NULL;
    return node->as.assign.value;
}

struct naming {
    pf_str variable;
    const struct pf_ast *set_default, *assigned;
};

/* Statements that always run when the file is started: functions (main) are taken to be called. */
static void find_naming(const struct pf_ast_list *body, struct naming *naming, int depth)
{
    enum { MAX_DEPTH = 8 /* an entry file is flat */ };
    for (size_t i = 0; depth < MAX_DEPTH && i < body->count; i++) {
        const struct pf_ast *node = body->items[i];
        const struct pf_ast *assigned = assignment_of(node, naming->variable), *set_default = NULL;
        if (assigned != NULL && naming->assigned == NULL)
            naming->assigned = assigned;
        if (node->kind == PF_AST_EXPR)
            set_default = default_of(node->as.value.value, naming->variable);
        if (set_default != NULL && naming->set_default == NULL)
            naming->set_default = set_default;
        if (node->kind == PF_AST_FUNCTION_DEF)
            find_naming(&node->as.function_def.body, naming, depth + 1);
        if (node->kind == PF_AST_TRY)
            find_naming(&node->as.try_.body, naming, depth + 1);
        if (node->kind == PF_AST_IF)
            find_naming(&node->as.branch.body, naming, depth + 1);
    }
}

static struct naming naming_of(struct entry_reader *reader, pf_str path)
{
    struct naming naming = {.variable = reader->variable};
    struct pf_faults faults = {0};
    struct pf_project_file *file = pf_project_file(reader->project, path);
    if (file == NULL || !pf_project_load(reader->project, file) ||
        !pf_str_contains(file->source->bytes, reader->variable))
        return naming;
    const struct pf_ast *tree = pf_python_parse(reader->arena, file->source, &faults);
    find_naming(&tree->as.module.body, &naming, 0);
    return naming;
}

static pf_str constant_text(const struct pf_ast *node)
{
    bool is_str = node->kind == PF_AST_CONSTANT && node->as.constant.type == PF_AST_STR;
    return is_str ? node->as.constant.text : PF_STR("");
}

/* "shop.wsgi:application" or "shop.wsgi" as a server's argument → "shop.wsgi". */
static bool is_module_argument(pf_str word, pf_str *module)
{
    pf_str object;
    bool has_object = pf_str_cut(word, ':', module, &object);
    if (module->len == 0 || pf_is_digit(module->data[0]))
        return false;
    for (size_t i = 0; i < module->len; i++)
        if (!pf_is_name(module->data[i]) && module->data[i] != '.')
            return false;
    bool is_entry = pf_str_ends(*module, PF_STR("wsgi")) || pf_str_ends(*module, PF_STR("asgi"));
    return is_entry || (has_object && object.len > 0 && !pf_is_digit(object.data[0]) &&
                        pf_str_find_byte(object, '/') == PF_STR_NONE);
}

/* The value of `--settings X` or `--settings=X`; "" without one. */
static pf_str option_value(const struct pf_strs *words, pf_str option)
{
    for (size_t i = 0; i < words->count; i++) {
        pf_str head, tail;
        if (pf_str_eq(words->items[i], option) && i + 1 < words->count)
            return words->items[i + 1];
        if (pf_str_cut(words->items[i], '=', &head, &tail) && pf_str_eq(head, option))
            return tail;
    }
    return PF_STR("");
}

static void add_command_options(struct entry_reader *reader, const struct pf_start *start)
{
    pf_span span = start->written == NULL ? (pf_span){0} : start->written->span;
    for (size_t i = 0; i < start->count; i++) {
        pf_str module = option_value(&start->items[i], PF_STR("--settings"));
        if (module.len > 0)
            add_command_choice(reader, module, span);
        pf_str head, value = option_value(&start->items[i], PF_STR("--env"));
        if (pf_str_cut(value, '=', &head, &module) && pf_str_eq(head, VARIABLE))
            add_command_choice(reader, module, span);
    }
}

/* Files that the commands start: the module of a server's argument, manage.py itself. */
static struct pf_strs entry_files(struct entry_reader *reader, const struct pf_start *start)
{
    struct pf_strs files = {0};
    struct pf_strs roots = pf_entry_roots(reader->arena, reader->project, start);
    for (size_t i = 0; i < start->count; i++) {
        const struct pf_strs *words = &start->items[i];
        for (size_t w = 0; w < words->count; w++) {
            pf_str module, path;
            if (w > 0 && is_module_argument(words->items[w], &module) &&
                pf_entry_module_path(reader->arena, reader->project, &roots, module, &path))
                pf_strs_add_once(reader->arena, &files, path);
        }
    }
    return files;
}

/* A directory of tests, samples or documentation starts no production. */
static bool is_aside(pf_str path)
{
    static const pf_str asides[] = {PF_STR_INIT("test"), PF_STR_INIT("example"),
                                    PF_STR_INIT("sample"), PF_STR_INIT("docs/"),
                                    PF_STR_INIT("template")};
    for (size_t i = 0; i < sizeof asides / sizeof *asides; i++)
        if (pf_str_contains(path, asides[i]))
            return true;
    return false;
}

static void add_files_named(struct entry_reader *reader, const char *base, struct pf_strs *files)
{
    const struct pf_project_files *all = &reader->project->files;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i]->type == PF_CLASS_PYTHON && !is_aside(all->items[i]->path) &&
            pf_str_eq(pf_path_base(all->items[i]->path), pf_str_c(base)))
            pf_strs_add_once(reader->arena, files, all->items[i]->path);
}

static void add_environment(struct entry_reader *reader, const struct pf_supplies *supplies)
{
    const struct pf_supply *supply = pf_supplies_get(supplies, VARIABLE);
    if (supply != NULL)
        add_choice(reader, &(struct pf_module_choice){
                               .module = pf_node_text(supply->value),
                               .by = pf_str_c(pf_supplier_words(supply->supplier)),
                               .span = supply->value->span.file != NULL ? supply->value->span
                                                                        : supply->span,
                               .yields = supply->supplier == PF_SUPPLIER_IMAGE});
}

pf_str pf_entry_module_of(struct pf_arena *arena, const struct pf_strs *roots, pf_str path)
{
    pf_str best = path;
    for (size_t i = 0; i < roots->count; i++) {
        pf_str root = roots->items[i];
        if (root.len > 0 && pf_str_starts(path, root) && path.data[root.len] == '/' &&
            path.len - root.len - 1 < best.len)
            best = pf_str_slice(path, root.len + 1, path.len);
    }
    best = pf_str_slice(best, 0, best.len - 3);
    if (pf_str_ends(best, PF_STR("/__init__")))
        best = pf_str_slice(best, 0, best.len - 9);
    char *dotted = PF_NEW_ARRAY(arena, char, best.len);
    for (size_t i = 0; i < best.len; i++)
        dotted[i] = best.data[i] == '/' ? '.' : best.data[i];
    return (pf_str){dotted, best.len};
}

/* Nothing names a module: the project's only settings file, or the one for production. */
static void add_by_name(struct entry_reader *reader, const struct pf_strs *roots)
{
    static const char *const names[] = {"production.py", "prod.py", "settings.py"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        struct pf_strs files = {0};
        add_files_named(reader, names[n], &files);
        size_t found = 0, at = 0;
        for (size_t i = 0; i < files.count; i++)
            if (n == 2 || pf_str_contains(files.items[i], PF_STR("settings/")))
                at = i, found++;
        if (found == 1) {
            struct pf_project_file *file = pf_project_file(reader->project, files.items[at]);
            pf_span span = pf_project_load(reader->project, file) ? pf_span_of(file->source, 0, 0)
                                                                  : (pf_span){0};
            pf_str module = pf_entry_module_of(reader->arena, roots, files.items[at]);
            add_choice(reader, &(struct pf_module_choice){module, PF_STR("its name"), span, true});
            return;
        }
    }
}

static void add_usual_files(struct entry_reader *reader, struct pf_strs *files)
{
    static const char *const entries[] = {"wsgi.py", "asgi.py", "manage.py"};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
        add_files_named(reader, entries[i], files);
}

pf_str pf_entry_file_default(struct pf_arena *arena, struct pf_project *project, pf_str path,
                             pf_str variable)
{
    struct entry_reader reader = {.arena = arena, .project = project, .variable = variable};
    struct naming naming = naming_of(&reader, path);
    const struct pf_ast *named = naming.assigned != NULL ? naming.assigned : naming.set_default;
    return named == NULL ? PF_STR("") : constant_text(named);
}

pf_str pf_entry_default(struct pf_arena *arena, struct pf_project *project,
                        const struct pf_start *start, pf_str variable)
{
    struct entry_reader reader = {.arena = arena, .project = project, .variable = variable};
    struct pf_strs files = entry_files(&reader, start);
    add_usual_files(&reader, &files);
    for (size_t i = 0; i < files.count; i++) {
        pf_str named = pf_entry_file_default(arena, project, files.items[i], variable);
        if (named.len > 0)
            return named;
    }
    return PF_STR("");
}

struct pf_module_choices pf_entry_modules(struct pf_arena *arena, struct pf_project *project,
                                          const struct pf_start *start,
                                          const struct pf_supplies *supplies)
{
    struct entry_reader reader = {.arena = arena, .project = project, .variable = VARIABLE};
    struct pf_strs files = entry_files(&reader, start);
    size_t started = files.count;
    add_usual_files(&reader, &files);

    add_command_options(&reader, start);
    for (size_t i = 0; i < started; i++) {
        const struct pf_ast *assigned = naming_of(&reader, files.items[i]).assigned;
        if (assigned != NULL)
            add_choice(&reader, &(struct pf_module_choice){constant_text(assigned), files.items[i],
                                                           assigned->span, false});
    }
    add_environment(&reader, supplies);
    for (size_t i = 0; i < files.count; i++) {
        struct naming naming = naming_of(&reader, files.items[i]);
        const struct pf_ast *named = naming.assigned != NULL ? naming.assigned : naming.set_default;
        if (named != NULL && constant_text(named).len > 0)
            add_choice(&reader, &(struct pf_module_choice){constant_text(named), files.items[i],
                                                           named->span, naming.assigned == NULL});
    }
    if (reader.choices.count == 0) {
        struct pf_strs roots = pf_entry_roots(arena, project, start);
        add_by_name(&reader, &roots);
    }
    return reader.choices;
}

struct pf_strs pf_entry_roots(struct pf_arena *arena, struct pf_project *project,
                              const struct pf_start *start)
{
    struct pf_strs roots = {0};
    for (size_t i = 0; i < start->count; i++) {
        pf_str directory = option_value(&start->items[i], PF_STR("--chdir"));
        if (directory.len > 0 && pf_project_has_directory(project, directory))
            pf_strs_add_once(arena, &roots, directory);
    }
    struct entry_reader reader = {.arena = arena, .project = project};
    struct pf_strs files = {0};
    add_files_named(&reader, "manage.py", &files);
    for (size_t i = 0; i < files.count; i++)
        pf_strs_add_once(arena, &roots, pf_path_directory(files.items[i]));
    pf_strs_add_once(arena, &roots, PF_STR(""));
    static const char *const usual[] = {"src", "app", "backend", "server"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (pf_project_has_directory(project, pf_str_c(usual[i])))
            pf_strs_add_once(arena, &roots, pf_str_c(usual[i]));
    return roots;
}

bool pf_entry_module_path(struct pf_arena *arena, struct pf_project *project,
                          const struct pf_strs *roots, pf_str module, pf_str *path)
{
    char *relative = PF_NEW_ARRAY(arena, char, module.len);
    for (size_t i = 0; i < module.len; i++)
        relative[i] = module.data[i] == '.' ? '/' : module.data[i];
    for (size_t i = 0; i < roots->count; i++) {
        pf_str base = pf_path_join(arena, roots->items[i], (pf_str){relative, module.len});
        pf_str package = pf_arena_format(arena, "%.*s/__init__.py", PF_ARG(base));
        pf_str file = pf_arena_format(arena, "%.*s.py", PF_ARG(base));
        if (!pf_project_has_file(project, package) && !pf_project_has_file(project, file))
            continue;
        *path = pf_project_has_file(project, package) ? package : file;
        return true;
    }
    return false;
}
