/*
 * What the interpreter offers to builtins and modelled libraries.
 *
 * A function that returns a pf_value returns PF_V_FAILED when a Python exception was raised; hand
 * it up at once. `PF_V_UNKNOWN` is an ordinary result. All memory is in pf_eval_arena.
 */
#ifndef PF_PYTHON_EVAL_H
#define PF_PYTHON_EVAL_H

#include "python/library.h"
#include "python/settings.h"

/* Budgets. Over one of them the value is unknown and a PF_FAULT_LIMIT is noted. */
enum {
    PF_EVAL_STEPS = 1000000,          /* statements, expressions and loop turns of one evaluation */
    PF_EVAL_CALL_DEPTH = 64,          /* CPython stops at about 1,000; settings need 5 */
    PF_EVAL_MODULES = 200,            /* project files of one evaluation */
    PF_EVAL_IMPORT_DEPTH = 20,        /* imports within imports */
    PF_EVAL_STR = 1024 * 1024,        /* bytes of a str or bytes */
    PF_EVAL_ITEMS = 100000,           /* members of a container */
    PF_EVAL_LOOP = 10000,             /* turns of one loop; then it is widened */
    PF_EVAL_TOTAL = 64 * 1024 * 1024, /* bytes of all values made */
};

struct pf_arena *pf_eval_arena(struct pf_eval *ev);
const struct pf_settings_options *pf_eval_options(const struct pf_eval *ev);

/* --- making values ------------------------------------------------------------------------- */

pf_value pf_str_value(struct pf_eval *ev, pf_str bytes); /* not copied; over budget: unknown */
pf_value pf_bytes_value(struct pf_eval *ev, pf_str bytes);
pf_value pf_tuple_value(struct pf_eval *ev, const pf_value *items, size_t count); /* copied */
pf_value pf_list_value(struct pf_eval *ev, const pf_value *items, size_t count);  /* copied */
pf_value pf_set_value(struct pf_eval *ev, const pf_value *items, size_t count);   /* may fail */
pf_value pf_dict_value(struct pf_eval *ev);                                       /* empty */
/* On a dict just made or otherwise known; replaces. */
void pf_dict_set_str(struct pf_eval *ev, pf_value dict, pf_str key, pf_value value);
/* UNBOUND when absent, or when the contents are not known. `maybe` may be NULL. */
pf_value pf_dict_get_str(struct pf_eval *ev, pf_value dict, pf_str key, bool *maybe);

/* `reason` in words, as a noun phrase: "the result of boto3.client". */
pf_value pf_unknown_value(struct pf_eval *ev, unsigned kinds, bool may_be_empty, const char *reason,
                          ...) __attribute__((format(printf, 4, 5)));
/* The same with the origins (variables) and, when there is one, the reason of `made_of`. */
pf_value pf_unknown_of(struct pf_eval *ev, unsigned kinds, bool may_be_empty, const char *reason,
                       const pf_value *made_of, size_t count);
/* The str made of the project's directory, unknown or not, and `path` ("" or "/shop/x.py"). */
pf_value pf_path_value(struct pf_eval *ev, pf_str path);
/* One of the two; equal ones are one. */
pf_value pf_join_value(struct pf_eval *ev, pf_value a, pf_value b);
/* `v` with the origins of `made_of` and, if `step` is not "", that step added. */
pf_value pf_traced(struct pf_eval *ev, pf_value v, const char *step, pf_span span,
                   const pf_value *made_of, size_t count);

/* An instance of a native class; `state` is what the class's own functions know it by. */
pf_value pf_instance_value(struct pf_eval *ev, struct pf_object *cls, const void *state);
/* The class object of a native class (one for each evaluation). */
struct pf_object *pf_eval_class(struct pf_eval *ev, const struct pf_native_class *native);
/* The state of an instance of `native` or of a class derived from it; NULL for anything else. */
const void *pf_instance_state(pf_value v, const struct pf_native_class *native);
/* A function value that calls `native` with `first` put before its arguments. */
/* list[str], int | None: an object that nobody models, whose parts are kept for annotations. */
pf_value pf_type_value(struct pf_eval *ev, pf_str name, const pf_value *parts, size_t count);
pf_value pf_bound_native(struct pf_eval *ev, pf_value first, const struct pf_native *native);
static inline pf_value pf_native_value(const struct pf_native *native)
{
    return (pf_value){.type = PF_V_NATIVE, .as.native = native};
}

/* --- exceptions ---------------------------------------------------------------------------- */

/* Raises; `type` is a builtin exception's name. Returns PF_V_FAILED. */
pf_value pf_raise(struct pf_eval *ev, const char *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same; the variable whose absence or value is at fault is noted. */
pf_value pf_raise_variable(struct pf_eval *ev, pf_str variable, const char *type,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Raises an instance of a library's exception class (see pf_eval_class), e.g. ImproperlyConfigured.
 */
pf_value pf_raise_class(struct pf_eval *ev, struct pf_object *cls, pf_str variable,
                        const char *format, ...) __attribute__((format(printf, 4, 5)));
/* TypeError: the value is no integer, and one is wanted. */
pf_value pf_raise_no_integer(struct pf_eval *ev, pf_value v);
/* Something here may raise `type` ("" for anything): inside a try both ways are followed. */
void pf_may_raise(struct pf_eval *ev, const char *type);
/*
 * The same for what is done with these values. Where nothing around catches it, an exception that
 * would be certain later is from now on only possible; but not for what comes of a variable whose
 * value is not known: a secret is taken to have the form that the settings ask for.
 */
void pf_may_raise_of(struct pf_eval *ev, const char *type, const pf_value *made_of, size_t count);
/* The class object of a builtin exception; pf_die when there is none of that name. */
struct pf_object *pf_eval_exception(struct pf_eval *ev, const char *type);
/*
 * Is the pending exception an instance of `type` (a builtin's name) or of `cls` when that is not
 * NULL? pf_clear_exception then forgets it, as an except clause does.
 */
bool pf_raised_is(struct pf_eval *ev, const char *type, const struct pf_object *cls);
void pf_clear_exception(struct pf_eval *ev);

/* --- asking values (each works on any value; vague ones give vague answers) ---------------- */

/* Python's bool(v); false when that raised. */
bool pf_truth_of_value(struct pf_eval *ev, pf_value v, enum pf_truth *truth);
enum pf_truth pf_equal_values(struct pf_eval *ev, pf_value a, pf_value b); /* maybe when unsure */
pf_value pf_str_of_value(struct pf_eval *ev, pf_value v);                  /* str(v) */
pf_value pf_repr_of_value(struct pf_eval *ev, pf_value v);
/* The name of its class: "str", "NoneType"; "?" for a vague one. */
pf_str pf_type_name(pf_value v);
/* PF_KIND_BIT of all kinds it may have. */
unsigned pf_kinds_of(pf_value v);
/* v.name; raises AttributeError. */
pf_value pf_get_attribute(struct pf_eval *ev, pf_value v, pf_str name);
/* The same, UNBOUND instead of AttributeError. */
pf_value pf_find_attribute(struct pf_eval *ev, pf_value v, pf_str name);
bool pf_set_attribute(struct pf_eval *ev, pf_value v, pf_str name, pf_value value);
pf_value pf_get_item(struct pf_eval *ev, pf_value v, pf_value key);
bool pf_set_item(struct pf_eval *ev, pf_value v, pf_value key, pf_value value);
pf_value pf_call_value(struct pf_eval *ev, pf_value callable, const pf_value *args, size_t count);
/* With keywords: names[i] = values[i]. */
pf_value pf_call_keywords(struct pf_eval *ev, pf_value callable, const pf_value *args, size_t count,
                          const pf_str *names, const pf_value *values, size_t keyword_count);
/* isinstance(v, cls) where `cls` is a CLASS object. */
enum pf_truth pf_is_instance(struct pf_eval *ev, pf_value v, const struct pf_object *cls);
/* The builtin class "str", "int", "dict" …, as a value. */
pf_value pf_builtin(struct pf_eval *ev, const char *name);

/* All that iterating over a value gives. */
struct pf_items {
    const pf_value *items;
    size_t count;
    bool unordered; /* a set: the order is not certain */
    bool known;     /* false: nothing is known of what it gives; `unknown` says why */
    pf_value unknown;
    pf_value raised; /* pf_iterate_each: what asking for one more raised; UNBOUND: nothing */
    bool is_speculative;
};
/* False when that raised (TypeError: not iterable). An EITHER or unknown has known == false. */
bool pf_iterate(struct pf_eval *ev, pf_value v, struct pf_items *items);
/*
 * The same for what deals with each item before it asks for the next one: of an iterator no more
 * than `most` are asked for, and where that raised, those before are given all the same. When they
 * are dealt with, pf_iterated is false if it raised.
 */
bool pf_iterate_each(struct pf_eval *ev, pf_value v, size_t most, struct pf_items *items);
bool pf_iterated(struct pf_eval *ev, const struct pf_items *items);

/* Is anything in it, however deep, vague? */
bool pf_is_deeply_vague(struct pf_eval *ev, pf_value v);
/* After handing `v` to something nobody models: what can change in it is unknown from now on. */
void pf_escape(struct pf_eval *ev, pf_value v, const char *reason);

/* --- the environment ----------------------------------------------------------------------- */

/*
 * The variable as os.environ has it now: a STR, an UNKNOWN of kind str, an EITHER; UNBOUND when
 * absent. In an open environment an absent one is EITHER of an unknown and `PF_V_UNBOUND`:
 * `*maybe_absent` is set, and the value is what it is if it is there. Records the read.
 * `fallback` UNBOUND: none. `required`: the caller raises when it is absent.
 */
pf_value pf_env_get(struct pf_eval *ev, pf_str name, bool required, pf_value fallback,
                    const char *through, pf_span span, bool *maybe_absent);
/* The same with the usual end: absent → `fallback` (UNBOUND only when that is), maybe absent → one
 * of both. */
pf_value pf_env_get_or(struct pf_eval *ev, pf_str name, pf_value fallback, const char *through,
                       pf_span span);
/* Presence; records a read that is not required. */
enum pf_truth pf_env_has(struct pf_eval *ev, pf_str name, const char *through, pf_span span);
void pf_env_set(struct pf_eval *ev, pf_str name, pf_value value);
void pf_env_unset(struct pf_eval *ev, pf_str name);
/* What it is now without recording a read: as pf_env_get, UNBOUND when absent. */
pf_value pf_env_peek(struct pf_eval *ev, pf_str name, bool *maybe_absent);
/* From here on, any variable that is not set may be set. `reason` in words. */
void pf_env_open(struct pf_eval *ev, const char *reason);
/* os.environ's dict (values as above), for libraries that copy or update it. */
struct pf_object *pf_env_dict(struct pf_eval *ev);

/* --- the project ---------------------------------------------------------------------------- */

/* The path within the project that a str, Path or unknown path means ("" is the root); false when
 * it is none or not known. A relative path is taken from the project's root. */
bool pf_project_path(struct pf_eval *ev, pf_value v, pf_str *path);
/* NULL when there is no such file. */
const struct pf_source *pf_project_source(struct pf_eval *ev, pf_str path);
bool pf_project_is_file(struct pf_eval *ev, pf_str path);
bool pf_project_is_doubtful(struct pf_eval *ev, pf_str path);
bool pf_project_is_directory(struct pf_eval *ev, pf_str path);
/* As `list` of struct pf_files. */
bool pf_project_list(struct pf_eval *ev, pf_str path, struct pf_strs *names);
/* The module of that dotted name, imported as Python would; FAILED when that raised. */
pf_value pf_import_module(struct pf_eval *ev, pf_str name);

/* --- what the caller of pf_settings_evaluate hears of ---------------------------------------- */

/* Notes a call with its bound arguments (parameters not given are left out). */
void pf_record_call(struct pf_eval *ev, const char *function, const struct pf_call *call);
/* The same where the arguments are not known: one argument without a name, `with`. */
void pf_record_vague_call(struct pf_eval *ev, const char *function, pf_span span, pf_value with);
/* The same for arguments that stand in a dict by their names. */
void pf_record(struct pf_eval *ev, const char *function, pf_value arguments, pf_span span);
/* A limit was hit here. */
void pf_eval_limit(struct pf_eval *ev, pf_span span, const char *what);
/* PF_YES, or PF_MAYBE under an undecided condition. */
enum pf_truth pf_eval_reached(const struct pf_eval *ev);

#endif
