/* What an image runs with: a stage's instructions on top of those of the stages it is based on. */
#include "model/image.h"

#include "base/index.h"
#include "read/docker_word.h"

/* Everything known while the instructions of a chain of stages are gone through. */
struct builder {
    struct pf_arena *arena;
    const struct pf_node *build_args;
    char escape;
    struct pf_index globals; /* ARGs in front of the first FROM: name → node, PF_ANY if open */
    struct pf_index args;    /* of the stages so far */
    struct pf_index environment; /* name → node */
    struct pf_index ports;       /* exposed already */
    bool in_stage;               /* else only `globals` count */
    bool from_scratch;           /* the base image sets nothing */
    bool command_set;            /* by a CMD of this stage */
    struct pf_image *image;
    struct {
        struct pf_image_step *items;
        size_t count, capacity;
    } steps;
    struct pf_node *exposes, *copies, *runs, *arguments;
};

static const struct pf_node *unknown(struct builder *builder, pf_str reason, pf_span span)
{
    return pf_node_any(builder->arena, PF_KIND_BIT(PF_STRING), true, reason, span);
}

/* The platforms' ARGs need no declaration in front of the first FROM. */
static bool is_platform_argument(pf_str name)
{
    static const char *const ends[] = {"PLATFORM", "OS", "ARCH", "VARIANT"};
    pf_str rest = {0};
    if (pf_str_starts(name, PF_STR("TARGET")))
        rest = pf_str_slice(name, 6, name.len);
    else if (pf_str_starts(name, PF_STR("BUILD")))
        rest = pf_str_slice(name, 5, name.len);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (pf_str_eq(rest, pf_str_c(ends[i])))
            return true;
    return false;
}

static enum pf_docker_found found_node(const struct pf_node *node, pf_str *value)
{
    bool known = node->kind == PF_STRING;
    *value = known ? node->text : node->as.any->reason;
    return known ? PF_DOCKER_SET : PF_DOCKER_UNKNOWN;
}

static enum pf_docker_found find_variable(void *context, pf_str name, pf_str *value)
{
    const struct builder *builder = context;
    if (!builder->in_stage) {
        const struct pf_node *global = pf_index_get(&builder->globals, name);
        if (global == NULL && is_platform_argument(name)) {
            *value = pf_arena_format(builder->arena, "$%.*s is told by the platform", PF_ARG(name));
            return PF_DOCKER_UNKNOWN;
        }
        return global == NULL ? PF_DOCKER_UNSET : found_node(global, value);
    }
    const struct pf_node *node = pf_index_get(&builder->environment, name);
    if (node == NULL)
        node = pf_index_get(&builder->args, name);
    if (node != NULL)
        return found_node(node, value);
    if (builder->from_scratch)
        return PF_DOCKER_UNSET;
    *value = pf_arena_format(builder->arena, "$%.*s may be set by the base image", PF_ARG(name));
    return PF_DOCKER_UNKNOWN;
}

/* A word as written → its value: PF_STRING, or PF_ANY when it cannot be told. */
static const struct pf_node *filled(struct builder *builder, pf_str word, pf_span span)
{
    struct pf_docker_variables variables = {builder, find_variable};
    pf_str text;
    enum pf_docker_outcome outcome =
        pf_docker_fill(builder->arena, word, builder->escape, &variables, &text);
    if (outcome == PF_DOCKER_FILLED)
        return pf_node_str(builder->arena, text, span);
    return unknown(builder, text, span);
}

static pf_str text_of(const struct pf_node *instruction)
{
    return pf_node_text(pf_node_get(instruction, "text"));
}

/* ---- ENV and ARG ---- */

struct pair {
    const struct pf_node *node; /* as the reader made it; its key is the name */
    pf_str written;             /* the value with quotes and escapes; "" of an ARG without one */
};
struct pairs {
    struct pair *items;
    size_t count, capacity;
};

/* ENV name value: what stands behind the name. */
static pf_str old_form_value(pf_str text)
{
    size_t at = 0;
    while (at < text.len && !pf_is_space(text.data[at]))
        at++;
    return pf_str_trim_left(pf_str_slice(text, at, text.len));
}

/*
 * The reader's pairs beside the text they were made from: only that tells $X from '$X'. Words that
 * the reader refused have no pair.
 */
static struct pairs written_pairs(struct builder *builder, const struct pf_node *instruction,
                                  bool names_alone)
{
    struct pairs pairs = {0};
    const struct pf_node *nodes = pf_node_get(instruction, "pairs");
    pf_str text = text_of(instruction);
    struct pf_docker_ranges words = pf_docker_split(builder->arena, text, builder->escape);
    size_t count = pf_node_is(nodes, PF_MAP) ? nodes->count : 0;
    pf_str first =
        words.count == 0 ? PF_STR("") : pf_str_slice(text, words.items[0].from, words.items[0].to);
    if (!names_alone && count == 1 && pf_str_find_byte(first, '=') == PF_STR_NONE) {
        *pf_pile_add(builder->arena, &pairs) = (struct pair){nodes->items[0], old_form_value(text)};
        return pairs;
    }
    for (size_t i = 0; i < words.count && pairs.count < count; i++) {
        pf_str name, value, word = pf_str_slice(text, words.items[i].from, words.items[i].to);
        if (!pf_str_cut(word, '=', &name, &value) && !names_alone)
            continue;
        struct pair pair = {nodes->items[pairs.count], value};
        *pf_pile_add(builder->arena, &pairs) = pair;
    }
    return pairs;
}

/* The values of one ENV are filled in before any of them is set. */
static void run_env(struct builder *builder, const struct pf_node *instruction)
{
    struct pairs pairs = written_pairs(builder, instruction, false);
    const struct pf_node **values =
        PF_NEW_ARRAY(builder->arena, const struct pf_node *, pairs.count);
    for (size_t i = 0; i < pairs.count; i++)
        values[i] = filled(builder, pairs.items[i].written, pairs.items[i].node->span);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct pf_node *key = pairs.items[i].node->key;
        struct pf_node *value = pf_node_with_key(builder->arena, values[i], key);
        value->style = pairs.items[i].node->style;
        pf_index_put(&builder->environment, key->text, value);
    }
}

/* What the build gives for an ARG; NULL when it gives nothing. */
static const struct pf_node *given_argument(struct builder *builder, const struct pf_node *arg)
{
    if (pf_node_is(builder->build_args, PF_ANY))
        return builder->build_args;
    return pf_node_get_str(builder->build_args, arg->key->text);
}

static const struct pf_node *argument_value(struct builder *builder, const struct pair *pair)
{
    const struct pf_node *given = given_argument(builder, pair->node);
    pf_str name = pair->node->key->text;
    if (given != NULL)
        return given;
    if (pair->node->kind != PF_NULL)
        return filled(builder, pair->written, pair->node->span);
    const struct pf_node *global = pf_index_get(&builder->globals, name);
    if (builder->in_stage && global != NULL)
        return global;
    pf_str reason =
        is_platform_argument(name)
            ? pf_arena_format(builder->arena, "$%.*s is told by the platform", PF_ARG(name))
            : pf_arena_format(builder->arena, "$%.*s is given by the build", PF_ARG(name));
    return unknown(builder, reason, pair->node->span);
}

static void run_arg(struct builder *builder, const struct pf_node *instruction)
{
    struct pairs pairs = written_pairs(builder, instruction, true);
    struct pf_index *scope = builder->in_stage ? &builder->args : &builder->globals;
    for (size_t i = 0; i < pairs.count; i++) {
        const struct pf_node *value = argument_value(builder, &pairs.items[i]);
        pf_index_put(scope, pairs.items[i].node->key->text,
                     pf_node_with_key(builder->arena, value, NULL));
        if (builder->in_stage)
            pf_node_append(builder->arena, builder->arguments,
                           pf_node_str(builder->arena, pairs.items[i].node->key->text,
                                       pairs.items[i].node->key->span));
    }
}

/* ---- EXPOSE ---- */

static void add_port(struct builder *builder, pf_str port, pf_span span)
{
    if (pf_index_get(&builder->ports, port) != NULL)
        return;
    struct pf_node *node = pf_node_str(builder->arena, port, span);
    pf_index_put(&builder->ports, port, node);
    pf_node_append(builder->arena, builder->exposes, node);
}

/* "8000", "8000/udp", "8000-8002" and "80:8000", which exposes 8000. */
static void add_ports(struct builder *builder, pf_str text, pf_span span)
{
    pf_str ports, protocol, host, first, last;
    int64_t from, to;
    if (!pf_str_cut(text, '/', &ports, &protocol))
        protocol = PF_STR("tcp");
    protocol = pf_arena_lower(builder->arena, protocol);
    if (pf_str_cut(ports, ':', &host, &first))
        ports = first;
    bool range = pf_str_cut(ports, '-', &first, &last);
    if (!pf_str_to_int(first, &from) || (range && !pf_str_to_int(last, &to)))
        return;
    if (!range)
        to = from;
    if (from < 1 || to > 65535 || to < from)
        return;
    if (to - from >= PF_IMAGE_PORTS) {
        add_port(
            builder,
            pf_arena_format(builder->arena, "%d-%d/%.*s", (int)from, (int)to, PF_ARG(protocol)),
            span);
        return;
    }
    for (; from <= to; from++)
        add_port(builder, pf_arena_format(builder->arena, "%d/%.*s", (int)from, PF_ARG(protocol)),
                 span);
}

static void run_expose(struct builder *builder, const struct pf_node *instruction)
{
    const struct pf_node *words = pf_node_get(instruction, "words");
    pf_str text = text_of(instruction);
    struct pf_docker_ranges fields = pf_docker_fields(builder->arena, text);
    for (size_t i = 0; i < fields.count && i < words->count; i++) {
        pf_span span = words->items[i]->span;
        const struct pf_node *value =
            filled(builder, pf_str_slice(text, fields.items[i].from, fields.items[i].to), span);
        if (value->kind == PF_STRING) {
            struct pf_docker_ranges ports = pf_docker_fields(builder->arena, value->text);
            for (size_t j = 0; j < ports.count; j++)
                add_ports(builder,
                          pf_str_slice(value->text, ports.items[j].from, ports.items[j].to), span);
        } else {
            pf_node_append(builder->arena, builder->exposes,
                           pf_node_with_key(builder->arena, value, NULL));
        }
    }
}

/* ---- the other instructions ---- */

static const struct pf_node *only_value(struct builder *builder, const struct pf_node *instruction)
{
    const struct pf_node *word = pf_node_at(pf_node_get(instruction, "words"), 0);
    return word == NULL ? NULL : filled(builder, text_of(instruction), word->span);
}

static void run_user(struct builder *builder, const struct pf_node *instruction)
{
    const struct pf_node *user = only_value(builder, instruction);
    if (user != NULL)
        builder->image->user = user;
}

/* "/a/./b/../c/" → "/a/c"; ".." above the root stays there. */
static pf_str clean_directory(struct pf_arena *arena, pf_str path)
{
    PF_PILE(pf_str) parts = {0};
    pf_str part, rest = path;
    for (bool more = true; more;) {
        more = pf_str_cut(rest, '/', &part, &rest);
        if (pf_str_eq(part, PF_STR("..")) && parts.count > 0)
            parts.count--;
        else if (part.len > 0 && !pf_str_eq(part, PF_STR(".")) && !pf_str_eq(part, PF_STR("..")))
            *pf_pile_add(arena, &parts) = part;
    }
    pf_str joined = pf_arena_join(arena, parts.items, parts.count, PF_STR("/"));
    return pf_arena_format(arena, "/%.*s", PF_ARG(joined));
}

static void run_workdir(struct builder *builder, const struct pf_node *instruction)
{
    struct pf_arena *arena = builder->arena;
    const struct pf_node *value = only_value(builder, instruction);
    const struct pf_node *before = builder->image->workdir;
    if (value == NULL)
        return;
    if (value->kind != PF_STRING || pf_str_starts(value->text, PF_STR("/"))) {
        if (value->kind == PF_STRING)
            value = pf_node_str(arena, clean_directory(arena, value->text), value->span);
        builder->image->workdir = value;
    } else if (before != NULL && before->kind != PF_STRING) {
        builder->image->workdir = unknown(builder, before->as.any->reason, value->span);
    } else if (before == NULL && !builder->from_scratch) {
        builder->image->workdir = unknown(
            builder, PF_STR("relative to the directory that the base image sets"), value->span);
    } else {
        pf_str base = before == NULL ? PF_STR("/") : before->text;
        pf_str path = pf_arena_format(arena, "%.*s/%.*s", PF_ARG(base), PF_ARG(value->text));
        builder->image->workdir = pf_node_str(arena, clean_directory(arena, path), value->span);
    }
}

static const struct pf_node *command_of(const struct pf_node *instruction)
{
    bool exec = pf_str_eq(pf_node_text(pf_node_get(instruction, "form")), PF_STR("exec"));
    const struct pf_node *words = pf_node_get(instruction, "words");
    return exec || words->count == 0 ? words : pf_node_get(instruction, "text");
}

static void run_command(struct builder *builder, const struct pf_node *instruction)
{
    builder->image->command = command_of(instruction);
    builder->command_set = true;
}

static void run_entrypoint(struct builder *builder, const struct pf_node *instruction)
{
    builder->image->entrypoint = command_of(instruction);
    if (!builder->command_set)
        builder->image->command = NULL;
}

static void run_healthcheck(struct builder *builder, const struct pf_node *instruction)
{
    builder->image->healthcheck = instruction;
}

static void keep(struct builder *builder, struct pf_node *list, const struct pf_node *instruction)
{
    pf_node_append(builder->arena, list, pf_node_with_key(builder->arena, instruction, NULL));
}

/* Sources and destination with variables filled in; in the exec form they are whole words. */
static const struct pf_node *filled_words(struct builder *builder,
                                          const struct pf_node *instruction)
{
    const struct pf_node *words = pf_node_get(instruction, "words");
    bool exec = pf_str_eq(pf_node_text(pf_node_get(instruction, "form")), PF_STR("exec"));
    pf_str text = text_of(instruction);
    struct pf_docker_ranges fields = pf_docker_fields(builder->arena, text);
    struct pf_node *all = pf_node_new(builder->arena, PF_SEQ, words->span);
    for (size_t i = 0; i < words->count; i++) {
        pf_str written = exec ? words->items[i]->text
                              : pf_str_slice(text, fields.items[i].from, fields.items[i].to);
        const struct pf_node *value = filled(builder, written, words->items[i]->span);
        pf_node_append(builder->arena, all, pf_node_with_key(builder->arena, value, NULL));
    }
    return all;
}

static void keep_copy(struct builder *builder, const struct pf_node *instruction)
{
    keep(builder, builder->copies, instruction);
    *pf_pile_add(builder->arena, &builder->steps) =
        (struct pf_image_step){.instruction = instruction,
                               .words = filled_words(builder, instruction),
                               .workdir = builder->image->workdir};
}

static void keep_run(struct builder *builder, const struct pf_node *instruction)
{
    keep(builder, builder->runs, instruction);
    *pf_pile_add(builder->arena, &builder->steps) =
        (struct pf_image_step){.instruction = instruction, .workdir = builder->image->workdir};
}

static void run_instruction(struct builder *builder, const struct pf_node *instruction)
{
    static const struct {
        const char *name;
        void (*run)(struct builder *builder, const struct pf_node *instruction);
    } table[] = {
        {"ADD", keep_copy},
        {"ARG", run_arg},
        {"CMD", run_command},
        {"COPY", keep_copy},
        {"ENTRYPOINT", run_entrypoint},
        {"ENV", run_env},
        {"EXPOSE", run_expose},
        {"HEALTHCHECK", run_healthcheck},
        {"RUN", keep_run},
        {"USER", run_user},
        {"WORKDIR", run_workdir},
    };
    pf_str name = pf_node_text(pf_node_get(instruction, "instruction"));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (pf_str_eq(name, pf_str_c(table[i].name)))
            table[i].run(builder, instruction);
}

/* ---- stages ---- */

/* The index of the stage before `before` with that name; the last of several. */
static ptrdiff_t stage_named(const struct pf_node *stages, pf_str name, size_t before)
{
    for (size_t i = before; i > 0; i--)
        if (name.len > 0 &&
            pf_str_eq_nocase(pf_node_text(pf_node_get(stages->items[i - 1], "name")), name))
            return (ptrdiff_t)i - 1;
    return PF_STR_NONE;
}

static ptrdiff_t target_stage(const struct pf_node *stages, pf_str target)
{
    int64_t number;
    if (target.len == 0)
        return (ptrdiff_t)stages->count - 1;
    ptrdiff_t named = stage_named(stages, target, stages->count);
    if (named != PF_STR_NONE)
        return named;
    bool is_number =
        pf_str_to_int(target, &number) && number >= 0 && (uint64_t)number < stages->count;
    return is_number ? (ptrdiff_t)number : PF_STR_NONE;
}

static const struct pf_node *base_of(struct builder *builder, const struct pf_node *stage)
{
    pf_str text = text_of(pf_node_get(stage, "from"));
    struct pf_docker_ranges fields = pf_docker_fields(builder->arena, text);
    pf_str word = fields.count == 0 ? PF_STR("")
                                    : pf_str_slice(text, fields.items[0].from, fields.items[0].to);
    return filled(builder, word, pf_node_get(stage, "base")->span);
}

static void run_stage(struct builder *builder, const struct pf_node *stage)
{
    const struct pf_node *instructions = pf_node_get(stage, "instructions");
    builder->command_set = false;
    for (size_t i = 0; i < instructions->count; i++)
        run_instruction(builder, instructions->items[i]);
}

static const struct pf_node *environment_of(struct builder *builder, pf_span span)
{
    struct pf_node *map = pf_node_new(builder->arena, PF_MAP, span);
    struct pf_nodes items = {0};
    for (size_t i = 0; i < builder->environment.count; i++)
        *pf_pile_add(builder->arena, &items) = builder->environment.entries[i].value;
    pf_node_set_items(builder->arena, map, items.items, items.count);
    return map;
}

static void run_globals(struct builder *builder, const struct pf_node *args)
{
    for (size_t i = 0; i < args->count; i++)
        run_arg(builder, args->items[i]);
}

/* From the stage asked for down to the one that is based on an image; `*base` is that image. */
static size_t find_chain(struct builder *builder, const struct pf_node *stages, size_t stage,
                         const struct pf_node **chain, const struct pf_node **base)
{
    size_t count = 0;
    for (ptrdiff_t at = (ptrdiff_t)stage; at != PF_STR_NONE;) {
        chain[count++] = stages->items[at];
        *base = base_of(builder, stages->items[at]);
        at = (*base)->kind == PF_STRING ? stage_named(stages, (*base)->text, (size_t)at)
                                        : PF_STR_NONE;
    }
    return count;
}

bool pf_image_of_build(struct pf_arena *arena, const struct pf_node *dockerfile, pf_str target,
                       const struct pf_node *build_args, struct pf_image *image)
{
    const struct pf_node *stages = pf_node_get(dockerfile, "stages");
    if (stages == NULL || stages->count == 0)
        return false;
    ptrdiff_t at = target_stage(stages, target);
    if (at == PF_STR_NONE)
        return false;
    pf_str escape = pf_node_text(pf_node_get(dockerfile, "escape"));
    pf_span span = stages->items[at]->span;
    *image = (struct pf_image){
        .stage = stages->items[at], .dockerfile = dockerfile, .build_args = build_args};
    struct builder builder = {.arena = arena,
                              .build_args = build_args,
                              .escape = escape.len == 1 ? escape.data[0] : '\\',
                              .globals = pf_index_new(arena),
                              .args = pf_index_new(arena),
                              .environment = pf_index_new(arena),
                              .ports = pf_index_new(arena),
                              .image = image,
                              .exposes = pf_node_new(arena, PF_SEQ, span),
                              .copies = pf_node_new(arena, PF_SEQ, span),
                              .runs = pf_node_new(arena, PF_SEQ, span),
                              .arguments = pf_node_new(arena, PF_SEQ, span)};
    run_globals(&builder, pf_node_get(dockerfile, "args"));
    const struct pf_node **chain = PF_NEW_ARRAY(arena, const struct pf_node *, stages->count);
    size_t length = find_chain(&builder, stages, (size_t)at, chain, &image->base);
    image->has_base_stage_unknown = image->base->kind != PF_STRING;
    builder.in_stage = true;
    builder.from_scratch = pf_str_eq(pf_node_text(image->base), PF_STR("scratch"));
    while (length > 0)
        run_stage(&builder, chain[--length]);
    image->environment = environment_of(&builder, span);
    image->exposes = builder.exposes;
    image->copies = builder.copies;
    image->runs = builder.runs;
    image->arguments = builder.arguments;
    image->steps = builder.steps.items;
    image->step_count = builder.steps.count;
    return true;
}

bool pf_image_of_stage(struct pf_arena *arena, const struct pf_node *dockerfile, pf_str target,
                       struct pf_image *image)
{
    return pf_image_of_build(arena, dockerfile, target, NULL, image);
}

const struct pf_node *pf_image_build_args(struct pf_arena *arena, const struct pf_node *lines)
{
    if (lines == NULL)
        return NULL;
    if (lines->kind != PF_STRING && lines->kind != PF_NULL)
        return pf_node_any(arena, PF_KIND_BIT(PF_STRING), true,
                           PF_STR("the build arguments are not known"), lines->span);
    struct pf_node *map = pf_node_new(arena, PF_MAP, lines->span);
    pf_str line, rest = pf_node_text(lines);
    while (pf_str_next_line(&rest, &line)) {
        pf_str name, value;
        bool given = pf_str_cut(pf_str_trim(line), '=', &name, &value);
        if (name.len == 0)
            continue;
        bool known = given && pf_str_find(value, PF_STR("${{")) == PF_STR_NONE;
        pf_str reason = pf_arena_format(arena, "$%.*s is given by the build", PF_ARG(name));
        pf_node_put(arena, map, name, lines->span,
                    known ? pf_node_str(arena, value, lines->span)
                          : pf_node_any(arena, PF_KIND_BIT(PF_STRING), true, reason, lines->span));
    }
    return map;
}
