/* decouple.Csv and decouple.Choices: casts that are objects. */
#include "python/decouple.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* --- shlex -------------------------------------------------------------------------------------
 */

/* shlex with posix rules, whitespace_split and white space of one's own choice. */
struct lexer {
    struct pf_eval *ev;
    pf_value text;
    pf_str s, delimiters;
    size_t at;
    char state;   /* ' ', 'a', a quote, '\\'; 0 at the end */
    char escaped; /* the state to go back to after a backslash */
};

static bool is_delimiter(const struct lexer *l, char c)
{
    return pf_str_find_byte(l->delimiters, c) != PF_STR_NONE;
}

static bool is_quote(char c)
{
    return c == '\'' || c == '"';
}

static void skip_line(struct lexer *l)
{
    while (l->at < l->s.len && l->s.data[l->at] != '\n')
        l->at++;
    l->at += l->at < l->s.len;
}

static bool open_end(struct lexer *l, const char *why)
{
    pf_raise_variable(l->ev, pf_help_variable(l->text), "ValueError", "%s", why);
    return false;
}

/* Between tokens; true when the token is complete. */
static bool step_between(struct lexer *l, char c, bool has_token, struct pf_buffer *token)
{
    if (is_delimiter(l, c))
        return has_token;
    if (c == '#') {
        skip_line(l);
    } else if (c == '\\') {
        l->escaped = 'a';
        l->state = '\\';
    } else if (is_quote(c)) {
        l->state = c;
    } else {
        token->len = 0;
        pf_buffer_add_byte(token, c);
        l->state = 'a';
    }
    return false;
}

static bool step_inside(struct lexer *l, char c, bool has_token, struct pf_buffer *token)
{
    if (is_delimiter(l, c) || c == '#') {
        if (c == '#')
            skip_line(l);
        l->state = ' ';
        return has_token;
    }
    if (is_quote(c)) {
        l->state = c;
    } else if (c == '\\') {
        l->escaped = 'a';
        l->state = '\\';
    } else {
        pf_buffer_add_byte(token, c);
    }
    return false;
}

static void step_quoted(struct lexer *l, char c, struct pf_buffer *token)
{
    if (c == l->state) {
        l->state = 'a';
    } else if (c == '\\' && l->state == '"') {
        l->escaped = '"';
        l->state = '\\';
    } else {
        pf_buffer_add_byte(token, c);
    }
}

static void step_escaped(struct lexer *l, char c, struct pf_buffer *token)
{
    if (is_quote(l->escaped) && c != '\\' && c != l->escaped)
        pf_buffer_add_byte(token, '\\');
    pf_buffer_add_byte(token, c);
    l->state = l->escaped;
}

/* The next token; `*found` false at the end. False when ValueError was raised. */
static bool next_token(struct lexer *l, struct pf_buffer *token, bool *found)
{
    bool quoted = false, complete = false;
    *token = pf_buffer_new(l->ev->arena);
    while (!complete && l->state != 0) {
        if (l->at >= l->s.len) {
            if (is_quote(l->state))
                return open_end(l, "No closing quotation");
            if (l->state == '\\')
                return open_end(l, "No escaped character");
            l->state = 0;
            break;
        }
        char c = l->s.data[l->at++];
        bool has_token = token->len > 0 || quoted;
        if (is_quote(l->state)) {
            quoted = true;
            step_quoted(l, c, token);
        } else if (l->state == '\\') {
            step_escaped(l, c, token);
        } else if (l->state == 'a') {
            complete = step_inside(l, c, has_token, token);
        } else {
            complete = step_between(l, c, has_token, token);
        }
    }
    *found = token->len > 0 || quoted;
    return true;
}

bool pf_decouple_split(struct pf_eval *ev, pf_value text, pf_str delimiters, struct pf_strs *parts)
{
    struct lexer lexer = {
        .ev = ev, .text = text, .s = pf_text_of(text), .delimiters = delimiters, .state = ' '};
    struct pf_buffer token;
    for (;;) {
        bool found;
        if (!next_token(&lexer, &token, &found))
            return false;
        if (!found)
            return true;
        *pf_pile_add(ev->arena, parts) = pf_buffer_str(&token);
    }
}

/* --- Csv
 * ------------------------------------------------------------------------------------------ */

struct csv {
    pf_value cast, delimiter, strip, post_process; /* UNBOUND: as usual */
};

static pf_value csv_make(struct pf_eval *ev, const struct pf_call *call)
{
    struct csv *csv = PF_NEW(ev->arena, struct csv);
    *csv = (struct csv){call->args[0], call->args[1], call->args[2], call->args[3]};
    return pf_instance_value(ev, call->cls, csv);
}

static pf_value unknown_list(struct pf_eval *ev, const struct csv *csv, pf_value text)
{
    pf_may_raise(ev, "");
    unsigned kinds = pf_is_bound(csv->post_process) ? 0 : KIND_SEQ;
    return pf_unknown_of(ev, kinds, true, "a list made of something unknown", &text, 1);
}

static pf_value item_of(struct pf_eval *ev, const struct csv *csv, pf_str part)
{
    pf_value item = pf_str_value(ev, part);
    /* string.whitespace leaves Unicode's blanks, which str.strip() takes away */
    pf_value chars =
        pf_is_bound(csv->strip) ? csv->strip : pf_str_value(ev, PF_STR(" \t\n\r\x0b\x0c"));
    item = pf_call_method(ev, item, "strip", &chars, 1);
    if (!pf_is_bound(csv->cast) || pf_is_failed(item))
        return item;
    return pf_call_value(ev, csv->cast, &item, 1);
}

static pf_value csv_one(struct pf_eval *ev, pf_value text, void *context)
{
    const struct csv *csv = *(const struct csv *const *)context;
    struct pf_strs parts = {0};
    if (pf_is_vague(text) || pf_is_none(text) || text.type == PF_V_INSTANCE)
        return unknown_list(ev, csv, text);
    if (!pf_is_str(text))
        return pf_raise_variable(ev, pf_help_variable(text), "AttributeError",
                                 "'%.*s' object has no attribute 'read'",
                                 PF_ARG(pf_type_name(text)));
    if (pf_is_bound(csv->delimiter) && !pf_is_str(csv->delimiter))
        return unknown_list(ev, csv, text);
    pf_str delimiters = pf_is_bound(csv->delimiter) ? pf_text_of(csv->delimiter) : PF_STR(",");
    if (!pf_decouple_split(ev, text, delimiters, &parts))
        return failed;
    pf_value list = pf_list_value(ev, NULL, 0);
    for (size_t i = 0; i < parts.count; i++) {
        pf_value item = item_of(ev, csv, parts.items[i]);
        if (pf_is_failed(item))
            return item;
        pf_list_append(ev, list.as.object->contents, item);
    }
    list = pf_help_from(ev, list, "", (pf_span){0}, text);
    return pf_is_bound(csv->post_process) ? pf_call_value(ev, csv->post_process, &list, 1) : list;
}

static pf_value csv_call(struct pf_eval *ev, const struct pf_call *call)
{
    const struct csv *csv = pf_instance_state(call->args[0], &pf_decouple_csv_class);
    if (csv == NULL) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "a cast of a class of the project", call->args, 2);
    }
    return pf_help_lift(ev, call->args[1], csv_one, &csv);
}

static const struct pf_native csv_methods[] = {
    {"Csv.__call__", "self, value", csv_call, 0, PF_NATIVE_RAW},
};
static const struct pf_native csv_make_native = {"decouple.Csv",
                                                 "cast?, delimiter?, strip?, post_process?",
                                                 csv_make, PF_KIND_OBJECT, PF_NATIVE_RAW};
const struct pf_native_class pf_decouple_csv_class = {.name = "Csv",
                                                      .module = "decouple",
                                                      .methods = csv_methods,
                                                      .method_count = PF_COUNT(csv_methods),
                                                      .make = &csv_make_native};

/* --- Choices
 * ---------------------------------------------------------------------------------------- */

struct choices {
    pf_value flat, cast, pairs;
};

static pf_value choices_make(struct pf_eval *ev, const struct pf_call *call)
{
    struct choices *choices = PF_NEW(ev->arena, struct choices);
    *choices = (struct choices){call->args[0], call->args[1], call->args[2]};
    return pf_instance_value(ev, call->cls, choices);
}

/* All that is valid, as a list; UNBOUND when it is not known. */
static pf_value valid_values(struct pf_eval *ev, const struct choices *choices)
{
    pf_value list = pf_list_value(ev, NULL, 0);
    struct pf_items flat = {.known = true}, pairs = {.known = true};
    if (!pf_help_absent(choices->flat) && !pf_iterate(ev, choices->flat, &flat))
        return failed;
    if (!pf_help_absent(choices->pairs) && !pf_iterate(ev, choices->pairs, &pairs))
        return failed;
    if (!flat.known || !pairs.known || flat.unordered || pairs.unordered)
        return pf_unbound();
    for (size_t i = 0; i < flat.count; i++)
        pf_list_append(ev, list.as.object->contents, flat.items[i]);
    for (size_t i = 0; i < pairs.count; i++) {
        if (pairs.items[i].type != PF_V_TUPLE || pairs.items[i].as.tuple->count != 2)
            return pf_unbound();
        pf_list_append(ev, list.as.object->contents, pairs.items[i].as.tuple->items[0]);
    }
    return list;
}

static pf_value choices_one(struct pf_eval *ev, pf_value text, void *context)
{
    const struct choices *choices = *(const struct choices *const *)context;
    pf_value cast = pf_is_bound(choices->cast) ? choices->cast : pf_builtin(ev, "str");
    pf_value v = pf_call_value(ev, cast, &text, 1), valid = valid_values(ev, choices);
    bool wrong = false;
    if (pf_is_failed(v) || pf_is_failed(valid))
        return failed;
    enum pf_truth is_valid = PF_MAYBE;
    if (pf_is_bound(valid) && !pf_is_vague(v))
        is_valid = pf_contains(ev, valid, v, &wrong);
    if (wrong)
        return failed;
    if (is_valid == PF_MAYBE)
        pf_may_raise(ev, "ValueError");
    if (is_valid != PF_NO)
        return v;
    pf_value shown = pf_repr_of_value(ev, text), all = pf_repr_of_value(ev, valid);
    return pf_raise_variable(ev, pf_help_variable(text), "ValueError",
                             "Value not in list: %.*s; valid values are %.*s",
                             PF_ARG(pf_is_str(shown) ? pf_text_of(shown) : PF_STR("?")),
                             PF_ARG(pf_is_str(all) ? pf_text_of(all) : PF_STR("?")));
}

static pf_value choices_call(struct pf_eval *ev, const struct pf_call *call)
{
    const struct choices *choices = pf_instance_state(call->args[0], &pf_decouple_choices_class);
    if (choices == NULL) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "a cast of a class of the project", call->args, 2);
    }
    return pf_help_lift(ev, call->args[1], choices_one, &choices);
}

static const struct pf_native choices_methods[] = {
    {"Choices.__call__", "self, value", choices_call, 0, PF_NATIVE_RAW},
};
static const struct pf_native choices_make_native = {"decouple.Choices", "flat?, cast?, choices?",
                                                     choices_make, PF_KIND_OBJECT, PF_NATIVE_RAW};
const struct pf_native_class pf_decouple_choices_class = {.name = "Choices",
                                                          .module = "decouple",
                                                          .methods = choices_methods,
                                                          .method_count = PF_COUNT(choices_methods),
                                                          .make = &choices_make_native};
