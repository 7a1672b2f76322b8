/* Rule → Markdown page. */
#include "rule/page.h"

static void heading(struct pf_buffer *page, const char *title)
{
    pf_buffer_format(page, "\n## %s\n\n", title);
}

static void paragraph(struct pf_buffer *page, pf_str text)
{
    pf_buffer_add(page, pf_str_trim(text));
    pf_buffer_add_c(page, "\n");
}

/* A cell of a table: bars would end it. */
static void cell(struct pf_buffer *page, pf_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '|')
            pf_buffer_add_byte(page, '\\');
        pf_buffer_add_byte(page, text.data[i] == '\n' ? ' ' : text.data[i]);
    }
}

static void row(struct pf_buffer *page, const char *name, pf_str value)
{
    if (value.len == 0)
        return;
    pf_buffer_format(page, "| %s | ", name);
    cell(page, value);
    pf_buffer_add_c(page, " |\n");
}

static pf_str joined(struct pf_arena *arena, const pf_str *items, size_t count)
{
    return pf_arena_join(arena, items, count, PF_STR(", "));
}

/* The template as it was written, but for `\{`. */
static pf_str template_text(struct pf_arena *arena, const struct pf_template *form)
{
    struct pf_buffer text = pf_buffer_new(arena);
    for (size_t i = 0; i < form->count; i++) {
        pf_buffer_add_c(&text, form->parts[i].is_capture ? "{" : "");
        pf_buffer_add(&text, form->parts[i].text);
        pf_buffer_add_c(&text, form->parts[i].is_capture ? "}" : "");
    }
    return pf_buffer_str(&text);
}

static pf_str fix_words(struct pf_arena *arena, const struct pf_rule *rule)
{
    static const char *const words[] = {[PF_FIX_SUGGESTION] = "a suggestion",
                                        [PF_FIX_UNSAFE] = "with --fix=unsafe",
                                        [PF_FIX_SAFE] = "with --fix"};
    if (rule->fix == NULL)
        return (pf_str){0};
    pf_str title = template_text(arena, &rule->fix->title);
    return pf_arena_format(arena, "%.*s (%s)", PF_ARG(title), words[rule->fix->safety]);
}

static void facts(struct pf_buffer *page, const struct pf_rule *rule)
{
    struct pf_arena *arena = page->arena;
    const struct pf_rule_card *card = &rule->card;
    pf_buffer_add_c(page, "\n| | |\n|---|---|\n");
    row(page, "severity", pf_str_c(pf_severity_name(card->severity)));
    if (rule->reports_unknown)
        row(page, "when it cannot be decided", pf_str_c(pf_severity_name(rule->unknown)));
    row(page, "since", rule->since);
    row(page, "tags", joined(arena, card->tags, card->tag_count));
    row(page, "security severity", card->security_severity);
    row(page, "reads", joined(arena, rule->reads.items, rule->reads.count));
    row(page, "fix", fix_words(arena, rule));
}

static void words(struct pf_buffer *page, const struct pf_rule *rule)
{
    heading(page, "What it says");
    for (size_t i = 0; i < rule->message_count; i++) {
        const struct pf_rule_message *message = &rule->messages[i];
        pf_buffer_add_c(page, "- `");
        pf_buffer_add(page, template_text(page->arena, &message->text));
        pf_buffer_add_c(page, "`");
        if (message->has_severity)
            pf_buffer_format(page, " (%s)", pf_severity_name(message->severity));
        if (message->help.count > 0)
            pf_buffer_format(page, "  \n  help: %.*s",
                             PF_ARG(template_text(page->arena, &message->help)));
        pf_buffer_add_c(page, "\n");
    }
}

static const char *language_of(pf_str path)
{
    static const struct {
        const char *suffix, *language;
    } languages[] = {
        {".yml", "yaml"},
        {".yaml", "yaml"},
        {".json", "json"},
        {".py", "python"},
        {"Dockerfile", "dockerfile"},
        {".md", "markdown"},
        {".toml", "toml"},
        {".rst", "rst"},
    };
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (pf_str_ends(path, pf_str_c(languages[i].suffix)))
            return languages[i].language;
    return "";
}

/* A fence longer than any in the text. */
static size_t fence_length(pf_str text)
{
    size_t longest = 2, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.data[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest + 1;
}

static void fence(struct pf_buffer *page, size_t length)
{
    for (size_t i = 0; i < length; i++)
        pf_buffer_add_byte(page, '`');
}

static void sample(struct pf_buffer *page, const struct pf_node *file)
{
    pf_str path = file->key->text, text = pf_node_text(file);
    size_t length = fence_length(text);
    pf_buffer_format(page, "`%.*s`\n\n", PF_ARG(path));
    fence(page, length);
    pf_buffer_format(page, "%s\n", language_of(path));
    pf_buffer_add(page, text);
    if (!pf_str_ends(text, PF_STR("\n")))
        pf_buffer_add_c(page, "\n");
    fence(page, length);
    pf_buffer_add_c(page, "\n\n");
}

static void examples(struct pf_buffer *page, const char *title, const struct pf_node *list)
{
    if (list == NULL || list->count == 0)
        return;
    heading(page, title);
    for (size_t i = 0; i < list->count; i++) {
        const struct pf_node *files = pf_node_get(list->items[i], "files");
        pf_str name = pf_node_text(pf_node_get(list->items[i], "name"));
        if (name.len > 0)
            pf_buffer_format(page, "### %.*s\n\n", PF_ARG(name));
        for (size_t j = 0; files != NULL && j < files->count; j++)
            sample(page, files->items[j]);
    }
    while (page->len > 1 && page->data[page->len - 1] == '\n' && page->data[page->len - 2] == '\n')
        page->len--;
}

static void params(struct pf_buffer *page, const struct pf_rule *rule)
{
    if (rule->param_count == 0)
        return;
    heading(page, "Parameters");
    pf_buffer_format(page, "Set them in preflight.yml under `rules: {%.*s: {params: …}}`.\n\n",
                     PF_ARG(rule->card.id));
    pf_buffer_add_c(page, "| name | default |\n|---|---|\n");
    for (size_t i = 0; i < rule->param_count; i++) {
        struct pf_member member = {rule->params[i].value, PF_YES};
        struct pf_set set = {.items = &member, .count = 1};
        pf_buffer_format(page, "| `%.*s` | `", PF_ARG(rule->params[i].name));
        cell(page, pf_capture_words(page->arena, &set, NULL));
        pf_buffer_add_c(page, "` |\n");
    }
}

static void suppression(struct pf_buffer *page, const struct pf_rule *rule)
{
    pf_str id = rule->card.id;
    heading(page, "How to suppress it");
    if (rule->unsuppressable) {
        pf_buffer_add_c(page, "Nothing hides this finding.\n");
        return;
    }
    pf_buffer_format(page,
                     "In the file, where it has comments:\n\n"
                     "```yaml\n# preflight: ignore[%.*s] the reason\n```\n\n"
                     "In preflight.yml:\n\n"
                     "```yaml\nignore:\n- {rule: %.*s, path: the/file, reason: the reason}\n```\n",
                     PF_ARG(id), PF_ARG(id));
}

static void see_also(struct pf_buffer *page, const struct pf_rules *rules,
                     const struct pf_rule *rule)
{
    if (rule->related_rules.count + rule->references.count == 0)
        return;
    heading(page, "See also");
    for (size_t i = 0; i < rule->related_rules.count; i++) {
        const struct pf_rule *other = pf_rules_find(rules, rule->related_rules.items[i]);
        if (other == NULL)
            pf_buffer_format(page, "- %.*s\n", PF_ARG(rule->related_rules.items[i]));
        else
            pf_buffer_format(page, "- [%.*s](%.*s.md) %.*s\n", PF_ARG(other->card.id),
                             PF_ARG(other->card.id), PF_ARG(other->card.name));
    }
    for (size_t i = 0; i < rule->references.count; i++)
        pf_buffer_format(page, "- <%.*s>\n", PF_ARG(rule->references.items[i]));
}

/* What a rule says nothing of: an error is refused, fails or exposes; the rest is a matter of
 * reasons.
 */
static void exceptions(struct pf_buffer *page, const struct pf_rule *rule)
{
    if (rule->unsuppressable)
        return;
    heading(page, "When not to use it");
    if (pf_str_trim(rule->exceptions).len > 0)
        paragraph(page, rule->exceptions);
    else if (rule->card.severity == PF_SEVERITY_ERROR)
        pf_buffer_add_c(page,
                        "No case is known: what it finds is refused, fails, or exposes what is "
                        "deployed.\n");
    else
        pf_buffer_add_c(page, "Where it is right as it is: hide it there, with that reason.\n");
}

void pf_rule_page(const struct pf_rules *rules, const struct pf_rule *rule, struct pf_buffer *page)
{
    pf_buffer_format(page, "# %.*s %.*s\n\n", PF_ARG(rule->card.id), PF_ARG(rule->card.name));
    paragraph(page, rule->card.summary);
    facts(page, rule);
    if (pf_str_trim(rule->card.docs).len > 0) {
        heading(page, "Why it matters");
        paragraph(page, rule->card.docs);
    }
    words(page, rule);
    examples(page, "Fails", rule->bad);
    examples(page, "Passes", rule->good);
    params(page, rule);
    suppression(page, rule);
    exceptions(page, rule);
    see_also(page, rules, rule);
}

static bool starts_family(const struct pf_rules *rules, size_t index)
{
    pf_str family = pf_str_slice(rules->items[index]->card.id, 0, 3);
    return index == 0 || !pf_str_starts(rules->items[index - 1]->card.id, family);
}

void pf_rules_index_page(const struct pf_rules *rules, struct pf_buffer *page)
{
    pf_buffer_add_c(page, "# Rules\n");
    for (size_t i = 0; i < rules->count; i++) {
        const struct pf_rule_card *card = &rules->items[i]->card;
        if (starts_family(rules, i))
            pf_buffer_format(page,
                             "\n## %.*s\n\n| id | name | severity | finds |\n|---|---|---|---|\n",
                             PF_ARG(pf_str_slice(card->id, 0, 3)));
        pf_buffer_format(page, "| [%.*s](%.*s.md) | %.*s | %s | ", PF_ARG(card->id),
                         PF_ARG(card->id), PF_ARG(card->name), pf_severity_name(card->severity));
        cell(page, card->summary);
        pf_buffer_add_c(page, " |\n");
    }
}
