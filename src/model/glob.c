/* Filter patterns as a set of positions that moves over the name: no backtracking, linear memory.
 */
#include "model/glob.h"

enum atom_kind { ATOM_BYTE, ATOM_SET, ATOM_STAR, ATOM_GLOBSTAR, ATOM_GLOBSTAR_SLASH };

struct atom {
    enum atom_kind kind;
    char byte;
    bool may_miss; /* followed by `?` */
    bool repeats;  /* followed by `+` */
    uint64_t set[4];
};

struct atoms {
    struct atom *items;
    size_t count, capacity;
};

static void add_to_set(struct atom *atom, unsigned char first, unsigned char last)
{
    for (unsigned c = first; c <= last; c++)
        atom->set[c >> 6] |= (uint64_t)1 << (c & 63);
}

static bool is_in_set(const struct atom *atom, char c)
{
    unsigned char byte = (unsigned char)c;
    return atom->set[byte >> 6] >> (byte & 63) & 1;
}

/* "[a-z0]" at the opening bracket; without a closing one the bracket stands for itself. */
static size_t add_set(struct pf_arena *arena, struct atoms *atoms, pf_str pattern, size_t at)
{
    ptrdiff_t close = pf_str_find_byte(pf_str_slice(pattern, at, pattern.len), ']');
    struct atom *atom = pf_pile_add(arena, atoms);
    if (close == PF_STR_NONE) {
        atom->byte = '[';
        return at + 1;
    }
    atom->kind = ATOM_SET;
    size_t end = at + (size_t)close;
    for (size_t i = at + 1; i < end; i++) {
        bool is_range = i + 2 < end && pattern.data[i + 1] == '-';
        char first = pattern.data[i], last = is_range ? pattern.data[i + 2] : first;
        add_to_set(atom, (unsigned char)first, (unsigned char)last);
        i += is_range ? 2 : 0;
    }
    return end + 1;
}

static size_t add_star(struct pf_arena *arena, struct atoms *atoms, pf_str pattern, size_t at)
{
    pf_str rest = pf_str_slice(pattern, at, pattern.len);
    struct atom *atom = pf_pile_add(arena, atoms);
    if (!pf_str_starts(rest, PF_STR("**"))) {
        atom->kind = ATOM_STAR;
        return at + 1;
    }
    bool at_start = at == 0 || pattern.data[at - 1] == '/';
    bool before_slash = at_start && pf_str_starts(rest, PF_STR("**/"));
    atom->kind = before_slash ? ATOM_GLOBSTAR_SLASH : ATOM_GLOBSTAR;
    return at + (before_slash ? 3 : 2);
}

static size_t add_byte(struct pf_arena *arena, struct atoms *atoms, pf_str pattern, size_t at)
{
    bool is_escape = pattern.data[at] == '\\' && at + 1 < pattern.len;
    pf_pile_add(arena, atoms)->byte = pattern.data[at + (is_escape ? 1 : 0)];
    return at + (is_escape ? 2 : 1);
}

static struct atoms compile(struct pf_arena *arena, pf_str pattern)
{
    struct atoms atoms = {0};
    size_t at = 0;
    while (at < pattern.len) {
        char c = pattern.data[at];
        bool is_suffix = (c == '?' || c == '+') && atoms.count > 0;
        if (is_suffix) {
            atoms.items[atoms.count - 1].may_miss |= c == '?';
            atoms.items[atoms.count - 1].repeats |= c == '+';
            at++;
        } else if (c == '[') {
            at = add_set(arena, &atoms, pattern, at);
        } else if (c == '*') {
            at = add_star(arena, &atoms, pattern, at);
        } else {
            at = add_byte(arena, &atoms, pattern, at);
        }
    }
    return atoms;
}

/* `alive[i]`: the name so far may end before atom i. Atoms that may match nothing pass it on. */
static void pass_on(const struct atoms *atoms, bool *alive)
{
    for (size_t i = 0; i < atoms->count; i++) {
        enum atom_kind kind = atoms->items[i].kind;
        bool may_be_nothing = atoms->items[i].may_miss || kind == ATOM_STAR ||
                              kind == ATOM_GLOBSTAR || kind == ATOM_GLOBSTAR_SLASH;
        alive[i + 1] = alive[i + 1] || (alive[i] && may_be_nothing);
    }
}

/* `**` and "/" matched a folder's name and waits for the next slash: `inside`. */
static void step(const struct atoms *atoms, const bool *alive, const bool *inside, bool *next,
                 bool *next_inside, char c)
{
    for (size_t i = 0; i < atoms->count; i++) {
        const struct atom *atom = &atoms->items[i];
        bool here = alive[i];
        if (atom->kind == ATOM_STAR || atom->kind == ATOM_GLOBSTAR) {
            next[i] = next[i] || (here && (atom->kind == ATOM_GLOBSTAR || c != '/'));
        } else if (atom->kind == ATOM_GLOBSTAR_SLASH) {
            bool within = here || inside[i];
            next_inside[i] = within;
            next[i + 1] = next[i + 1] || (inside[i] && c == '/');
        } else {
            bool fits = atom->kind == ATOM_SET ? is_in_set(atom, c) : atom->byte == c;
            next[i + 1] = next[i + 1] || (here && fits);
            next[i] = next[i] || (here && fits && atom->repeats);
        }
    }
}

static void clear(bool *flags, size_t count)
{
    for (size_t i = 0; i < count; i++)
        flags[i] = false;
}

bool pf_filter_match(struct pf_arena *arena, pf_str pattern, pf_str name)
{
    struct atoms atoms = compile(arena, pattern);
    size_t room = atoms.count + 1;
    bool *alive = PF_NEW_ARRAY(arena, bool, room), *next = PF_NEW_ARRAY(arena, bool, room);
    bool *inside = PF_NEW_ARRAY(arena, bool, room), *next_inside = PF_NEW_ARRAY(arena, bool, room);
    alive[0] = true;
    pass_on(&atoms, alive);
    for (size_t at = 0; at < name.len; at++) {
        clear(next, room);
        clear(next_inside, room);
        step(&atoms, alive, inside, next, next_inside, name.data[at]);
        pass_on(&atoms, next);
        bool *swap = alive;
        alive = next;
        next = swap;
        swap = inside;
        inside = next_inside;
        next_inside = swap;
    }
    return alive[atoms.count];
}

bool pf_filter_is_literal(pf_str pattern)
{
    for (size_t i = 0; i < pattern.len; i++)
        if (pf_str_find_byte(PF_STR("*?+[\\"), pattern.data[i]) != PF_STR_NONE)
            return false;
    return pattern.len > 0 && pattern.data[0] != '!';
}

/* Characters that git allows in no ref name (git check-ref-format). */
static pf_str ref_problem(struct pf_arena *arena, pf_str pattern, size_t *at)
{
    for (size_t i = 0; i < pattern.len; i++) {
        char c = pattern.data[i];
        bool is_bad = pf_str_find_byte(PF_STR(" \t~^:"), c) != PF_STR_NONE ||
                      (unsigned char)c < 0x20 || (unsigned char)c == 0x7f;
        *at = i;
        if (is_bad && c == ' ')
            return PF_STR("no branch or tag name holds a space");
        if (is_bad)
            return pf_arena_format(arena, "no branch or tag name holds '%c'", c);
    }
    *at = 0;
    if (pf_str_starts(pattern, PF_STR("/")))
        return PF_STR("no branch or tag name starts with '/'");
    *at = pattern.len == 0 ? 0 : pattern.len - 1;
    if (pf_str_ends(pattern, PF_STR("/")) || pf_str_ends(pattern, PF_STR(".")))
        return PF_STR("no branch or tag name ends with '/' or '.'");
    ptrdiff_t dots = pf_str_find(pattern, PF_STR(".."));
    *at = dots == PF_STR_NONE ? 0 : (size_t)dots;
    return dots == PF_STR_NONE ? PF_STR("") : PF_STR("no branch or tag name holds '..'");
}

/* Names that GitHub fills in where a template is put into a repository, and nowhere else. */
static bool is_template_name(pf_str pattern)
{
    return pf_str_eq(pattern, PF_STR("$default-branch")) ||
           pf_str_eq(pattern, PF_STR("$protected-branches"));
}

static pf_str path_problem(pf_str pattern, size_t *at)
{
    *at = 0;
    if (pf_str_starts(pattern, PF_STR("./")) || pf_str_starts(pattern, PF_STR("../")) ||
        pf_str_eq(pattern, PF_STR(".")) || pf_str_eq(pattern, PF_STR("..")))
        return PF_STR("paths of changed files never start with './' or '../'");
    ptrdiff_t parent = pf_str_find(pattern, PF_STR("/../"));
    *at = parent == PF_STR_NONE ? 0 : (size_t)parent;
    if (parent != PF_STR_NONE)
        return PF_STR("paths of changed files never hold '..'");
    *at = pattern.len == 0 ? 0 : pattern.len - 1;
    if (pf_str_trim(pattern).len < pattern.len)
        return PF_STR("white space at the start or end is not what is meant");
    return PF_STR("");
}

static pf_str set_problem(pf_str pattern, size_t *at)
{
    ptrdiff_t close = pf_str_find_byte(pf_str_slice(pattern, *at, pattern.len), ']');
    if (close == PF_STR_NONE)
        return PF_STR("'[' has no closing ']'");
    size_t end = *at + (size_t)close;
    if (end == *at + 1)
        return PF_STR("'[]' matches nothing");
    for (size_t i = *at + 1; i + 2 < end; i++)
        if (pattern.data[i + 1] == '-' && pattern.data[i] > pattern.data[i + 2])
            return PF_STR("the range in '[]' ends before it starts");
    *at = end;
    return PF_STR("");
}

static pf_str syntax_problem(pf_str pattern, size_t *at)
{
    bool has_atom = false, after_suffix = false;
    for (*at = 0; *at < pattern.len; (*at)++) {
        char c = pattern.data[*at];
        bool is_suffix = c == '?' || c == '+';
        if (is_suffix && !has_atom)
            return PF_STR("'?' and '+' repeat what stands before them, and nothing does");
        if (is_suffix && after_suffix)
            return PF_STR("'?' and '+' follow one another");
        if (c == '\\' && *at + 1 == pattern.len)
            return PF_STR("a '\\' at the end takes nothing as itself");
        if (c == '[') {
            pf_str problem = set_problem(pattern, at);
            if (problem.len > 0)
                return problem;
        }
        *at += c == '\\' ? 1 : 0;
        after_suffix = is_suffix;
        has_atom = true;
    }
    return PF_STR("");
}

pf_str pf_filter_problem(struct pf_arena *arena, pf_str pattern, bool is_path, size_t *at)
{
    bool is_negative = pf_str_starts(pattern, PF_STR("!"));
    pf_str body = pf_str_slice(pattern, is_negative ? 1 : 0, pattern.len);
    *at = 0;
    if (body.len == 0)
        return is_negative ? PF_STR("'!' alone excludes nothing")
                           : PF_STR("an empty pattern matches nothing");
    if (!is_path && is_template_name(body))
        return PF_STR("that is filled in when a template is chosen; here it is the name itself");
    pf_str problem = syntax_problem(body, at);
    if (problem.len == 0)
        problem = is_path ? path_problem(body, at) : ref_problem(arena, body, at);
    *at += is_negative ? 1 : 0;
    return problem;
}

struct walk {
    struct pf_arena *arena;
    pf_str name;
    struct pf_filter_answer answer;
    bool is_ignore; /* any match excludes */
};

static void note(struct walk *walk, const struct pf_node *pattern, enum pf_truth passes)
{
    walk->answer = (struct pf_filter_answer){passes, pattern};
}

static void try_pattern(struct walk *walk, const struct pf_node *pattern)
{
    if (!pf_node_is_scalar(pattern) || pf_str_contains(pattern->text, PF_STR("${{"))) {
        note(walk, pattern, PF_MAYBE);
        return;
    }
    bool is_negative = pf_str_starts(pattern->text, PF_STR("!"));
    pf_str body = pf_str_slice(pattern->text, is_negative ? 1 : 0, pattern->text.len);
    if (!pf_filter_match(walk->arena, body, walk->name))
        return;
    if (walk->is_ignore)
        note(walk, pattern, is_negative ? PF_YES : PF_NO);
    else
        note(walk, pattern, is_negative ? PF_NO : PF_YES);
}

static struct pf_filter_answer walk_list(struct walk *walk, const struct pf_node *patterns)
{
    if (pf_node_is(patterns, PF_SEQ)) {
        for (size_t i = 0; i < patterns->count; i++)
            try_pattern(walk, patterns->items[i]);
    } else if (patterns != NULL && patterns->kind != PF_NULL && patterns->kind != PF_MAP) {
        try_pattern(walk, patterns);
    }
    return walk->answer;
}

struct pf_filter_answer pf_filter_list(struct pf_arena *arena, const struct pf_node *patterns,
                                       pf_str name)
{
    struct walk walk = {arena, name, {PF_NO, NULL}, false};
    return walk_list(&walk, patterns);
}

struct pf_filter_answer pf_filter_ignore(struct pf_arena *arena, const struct pf_node *patterns,
                                         pf_str name)
{
    struct walk walk = {arena, name, {PF_YES, NULL}, true};
    return walk_list(&walk, patterns);
}
