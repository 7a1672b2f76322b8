/* Dockerfiles → stages with their instructions. */
#include "read/dockerfile.h"

#include "base/utf8.h"
#include "read/dockerfile_instruction.h"

struct reader {
    struct pf_arena *arena;
    struct pf_faults *faults;
    struct pf_node *args, *stages;
    struct pf_node *instructions; /* of the current stage; NULL in front of the first FROM */
    bool told_of_missing_from;
};

static const struct pf_node *word_at(const struct pf_node *instruction, size_t index)
{
    return pf_node_at(pf_node_get(instruction, "words"), index);
}

static bool is_stage_name(pf_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool fits = i == 0 ? pf_is_alpha(c) : pf_is_name(c) || c == '-' || c == '.';
        if (!fits)
            return false;
    }
    return name.len > 0;
}

static void note_twin(const struct reader *reader, const struct pf_node *name)
{
    for (size_t i = 0; i < reader->stages->count; i++) {
        const struct pf_node *other = pf_node_get(reader->stages->items[i], "name");
        if (!pf_str_eq(pf_node_text(other), name->text))
            continue;
        struct pf_fault *fault =
            pf_fault_add(reader->arena, reader->faults, PF_FAULT_SUSPICIOUS, name->span,
                         "stage '%.*s' exists already", PF_ARG(name->text));
        if (fault != NULL)
            fault->other = other->span;
        return;
    }
}

/* FROM base [AS name] */
static struct pf_node *stage_name(const struct reader *reader, const struct pf_node *from)
{
    size_t count = pf_node_get(from, "words")->count;
    const struct pf_node *as = word_at(from, 1), *given = word_at(from, 2);
    bool named = count == 3 && pf_str_eq_nocase(as->text, PF_STR("AS"));
    if (count > 1 && !named)
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_UNPARSABLE, as->span,
                     "FROM takes a base, or a base AS a name");
    if (!named)
        return pf_node_str(reader->arena, PF_STR(""),
                           pf_span_of(from->span.file, from->span.at + from->span.len, 0));
    if (!is_stage_name(given->text))
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_UNPARSABLE, given->span,
                     "stage name '%.*s' must begin with a letter and hold letters, digits and -_. "
                     "only",
                     PF_ARG(given->text));
    struct pf_node *name =
        pf_node_str(reader->arena, pf_arena_lower(reader->arena, given->text), given->span);
    note_twin(reader, name);
    return name;
}

static void put(const struct reader *reader, struct pf_node *map, const char *key,
                struct pf_node *value)
{
    pf_node_put(reader->arena, map, pf_str_c(key), value->span, value);
}

static void begin_stage(struct reader *reader, struct pf_node *from)
{
    struct pf_arena *arena = reader->arena;
    const struct pf_node *base = word_at(from, 0);
    const struct pf_node *platform = pf_node_get(pf_node_get(from, "flags"), "platform");
    struct pf_node *stage = pf_node_new(arena, PF_MAP, from->span);
    reader->instructions = pf_node_new(arena, PF_SEQ, from->span);
    put(reader, stage, "name", stage_name(reader, from));
    put(reader, stage, "base",
        pf_node_str(arena, pf_node_text(base), base != NULL ? base->span : from->span));
    put(reader, stage, "platform",
        pf_node_str(arena, pf_node_text(platform), platform != NULL ? platform->span : from->span));
    put(reader, stage, "from", from);
    put(reader, stage, "instructions", reader->instructions);
    pf_node_append(arena, reader->stages, stage);
}

static void extend_stage(struct reader *reader, struct pf_node *instruction)
{
    struct pf_node *stage = reader->stages->items[reader->stages->count - 1];
    pf_node_append(reader->arena, reader->instructions, instruction);
    stage->span = pf_span_join(stage->span, instruction->span);
    reader->instructions->span = stage->span;
}

static void add_instruction(struct reader *reader, struct pf_node *instruction)
{
    pf_str name = pf_node_text(pf_node_get(instruction, "instruction"));
    if (pf_str_eq(name, PF_STR("FROM"))) {
        begin_stage(reader, instruction);
    } else if (reader->instructions != NULL) {
        extend_stage(reader, instruction);
    } else if (pf_str_eq(name, PF_STR("ARG"))) {
        pf_node_append(reader->arena, reader->args, instruction);
    } else if (!reader->told_of_missing_from) {
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_UNPARSABLE, instruction->span,
                     "%.*s in front of the first FROM; only ARG may stand there", PF_ARG(name));
        reader->told_of_missing_from = true;
    }
}

static void check_utf8(struct pf_arena *arena, const struct pf_source *source,
                       struct pf_faults *faults)
{
    ptrdiff_t bad = pf_utf8_first_bad(source->bytes);
    if (bad >= 0)
        pf_fault_add(arena, faults, PF_FAULT_UNREADABLE, pf_span_of(source, (size_t)bad, 1),
                     "not UTF-8");
}

static struct pf_node *root_of(const struct reader *reader, const struct pf_docker_lines *lines)
{
    struct pf_arena *arena = reader->arena;
    pf_span whole = pf_span_of(lines->source, 0, lines->source->bytes.len);
    struct pf_node *root = pf_node_new(arena, PF_MAP, whole);
    pf_str escape = pf_arena_str(arena, (pf_str){&lines->escape, 1});
    put(reader, root, "escape", pf_node_str(arena, escape, pf_span_of(lines->source, 0, 0)));
    if (lines->syntax.file != NULL)
        put(reader, root, "syntax", pf_node_str(arena, pf_span_text(lines->syntax), lines->syntax));
    put(reader, root, "args", reader->args);
    put(reader, root, "stages", reader->stages);
    return root;
}

const struct pf_node *pf_dockerfile_read(struct pf_arena *arena, const struct pf_source *source,
                                         struct pf_faults *faults)
{
    pf_span whole = pf_span_of(source, 0, source->bytes.len);
    struct reader reader = {.arena = arena,
                            .faults = faults,
                            .args = pf_node_new(arena, PF_SEQ, whole),
                            .stages = pf_node_new(arena, PF_SEQ, whole)};
    check_utf8(arena, source, faults);
    struct pf_docker_lines lines = pf_docker_lines_start(arena, source, faults);
    struct pf_docker_line line;
    size_t count = 0;
    for (; pf_docker_lines_next(&lines, &line); count++) {
        if (count == PF_DOCKERFILE_INSTRUCTIONS) {
            pf_fault_add(
                arena, faults, PF_FAULT_LIMIT, pf_docker_line_span(&line, 0, line.text.len),
                "more than %d instructions; the rest was not read", PF_DOCKERFILE_INSTRUCTIONS);
            break;
        }
        struct pf_node *instruction = pf_docker_instruction(&lines, &line);
        if (instruction != NULL)
            add_instruction(&reader, instruction);
    }
    if (count == 0) {
        pf_fault_add(arena, faults, PF_FAULT_UNPARSABLE, pf_span_of(source, 0, 0),
                     "no instructions in this Dockerfile");
        return NULL;
    }
    if (reader.instructions == NULL && !reader.told_of_missing_from)
        pf_fault_add(arena, faults, PF_FAULT_UNPARSABLE, whole, "no FROM: nothing is built");
    return root_of(&reader, &lines);
}
