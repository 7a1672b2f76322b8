/* Mappings read strictly. */
#include "rule/strict.h"

#include "base/nearest.h"

enum { KEYS_CAP = 64 /* no file of ours knows as many keys in one mapping */ };

void pf_strict_fault(struct pf_strict *strict, pf_span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_str message = pf_arena_vformat(strict->arena, format, args);
    va_end(args);
    strict->failed = true;
    pf_fault_add(strict->arena, strict->faults, PF_FAULT_UNPARSABLE, span, "%.*s", PF_ARG(message));
}

pf_str pf_strict_suggestion(struct pf_arena *arena, pf_str written, const pf_str *words,
                            size_t count)
{
    ptrdiff_t nearest = pf_nearest(written, words, count);
    if (nearest == PF_STR_NONE)
        return (pf_str){0};
    return pf_arena_format(arena, "; did you mean '%.*s'?", PF_ARG(words[nearest]));
}

static bool is_key(pf_str key, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (key.len > 0 && key.data[0] == keys[i][0] && pf_str_eq(key, pf_str_c(keys[i])))
            return true;
    return false;
}

static void refuse_key(struct pf_strict *strict, const struct pf_node *key, const char *what,
                       const char *const *keys, size_t count)
{
    pf_str words[KEYS_CAP];
    size_t known = count < KEYS_CAP ? count : KEYS_CAP;
    for (size_t i = 0; i < known; i++)
        words[i] = pf_str_c(keys[i]);
    pf_str suggestion = pf_strict_suggestion(strict->arena, key->text, words, known);
    pf_strict_fault(strict, key->span, "%s has no key '%.*s'%.*s", what, PF_ARG(key->text),
                    PF_ARG(suggestion));
}

bool pf_strict_map(struct pf_strict *strict, const struct pf_node *node, const char *what,
                   const char *const *keys, size_t count)
{
    if (node == NULL)
        return false;
    if (node->kind != PF_MAP) {
        pf_strict_fault(strict, node->span, "%s is a mapping, not a %s", what,
                        pf_kind_name(node->kind));
        return false;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct pf_node *key = node->items[i]->key;
        if (!is_key(key->text, keys, count))
            refuse_key(strict, key, what, keys, count);
    }
    return true;
}

pf_str pf_strict_text(struct pf_strict *strict, const struct pf_node *map, const char *key)
{
    const struct pf_node *value = pf_node_get(map, key);
    if (value == NULL)
        return (pf_str){0};
    if (!pf_node_is_scalar(value)) {
        pf_strict_fault(strict, value->span,
                        "'%s' is a text, not a %s; quote it if it begins with "
                        "{, [, &, *, @, ! or %%",
                        key, pf_kind_name(value->kind));
        return (pf_str){0};
    }
    return value->text;
}

pf_str pf_strict_required(struct pf_strict *strict, const struct pf_node *map, const char *key,
                          pf_span place)
{
    pf_str text = pf_strict_text(strict, map, key);
    const struct pf_node *value = pf_node_get(map, key);
    if (value == NULL || (pf_node_is_scalar(value) && pf_str_trim(text).len == 0))
        pf_strict_fault(strict, value == NULL ? place : value->span, "'%s' is missing", key);
    return text;
}

bool pf_strict_bool(struct pf_strict *strict, const struct pf_node *map, const char *key)
{
    const struct pf_node *value = pf_node_get(map, key);
    if (value == NULL)
        return false;
    if (value->kind != PF_BOOL)
        pf_strict_fault(strict, value->span, "'%s' is true or false", key);
    return value->kind == PF_BOOL && value->as.boolean;
}

struct pf_strs pf_strict_texts(struct pf_strict *strict, const struct pf_node *map, const char *key)
{
    struct pf_strs texts = {0};
    const struct pf_node *value = pf_node_get(map, key);
    if (pf_node_is_scalar(value)) {
        *pf_pile_add(strict->arena, &texts) = value->text;
        return texts;
    }
    if (value != NULL && value->kind != PF_SEQ)
        pf_strict_fault(strict, value->span, "'%s' is a list, not a %s", key,
                        pf_kind_name(value->kind));
    for (size_t i = 0; pf_node_is(value, PF_SEQ) && i < value->count; i++) {
        if (pf_node_is_scalar(value->items[i]))
            *pf_pile_add(strict->arena, &texts) = value->items[i]->text;
        else
            pf_strict_fault(strict, value->items[i]->span, "an item of '%s' is a text, not a %s",
                            key, pf_kind_name(value->items[i]->kind));
    }
    return texts;
}

bool pf_strict_severity(struct pf_strict *strict, const struct pf_node *map, const char *key,
                        enum pf_severity *severity)
{
    const struct pf_node *value = pf_node_get(map, key);
    if (value == NULL)
        return false;
    if (pf_node_is_scalar(value) && pf_severity_parse(value->text, severity))
        return true;
    pf_strict_fault(strict, value->span, "'%s' is error, warning, info or off", key);
    return false;
}
