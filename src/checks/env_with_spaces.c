/* ENV NAME = value: the old form of ENV, which takes the sign for the beginning of the value. */
#include "checks/built.h"

/* Where the value begins behind "NAME = ", from the end of the name on; 0 for another form. */
static size_t value_at(pf_str bytes, size_t name_end)
{
    size_t at = name_end;
    while (at < bytes.len && (bytes.data[at] == ' ' || bytes.data[at] == '\t'))
        at++;
    if (at == name_end || at + 1 >= bytes.len || bytes.data[at] != '=')
        return 0;
    at++;
    while (at < bytes.len && (bytes.data[at] == ' ' || bytes.data[at] == '\t'))
        at++;
    return at;
}

/* May the rest of the line stand behind NAME= as it is? One word, or one in quotes. */
static bool is_one_word(pf_str bytes, size_t at)
{
    pf_str line, rest = pf_str_slice(bytes, at, bytes.len);
    pf_str_next_line(&rest, &line);
    line = pf_str_trim(line);
    bool is_quoted = line.len > 1 && line.data[0] == '"' && line.data[line.len - 1] == '"';
    return is_quoted || (line.len > 0 && pf_str_find_byte(line, ' ') == PF_STR_NONE &&
                         line.data[line.len - 1] != '\\');
}

static void judge_instruction(struct pf_check_context *context, const struct pf_node *instruction)
{
    const struct pf_node *pairs = pf_node_get(instruction, "pairs");
    if (!pf_str_eq(pf_node_text(pf_node_get(instruction, "instruction")), PF_STR("ENV")) ||
        pairs == NULL || pairs->count != 1 || pairs->items[0]->key->span.file == NULL)
        return;
    pf_span name = pairs->items[0]->key->span;
    pf_str bytes = name.file->bytes;
    size_t at = value_at(bytes, name.at + name.len);
    if (at == 0)
        return;
    struct pf_report *report =
        pf_check_report(context, "", pf_span_of(name.file, name.at, at - name.at));
    pf_report_argument(report, "name", pairs->items[0]->key->text);
    if (is_one_word(bytes, at))
        pf_report_fix(report, pf_span_of(name.file, name.at + name.len, at - name.at - name.len),
                      PF_STR("="));
    pf_report_key(report, "%.*s/%.*s", PF_ARG(name.file->path), PF_ARG(pairs->items[0]->key->text));
}

void pf_check_env_with_spaces(struct pf_check_context *context)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_DOCKERFILE);
    for (size_t i = 0; i < files.count; i++) {
        const struct pf_node *stages = pf_node_get(files.items[i]->root, "stages");
        for (size_t s = 0; stages != NULL && s < stages->count; s++) {
            const struct pf_node *all = pf_node_get(stages->items[s], "instructions");
            for (size_t k = 0; all != NULL && k < all->count; k++)
                judge_instruction(context, all->items[k]);
        }
    }
}
