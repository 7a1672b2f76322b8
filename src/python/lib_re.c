/* re: patterns that PCRE2 reads as Python does; everything else about them is unknown. */
#include "python/lib_help.h"
#include "python/re_pattern.h"

static const pf_value failed = {.type = PF_V_FAILED};

enum { MOST_MATCHES = 2000 /* of one call; a settings file splits a line, not a book */ };

static const struct pf_native_class pattern_class, match_class;

struct match {
    const struct pf_re *re;
    pf_value subject;
    struct pf_re_span spans[PF_RE_GROUPS];
};

static pf_value unsure(struct pf_eval *ev, const struct pf_call *call)
{
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, call->native->returns, true, "the result of a regular expression",
                         call->args, call->count);
}

/* --- matches -------------------------------------------------------------------------------------
 */

static pf_value part(struct pf_eval *ev, const struct match *m, unsigned group, pf_value missing)
{
    if (m->spans[group].start == SIZE_MAX)
        return missing;
    pf_str s = pf_str_slice(pf_text_of(m->subject), m->spans[group].start, m->spans[group].end);
    return pf_made_of(ev, pf_str_value(ev, s), m->subject, m->subject);
}

static const struct match *match_of(pf_value v)
{
    return pf_instance_state(v, &match_class);
}

/* The group that a number or a name means; false after raising IndexError. */
static bool group_of(struct pf_eval *ev, const struct match *m, pf_value v, unsigned *group)
{
    size_t count;
    const struct pf_re_name *names = pf_re_names(m->re, &count);
    for (size_t i = 0; pf_is_str(v) && i < count; i++)
        if (pf_str_eq(names[i].name, pf_text_of(v))) {
            *group = names[i].group;
            return true;
        }
    if (v.type == PF_V_INT && v.as.integer >= 0 && v.as.integer <= pf_re_group_count(m->re)) {
        *group = (unsigned)v.as.integer;
        return true;
    }
    pf_raise(ev, "IndexError", "no such group");
    return false;
}

static pf_value match_group(struct pf_eval *ev, const struct pf_call *call)
{
    const struct match *m = match_of(call->args[0]);
    const struct pf_tuple *wanted = call->args[1].as.tuple;
    if (m == NULL)
        return unsure(ev, call);
    pf_value *parts = PF_NEW_ARRAY(ev->arena, pf_value, wanted->count + 1);
    parts[0] = part(ev, m, 0, pf_none());
    for (size_t i = 0; i < wanted->count; i++) {
        unsigned group;
        if (!group_of(ev, m, wanted->items[i], &group))
            return failed;
        parts[i] = part(ev, m, group, pf_none());
    }
    return wanted->count > 1 ? pf_tuple_value(ev, parts, wanted->count) : parts[0];
}

static pf_value match_item(struct pf_eval *ev, const struct pf_call *call)
{
    const struct match *m = match_of(call->args[0]);
    unsigned group;
    if (m == NULL)
        return unsure(ev, call);
    return group_of(ev, m, call->args[1], &group) ? part(ev, m, group, pf_none()) : failed;
}

static pf_value match_groups(struct pf_eval *ev, const struct pf_call *call)
{
    const struct match *m = match_of(call->args[0]);
    pf_value parts[PF_RE_GROUPS], missing = call->args[1];
    if (m == NULL)
        return unsure(ev, call);
    unsigned count = pf_re_group_count(m->re);
    for (unsigned i = 0; i < count; i++)
        parts[i] = part(ev, m, i + 1, pf_is_bound(missing) ? missing : pf_none());
    return pf_tuple_value(ev, parts, count);
}

static pf_value match_groupdict(struct pf_eval *ev, const struct pf_call *call)
{
    const struct match *m = match_of(call->args[0]);
    pf_value dict = pf_dict_value(ev), missing = call->args[1];
    size_t count;
    if (m == NULL)
        return unsure(ev, call);
    const struct pf_re_name *names = pf_re_names(m->re, &count);
    for (unsigned group = 1; group <= pf_re_group_count(m->re); group++) /* in their order */
        for (size_t i = 0; i < count; i++)
            if (names[i].group == group)
                pf_dict_set_str(ev, dict, names[i].name,
                                part(ev, m, group, pf_is_bound(missing) ? missing : pf_none()));
    return dict;
}

static pf_value position(struct pf_eval *ev, const struct match *m, size_t at)
{
    if (at == SIZE_MAX)
        return pf_int(-1);
    return pf_int((int64_t)pf_text_count(pf_str_slice(pf_text_of(m->subject), 0, at)));
    (void)ev;
}

static pf_value match_place(struct pf_eval *ev, const struct pf_call *call, bool start, bool end)
{
    const struct match *m = match_of(call->args[0]);
    unsigned group = 0;
    if (m == NULL)
        return unsure(ev, call);
    if (pf_is_bound(call->args[1]) && !group_of(ev, m, call->args[1], &group))
        return failed;
    pf_value places[] = {position(ev, m, m->spans[group].start),
                         position(ev, m, m->spans[group].end)};
    if (start && end)
        return pf_tuple_value(ev, places, 2);
    return places[end];
}

static pf_value match_start(struct pf_eval *ev, const struct pf_call *call)
{
    return match_place(ev, call, true, false);
}

static pf_value match_end(struct pf_eval *ev, const struct pf_call *call)
{
    return match_place(ev, call, false, true);
}

static pf_value match_span(struct pf_eval *ev, const struct pf_call *call)
{
    return match_place(ev, call, true, true);
}

static pf_value match_string(struct pf_eval *ev, const struct pf_call *call)
{
    const struct match *m = match_of(call->args[0]);
    return m == NULL ? unsure(ev, call) : m->subject;
}

static pf_value is_true(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_bool(true);
}

static const struct pf_native match_methods[] = {
    {"Match.group", "self, /, *groups", match_group, 0, 0},
    {"Match.groups", "self, default?", match_groups, KIND_SEQ, 0},
    {"Match.groupdict", "self, default?", match_groupdict, KIND_MAP, 0},
    {"Match.start", "self, group?, /", match_start, KIND_INT, 0},
    {"Match.end", "self, group?, /", match_end, KIND_INT, 0},
    {"Match.span", "self, group?, /", match_span, KIND_SEQ, 0},
    {"Match.expand", "self, template", NULL, KIND_TEXT, 0},
    {"Match.string", "self", match_string, KIND_TEXT, PF_NATIVE_PROPERTY},
    {"Match.__getitem__", "self, group, /", match_item, 0, 0},
    {"Match.__bool__", "self", is_true, KIND_TRUTH, PF_NATIVE_RAW},
};
static pf_value match_attribute(struct pf_eval *ev, pf_value self, pf_str name)
{
    static const char *const others[] = {"lastindex",  "lastgroup", "regs",   "re",
                                         "string",     "pos",       "endpos", "groups",
                                         "groupindex", "scanner"};
    for (size_t i = 0; i < PF_COUNT(others); i++)
        if (pf_str_eq(name, pf_str_c(others[i])))
            return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of a pattern or match",
                                 &self, 1);
    return pf_unbound();
}

static const struct pf_native_class match_class = {.name = "Match",
                                                   .attribute = match_attribute,
                                                   .module = "re",
                                                   .methods = match_methods,
                                                   .method_count = PF_COUNT(match_methods)};

static pf_value new_match(struct pf_eval *ev, const struct match *m)
{
    struct match *kept = PF_NEW(ev->arena, struct match);
    *kept = *m;
    return pf_instance_value(ev, pf_eval_class(ev, &match_class), kept);
}

/* --- from a call to a pattern and a subject
 * -------------------------------------------------------- */

struct use {
    const struct pf_re *re;
    pf_value subject;
    struct match match;
    size_t from;
    bool after_empty;
};

static const struct pf_re *compiled(struct pf_eval *ev, pf_value pattern, pf_value flags)
{
    if (pf_instance_state(pattern, &pattern_class) != NULL)
        return pf_instance_state(pattern, &pattern_class);
    if (!pf_is_str(pattern) ||
        (pf_is_bound(flags) && (flags.type != PF_V_INT || flags.as.integer < 0)))
        return NULL;
    return pf_re_compile(ev->arena, pf_text_of(pattern),
                         pf_is_bound(flags) ? (unsigned)flags.as.integer : 0);
}

/* True: fine. False: `*result` is what the call gives. */
static bool prepare(struct pf_eval *ev, const struct pf_call *call, pf_value pattern,
                    pf_value subject, pf_value flags, struct use *use, pf_value *result)
{
    *use = (struct use){.re = compiled(ev, pattern, flags), .subject = subject};
    if (use->re != NULL && !pf_is_str(subject) && subject.type != PF_V_BYTES &&
        subject.type != PF_V_INSTANCE) {
        *result = pf_raise_variable(ev, pf_help_variable(subject), "TypeError",
                                    "expected string or bytes-like object");
        return false;
    }
    if (use->re == NULL || !pf_is_str(subject)) {
        *result = unsure(ev, call);
        return false;
    }
    use->match = (struct match){.re = use->re, .subject = subject};
    return true;
}

/* The next of several matches; after an empty one, the next may not be empty at the same place. */
static enum pf_re_found next_match(struct pf_eval *ev, struct use *use)
{
    if (!pf_step(ev, ev->site))
        return PF_RE_UNSURE;
    enum pf_re_found found = pf_re_find(use->re, ev->arena, pf_text_of(use->subject), use->from,
                                        PF_RE_SEARCH, use->after_empty, use->match.spans);
    if (found == PF_RE_FOUND) {
        use->from = use->match.spans[0].end;
        use->after_empty = use->match.spans[0].start == use->match.spans[0].end;
    }
    return found;
}

static pf_value find_one(struct pf_eval *ev, const struct pf_call *call, enum pf_re_how how)
{
    struct use use;
    pf_value result;
    if (!prepare(ev, call, call->args[0], call->args[1], call->args[2], &use, &result))
        return result;
    switch (
        pf_re_find(use.re, ev->arena, pf_text_of(use.subject), 0, how, false, use.match.spans)) {
    case PF_RE_NONE:
        return pf_none();
    case PF_RE_FOUND:
        return new_match(ev, &use.match);
    default:
        return unsure(ev, call);
    }
}

static pf_value re_search(struct pf_eval *ev, const struct pf_call *call)
{
    return find_one(ev, call, PF_RE_SEARCH);
}

static pf_value re_match(struct pf_eval *ev, const struct pf_call *call)
{
    return find_one(ev, call, PF_RE_MATCH);
}

static pf_value re_fullmatch(struct pf_eval *ev, const struct pf_call *call)
{
    return find_one(ev, call, PF_RE_FULLMATCH);
}

/* findall: the match, its group, or a tuple of its groups. */
static pf_value found_text(struct pf_eval *ev, const struct match *m)
{
    unsigned count = pf_re_group_count(m->re);
    pf_value parts[PF_RE_GROUPS], empty = pf_str_value(ev, PF_STR(""));
    if (count <= 1)
        return part(ev, m, count, empty);
    for (unsigned i = 0; i < count; i++)
        parts[i] = part(ev, m, i + 1, empty);
    return pf_tuple_value(ev, parts, count);
}

static pf_value find_all(struct pf_eval *ev, const struct pf_call *call, bool matches)
{
    struct use use;
    pf_value result;
    enum pf_re_found found;
    if (!prepare(ev, call, call->args[0], call->args[1], call->args[2], &use, &result))
        return result;
    pf_value list = pf_list_value(ev, NULL, 0);
    struct pf_contents *c = list.as.object->contents;
    while ((found = next_match(ev, &use)) == PF_RE_FOUND && c->count < MOST_MATCHES)
        pf_list_append(ev, c, matches ? new_match(ev, &use.match) : found_text(ev, &use.match));
    if (ev->aborted)
        return failed;
    return found != PF_RE_NONE ? unsure(ev, call) : matches ? pf_iter_value(ev, list) : list;
}

static pf_value re_findall(struct pf_eval *ev, const struct pf_call *call)
{
    return find_all(ev, call, false);
}

static pf_value re_finditer(struct pf_eval *ev, const struct pf_call *call)
{
    return find_all(ev, call, true);
}

static bool count_of(pf_value v, int64_t *count)
{
    *count = pf_is_bound(v) && v.type == PF_V_INT ? v.as.integer : 0;
    return !pf_is_bound(v) || v.type == PF_V_INT;
}

static pf_value re_split(struct pf_eval *ev, const struct pf_call *call)
{
    struct use use;
    pf_value result;
    int64_t most;
    size_t at = 0;
    enum pf_re_found found = PF_RE_NONE;
    if (!prepare(ev, call, call->args[0], call->args[1], call->args[3], &use, &result))
        return result;
    if (!count_of(call->args[2], &most) || most < 0)
        return unsure(ev, call);
    pf_str s = pf_text_of(use.subject);
    pf_value list = pf_list_value(ev, NULL, 0);
    struct pf_contents *c = list.as.object->contents;
    for (int64_t done = 0; (most == 0 || done < most) && c->count < MOST_MATCHES &&
                           (found = next_match(ev, &use)) == PF_RE_FOUND;
         done++) {
        pf_list_append(ev, c, pf_str_value(ev, pf_str_slice(s, at, use.match.spans[0].start)));
        for (unsigned i = 1; i <= pf_re_group_count(use.re); i++)
            pf_list_append(ev, c, part(ev, &use.match, i, pf_none()));
        at = use.match.spans[0].end;
    }
    if (ev->aborted || found == PF_RE_UNSURE || c->count >= MOST_MATCHES)
        return ev->aborted ? failed : unsure(ev, call);
    pf_list_append(ev, c, pf_str_value(ev, pf_str_slice(s, at, s.len)));
    return list;
}

/* --- sub
 * ------------------------------------------------------------------------------------------- */

/* "\1", "\g<name>", "\\", "\n" in what is put in place of a match; false: anything else. */
static bool expand_one(struct pf_eval *ev, const struct match *m, pf_str *rest,
                       struct pf_buffer *out)
{
    char c = rest->len > 1 ? rest->data[1] : '\0';
    unsigned group;
    pf_str name, tail;
    pf_value which;
    if (c == 'n' || c == 't' || c == 'r' || c == '\\') {
        pf_buffer_add_byte(out, c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : '\\');
        *rest = pf_str_slice(*rest, 2, rest->len);
        return true;
    }
    if (c == 'g' && rest->len > 2 && rest->data[2] == '<' &&
        pf_str_cut(pf_str_slice(*rest, 3, rest->len), '>', &name, &tail) && name.len > 0) {
        int64_t number;
        which = pf_str_to_int(name, &number) ? pf_int(number) : pf_str_value(ev, name);
    } else if (c >= '1' && c <= '9' && (rest->len == 2 || !pf_is_digit(rest->data[2]))) {
        which = pf_int(c - '0');
        tail = pf_str_slice(*rest, 2, rest->len);
    } else {
        return false;
    }
    if (!group_of(ev, m, which, &group)) {
        pf_clear_exception(ev);
        return false;
    }
    pf_value text = part(ev, m, group, pf_str_value(ev, PF_STR("")));
    pf_buffer_add(out, pf_text_of(text));
    *rest = tail;
    return true;
}

static bool expand(struct pf_eval *ev, const struct match *m, pf_str template,
                   struct pf_buffer *out)
{
    while (template.len > 0) {
        if (template.data[0] != '\\') {
            pf_buffer_add_byte(out, template.data[0]);
            template = pf_str_slice(template, 1, template.len);
        } else if (!expand_one(ev, m, &template, out)) {
            return false;
        }
    }
    return true;
}

enum put { PUT, PUT_FAILED, PUT_UNSURE };

static enum put put_replacement(struct pf_eval *ev, const struct match *m, pf_value by,
                                struct pf_buffer *out)
{
    if (pf_is_str(by))
        return expand(ev, m, pf_text_of(by), out) ? PUT : PUT_UNSURE;
    if (by.type != PF_V_FUNCTION && by.type != PF_V_METHOD)
        return PUT_UNSURE;
    pf_value match = new_match(ev, m), text = pf_call_value(ev, by, &match, 1);
    if (pf_is_failed(text))
        return PUT_FAILED;
    if (!pf_is_str(text))
        return PUT_UNSURE;
    pf_buffer_add(out, pf_text_of(text));
    return PUT;
}

static pf_value substitute(struct pf_eval *ev, const struct pf_call *call, bool with_count)
{
    struct use use;
    pf_value result, by = call->args[1];
    int64_t most, done = 0;
    size_t at = 0;
    enum pf_re_found found = PF_RE_NONE;
    enum put put = PUT;
    if (!prepare(ev, call, call->args[0], call->args[2], call->args[4], &use, &result))
        return result;
    if (!count_of(call->args[3], &most) || most < 0)
        return unsure(ev, call);
    pf_str s = pf_text_of(use.subject);
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (; (most == 0 || done < most) && done < MOST_MATCHES && put == PUT &&
           (found = next_match(ev, &use)) == PF_RE_FOUND;
         done++) {
        pf_buffer_add(&out, pf_str_slice(s, at, use.match.spans[0].start));
        put = put_replacement(ev, &use.match, by, &out);
        at = use.match.spans[0].end;
    }
    if (ev->aborted || put == PUT_FAILED)
        return failed;
    if (found == PF_RE_UNSURE || put == PUT_UNSURE || done >= MOST_MATCHES)
        return unsure(ev, call);
    pf_buffer_add(&out, pf_str_slice(s, at, s.len));
    pf_value both[] = {pf_str_value(ev, pf_buffer_str(&out)), pf_int(done)};
    return with_count ? pf_tuple_value(ev, both, 2) : both[0];
}

static pf_value re_sub(struct pf_eval *ev, const struct pf_call *call)
{
    return substitute(ev, call, false);
}

static pf_value re_subn(struct pf_eval *ev, const struct pf_call *call)
{
    return substitute(ev, call, true);
}

/* --- patterns
 * -------------------------------------------------------------------------------------- */

/* A compiled pattern's methods have no flags, and the module's functions behind them. */
static pf_value by_function(struct pf_eval *ev, const struct pf_call *call, pf_native_fn *function,
                            size_t parameters)
{
    pf_value args[5];
    for (size_t i = 0; i < 5; i++)
        args[i] = i < parameters ? call->args[i] : pf_unbound();
    struct pf_call inner = *call;
    inner.args = args;
    inner.count = parameters;
    return function(ev, &inner);
}

static pf_value pattern_search(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_search, 2);
}
static pf_value pattern_match(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_match, 2);
}
static pf_value pattern_fullmatch(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_fullmatch, 2);
}
static pf_value pattern_findall(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_findall, 2);
}
static pf_value pattern_finditer(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_finditer, 2);
}
static pf_value pattern_split(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_split, 3);
}
static pf_value pattern_sub(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_sub, 4);
}
static pf_value pattern_subn(struct pf_eval *ev, const struct pf_call *call)
{
    return by_function(ev, call, re_subn, 4);
}

static const struct pf_native pattern_methods[] = {
    {"re.Pattern.search", "self, string", pattern_search, 0, 0},
    {"re.Pattern.match", "self, string", pattern_match, 0, 0},
    {"re.Pattern.fullmatch", "self, string", pattern_fullmatch, 0, 0},
    {"re.Pattern.findall", "self, string", pattern_findall, KIND_SEQ, 0},
    {"re.Pattern.finditer", "self, string", pattern_finditer, 0, 0},
    {"re.Pattern.split", "self, string, maxsplit?", pattern_split, KIND_SEQ, 0},
    {"re.Pattern.sub", "self, repl, string, count?", pattern_sub, KIND_TEXT, 0},
    {"re.Pattern.subn", "self, repl, string, count?", pattern_subn, KIND_SEQ, 0},
    {"re.Pattern.flags", "self", NULL, KIND_INT, PF_NATIVE_PROPERTY},
    {"re.Pattern.__bool__", "self", is_true, KIND_TRUTH, PF_NATIVE_RAW},
};
static const struct pf_native_class pattern_class = {.name = "Pattern",
                                                     .module = "re",
                                                     .attribute = match_attribute,
                                                     .methods = pattern_methods,
                                                     .method_count = PF_COUNT(pattern_methods)};

static pf_value re_compile(struct pf_eval *ev, const struct pf_call *call)
{
    if (pf_instance_state(call->args[0], &pattern_class) != NULL)
        return call->args[0];
    const struct pf_re *re = compiled(ev, call->args[0], call->args[1]);
    if (re != NULL) {
        pf_value made = pf_instance_value(ev, pf_eval_class(ev, &pattern_class), re);
        pf_names_put(ev, made.as.object->attributes, PF_STR("pattern"), (pf_span){0},
                     call->args[0]);
        return made;
    }
    pf_may_raise(ev, "");
    return pf_help_opaque(ev, "a regular expression");
}

static pf_value re_escape(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    if (!pf_is_str(call->args[0]))
        return unsure(ev, call);
    pf_str s = pf_text_of(call->args[0]);
    for (size_t i = 0; i < s.len; i++) {
        if (pf_str_find_byte(PF_STR("()[]{}?*+-|^$\\.&~# \t\n\r\v\f"), s.data[i]) != PF_STR_NONE)
            pf_buffer_add_byte(&out, '\\');
        pf_buffer_add_byte(&out, s.data[i]);
    }
    return pf_str_value(ev, pf_buffer_str(&out));
}

static const struct pf_native functions[] = {
    {"re.compile", "pattern, flags?", re_compile, PF_KIND_OBJECT, 0},
    {"re.search", "pattern, string, flags?", re_search, 0, 0},
    {"re.match", "pattern, string, flags?", re_match, 0, 0},
    {"re.fullmatch", "pattern, string, flags?", re_fullmatch, 0, 0},
    {"re.findall", "pattern, string, flags?", re_findall, KIND_SEQ, 0},
    {"re.finditer", "pattern, string, flags?", re_finditer, 0, 0},
    {"re.split", "pattern, string, maxsplit?, flags?", re_split, KIND_SEQ, 0},
    {"re.sub", "pattern, repl, string, count?, flags?", re_sub, KIND_TEXT, 0},
    {"re.subn", "pattern, repl, string, count?, flags?", re_subn, KIND_SEQ, 0},
    {"re.escape", "pattern", re_escape, KIND_TEXT, 0},
};
static const struct pf_native_class error_class = {
    .name = "error", .module = "re", .exception = "Exception"};
static const struct pf_native_class *const classes[] = {&error_class, &pattern_class, &match_class};
static const struct pf_native_constant constants[] = {
    {"I", "2"},   {"IGNORECASE", "2"}, {"L", "4"},        {"LOCALE", "4"},  {"M", "8"},
    {"S", "16"},  {"MULTILINE", "8"},  {"U", "32"},       {"DOTALL", "16"}, {"X", "64"},
    {"A", "256"}, {"UNICODE", "32"},   {"VERBOSE", "64"}, {"ASCII", "256"},
};

const struct pf_library pf_lib_re = {.module = "re",
                                     .functions = functions,
                                     .function_count = PF_COUNT(functions),
                                     .classes = classes,
                                     .class_count = PF_COUNT(classes),
                                     .constants = constants,
                                     .constant_count = PF_COUNT(constants),
                                     .is_standard = true};
