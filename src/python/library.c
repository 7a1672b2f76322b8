/* The modelled libraries, and which modules come with Python. */
#include "python/interp.h"

#define LIBRARY(name) extern const struct pf_library pf_lib_##name;
#include "python/libraries.def"
#undef LIBRARY

#define MODEL(id, dotted, ...)                                                                     \
    static const struct pf_library model_##id = {.module = dotted, .has_text = true, __VA_ARGS__};
#include "python/models.def"
#undef MODEL

static const struct pf_library *const libraries[] = {
#define LIBRARY(name) &pf_lib_##name,
#include "python/libraries.def"
#undef LIBRARY
#define MODEL(id, dotted, ...) &model_##id,
#include "python/models.def"
#undef MODEL
};

const struct pf_library *pf_library_find(pf_str module)
{
    for (size_t i = 0; i < PF_COUNT(libraries); i++)
        if (pf_str_eq(module, pf_str_c(libraries[i]->module)))
            return libraries[i];
    return NULL;
}

static const struct {
    const char *module, *hides;
} standard[] = {
#define STANDARD(module, hides) {module, hides},
#include "python/standard.def"
#undef STANDARD
};

/* What a module of Python's own hides, "" for nothing; NULL when it is none. */
static const char *hidden_by(pf_str module)
{
    for (size_t i = 0; i < PF_COUNT(standard); i++)
        if (pf_str_eq(module, pf_str_c(standard[i].module)))
            return standard[i].hides;
    return NULL;
}

bool pf_library_is_standard(pf_str module)
{
    pf_str top, rest;
    pf_str_cut(module, '.', &top, &rest);
    return hidden_by(top) != NULL;
}

pf_str pf_library_hides(pf_str module)
{
    const char *hides = hidden_by(module);
    return hides == NULL ? PF_STR("") : pf_str_c(hides);
}

pf_value pf_library_names(struct pf_eval *ev, struct pf_object *module)
{
    const struct pf_library *library = module->module->library;
    pf_value names = pf_list_value(ev, NULL, 0);
    struct pf_contents *c = names.as.object->contents;
    const struct pf_dict *defined = &module->attributes->contents->dict;
    for (size_t i = 0; library->has_text && i < defined->count; i++)
        if (defined->entries[i].live && pf_text_of(defined->entries[i].key).data[0] != '_')
            pf_list_append(ev, c, defined->entries[i].key);
    for (size_t i = 0; i < library->function_count; i++) {
        pf_str full = pf_str_c(library->functions[i].name);
        ptrdiff_t dot = pf_str_find_last_byte(full, '.');
        pf_list_append(ev, c,
                       pf_str_value(ev, pf_str_slice(full, dot == PF_STR_NONE ? 0 : (size_t)dot + 1,
                                                     full.len)));
    }
    for (size_t i = 0; i < library->class_count; i++)
        pf_list_append(ev, c, pf_str_c_value(ev, library->classes[i]->name));
    for (size_t i = 0; i < library->constant_count; i++)
        pf_list_append(ev, c, pf_str_c_value(ev, library->constants[i].name));
    return names;
}
