/* Keeps what was parsed by its source, and the sources of models by their names. */
#include "python/trees.h"

#include "base/index.h"
#include "base/table.h"

struct pf_trees {
    struct pf_index parsed; /* the bytes of the source's address → struct tree */
    struct pf_index models; /* module → struct model */
};

struct tree {
    const struct pf_ast *ast;
    struct pf_faults faults;
};

struct model {
    const struct pf_source *source;
};

struct pf_trees *pf_trees_new(struct pf_arena *arena)
{
    struct pf_trees *trees = PF_NEW(arena, struct pf_trees);
    *trees = (struct pf_trees){.parsed = pf_index_new(arena), .models = pf_index_new(arena)};
    return trees;
}

const struct pf_ast *pf_trees_parse(struct pf_trees *trees, const struct pf_source *source,
                                    struct pf_arena *arena, struct pf_faults *faults)
{
    struct pf_arena *own = trees->parsed.arena;
    pf_str key = {(const char *)&source, sizeof source};
    struct tree *tree = pf_index_get(&trees->parsed, key);
    if (tree == NULL) {
        tree = PF_NEW(own, struct tree);
        tree->ast = pf_python_parse(own, source, &tree->faults);
        pf_index_put(&trees->parsed, pf_arena_str(own, key), tree);
    }
    for (size_t i = 0; i < tree->faults.count; i++)
        *pf_pile_add(arena, faults) = tree->faults.items[i];
    return tree->ast;
}

const struct pf_source *pf_trees_text(struct pf_trees *trees, pf_str text)
{
    struct pf_arena *own = trees->parsed.arena;
    return pf_source_new(own, PF_STR("<string>"), pf_arena_str(own, text));
}

const struct pf_source *pf_trees_model(struct pf_trees *trees, pf_str module)
{
    struct pf_arena *own = trees->models.arena;
    struct model *model = pf_index_get(&trees->models, module);
    if (model != NULL)
        return model->source;
    pf_str path = pf_arena_format(own, "src/python/models/%.*s.py", PF_ARG(module)), bytes;
    model = PF_NEW(own, struct model);
    if (pf_embedded_find(path.data, &bytes))
        model->source = pf_source_new(own, pf_arena_format(own, "<%.*s>", PF_ARG(module)), bytes);
    pf_index_put(&trees->models, pf_arena_str(own, module), model);
    return model->source;
}
