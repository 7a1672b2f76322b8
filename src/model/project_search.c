/* Reads file by file into memory that is given back at once. */
#include "model/project_search.h"

#include "model/project_inside.h"

struct search {
    struct pf_project *project;
    const struct pf_strs *words;
    bool *found;
    size_t left; /* words */
};

static void look(struct search *search, pf_str bytes)
{
    for (size_t i = 0; i < search->words->count; i++)
        if (!search->found[i] && pf_str_contains(bytes, search->words->items[i])) {
            search->found[i] = true;
            search->left--;
        }
}

/* Images, fonts, archives, databases: nothing to be read in them. */
static bool is_data(pf_str path)
{
    static const char *const endings[] = {".png",  ".jpg",   ".jpeg", ".gif", ".ico",     ".svg",
                                          ".woff", ".woff2", ".ttf",  ".eot", ".otf",     ".zip",
                                          ".gz",   ".pdf",   ".mo",   ".po",  ".sqlite3", ".db",
                                          ".mp4",  ".webp",  ".lock", ".map", ".css",     ".csv"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (pf_str_ends(path, pf_str_c(endings[i])))
            return true;
    return false;
}

static void look_through_files(struct search *search)
{
    const struct pf_project_files *files = &search->project->files;
    for (size_t i = 0; i < files->count && search->left > 0; i++) {
        if (files->items[i]->type == PF_CLASS_DOCS)
            continue;
        struct pf_arena *scratch = pf_arena_new(NULL);
        const struct pf_source *source = pf_project_text(scratch, search->project, files->items[i]);
        if (source != NULL)
            look(search, source->bytes);
        pf_arena_free(scratch);
    }
}

static bool look_through_others(struct search *search)
{
    const struct pf_project_state *state = search->project->state;
    size_t bytes_left = PF_SEARCH_BYTES;
    for (size_t i = 0; i < state->others.count && search->left > 0; i++) {
        if (is_data(state->others.items[i]))
            continue;
        struct pf_arena *scratch = pf_arena_new(NULL);
        pf_str bytes = {0};
        if (state->tree.read(state->tree.context, scratch, state->others.items[i], PF_SEARCH_FILE,
                             &bytes, NULL))
            look(search, bytes);
        pf_arena_free(scratch);
        if (bytes.len > bytes_left)
            return false;
        bytes_left -= bytes.len;
    }
    return true;
}

bool pf_project_search(struct pf_project *project, const struct pf_strs *words, bool *found)
{
    struct search search = {project, words, found, words->count};
    for (size_t i = 0; i < words->count; i++)
        found[i] = false;
    look_through_files(&search);
    return look_through_others(&search) && !project->truncated;
}
