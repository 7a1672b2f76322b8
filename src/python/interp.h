/*
 * The inside of the interpreter: its state, the heap that forks and joins, and what its files offer
 * each other. Libraries include eval.h instead.
 */
#ifndef PF_PYTHON_INTERP_H
#define PF_PYTHON_INTERP_H

#include "base/buffer.h"
#include "base/index.h"
#include "python/eval.h"
#include "python/trees.h"

/* How a statement ends. */
enum pf_completion { PF_DONE, PF_RETURNED, PF_BROKE, PF_CONTINUED, PF_RAISED };
#define PF_CATCH(completion) (1u << (completion))
#define PF_CATCH_ALL                                                                               \
    (PF_CATCH(PF_RETURNED) | PF_CATCH(PF_BROKE) | PF_CATCH(PF_CONTINUED) | PF_CATCH(PF_RAISED))

struct pf_undo {
    struct pf_object *object;
    struct pf_contents *before;
};
/* What objects hold in one of several possible worlds, relative to a mark of the trail. */
struct pf_state {
    struct pf_undo *items; /* `before` is what the object holds in that world */
    size_t count, capacity;
};
/* A world that left the straight way: it waits at the catcher for the others. */
struct pf_leaver {
    enum pf_completion completion;
    pf_value value;                  /* what is returned or raised */
    bool speculative;                /* an exception that only may have been raised */
    const struct pf_origin *control; /* of the conditions under which it left */
    struct pf_state state;
};
struct pf_leavers {
    struct pf_leaver *items;
    size_t count, capacity;
};
/* A try, a loop, a function body, the whole evaluation: where worlds that left it come in again. */
struct pf_catcher {
    struct pf_catcher *outer;
    unsigned catches; /* PF_CATCH bits */
    bool is_top;
    size_t mark;
    unsigned undecided;   /* how much it added to ev->undecided */
    uint64_t asked_epoch; /* when pf_may_raise last left a world here, and for what */
    size_t asked_trail;
    const char *asked_type;
    struct pf_leavers exits;
};
/* Several ways on from one point. */
struct pf_fork {
    size_t mark;
    struct pf_leavers arms;
};

enum pf_scope_kind { PF_SCOPE_MODULE, PF_SCOPE_CLASS, PF_SCOPE_FUNCTION, PF_SCOPE_COMPREHENSION };
enum pf_binding { PF_FREE, PF_LOCAL, PF_GLOBAL, PF_NONLOCAL };

/* What a function's text says of its names. */
struct pf_symbols {
    struct pf_index names; /* pf_str → &kinds[…] */
    bool is_generator;
};
struct pf_scope {
    enum pf_scope_kind kind;
    const struct pf_scope *outer;
    struct pf_object *names;          /* DICT */
    const struct pf_symbols *symbols; /* NULL: module and class */
    pf_str prefix; /* of __qualname__ of what is made in it: "Shop.", "load.<locals>." */
};
struct pf_frame {
    struct pf_frame *caller;
    struct pf_object *module;
    struct pf_object *globals; /* DICT */
    const struct pf_scope *scope;
    const struct pf_function *function; /* NULL: module, class body */
    struct pf_object *cls;              /* the class whose method runs: super() */
    pf_value self;                      /* its first argument */
    struct pf_contents *yields;         /* of a generator */
    pf_value handled;                   /* the exception that is being handled: bare raise */
};
struct pf_function {
    const struct pf_ast *ast; /* FUNCTION_DEF, LAMBDA */
    pf_str name, qualname;
    const struct pf_ast *args;
    const struct pf_scope *scope; /* in which it was defined */
    const struct pf_symbols *symbols;
    struct pf_object *module;
    const pf_value *defaults; /* as args->defaults */
    const pf_value *kw_defaults;
    struct pf_object *cls; /* class body it stands in, filled when the class is made */
};

struct pf_reads {
    struct pf_settings_read *items;
    size_t count, capacity;
};
struct pf_calls {
    struct pf_settings_call *items;
    size_t count, capacity;
};

struct pf_eval {
    struct pf_arena *arena;
    const struct pf_settings_options *options;
    bool loads_unknown_file; /* see pf_settings */
    struct pf_faults faults;
    struct pf_reads reads;
    struct pf_calls calls;
    struct pf_strs paths;

    /* heap */
    uint64_t epoch;
    size_t base_mark; /* the trail's length when the epoch began */
    struct {
        struct pf_undo *items;
        size_t count, capacity;
    } trail;
    uint64_t visit; /* the last number written to an object's `seen` */
    uint32_t next_id;
    uint32_t turn; /* counts bindings */
    struct pf_catcher *catcher;
    unsigned undecided;   /* > 0: what runs may not be reached */
    unsigned speculative; /* > 0: what runs handles an exception that only may have been raised */
    const struct pf_origin *control; /* of the conditions that decided what runs */

    pf_value exception; /* pending */
    bool exception_speculative;
    bool may_have_ended; /* something before may have raised, and nothing would have caught it */
    bool aborted;        /* a budget is used up: everything unwinds */

    size_t steps, total, nodes;
    unsigned depth, call_depth, import_depth, module_count;
    struct pf_frame *frame;
    const struct pf_ast *site; /* the expression or statement that runs */

    struct pf_object *modules; /* DICT: dotted name → MODULE */
    struct pf_object *environ; /* DICT */
    struct pf_index classes;   /* native class (its address) → struct pf_object */
    struct pf_index exceptions;
    struct pf_index symbols;                  /* AST node (its address) → struct pf_symbols */
    struct pf_strs roots_before, roots_after; /* that the settings added to sys.path */
    struct pf_index texts; /* sources that open().read() gave: by the bytes' address */
    struct pf_trees *trees;
    struct pf_index parsed; /* the address of a source, as bytes → const struct pf_ast */
};

/* Does what runs belong to a library that is modelled in Python? Its places are nobody's: what
 * happens in it has the place of the project's call. */
static inline bool pf_in_model(const struct pf_eval *ev)
{
    return ev->frame != NULL && ev->frame->module->module->library != NULL;
}
static inline void pf_site(struct pf_eval *ev, const struct pf_ast *site)
{
    if (!pf_in_model(ev))
        ev->site = site;
}

static inline void pf_place(const struct pf_eval *ev, pf_value *v, const struct pf_ast *at)
{
    if (!pf_in_model(ev))
        v->at = at;
}

/* --- heap.c --------------------------------------------------------------------------------- */

struct pf_object *pf_heap_new(struct pf_eval *ev, enum pf_type type);
/* A LIST, SET, FROZENSET, DICT or ITERATOR with empty contents. */
struct pf_object *pf_heap_container(struct pf_eval *ev, enum pf_type type);
/* The contents, fit for changing. */
struct pf_contents *pf_heap_write(struct pf_eval *ev, struct pf_object *object);
/* Other contents, which may be shared. */
void pf_heap_replace(struct pf_eval *ev, struct pf_object *object, struct pf_contents *contents);
/* Makes them unknown. */
void pf_heap_forget(struct pf_eval *ev, struct pf_object *object, const char *reason,
                    const struct pf_origin *origin);
void pf_heap_charge(struct pf_eval *ev, size_t bytes);
struct pf_contents *pf_contents_copy(struct pf_eval *ev, const struct pf_contents *contents);

/* Everything that these contents, or this container, hold is out of hand; not the container. */
void pf_escape_contents(struct pf_eval *ev, const struct pf_contents *contents, const char *reason);
void pf_escape_items(struct pf_eval *ev, pf_value container, const char *reason);

/* --- worlds.c ------------------------------------------------------------------------------- */

/* From here on every first write to an object is noted in the trail, and gives it new contents. */
void pf_epoch_begin(struct pf_eval *ev);
void pf_fork_begin(struct pf_eval *ev, struct pf_fork *fork);
/* Ends an arm: remembers its world and goes back to the start. RAISED takes ev->exception. */
void pf_fork_arm(struct pf_eval *ev, struct pf_fork *fork, enum pf_completion completion,
                 pf_value value);
/* Enters a world that a catcher kept, at the start of an arm. */
void pf_fork_enter(struct pf_eval *ev, const struct pf_leaver *from);
/* Goes on with all arms joined; worlds that end otherwise go to their catchers. */
enum pf_completion pf_fork_end(struct pf_eval *ev, struct pf_fork *fork, pf_value *value);

void pf_catch_begin(struct pf_eval *ev, struct pf_catcher *catcher, unsigned catches);
void pf_catch_end(struct pf_eval *ev, struct pf_catcher *catcher);
/* Joins `completion` with the worlds that came to `catcher` by `joined` and lets them go on as
 * DONE. */
enum pf_completion pf_catch_join(struct pf_eval *ev, struct pf_catcher *catcher,
                                 enum pf_completion joined, enum pf_completion completion,
                                 pf_value *value);
void pf_defer(struct pf_eval *ev, const struct pf_leaver *exit);
/* `leave` once for each way out of what ran under `catcher`, which caught them all; a pending
 * exception is in ev->exception. exec_try.c */
typedef enum pf_completion pf_leave(struct pf_eval *ev, void *context,
                                    enum pf_completion completion, pf_value *value);
enum pf_completion pf_leave_all(struct pf_eval *ev, struct pf_catcher *catcher, pf_leave *leave,
                                void *context, enum pf_completion completion, pf_value *value);
/* Is there a try around that could notice an exception? */
bool pf_is_tried(const struct pf_eval *ev);

typedef pf_value pf_lifted(struct pf_eval *ev, pf_value arm, void *context);
/* `f` on each arm of an EITHER, each in its own world; joined. */
pf_value pf_lift(struct pf_eval *ev, pf_value either, pf_lifted *f, void *context);
/* `f` on a container with alternative contents, each in its own world; joined. */
pf_value pf_lift_contents(struct pf_eval *ev, pf_value v, pf_lifted *f, void *context);
/* Does `v` have a single value, and if it is a container, known contents? */
bool pf_is_plain(pf_value v);
static inline bool pf_has_contents(pf_value v)
{
    return v.type == PF_V_LIST || v.type == PF_V_SET || v.type == PF_V_FROZENSET ||
           v.type == PF_V_DICT || v.type == PF_V_ITERATOR;
}

/* --- join_values.c -------------------------------------------------------------------------- */

bool pf_same_value(pf_value a, pf_value b); /* one value for every purpose but its origin */
struct pf_contents *pf_join_contents(struct pf_eval *ev, enum pf_type type, struct pf_contents *a,
                                     struct pf_contents *b);

/* --- dict.c --------------------------------------------------------------------------------- */

/* False when `v` cannot be hashed here (unhashable, vague, a class with its own __hash__). */
bool pf_hash_value(struct pf_eval *ev, pf_value v, uint64_t *hash);
uint64_t pf_hash_str(struct pf_eval *ev, pf_str s);
struct pf_entry *pf_dict_find_str(struct pf_eval *ev, const struct pf_contents *c, pf_str key);
struct pf_entry *pf_dict_find(struct pf_eval *ev, const struct pf_contents *c, pf_value key,
                              uint64_t hash);
/* On contents that may be changed. Replaces the value, keeps the key and place. */
struct pf_entry *pf_dict_put(struct pf_eval *ev, struct pf_contents *c, pf_value key, uint64_t hash,
                             pf_value value);
struct pf_entry *pf_dict_put_str(struct pf_eval *ev, struct pf_contents *c, pf_str key,
                                 pf_value value);
void pf_dict_remove(struct pf_contents *c, struct pf_entry *entry);
bool pf_dict_has_maybe(const struct pf_contents *c);
/* A namespace: by name; UNBOUND when absent. `maybe` may be NULL. */
pf_value pf_names_get(struct pf_eval *ev, const struct pf_object *names, pf_str name, bool *maybe);
void pf_names_put(struct pf_eval *ev, struct pf_object *names, pf_str name, pf_span span,
                  pf_value value);
/*
 * Other names may be bound in a namespace, too, nobody knows which: each to `unknown`. That is kept
 * under a name that no text can have, which may be there or not.
 */
#define PF_OTHER_NAMES PF_STR("*other names")
void pf_open_names(struct pf_eval *ev, struct pf_object *names, pf_value unknown);
/* Of a key that is not there: what stands for it if it may be there all the same; NULL. */
const struct pf_entry *pf_dict_other(struct pf_eval *ev, const struct pf_contents *c);
void pf_list_append(struct pf_eval *ev, struct pf_contents *c, pf_value item);

/* --- make.c --------------------------------------------------------------------------------- */

/* Origins of both, as one. */
const struct pf_origin *pf_origin_merge(struct pf_eval *ev, const struct pf_origin *a,
                                        const struct pf_origin *b);
/* The origins of a value and of what it holds, one level deep. */
const struct pf_origin *pf_origin_of(struct pf_eval *ev, pf_value v);
pf_value pf_str_c_value(struct pf_eval *ev, const char *text);
pf_value pf_str_copy(struct pf_eval *ev, pf_str bytes);
pf_value pf_unknown_named(struct pf_eval *ev, pf_str name, const char *reason);
pf_value pf_method_value(struct pf_eval *ev, enum pf_type type, pf_value self, pf_value function);
/* An exact result of a pure operation on these: their origins merged, no step. */
pf_value pf_made_of(struct pf_eval *ev, pf_value v, pf_value a, pf_value b);
struct pf_object *pf_heap_instance(struct pf_eval *ev, struct pf_object *cls);
/* A list of these in an order that nobody knows; up to one, it is a list. */
pf_value pf_unordered_value(struct pf_eval *ev, const pf_value *items, size_t count,
                            const char *reason);
/* `v` as it can be kept: without the members of an unknown. */
pf_value pf_kept(struct pf_eval *ev, pf_value v);
/* Raises TypeError for what has no hash; otherwise an unknown key. */
pf_value pf_unhashable(struct pf_eval *ev, pf_value v);
/* Inside a try, follows the way on which this vague key has no hash. */
void pf_may_be_unhashable(struct pf_eval *ev, pf_value v);

/* --- text.c --------------------------------------------------------------------------------- */

/* WTF-8: length of the sequence at `at` (1 for a broken byte) and its code point. */
size_t pf_text_decode(pf_str s, size_t at, uint32_t *code_point);
void pf_text_add(struct pf_buffer *buffer, uint32_t code_point); /* surrogates as three bytes */
size_t pf_text_count(pf_str s);
/* Byte offset of the `index`-th code point, `index` at most the length. */
size_t pf_text_offset(pf_value text, size_t index);
bool pf_text_is_ascii(pf_value text);
void pf_text_repr(struct pf_buffer *buffer, pf_str s, bool is_bytes, bool ascii_only);
/* Does int() see no other digits in it than those of ASCII? */
bool pf_text_digits_are_ascii(pf_str s);
bool pf_text_repr_is_certain(pf_str s); /* all characters known to be printable or not */

/* --- number.c ------------------------------------------------------------------------------- */

pf_str pf_float_repr(struct pf_arena *arena, double d);
/* Python's float(text), already stripped; false on a malformed one. */
bool pf_float_parse(struct pf_arena *arena, pf_str s, double *d);
enum pf_int_parse { PF_INT_OK, PF_INT_MALFORMED, PF_INT_TOO_LARGE };
enum pf_int_parse pf_int_parse(pf_str s, int base, int64_t *i);   /* base 0: by its prefix */
bool pf_int_pow(int64_t base, int64_t exponent, int64_t *result); /* false on overflow */
pf_str pf_text_strip(pf_str s);   /* without the white space that str.strip() takes */
pf_str pf_number_strip(pf_str s); /* … that int() and float() pass over */
bool pf_text_is_space(uint32_t c);

/* --- raise.c -------------------------------------------------------------------------------- */

/* What an exception remembers beside what Python does. */
struct pf_exception_note {
    pf_str variable;
    pf_span span;
};
pf_value pf_builtin_exception(struct pf_eval *ev, pf_str name); /* UNBOUND: none */
bool pf_is_exception_class(const struct pf_object *cls);
pf_value pf_exception_value(struct pf_eval *ev, struct pf_object *cls, const pf_value *args,
                            size_t count);
/* An exception of that class or one derived from it ("": any), as an unknown. */
pf_value pf_possible_exception(struct pf_eval *ev, const char *type, bool is_doubt);
/* Raises the value of a raise statement: an instance or a class. */
pf_value pf_raise_value(struct pf_eval *ev, pf_value v, pf_span span);
/* Does `exception` match what stands after except? Fails when that is no class. */
bool pf_exception_matches(struct pf_eval *ev, pf_value exception, pf_value type,
                          enum pf_truth *matches);
pf_value pf_exception_str(struct pf_eval *ev, pf_value exception);
extern const struct pf_native_class pf_base_exception_class;

/* --- scope.c, names.c ----------------------------------------------------------------------- */

const struct pf_symbols *pf_symbols_of(struct pf_eval *ev, const struct pf_ast *function);
/* Every name that these statements could bind, nested blocks included. */
void pf_bound_names(struct pf_arena *arena, const struct pf_ast *node, struct pf_strs *names);
pf_value pf_name_lookup(struct pf_eval *ev, pf_str id);
bool pf_name_store(struct pf_eval *ev, pf_str id, pf_span span, pf_value value);
bool pf_name_delete(struct pf_eval *ev, pf_str id);

/* --- exec*.c -------------------------------------------------------------------------------- */

/* A value returned is in `*value`. */
enum pf_completion pf_exec(struct pf_eval *ev, const struct pf_ast *statement, pf_value *value);
enum pf_completion pf_exec_list(struct pf_eval *ev, const struct pf_ast_list *body,
                                pf_value *value);
enum pf_completion pf_exec_for(struct pf_eval *ev, const struct pf_ast *s, pf_value *value);
enum pf_completion pf_exec_while(struct pf_eval *ev, const struct pf_ast *s, pf_value *value);
enum pf_completion pf_exec_try(struct pf_eval *ev, const struct pf_ast *s, pf_value *value);
enum pf_completion pf_exec_with(struct pf_eval *ev, const struct pf_ast *s, pf_value *value);
enum pf_completion pf_exec_match(struct pf_eval *ev, const struct pf_ast *s, pf_value *value);
enum pf_completion pf_exec_import(struct pf_eval *ev, const struct pf_ast *s);
enum pf_completion pf_exec_class(struct pf_eval *ev, const struct pf_ast *s);
enum pf_completion pf_exec_function(struct pf_eval *ev, const struct pf_ast *s);
bool pf_assign(struct pf_eval *ev, const struct pf_ast *target, pf_value value);
bool pf_unassign(struct pf_eval *ev, const struct pf_ast *target);
bool pf_step(struct pf_eval *ev, const struct pf_ast *site); /* false when the budget is used up */
pf_value pf_abort(struct pf_eval *ev, pf_span span, const char *what);

/* --- import.c ------------------------------------------------------------------------------- */

pf_value pf_import_name(struct pf_eval *ev, pf_str dotted); /* the last module of a.b.c */
/* Runs a file's statements in `globals`. */
enum pf_completion pf_run_source(struct pf_eval *ev, const struct pf_source *source,
                                 struct pf_object *module, struct pf_object *globals);
pf_value pf_module_attribute(struct pf_eval *ev, struct pf_object *module, pf_str name);
const struct pf_ast *pf_parsed(struct pf_eval *ev, const struct pf_source *source);
/* The value of a Python expression written in our own tables. */
pf_value pf_eval_text(struct pf_eval *ev, pf_str expression);
/* A library's __all__ as far as it is modelled; UNBOUND: not all of it is. */
pf_value pf_library_names(struct pf_eval *ev, struct pf_object *module);
/* What is not known may replace any public name of a module, and opens its names. */
void pf_blur_names(struct pf_eval *ev, struct pf_object *names, pf_value unknown);
/* The name that `key` is, which is not known but for, perhaps, its beginning, is set to `value`:
 * globals()["FLAG_" + name] = value. */
void pf_set_some_name(struct pf_eval *ev, struct pf_object *names, pf_value key, pf_value value);
/* `v`, a str that is not known, begins so. */
pf_value pf_with_prefix(struct pf_eval *ev, pf_value v, pf_str prefix);
struct pf_object *pf_module_new(struct pf_eval *ev, pf_str name);

/* --- model.c -------------------------------------------------------------------------------- */

/* Runs the text of a library that is modelled in Python, if it has one; false: it raised. */
bool pf_model_run(struct pf_eval *ev, struct pf_object *module);
/* "celery.schedules.crontab": as reports call it. */
pf_str pf_model_name(struct pf_eval *ev, const struct pf_function *f);
/* The model's function that the project called; "" when none runs. */
pf_str pf_model_function(struct pf_eval *ev);
/* The base of a class that a model models in part. */
bool pf_model_is_partial(pf_value base);
/* What models share among themselves is no library for the project. */
bool pf_model_is_hidden(const struct pf_eval *ev, const struct pf_library *library);

/* --- expr.c, comp.c, call.c ----------------------------------------------------------------- */

pf_value pf_eval_expr(struct pf_eval *ev, const struct pf_ast *e);
pf_value pf_eval_comp(struct pf_eval *ev, const struct pf_ast *e);
pf_value pf_eval_joined_str(struct pf_eval *ev, const struct pf_ast *e);
/* Is it so? PF_MAYBE forks; false when asking raised. */
bool pf_eval_test(struct pf_eval *ev, const struct pf_ast *e, enum pf_truth *truth,
                  const struct pf_origin **origin);

struct pf_arguments { /* of a call, stars already spread */
    pf_value *args;
    size_t count, capacity;
    struct {
        pf_str *items;
        size_t count, capacity;
    } names;
    struct {
        pf_value *items;
        size_t count, capacity;
    } values;
    bool vague; /* an unknown was spread: there may be more */
    pf_value vague_with;
};
/* FUNCTION_DEF or LAMBDA → a function; its defaults are evaluated now. */
pf_value pf_function_value(struct pf_eval *ev, const struct pf_ast *ast, pf_str name,
                           const struct pf_ast *args);
pf_value pf_eval_call(struct pf_eval *ev, const struct pf_ast *e);
pf_value pf_call_arguments(struct pf_eval *ev, pf_value callable, const struct pf_arguments *a);
pf_value pf_call_function(struct pf_eval *ev, pf_value function, const struct pf_arguments *a);
pf_value pf_call_native(struct pf_eval *ev, const struct pf_native *native, struct pf_object *cls,
                        const struct pf_arguments *a);
pf_value pf_call_class(struct pf_eval *ev, struct pf_object *cls, const struct pf_arguments *a);
pf_value pf_call_unknown(struct pf_eval *ev, pf_value callable, const struct pf_arguments *a);
void pf_arguments_add(struct pf_eval *ev, struct pf_arguments *a, pf_value v);
void pf_arguments_name(struct pf_eval *ev, struct pf_arguments *a, pf_str name, pf_value v);
pf_value pf_call_method(struct pf_eval *ev, pf_value v, const char *name, const pf_value *args,
                        size_t count);
extern const struct pf_native_class pf_frozen_error_class;
bool pf_is_empty_annotations(const struct pf_entry *e);
/* An object whose class says how to take it for a number or a path (__index__, __fspath__ …), or
 * may inherit that from code nobody models: no TypeError is certain with it. */
bool pf_may_stand_in(struct pf_eval *ev, pf_value v);
/* Runs the body of a function whose parameters are bound in `locals`; of a generator, what it
 * yields goes to `yields`, in order. */
pf_value pf_run_function(struct pf_eval *ev, const struct pf_function *f, struct pf_object *locals,
                         pf_value self, struct pf_contents *yields);
/* --- generator.c */
pf_value pf_generator_value(struct pf_eval *ev, const struct pf_function *f,
                            struct pf_object *locals, pf_value self);
/* Before all its values are asked for at once: if it is a generator that has not begun, nothing
 * else can run in between. False: it raised. */
bool pf_generator_exhaust(struct pf_eval *ev, pf_value iterator);
/* A dunder method of the value's class; UNBOUND when there is none. */
pf_value pf_find_special(struct pf_eval *ev, pf_value v, const char *name);

/* --- class.c, attribute.c ------------------------------------------------------------------- */

/* The __qualname__ of what gets that name where the evaluation is. */
pf_str pf_qualified(struct pf_eval *ev, pf_str name);
struct pf_object *pf_class_new(struct pf_eval *ev, pf_str name, struct pf_object **bases,
                               size_t base_count);
struct pf_object *pf_class_of(struct pf_eval *ev, pf_value v); /* NULL: vague */
bool pf_is_subclass(const struct pf_object *cls, const struct pf_object *base);
/* Looks through the MRO from `from` on; UNBOUND when not there. */
pf_value pf_class_find(struct pf_eval *ev, const struct pf_object *cls, pf_str name,
                       const struct pf_object *after, bool *maybe);
pf_value pf_bind(struct pf_eval *ev, pf_value found, pf_value self, struct pf_object *cls);
/* A StrEnum or IntEnum: format() writes its members as their values. */
bool pf_enum_is_its_value(const struct pf_object *cls);
/* Of an enum class: iteration, members, X["A"]. UNBOUND: none of that name. */
pf_value pf_enum_special(struct pf_eval *ev, pf_value cls, const char *name);
pf_value pf_enum_members(struct pf_eval *ev, struct pf_object *cls);
/* collections.namedtuple, which models take without the rest of that module. */
pf_value pf_namedtuple(struct pf_eval *ev, const struct pf_call *call);
pf_value pf_namedtuple_field(pf_value tuple, pf_str name);
bool pf_enum_finish(struct pf_eval *ev, struct pf_object *cls);
pf_value pf_enum_call(struct pf_eval *ev, struct pf_object *cls, const struct pf_arguments *a);
bool pf_dataclass_init(struct pf_eval *ev, struct pf_object *cls, pf_value object,
                       const struct pf_arguments *a);
bool pf_del_attribute(struct pf_eval *ev, pf_value v, pf_str name);

/* --- item.c --------------------------------------------------------------------------------- */

bool pf_del_item(struct pf_eval *ev, pf_value v, pf_value key);
/* The index of the sequence `length` long; false: out of range. */
bool pf_index_fit(int64_t *index, size_t length);
void pf_slice_fit(const struct pf_slice *s, int64_t length, int64_t *start, int64_t *stop,
                  int64_t *step);

/* --- operator.c, compare.c ------------------------------------------------------------------- */

pf_value pf_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b);
pf_value pf_binary_in_place(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b);
pf_value pf_unary(struct pf_eval *ev, enum pf_ast_operator op, pf_value v);
pf_value pf_compare(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b);
/* Asking an object nobody models for its text, its truth or whether it equals something runs its
 * own code: a text that is translated raises before Django is set up. */
void pf_may_be_asked(struct pf_eval *ev, pf_value unknown);
/* a < b; false when that raised. */
bool pf_less_than(struct pf_eval *ev, pf_value a, pf_value b, enum pf_truth *truth);
enum pf_truth pf_contains(struct pf_eval *ev, pf_value container, pf_value member, bool *failed);
pf_value pf_truth_value(struct pf_eval *ev, enum pf_truth truth, pf_value a, pf_value b);

/* --- iterate.c ------------------------------------------------------------------------------ */

pf_value pf_iter_value(struct pf_eval *ev, pf_value v); /* iter(v) */
/* The next value; UNBOUND at the end. `*vague`: there may be none, or others; the value, unless
 * UNBOUND, is what one of them may be. */
pf_value pf_next_value(struct pf_eval *ev, pf_value iterator, bool *vague);
/*
 * An iterator works its values out one by one: map, filter, a generator expression. What it keeps
 * from one value to the next is in the items of its contents (pf_heap_write before changing them).
 */
typedef pf_value pf_cursor_fn(struct pf_eval *ev, struct pf_object *iterator, bool *vague);
struct pf_cursor {
    pf_cursor_fn *next;
    const void *state; /* fixed */
};
pf_value pf_cursor_value(struct pf_eval *ev, pf_cursor_fn *next, const void *state,
                         const pf_value *items, size_t count);

/* --- format.c, percent.c -------------------------------------------------------------------- */

pf_value pf_format_value(struct pf_eval *ev, pf_value v, pf_str spec); /* format(v, spec) */
pf_value pf_percent(struct pf_eval *ev, pf_value format, pf_value args);
pf_value pf_str_format(struct pf_eval *ev, pf_value format, const pf_value *args, size_t count,
                       pf_value keywords);

/* --- type_dict.c --------------------------------------------------------------------------- */

/* A set, or the keys or items of a dict. */
bool pf_is_set_like(pf_value v);
/* What is iterable becomes a set; an unknown where its members are not known. False: it raised. */
bool pf_as_set(struct pf_eval *ev, pf_value *v);

/* --- builtin*.c, type_*.c ------------------------------------------------------------------- */

pf_value pf_builtin_find(struct pf_eval *ev, pf_str name);      /* UNBOUND: none of that name */
const struct pf_native_class *pf_type_class(enum pf_type type); /* NULL: none */
/* The class of builtins that has methods of that owner: "str", "BaseException"; NULL: none. */
const struct pf_native_class *pf_type_named(pf_str name);
extern const struct pf_native_class pf_object_class, pf_type_class_, pf_str_class, pf_bytes_class,
    pf_int_class, pf_bool_class, pf_float_class, pf_list_class, pf_tuple_class, pf_dict_class,
    pf_set_class, pf_frozenset_class, pf_none_class, pf_function_class, pf_native_function_class,
    pf_module_class, pf_range_class, pf_slice_class, pf_iterator_class, pf_property_class,
    pf_view_class, pf_method_class, pf_super_class, pf_static_class, pf_class_method_class,
    pf_ellipsis_class;
/* builtin_iter.c, builtin_file.c: the builtin functions that builtin.c lists */
pf_native_fn pf_fn_abs, pf_fn_all, pf_fn_any, pf_fn_bin, pf_fn_chr, pf_fn_dir, pf_fn_divmod,
    pf_fn_enumerate, pf_fn_filter, pf_fn_globals, pf_fn_hex, pf_fn_iter, pf_fn_locals, pf_fn_map,
    pf_fn_max, pf_fn_min, pf_fn_next, pf_fn_oct, pf_fn_open, pf_fn_ord, pf_fn_pow, pf_fn_reversed,
    pf_fn_round, pf_fn_sorted, pf_fn_sum, pf_fn_super, pf_fn_vars, pf_fn_zip;
/* The text of a project file as open().read() gives it. */
pf_value pf_file_text(struct pf_eval *ev, const struct pf_source *source, bool binary);
/* The project file whose text this is (as open().read() gave it), or NULL. */
const struct pf_source *pf_file_of_text(struct pf_eval *ev, pf_str text);
/* `unordered`: the order in which they come is not certain. `*certain` false: nor is the result. */
bool pf_sort(struct pf_eval *ev, pf_value *items, size_t count, pf_value key, bool reverse,
             bool unordered, bool *certain);

/* --- to_node.c ------------------------------------------------------------------------------ */

/* The project's directory where it runs, without a slash at its end. */
pf_str pf_root_path(const struct pf_eval *ev);
/* What follows the project's directory in an absolute path; false when it is elsewhere or the
 * directory is not known. */
bool pf_below_root(const struct pf_eval *ev, pf_str absolute, pf_str *below);
/* lib_os.c: every variable, in the order in which they are given, where `v` is os.environ and no
 * image and no shell adds to them; false where they are not all known. */
bool pf_environ_dict(struct pf_eval *ev, pf_value v, pf_value *dict);
/* import.c: is there a module of that name, without a dot? */
enum pf_truth pf_is_installed(struct pf_eval *ev, pf_str name);
/* members.c: the names that an instance or class holds, but for __those__; and dir() of it. Where
 * not all of them are known, an unknown. */
pf_value pf_members(struct pf_eval *ev, pf_value v);
pf_value pf_dir_of(struct pf_eval *ev, pf_value v);
pf_value pf_sys_path(struct pf_eval *ev); /* sys_path.c */
/* command.c: sys.argv or, as a str, one of its words. */
pf_value pf_command_value(struct pf_eval *ev, unsigned kinds, bool may_be_empty);
bool pf_is_command(pf_value v);
/* Is `word` one of sys.argv's? May a word of it be `word`, or contain `part`? */
enum pf_truth pf_command_has(const struct pf_eval *ev, pf_value word);
enum pf_truth pf_command_word_is(const struct pf_eval *ev, pf_value word);
enum pf_truth pf_command_word_contains(pf_value part);
/* What a function says of sys.argv or a word of it although they are unknown: sys.argv[0] ends with
 * no "pytest". UNBOUND: nothing. */
pf_value pf_command_call(struct pf_eval *ev, const struct pf_call *call);
/* outside.c: is there surely nothing at this absolute path, which is none of the project's? */
bool pf_is_absent_outside(struct pf_eval *ev, pf_str path);
/* The nearest file of that name in the folders above the project's directory, absolute. */
bool pf_find_above_root(struct pf_eval *ev, pf_str name, pf_str *path);
/* The same path, known to be of a file in the home folder; is there surely none? */
pf_value pf_below_home(struct pf_eval *ev, pf_value unknown_path);
bool pf_is_absent_at_home(const struct pf_eval *ev, pf_value path);
/* `fallback` as a value that the absence of the variable made. */
pf_value pf_env_fallback(struct pf_eval *ev, pf_str name, pf_value fallback, const char *through,
                         pf_span span);
struct pf_node *pf_value_node(struct pf_eval *ev, pf_value v);
/* The same for what a name holds: one that may be unset is EITHER. */
struct pf_node *pf_entry_node(struct pf_eval *ev, const struct pf_entry *e);

#endif
