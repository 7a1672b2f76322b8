/* What several modelled libraries share. */
#ifndef PF_PYTHON_LIB_HELP_H
#define PF_PYTHON_LIB_HELP_H

#include "python/interp.h"
#include "read/dotenv.h"

#define KIND_TEXT PF_KIND_BIT(PF_STRING)
#define KIND_NONE PF_KIND_BIT(PF_NULL)
#define KIND_INT PF_KIND_BIT(PF_INT)
#define KIND_REAL PF_KIND_BIT(PF_REAL)
#define KIND_TRUTH PF_KIND_BIT(PF_BOOL)
#define KIND_SEQ PF_KIND_BIT(PF_SEQ)
#define KIND_MAP PF_KIND_BIT(PF_MAP)

/* 0.4.5 as a number that compares: PF_VERSION(0, 4, 5). */
#define PF_VERSION(major, minor, patch) ((major)*1000000u + (minor)*1000u + (patch))

/*
 * Does production install at least that version of the distribution (lower case, "-")? Without a
 * pin the newest is installed; PF_MAYBE when nobody knows what is installed at all: then what old
 * and new versions do are both possible.
 */
enum pf_truth pf_help_since(struct pf_eval *ev, const char *distribution, unsigned version);
/* `new` since that version, `old` before, one of both when it is not known. */
pf_value pf_help_choose(struct pf_eval *ev, enum pf_truth since, pf_value new, pf_value old);

/*
 * Runs `f` for each version that may be installed: the pinned one, or, where nothing is known,
 * `oldest` (what long-term distributions carry) and `newest`, each in its own world; dicts are
 * joined key by key.
 */
typedef pf_value pf_help_versioned(struct pf_eval *ev, unsigned version, void *context);
pf_value pf_help_each_version(struct pf_eval *ev, const char *distribution, unsigned oldest,
                              unsigned newest, pf_help_versioned *f, void *context);
/* `f` on `v`, or on each arm of one of several. */
pf_value pf_help_lift(struct pf_eval *ev, pf_value v, pf_lifted *f, void *context);

/* Lends `v` the origins of `from` and, unless "", a step. */
pf_value pf_help_from(struct pf_eval *ev, pf_value v, const char *step, pf_span span,
                      pf_value from);
/* dict[key] = str / any value. */
void pf_help_put(struct pf_eval *ev, pf_value dict, const char *key, pf_value v);
void pf_help_put_str(struct pf_eval *ev, pf_value dict, const char *key, pf_str text);
/* An object nobody looks into, true as any object is. `what` is a noun phrase. */
pf_value pf_help_opaque(struct pf_eval *ev, const char *what);

/* The builtin class of that name? */
bool pf_help_is_builtin(struct pf_eval *ev, pf_value v, const char *name);
bool pf_help_is_ascii(pf_str s);
/* The first variable that `v` was made from; "". */
pf_str pf_help_variable(pf_value v);
/* An optional argument: not given, or None. */
static inline bool pf_help_absent(pf_value v)
{
    return !pf_is_bound(v) || pf_is_none(v);
}
/* bool(v) of an argument, PF_MAYBE for a vague one; `absent` when it was not given. */
enum pf_truth pf_help_flag(struct pf_eval *ev, pf_value v, bool absent);

/*
 * Where the project's file that a value names is: PF_YES and its clean path; PF_NO and the path as
 * it is named when it is not there; PF_MAYBE when it may be anywhere.
 */
enum pf_truth pf_help_file(struct pf_eval *ev, pf_value v, pf_str *path);
/* Is there surely no such file, in the project or outside, so that opening it raises
 * FileNotFoundError? */
bool pf_help_is_nowhere(struct pf_eval *ev, pf_value v);
/* Raises that. */
pf_value pf_help_no_file(struct pf_eval *ev, pf_value v);
/* The nearest `name` in `directory` or above it, up to the project's root; then, as an absolute path,
 * above that, where the project is a folder of this machine. */
bool pf_help_find_upward(struct pf_eval *ev, pf_str directory, pf_str name, pf_str *path);
/* The lines of a .env file; `*readable` false: it is no UTF-8, at which Python gives up. */
const struct pf_node *pf_help_dotenv(struct pf_eval *ev, const struct pf_source *source,
                                     enum pf_dotenv_mode mode, bool *readable);
/* The folder of the file that calls. */
pf_str pf_help_caller_directory(const struct pf_call *call);
/* From now on any variable that is not known to be set may be set. */
void pf_help_open_environment(struct pf_eval *ev);

/* ast.literal_eval of a text. */
enum pf_literal {
    PF_LITERAL_OK,
    PF_LITERAL_SYNTAX, /* SyntaxError */
    PF_LITERAL_VALUE,  /* ValueError: no literal */
    PF_LITERAL_UNSURE  /* beyond what is modelled */
};
enum pf_literal pf_help_literal(struct pf_eval *ev, pf_str text, pf_value *v);

/* json.loads of a text: false when it is no JSON; then `*at` is where, in bytes, and `*why` says
 * it in the words of json.JSONDecodeError. UNSURE results come as an unknown value. */
bool pf_help_json(struct pf_eval *ev, pf_str text, pf_value *v, const char **why, size_t *at);
pf_value pf_help_json_loads(struct pf_eval *ev, pf_value text);

/* int(text) as int() does; FAILED after raising ValueError. */
pf_value pf_help_int(struct pf_eval *ev, pf_value text);

extern const struct pf_native_class pf_improperly_configured_class;
/* distutils.util.strtobool's words: 1, 0, or -1 for none of them. `text` already lower case. */
int pf_help_bool_word(pf_str text);

#endif
