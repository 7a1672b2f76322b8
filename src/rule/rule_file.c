/* One YAML file → its rules. */
#include "rule/rule_logic.h"

#include "read/yaml.h"

enum { ID_LENGTH = 6 };

const struct pf_rule_key pf_rule_keys[] = {
    {"id", "text", "three capitals and three digits"},
    {"name", "text", "small letters, digits and dashes; accepted wherever the id is"},
    {"severity", "error, warning, info or off", "off: runs only when it is chosen"},
    {"summary", "text", "what it finds, in one sentence"},
    {"docs", "Markdown", "why it matters and how to mend it"},
    {"tags", "list of texts", "for tag:X in a selection; security has a meaning in SARIF"},
    {"security-severity", "text", "\"0.1\" to \"10.0\", for code scanning"},
    {"since", "text", "the first version that has the rule"},
    {"reads", "list of texts", "the kinds of file it looks at, for its page"},
    {"params", "map", "values that preflight.yml may replace"},
    {"for", "map of expressions", "variables that go through their members, in order, nested"},
    {"let", "map of expressions", "sets, made once for each binding of the variables"},
    {"when", "expression", "the binding is judged only if this holds"},
    {"require", "expression", "a finding where it does not hold"},
    {"forbid", "expression", "a finding where it holds"},
    {"check", "text", "the check written in C that judges (built-in rules)"},
    {"internal", "true", "reported by preflight itself (built-in rules)"},
    {"message", "template", "what is the case"},
    {"messages", "map of templates", "by variant, for check; or {text, label, help, severity}"},
    {"label", "template", "what stands under the marked text"},
    {"help", "template", "what to write instead"},
    {"at", "expression", "the place; without it, that of the last variable of for"},
    {"related", "list of {at, label}", "places in other files; for check, names and labels"},
    {"key", "template", "what tells findings apart when lines move"},
    {"redact", "expression", "values that are never printed"},
    {"unknown", "error, warning, info or off", "severity of cases that cannot be decided"},
    {"fix", "{safety, title, set, to, text}", "what to put in place of a value"},
    {"covers", "list of rules", "their findings with the same key are dropped"},
    {"references", "list of addresses", "for the rule's page"},
    {"see", "list of rules", "for the rule's page"},
    {"exceptions", "Markdown", "when not to use it"},
    {"bad", "list of examples", "each must be found"},
    {"good", "list of examples", "each must be clean"},
    {"tests", "list of examples", "further cases, not on the rule's page"},
    {"unsuppressable", "true", "nothing hides it (built-in rules)"},
};
const size_t pf_rule_key_count = sizeof pf_rule_keys / sizeof *pf_rule_keys;

static bool is_id(pf_str id)
{
    if (id.len != ID_LENGTH)
        return false;
    for (size_t i = 0; i < ID_LENGTH; i++) {
        char c = id.data[i];
        if (i < 3 ? c < 'A' || c > 'Z' : !pf_is_digit(c))
            return false;
    }
    return true;
}

static bool is_kebab_case(pf_str name)
{
    bool after_dash = true;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        bool is_dash = c == '-';
        if ((is_dash && after_dash) || (!is_dash && !pf_is_digit(c) && (c < 'a' || c > 'z')))
            return false;
        after_dash = is_dash;
    }
    return name.len > 0 && !after_dash;
}

static void read_identity(struct pf_rule_reader *reader)
{
    struct pf_strict *strict = &reader->strict;
    struct pf_rule *rule = reader->rule;
    const struct pf_node *map = reader->map, *id = pf_node_get(map, "id");
    rule->place = id != NULL ? id->span : map->span;
    rule->card.id = pf_strict_required(strict, map, "id", map->span);
    rule->card.name = pf_strict_required(strict, map, "name", rule->place);
    if (rule->card.id.len > 0 && !is_id(rule->card.id))
        pf_strict_fault(strict, rule->place, "'%.*s' is no id: three capitals and three digits",
                        PF_ARG(rule->card.id));
    else if (!rule->built_in && pf_rule_family_is_reserved(pf_str_slice(rule->card.id, 0, 3)))
        pf_strict_fault(strict, rule->place,
                        "'%.*s' is a family of preflight's own; take other letters",
                        PF_ARG(pf_str_slice(rule->card.id, 0, 3)));
    if (rule->card.name.len > 0 && !is_kebab_case(rule->card.name))
        pf_strict_fault(strict, pf_node_get(map, "name")->span,
                        "a name is small letters, digits and single dashes");
}

static void read_card(struct pf_rule_reader *reader)
{
    struct pf_strict *strict = &reader->strict;
    struct pf_rule_card *card = &reader->rule->card;
    const struct pf_node *map = reader->map;
    card->severity = PF_SEVERITY_WARNING;
    if (!pf_strict_severity(strict, map, "severity", &card->severity) &&
        pf_node_get(map, "severity") == NULL)
        pf_strict_fault(strict, reader->rule->place, "'severity' is missing");
    card->summary = pf_str_trim(pf_strict_required(strict, map, "summary", reader->rule->place));
    card->docs = pf_strict_text(strict, map, "docs");
    card->security_severity = pf_strict_text(strict, map, "security-severity");
    struct pf_strs tags = pf_strict_texts(strict, map, "tags");
    card->tags = tags.items;
    card->tag_count = tags.count;
}

static const struct pf_node *read_examples(struct pf_rule_reader *reader, const char *key)
{
    static const char *const keys[] = {"name", "files", "expect", "message", "params", "given"};
    const struct pf_node *examples = pf_node_get(reader->map, key);
    if (examples == NULL)
        return NULL;
    if (examples->kind != PF_SEQ) {
        pf_strict_fault(&reader->strict, examples->span, "'%s' is a list of examples", key);
        return NULL;
    }
    for (size_t i = 0; i < examples->count; i++) {
        const struct pf_node *example = examples->items[i];
        if (pf_strict_map(&reader->strict, example, "an example", keys,
                          sizeof keys / sizeof *keys) &&
            !pf_node_is(pf_node_get(example, "files"), PF_MAP))
            pf_strict_fault(&reader->strict, example->span,
                            "an example has 'files', a mapping of paths to contents");
    }
    return examples;
}

static void read_rest(struct pf_rule_reader *reader)
{
    struct pf_strict *strict = &reader->strict;
    struct pf_rule *rule = reader->rule;
    rule->since = pf_strict_text(strict, reader->map, "since");
    rule->exceptions = pf_strict_text(strict, reader->map, "exceptions");
    rule->unsuppressable = pf_strict_bool(strict, reader->map, "unsuppressable");
    if (rule->unsuppressable && !rule->built_in)
        pf_strict_fault(strict, rule->place,
                        "'unsuppressable' is for rules that come with preflight");
    rule->covers = pf_strict_texts(strict, reader->map, "covers");
    rule->references = pf_strict_texts(strict, reader->map, "references");
    rule->related_rules = pf_strict_texts(strict, reader->map, "see");
    rule->reads = pf_strict_texts(strict, reader->map, "reads");
    rule->bad = read_examples(reader, "bad");
    rule->good = read_examples(reader, "good");
    rule->tests = read_examples(reader, "tests");
}

static bool is_free(struct pf_rule_reader *reader, const struct pf_rules *rules, pf_str id_or_name)
{
    const struct pf_rule *other = pf_rules_find(rules, id_or_name);
    if (other == NULL)
        return true;
    pf_strict_fault(&reader->strict, reader->rule->place, "there is already a rule '%.*s', %.*s",
                    PF_ARG(id_or_name), PF_ARG(other->card.id));
    return false;
}

static void insert(struct pf_arena *arena, struct pf_rules *rules, struct pf_rule *rule)
{
    pf_pile_add(arena, rules);
    size_t at = rules->count - 1;
    for (; at > 0 && pf_str_compare(rules->items[at - 1]->card.id, rule->card.id) > 0; at--)
        rules->items[at] = rules->items[at - 1];
    rules->items[at] = rule;
}

static void read_rule(struct pf_strict *strict, const struct pf_node *map, bool built_in,
                      struct pf_rules *rules)
{
    const char *keys[sizeof pf_rule_keys / sizeof *pf_rule_keys];
    for (size_t i = 0; i < pf_rule_key_count; i++)
        keys[i] = pf_rule_keys[i].name;
    struct pf_rule *rule = PF_NEW(strict->arena, struct pf_rule);
    struct pf_rule_reader reader = {
        .strict = {.arena = strict->arena, .faults = strict->faults}, .rule = rule, .map = map};
    rule->built_in = built_in;
    if (pf_strict_map(&reader.strict, map, "a rule", keys, pf_rule_key_count)) {
        read_identity(&reader);
        read_card(&reader);
        pf_rule_logic_read(&reader);
        read_rest(&reader);
    }
    if (!reader.strict.failed && is_free(&reader, rules, rule->card.id) &&
        is_free(&reader, rules, rule->card.name))
        insert(strict->arena, rules, rule);
    strict->failed |= reader.strict.failed;
}

static void read_rules(struct pf_strict *strict, const struct pf_node *list, bool built_in,
                       struct pf_rules *rules)
{
    for (size_t i = 0; i < list->count; i++) {
        if (rules->count >= PF_RULES_CAP) {
            pf_strict_fault(strict, list->items[i]->span, "more than %d rules", PF_RULES_CAP);
            return;
        }
        read_rule(strict, list->items[i], built_in, rules);
    }
}

static void read_document(struct pf_strict *strict, const struct pf_node *root, bool built_in,
                          struct pf_rules *rules)
{
    static const char *const keys[] = {"version", "rules"};
    if (!pf_strict_map(strict, root, "a rule file", keys, sizeof keys / sizeof *keys))
        return;
    pf_str version = pf_strict_required(strict, root, "version", root->span);
    if (version.len > 0 && !pf_str_eq(version, PF_STR("1")))
        pf_strict_fault(strict, pf_node_get(root, "version")->span,
                        "this preflight reads rule files of version 1");
    const struct pf_node *list = pf_node_get(root, "rules");
    if (pf_node_is(list, PF_SEQ))
        read_rules(strict, list, built_in, rules);
    else
        pf_strict_fault(strict, list == NULL ? root->span : list->span,
                        "'rules' is missing, or no list");
}

/* Expressions in YAML are quoted more often than one thinks. */
static void add_hint(struct pf_arena *arena, struct pf_fault *fault)
{
    if (fault->kind == PF_FAULT_UNPARSABLE || fault->kind == PF_FAULT_ALIAS)
        fault->message = pf_arena_format(
            arena,
            "%.*s (an expression that begins with &, *, @, ! or %% or holds ': ' or ' #' must be "
            "quoted)",
            PF_ARG(fault->message));
}

bool pf_rule_file_read(struct pf_arena *arena, const struct pf_source *source, bool built_in,
                       struct pf_rules *rules, struct pf_faults *faults)
{
    size_t before = faults->count;
    const struct pf_node *root = pf_yaml_read(arena, source, faults);
    if (faults->count > before) {
        add_hint(arena, &faults->items[before]);
        return false;
    }
    struct pf_strict strict = {.arena = arena, .faults = faults};
    if (root == NULL)
        pf_strict_fault(&strict, pf_span_of(source, 0, 0), "the rule file is empty");
    else
        read_document(&strict, root, built_in, rules);
    return !strict.failed;
}

pf_str pf_rule_faults_text(struct pf_arena *arena, const struct pf_faults *faults)
{
    struct pf_buffer text = pf_buffer_new(arena);
    for (size_t i = 0; i < faults->count; i++) {
        const struct pf_fault *fault = &faults->items[i];
        struct pf_place place = pf_span_start(fault->span);
        if (fault->span.file != NULL)
            pf_buffer_format(&text, "%.*s:%u:%u: ", PF_ARG(fault->span.file->path), place.line,
                             place.column);
        pf_buffer_format(&text, "%.*s\n", PF_ARG(fault->message));
    }
    return pf_buffer_str(&text);
}
