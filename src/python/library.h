/*
 * Modelled libraries as tables: a module's functions and classes, each with its signature, what it
 * returns when an argument is unknown, and the C function that does what the real one does.
 *
 * A new library is a file src/python/lib_<name>.c that ends in `const struct pf_library
 * pf_lib_<name> = {…};` and a line LIBRARY(<name>) in libraries.def; or, where Python says it
 * shorter, a file src/python/models/<dotted name>.py and a line MODEL(…) in models.def.
 */
#ifndef PF_PYTHON_LIBRARY_H
#define PF_PYTHON_LIBRARY_H

#include "python/value.h"

struct pf_eval;

/* What a native function gets. */
struct pf_call {
    /*
     * One value for each parameter of the signature, in its order; PF_V_UNBOUND for an optional one
     * that was not given. `*args` is a TUPLE, `**kwargs` a DICT. Methods: args[0] is the object.
     */
    const pf_value *args;
    size_t count;
    const struct pf_native *native;
    struct pf_object *cls; /* of a class's `make`: the class that was called (may be a subclass) */
    pf_span span;          /* of the call; span.file->path is the file that calls */
};

typedef pf_value pf_native_fn(struct pf_eval *ev, const struct pf_call *call);

enum pf_native_flag {
    /*
     * Usually the function never sees a vague argument: one of several is tried arm by arm, and an
     * unknown (also a list or dict whose contents are unknown) gives an unknown of the kinds
     * `returns`, made from the same variables.
     */
    PF_NATIVE_RAW = 1,        /* it gets vague arguments as they are and must look */
    PF_NATIVE_DEEP = 2,       /* also an unknown inside a container gives an unknown (json.dumps) */
    PF_NATIVE_SAFE = 4,       /* never raises, even with an unknown argument */
    PF_NATIVE_PROPERTY = 8,   /* in a class: an attribute computed from the object, not a method */
    PF_NATIVE_STATIC = 16,    /* in a class: no first argument */
    PF_NATIVE_CLASS = 32,     /* in a class: the first argument is the class */
    PF_NATIVE_RECORD = 64,    /* each call goes to pf_settings.calls under its dotted name */
    PF_NATIVE_NO_TRACE = 128, /* is no step on the way from a variable to a value */
    PF_NATIVE_SELF = 256,     /* RAW but for the first argument, which is a single, known value */
};

struct pf_native {
    const char *name; /* as messages and traces show it: "os.environ.get"; what follows the last
                         dot is the attribute */
    /*
     * "a, b?, *args, c?, **kwargs": a name ending in ? is optional, what follows a star is by
     * keyword only, "/" ends the positional-only ones. Methods name their object first: "self, x".
     */
    const char *signature;
    pf_native_fn *call; /* NULL: the result is always unknown of the kinds `returns` */
    unsigned returns;   /* PF_KIND_BIT…; 0 means anything */
    unsigned flags;     /* enum pf_native_flag */
};

struct pf_native_class {
    const char *name;                   /* "Path" */
    const char *module;                 /* "pathlib" */
    const struct pf_native_class *base; /* NULL: object; for exceptions see pf_eval_exception */
    const char
        *exception; /* instead of `base`: the builtin exception it derives from, "ValueError" */
    const struct pf_native *methods;
    size_t method_count;
    /* Calling the class; NULL: an empty instance (project classes run their __init__ on it). Its
     * signature does not name the class: call->cls is it. */
    const struct pf_native *make;
    /* After a project class with this one among its bases was made; false when that raised. */
    bool (*subclass)(struct pf_eval *ev, struct pf_object *cls);
    /* An attribute that neither the object nor its classes have; UNBOUND: there is none. NULL:
     * none. */
    pf_value (*attribute)(struct pf_eval *ev, pf_value self, pf_str name);
};

/* Constants of a module: text evaluated as a Python expression, once, when first asked for. */
struct pf_native_constant {
    const char *name;
    const char *expression; /* "'/'", "{'a': 1}" */
};

struct pf_library {
    const char *module; /* dotted: "os.path" */
    const struct pf_native *functions;
    size_t function_count;
    const struct pf_native_class *const *classes;
    size_t class_count;
    const struct pf_native_constant *constants;
    size_t constant_count;
    /* Anything else: asked with the attribute's name; UNBOUND: not there. May be NULL. Its answer
     * is kept, so that it is asked once for each name. */
    pf_value (*attribute)(struct pf_eval *ev, pf_str name);
    bool has_text;         /* src/python/models/<module>.py defines names, too … */
    const char *text;      /* … or the file of that other module; NULL */
    bool is_standard;      /* comes with Python: importing it cannot fail */
    bool is_complete;      /* a name that is in none of the tables does not exist: AttributeError or
                              ImportError; otherwise it is unknown */
    unsigned python_until; /* gone since this minor version (distutils: 12); 0: still there */
};

#define PF_COUNT(array) (sizeof(array) / sizeof *(array))

extern const struct pf_library pf_lib_os;
/* The library of that dotted name, or NULL. */
const struct pf_library *pf_library_find(pf_str module);
/* Is it a module of Python's own library, modelled or not? */
bool pf_library_is_standard(pf_str module);
/* The builtins, "abs pow", that a star import of it hides by what its model does not define. */
pf_str pf_library_hides(pf_str module);

#endif
