/* Types: making, joining, looking into them. */
#include "model/shape_type.h"

const struct pf_type *pf_type_of_kind(enum pf_type_kind kind)
{
    static const struct pf_type types[] = {
        [PF_TYPE_ANY] = {.kind = PF_TYPE_ANY},       [PF_TYPE_NULL] = {.kind = PF_TYPE_NULL},
        [PF_TYPE_BOOL] = {.kind = PF_TYPE_BOOL},     [PF_TYPE_NUMBER] = {.kind = PF_TYPE_NUMBER},
        [PF_TYPE_STRING] = {.kind = PF_TYPE_STRING},
    };
    return kind <= PF_TYPE_STRING ? &types[kind] : &types[PF_TYPE_ANY];
}

struct pf_type *pf_type_object(struct pf_arena *arena, const struct pf_type *others)
{
    struct pf_type *type = PF_NEW(arena, struct pf_type);
    type->kind = PF_TYPE_OBJECT;
    type->item = others;
    return type;
}

const struct pf_type *pf_type_array(struct pf_arena *arena, const struct pf_type *item)
{
    struct pf_type *type = PF_NEW(arena, struct pf_type);
    type->kind = PF_TYPE_ARRAY;
    type->item = item;
    return type;
}

static struct pf_type_member *find_member(const struct pf_type *object, pf_str name)
{
    for (size_t i = 0; i < object->members.count; i++)
        if (pf_str_eq_nocase(object->members.items[i].name, name))
            return &object->members.items[i];
    return NULL;
}

void pf_type_add(struct pf_arena *arena, struct pf_type *object, pf_str name,
                 const struct pf_type *type)
{
    struct pf_type_member *member = find_member(object, name);
    if (member != NULL)
        member->type = pf_type_join(arena, member->type, type);
    else
        *pf_pile_add(arena, &object->members) = (struct pf_type_member){name, type};
}

const struct pf_type *pf_type_member(const struct pf_type *object, pf_str name)
{
    const struct pf_type_member *member = find_member(object, name);
    return member != NULL ? member->type : object->item;
}

const struct pf_type *pf_type_join(struct pf_arena *arena, const struct pf_type *a,
                                   const struct pf_type *b)
{
    if (a->kind != b->kind || a == b)
        return a == b ? a : pf_type_of_kind(PF_TYPE_ANY);
    if (a->kind == PF_TYPE_ARRAY)
        return pf_type_array(arena, pf_type_join(arena, a->item, b->item));
    return a->kind == PF_TYPE_OBJECT ? pf_type_object(arena, pf_type_of_kind(PF_TYPE_ANY)) : a;
}

enum { MAX_DEPTH = 10 /* deeper parts of a literal are any */ };

static const struct pf_type *type_at(struct pf_arena *arena, const struct pf_node *value,
                                     unsigned depth)
{
    static const enum pf_type_kind kinds[PF_KIND_COUNT] = {
        [PF_NULL] = PF_TYPE_NULL,   [PF_BOOL] = PF_TYPE_BOOL,     [PF_INT] = PF_TYPE_NUMBER,
        [PF_REAL] = PF_TYPE_NUMBER, [PF_STRING] = PF_TYPE_STRING,
    };
    if (pf_node_is_scalar(value))
        return pf_shape_has_expression(value) ? pf_type_of_kind(PF_TYPE_ANY)
                                              : pf_type_of_kind(kinds[value->kind]);
    if (depth == 0 || (value->kind != PF_SEQ && value->kind != PF_MAP))
        return pf_type_of_kind(PF_TYPE_ANY);
    const struct pf_type *joined = NULL;
    struct pf_type *object = pf_type_object(arena, pf_type_of_kind(PF_TYPE_ANY));
    for (size_t i = 0; i < value->count; i++) {
        const struct pf_type *item = type_at(arena, value->items[i], depth - 1);
        joined = joined == NULL ? item : pf_type_join(arena, joined, item);
        if (value->kind == PF_MAP)
            pf_type_add(arena, object, value->items[i]->key->text, item);
    }
    if (value->kind == PF_MAP)
        return object;
    return pf_type_array(arena, joined == NULL ? pf_type_of_kind(PF_TYPE_ANY) : joined);
}

const struct pf_type *pf_type_of_value(struct pf_arena *arena, const struct pf_node *value)
{
    return type_at(arena, value, MAX_DEPTH);
}

const char *pf_type_words(const struct pf_type *type)
{
    static const char *const words[] = {
        [PF_TYPE_ANY] = "anything",     [PF_TYPE_NULL] = "null",       [PF_TYPE_BOOL] = "a boolean",
        [PF_TYPE_NUMBER] = "a number",  [PF_TYPE_STRING] = "a string", [PF_TYPE_ARRAY] = "an array",
        [PF_TYPE_OBJECT] = "an object",
    };
    return words[type->kind];
}
