/* Shell variables of a container: those a start script sets, and those of its environment. */
#include "checks/container_text.h"

#include "base/buffer.h"

enum { DEEPEST = 4 /* a variable that is made of another; scripts go two deep */ };

static const char unknown[] = "?";

struct filler {
    struct pf_arena *arena;
    const struct pf_deployment *deployment;
    pf_span *said;
};

static pf_str filled(const struct filler *filler, pf_str text, pf_str within, int depth);

/* `${NAME` up to the end or an operator; the name ends where no letter follows. */
static size_t name_length(pf_str text)
{
    size_t len = 0;
    while (len < text.len && pf_is_name(text.data[len]))
        len++;
    return len;
}

/* The only assignment of that name, which always happens; `*count` is how many there are. */
static const struct pf_start_assignment *assigned(const struct pf_start *start, pf_str name,
                                                  size_t *count)
{
    const struct pf_start_assignment *found = NULL;
    *count = 0;
    for (size_t i = 0; i < start->assignments.count; i++) {
        if (!pf_str_eq(start->assignments.items[i].name, name))
            continue;
        found = &start->assignments.items[i];
        (*count)++;
    }
    return *count == 1 && !found->conditional ? found : NULL;
}

/* What the variable holds; `fallback` has no data where none is written. */
static pf_str value_of(const struct filler *filler, pf_str name, pf_str fallback, pf_str within,
                       int depth)
{
    const struct pf_deployment *deployment = filler->deployment;
    size_t count;
    const struct pf_start_assignment *set = assigned(&deployment->start, name, &count);
    if (count > 0 && !pf_str_eq(name, within))
        return set == NULL || depth >= DEEPEST ? pf_str_c(unknown)
                                               : filled(filler, set->value, name, depth + 1);
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, name);
    if (supply != NULL && supply->value->kind != PF_STRING)
        return pf_str_c(unknown);
    if (supply != NULL && supply->value->text.len > 0) {
        if (filler->said != NULL)
            *filler->said = supply->span;
        return supply->value->text;
    }
    if (fallback.data == NULL || (supply == NULL && deployment->environment_is_open))
        return pf_str_c(unknown);
    return depth >= DEEPEST ? pf_str_c(unknown) : filled(filler, fallback, within, depth + 1);
}

/* "{NAME:-8000}": what stands in the braces; the rest of what the shell can do there is not known.
 */
static pf_str braced(const struct filler *filler, pf_str inside, pf_str within, int depth)
{
    static const pf_str operators[] = {PF_STR_INIT(":-"), PF_STR_INIT(":="), PF_STR_INIT("-"),
                                       PF_STR_INIT("=")};
    size_t len = name_length(inside);
    pf_str name = pf_str_slice(inside, 0, len), rest = pf_str_slice(inside, len, inside.len);
    if (rest.len == 0)
        return value_of(filler, name, (pf_str){0}, within, depth);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (pf_str_starts(rest, operators[i]))
            return value_of(filler, name, pf_str_slice(rest, operators[i].len, rest.len), within,
                            depth);
    return pf_str_c(unknown);
}

/* `within`: the variable whose assignment the text is; there it has its value of before. */
static pf_str filled(const struct filler *filler, pf_str text, pf_str within, int depth)
{
    struct pf_buffer out = pf_buffer_new(filler->arena);
    for (size_t at = 0; at < text.len; at++) {
        pf_str rest = pf_str_slice(text, at + 1, text.len);
        size_t len = name_length(rest);
        ptrdiff_t end = pf_str_find_byte(rest, '}');
        if (text.data[at] != '$') {
            pf_buffer_add_byte(&out, text.data[at]);
        } else if (len > 0) {
            pf_buffer_add(&out,
                          value_of(filler, pf_str_slice(rest, 0, len), (pf_str){0}, within, depth));
            at += len;
        } else if (pf_str_starts(rest, PF_STR("{")) && end != PF_STR_NONE) {
            pf_buffer_add(&out, braced(filler, pf_str_slice(rest, 1, (size_t)end), within, depth));
            at += (size_t)end + 1;
        } else {
            pf_buffer_add_c(&out, unknown);
        }
    }
    return pf_buffer_str(&out);
}

pf_str pf_container_text(struct pf_arena *arena, const struct pf_deployment *deployment,
                         pf_str text, pf_span *said)
{
    struct filler filler = {arena, deployment, said};
    if (pf_str_find_byte(text, '$') == PF_STR_NONE)
        return text;
    return filled(&filler, text, PF_STR(""), 0);
}
