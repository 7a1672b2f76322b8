/* Variables, conditions, messages and fixes of one rule. */
#include "rule/rule_logic.h"

#include "rule/check.h"
#include "rule/place.h"

static void fault_in_text(struct pf_rule_reader *reader, const struct pf_node *text,
                          const struct pf_expr_fault *fault)
{
    pf_strict_fault(&reader->strict, pf_scalar_place(text, fault->at, 1), "%.*s",
                    PF_ARG(fault->message));
}

static struct pf_expr_scope scope_of(const struct pf_rule_reader *reader)
{
    return (struct pf_expr_scope){reader->names.items, reader->names.count};
}

/* Patterns given by name come from parameters, whose texts are checked beforehand. */
static void check_patterns(struct pf_rule_reader *reader, const struct pf_expr *expr)
{
    bool matches = expr->kind == PF_EXPR_COMPARE &&
                   (expr->relation == PF_EXPR_MATCHES || expr->relation == PF_EXPR_MATCHES_NOT);
    if (matches && expr->right->kind == PF_EXPR_NAME) {
        const struct pf_node *param = pf_rule_param(reader->rule, expr->right->name);
        if (param == NULL)
            pf_strict_fault(&reader->strict, pf_expr_span(expr->right),
                            "$%.*s is no parameter; a pattern is written /…/ or is a parameter",
                            PF_ARG(expr->right->name));
        else
            pf_rule_mark_pattern(reader->rule, expr->right->name);
    }
    if (expr->left != NULL)
        check_patterns(reader, expr->left);
    if (expr->right != NULL)
        check_patterns(reader, expr->right);
    for (size_t i = 0; i < expr->item_count; i++)
        check_patterns(reader, expr->items[i]);
    for (size_t i = 0; i < expr->step_count; i++)
        if (expr->steps[i].condition != NULL)
            check_patterns(reader, expr->steps[i].condition);
}

/* NULL, with a fault, when `text` is no expression. */
static const struct pf_expr *read_expr(struct pf_rule_reader *reader, const struct pf_node *text)
{
    if (!pf_node_is_scalar(text)) {
        pf_strict_fault(&reader->strict, text->span,
                        "an expression is a text, not a %s; quote it if it begins with [, {, &, *, "
                        "@, ! or %%",
                        pf_kind_name(text->kind));
        return NULL;
    }
    struct pf_expr_fault fault;
    struct pf_expr_scope scope = scope_of(reader);
    const struct pf_expr *expr = pf_expr_parse(reader->strict.arena, text, &scope, &fault);
    if (expr == NULL)
        fault_in_text(reader, text, &fault);
    else
        check_patterns(reader, expr);
    return expr;
}

static const struct pf_expr *read_expr_of(struct pf_rule_reader *reader, const struct pf_node *map,
                                          const char *key)
{
    const struct pf_node *text = pf_node_get(map, key);
    return text == NULL ? NULL : read_expr(reader, text);
}

/* Expressions that must give nodes: places, secrets, what a fix replaces. */
static const struct pf_expr *read_set_of(struct pf_rule_reader *reader, const struct pf_node *map,
                                         const char *key)
{
    const struct pf_expr *expr = read_expr_of(reader, map, key);
    if (expr != NULL && expr->type != PF_EXPR_SET)
        pf_strict_fault(&reader->strict, pf_expr_span(expr), "'%s' takes values, not a condition",
                        key);
    return expr;
}

static struct pf_template read_template(struct pf_rule_reader *reader, const struct pf_node *text)
{
    struct pf_template form = {0};
    if (text == NULL)
        return form;
    if (!pf_node_is_scalar(text)) {
        pf_strict_fault(&reader->strict, text->span, "a message is a text, not a %s; quote it",
                        pf_kind_name(text->kind));
        return form;
    }
    struct pf_expr_fault fault;
    struct pf_expr_scope scope = scope_of(reader);
    bool by_check = reader->rule->check != NULL || reader->rule->internal;
    if (!pf_template_parse(reader->strict.arena, text, by_check ? NULL : &scope, &form, &fault))
        fault_in_text(reader, text, &fault);
    return form;
}

static struct pf_template read_template_of(struct pf_rule_reader *reader, const struct pf_node *map,
                                           const char *key)
{
    return read_template(reader, pf_node_get(map, key));
}

static void declare(struct pf_rule_reader *reader, const struct pf_node *key)
{
    bool is_name = key->text.len > 0 && !pf_is_digit(key->text.data[0]);
    for (size_t i = 0; i < key->text.len; i++)
        is_name &= pf_is_name(key->text.data[i]) || (i > 0 && key->text.data[i] == '-');
    if (!is_name)
        pf_strict_fault(&reader->strict, key->span, "'%.*s' is no name: letters, digits, _ and -",
                        PF_ARG(key->text));
    else if (pf_strs_has(&reader->names, key->text))
        pf_strict_fault(&reader->strict, key->span, "$%.*s is already something",
                        PF_ARG(key->text));
    *pf_pile_add(reader->strict.arena, &reader->names) = key->text;
}

static struct pf_rule_variable *read_variables(struct pf_rule_reader *reader, const char *key,
                                               size_t *count)
{
    const struct pf_node *map = pf_node_get(reader->map, key);
    *count = 0;
    if (map == NULL)
        return NULL;
    if (map->kind != PF_MAP) {
        pf_strict_fault(&reader->strict, map->span, "'%s' is a mapping of names to expressions",
                        key);
        return NULL;
    }
    if (map->count > PF_RULE_VARIABLES) {
        pf_strict_fault(&reader->strict, map->span, "more than %d variables", PF_RULE_VARIABLES);
        return NULL;
    }
    struct pf_rule_variable *variables =
        PF_NEW_ARRAY(reader->strict.arena, struct pf_rule_variable, map->count);
    for (size_t i = 0; i < map->count; i++) {
        const struct pf_expr *expr = read_expr(reader, map->items[i]);
        variables[i] = (struct pf_rule_variable){map->items[i]->key->text, expr};
        declare(reader, map->items[i]->key);
    }
    *count = map->count;
    return variables;
}

static void read_params(struct pf_rule_reader *reader)
{
    const struct pf_node *map = pf_node_get(reader->map, "params");
    struct pf_rule *rule = reader->rule;
    if (map == NULL)
        return;
    if (map->kind != PF_MAP) {
        pf_strict_fault(&reader->strict, map->span, "'params' is a mapping of names to values");
        return;
    }
    rule->params = PF_NEW_ARRAY(reader->strict.arena, struct pf_rule_param, map->count);
    for (size_t i = 0; i < map->count; i++) {
        rule->params[rule->param_count++] =
            (struct pf_rule_param){.name = map->items[i]->key->text, .value = map->items[i]};
        declare(reader, map->items[i]->key);
    }
}

static void read_condition(struct pf_rule_reader *reader)
{
    struct pf_rule *rule = reader->rule;
    rule->forbids = pf_node_get(reader->map, "forbid") != NULL;
    rule->condition = read_expr_of(reader, reader->map, rule->forbids ? "forbid" : "require");
    rule->when = read_expr_of(reader, reader->map, "when");
}

static struct pf_rule_message read_message(struct pf_rule_reader *reader, pf_str variant,
                                           const struct pf_node *map, const char *text_key)
{
    struct pf_rule_message message = {
        .variant = variant,
        .text = read_template_of(reader, map, text_key),
        .label = read_template_of(reader, map, "label"),
        .help = read_template_of(reader, map, "help"),
    };
    if (message.text.count == 0)
        pf_strict_fault(&reader->strict, map->span, "'%s' is missing", text_key);
    return message;
}

/* A variant without label or help of its own has the rule's. */
static void take_shared_words(struct pf_rule_reader *reader, struct pf_rule_message *message)
{
    if (message->label.count == 0)
        message->label = read_template_of(reader, reader->map, "label");
    if (message->help.count == 0)
        message->help = read_template_of(reader, reader->map, "help");
}

static struct pf_rule_message read_variant(struct pf_rule_reader *reader,
                                           const struct pf_node *value)
{
    static const char *const keys[] = {"text", "label", "help", "severity"};
    struct pf_rule_message message = {.variant = value->key->text};
    if (pf_node_is_scalar(value)) {
        message.text = read_template(reader, value);
    } else if (pf_strict_map(&reader->strict, value, "a message", keys,
                             sizeof keys / sizeof *keys)) {
        message = read_message(reader, value->key->text, value, "text");
        message.has_severity =
            pf_strict_severity(&reader->strict, value, "severity", &message.severity);
    }
    take_shared_words(reader, &message);
    return message;
}

static void read_messages(struct pf_rule_reader *reader)
{
    struct pf_rule *rule = reader->rule;
    const struct pf_node *variants = pf_node_get(reader->map, "messages");
    bool has_one = pf_node_get(reader->map, "message") != NULL;
    if (has_one == (variants != NULL) || (variants != NULL && rule->condition != NULL)) {
        pf_strict_fault(&reader->strict, rule->place,
                        "a rule has 'message', or 'messages' by variant when it has 'check'");
        return;
    }
    size_t count = has_one ? 1 : variants->count;
    rule->messages = PF_NEW_ARRAY(reader->strict.arena, struct pf_rule_message, count);
    rule->message_count = count;
    if (has_one)
        rule->messages[0] = read_message(reader, (pf_str){0}, reader->map, "message");
    else if (variants->kind != PF_MAP)
        pf_strict_fault(&reader->strict, variants->span, "'messages' is a mapping of variants");
    for (size_t i = 0; !has_one && variants->kind == PF_MAP && i < count; i++)
        rule->messages[i] = read_variant(reader, variants->items[i]);
}

static struct pf_rule_related read_related_item(struct pf_rule_reader *reader,
                                                const struct pf_node *item)
{
    static const char *const keys[] = {"at", "label"};
    if (!pf_strict_map(&reader->strict, item, "an entry of 'related'", keys,
                       sizeof keys / sizeof *keys))
        return (struct pf_rule_related){0};
    if (pf_node_get(item, "at") == NULL || pf_node_get(item, "label") == NULL)
        pf_strict_fault(&reader->strict, item->span, "an entry of 'related' has 'at' and 'label'");
    return (struct pf_rule_related){.at = read_set_of(reader, item, "at"),
                                    .label = read_template_of(reader, item, "label")};
}

/* A list of places for expressions; a mapping of names to labels for checks in C. */
static void read_related(struct pf_rule_reader *reader)
{
    const struct pf_node *related = pf_node_get(reader->map, "related");
    struct pf_rule *rule = reader->rule;
    if (related == NULL)
        return;
    bool by_name = rule->check != NULL || rule->internal;
    if (related->kind != (by_name ? PF_MAP : PF_SEQ)) {
        pf_strict_fault(&reader->strict, related->span,
                        "'related' is a list of {at, label}; with 'check' a mapping of names to "
                        "labels");
        return;
    }
    rule->related = PF_NEW_ARRAY(reader->strict.arena, struct pf_rule_related, related->count);
    rule->related_count = related->count;
    for (size_t i = 0; i < related->count; i++) {
        const struct pf_node *item = related->items[i];
        if (related->kind == PF_SEQ)
            rule->related[i] = read_related_item(reader, item);
        else
            rule->related[i] = (struct pf_rule_related){.name = item->key->text,
                                                        .label = read_template(reader, item)};
    }
}

static bool parse_safety(pf_str name, enum pf_fix_safety *safety)
{
    static const char *const names[] = {
        [PF_FIX_SUGGESTION] = "suggest", [PF_FIX_UNSAFE] = "unsafe", [PF_FIX_SAFE] = "safe"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (pf_str_eq(name, pf_str_c(names[i]))) {
            *safety = (enum pf_fix_safety)i;
            return true;
        }
    }
    return false;
}

static void read_fix(struct pf_rule_reader *reader)
{
    static const char *const keys[] = {"safety", "title", "set", "to", "text"};
    const struct pf_node *map = pf_node_get(reader->map, "fix");
    if (!pf_strict_map(&reader->strict, map, "'fix'", keys, sizeof keys / sizeof *keys))
        return;
    struct pf_rule_fix *fix = PF_NEW(reader->strict.arena, struct pf_rule_fix);
    pf_str safety = pf_strict_required(&reader->strict, map, "safety", map->span);
    if (!parse_safety(safety, &fix->safety))
        pf_strict_fault(&reader->strict, map->span, "'safety' is safe, unsafe or suggest");
    fix->title = read_template_of(reader, map, "title");
    bool by_check = reader->rule->check != NULL || reader->rule->internal;
    bool replaces = pf_node_get(map, "set") != NULL;
    if (fix->title.count == 0)
        pf_strict_fault(&reader->strict, map->span, "'title' is missing");
    if (!by_check && replaces != (pf_node_get(map, "to") != NULL))
        pf_strict_fault(&reader->strict, map->span, "'set' and 'to' come together");
    if (!by_check && !replaces && fix->safety != PF_FIX_SUGGESTION)
        pf_strict_fault(&reader->strict, map->span, "only a suggestion can do without 'set'");
    if (!by_check)
        fix->set = read_set_of(reader, map, "set");
    fix->text = read_template_of(reader, map, replaces ? "to" : "text");
    reader->rule->fix = fix;
}

/* Exactly one of require, forbid, check and internal says how the rule judges. */
static void read_kind(struct pf_rule_reader *reader)
{
    struct pf_rule *rule = reader->rule;
    const struct pf_node *check = pf_node_get(reader->map, "check");
    int kinds = (pf_node_get(reader->map, "require") != NULL) +
                (pf_node_get(reader->map, "forbid") != NULL) + (check != NULL) +
                (pf_node_get(reader->map, "internal") != NULL);
    if (kinds != 1)
        pf_strict_fault(&reader->strict, rule->place,
                        "a rule has exactly one of 'require', 'forbid' and 'check'");
    rule->internal = pf_strict_bool(&reader->strict, reader->map, "internal");
    if ((check != NULL || rule->internal) && !rule->built_in)
        pf_strict_fault(&reader->strict, rule->place,
                        "'check' and 'internal' are for rules that come with preflight");
    pf_str name = pf_strict_text(&reader->strict, reader->map, "check");
    rule->check = check == NULL ? NULL : pf_check_find(name);
    if (check != NULL && rule->check == NULL)
        pf_strict_fault(&reader->strict, check->span, "there is no check '%.*s'", PF_ARG(name));
}

static void read_judgement(struct pf_rule_reader *reader)
{
    static const char *const only_expressions[] = {"for", "let", "when", "at", "key", "redact"};
    struct pf_rule *rule = reader->rule;
    for (size_t i = 0; i < sizeof only_expressions / sizeof *only_expressions; i++) {
        const struct pf_node *value = pf_node_get(reader->map, only_expressions[i]);
        if ((rule->check != NULL || rule->internal) && value != NULL)
            pf_strict_fault(&reader->strict, value->key->span,
                            "'%s' is for rules with 'require' or 'forbid'", only_expressions[i]);
    }
    rule->each = read_variables(reader, "for", &rule->each_count);
    rule->let = read_variables(reader, "let", &rule->let_count);
    for (size_t i = 0; i < rule->each_count; i++)
        if (rule->each[i].expr != NULL && rule->each[i].expr->type != PF_EXPR_SET)
            pf_strict_fault(&reader->strict, pf_expr_span(rule->each[i].expr),
                            "'for' takes values, not a condition");
    read_condition(reader);
    bool has_place = rule->each_count > 0 || pf_node_get(reader->map, "at") != NULL;
    if (rule->condition != NULL && !has_place)
        pf_strict_fault(&reader->strict, rule->place,
                        "a rule without 'for' needs 'at', the place of its finding");
}

void pf_rule_logic_read(struct pf_rule_reader *reader)
{
    struct pf_rule *rule = reader->rule;
    for (size_t i = 0; i < pf_rule_root_count; i++)
        *pf_pile_add(reader->strict.arena, &reader->names) = pf_rule_roots[i];
    read_kind(reader);
    read_params(reader);
    read_judgement(reader);
    read_messages(reader);
    rule->at = read_set_of(reader, reader->map, "at");
    read_related(reader);
    rule->key = read_template_of(reader, reader->map, "key");
    rule->redact = read_set_of(reader, reader->map, "redact");
    rule->reports_unknown =
        pf_strict_severity(&reader->strict, reader->map, "unknown", &rule->unknown);
    read_fix(reader);
    for (size_t i = 0; i < rule->param_count; i++)
        pf_rule_check_patterns(&reader->strict, &rule->params[i]);
}
