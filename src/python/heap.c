/* Objects with contents, copied on write, and the trail of what was written. */
#include "python/interp.h"

#include <string.h>

void pf_heap_charge(struct pf_eval *ev, size_t bytes)
{
    ev->total += bytes;
    if (ev->total > PF_EVAL_TOTAL && !ev->aborted)
        pf_abort(ev, (pf_span){0}, "the values of the settings take more than 64 MiB");
}

struct pf_object *pf_heap_new(struct pf_eval *ev, enum pf_type type)
{
    struct pf_object *object = PF_NEW(ev->arena, struct pf_object);
    object->type = type;
    object->id = ++ev->next_id;
    object->stamp = ev->epoch;
    object->wrapped = pf_unbound();
    pf_heap_charge(ev, sizeof *object);
    return object;
}

struct pf_object *pf_heap_container(struct pf_eval *ev, enum pf_type type)
{
    struct pf_object *object = pf_heap_new(ev, type);
    object->contents = PF_NEW(ev->arena, struct pf_contents);
    pf_heap_charge(ev, sizeof *object->contents);
    return object;
}

static void copy_dict(struct pf_eval *ev, struct pf_dict *to, const struct pf_dict *from)
{
    to->entries = PF_NEW_ARRAY(ev->arena, struct pf_entry, from->count + 1);
    to->capacity = from->count + 1;
    to->count = 0;
    for (size_t i = 0; i < from->count; i++)
        if (from->entries[i].live)
            to->entries[to->count++] = from->entries[i];
    to->slots = NULL;
    to->slot_count = 0;
}

struct pf_contents *pf_contents_copy(struct pf_eval *ev, const struct pf_contents *contents)
{
    struct pf_contents *copy = PF_NEW(ev->arena, struct pf_contents);
    *copy = *contents;
    if (contents->count > 0) {
        copy->capacity = contents->count + 1;
        copy->items = PF_NEW_ARRAY(ev->arena, pf_value, copy->capacity);
        memcpy(copy->items, contents->items, contents->count * sizeof *copy->items);
    } else {
        copy->items = NULL;
        copy->capacity = 0;
    }
    if (contents->dict.count > 0)
        copy_dict(ev, &copy->dict, &contents->dict);
    else
        copy->dict = (struct pf_dict){0};
    pf_heap_charge(ev, sizeof *copy + contents->count * sizeof(pf_value) +
                           contents->dict.count * sizeof(struct pf_entry));
    return copy;
}

static void note(struct pf_eval *ev, struct pf_object *object)
{
    *pf_pile_add(ev->arena, &ev->trail) = (struct pf_undo){object, object->contents};
}

struct pf_contents *pf_heap_write(struct pf_eval *ev, struct pf_object *object)
{
    if (object->stamp == ev->epoch)
        return object->contents;
    note(ev, object);
    object->contents = pf_contents_copy(ev, object->contents);
    object->stamp = ev->epoch;
    return object->contents;
}

void pf_heap_replace(struct pf_eval *ev, struct pf_object *object, struct pf_contents *contents)
{
    note(ev, object);
    object->contents = contents;
    object->stamp = 0;
}

void pf_heap_forget(struct pf_eval *ev, struct pf_object *object, const char *reason,
                    const struct pf_origin *origin)
{
    struct pf_contents *contents = PF_NEW(ev->arena, struct pf_contents);
    struct pf_unknown *why = PF_NEW(ev->arena, struct pf_unknown);
    *why = (struct pf_unknown){.kinds = PF_KINDS_EVERY,
                               .may_be_empty = true,
                               .reason = pf_arena_str(ev->arena, pf_str_c(reason))};
    *contents =
        (struct pf_contents){.knowledge = PF_CONTENTS_UNKNOWN, .why = why, .origin = origin};
    const struct pf_contents *old = object->contents;
    pf_heap_replace(ev, object, contents);
    /* What it held can be reached through it, by ways that nobody follows from now on. */
    pf_escape_contents(ev, old, reason);
}
