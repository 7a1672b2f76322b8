/*
 * Values of the abstract interpreter: what CPython has, and beside it the unknown and "one of
 * several". A pf_value is copied; what has an identity (lists, dicts, classes …) lives in the arena
 * as a struct pf_object, whose contents are copied on write so that both arms of an undecided
 * branch can run.
 */
#ifndef PF_PYTHON_VALUE_H
#define PF_PYTHON_VALUE_H

#include "python/ast.h"
#include "tree/node.h"

enum pf_type {
    PF_V_FAILED,  /* no value: an exception is pending (pf_eval_failed) */
    PF_V_UNBOUND, /* no value: an argument that was not given, a name that is not bound */
    PF_V_NONE,
    PF_V_ELLIPSIS,
    PF_V_NOT_IMPLEMENTED,
    PF_V_BOOL,
    PF_V_INT, /* within int64_t; larger ones are unknown */
    PF_V_FLOAT,
    PF_V_STR, /* WTF-8: a lone surrogate stands as its three bytes */
    PF_V_BYTES,
    PF_V_TUPLE,
    PF_V_RANGE,
    PF_V_SLICE,
    PF_V_LIST,
    PF_V_SET,
    PF_V_FROZENSET,
    PF_V_DICT,
    PF_V_VIEW, /* keys(), values(), items() of a dict */
    PF_V_ITERATOR,
    PF_V_FUNCTION, /* written in the project */
    PF_V_NATIVE,   /* a builtin or modelled function */
    PF_V_METHOD,   /* a function bound to its first argument */
    PF_V_CLASS,
    PF_V_INSTANCE,
    PF_V_MODULE,
    PF_V_PROPERTY,
    PF_V_STATIC_METHOD,
    PF_V_CLASS_METHOD,
    PF_V_SUPER,
    PF_V_UNKNOWN,
    PF_V_EITHER, /* one of at least two arms, none of them PF_V_EITHER */
    PF_V_TYPE_COUNT
};

/* How a value came to be; NULL for what comes from the source text alone. Immutable, shared. */
struct pf_origin {
    const pf_str *from; /* environment variables, each once, in byte order */
    size_t from_count;
    const struct pf_origin *before; /* the step before this one; NULL at the variable itself */
    pf_str text;                    /* "os.environ.get", "bool" */
    pf_span span;
};

/* The kind bit of anything that is no settings data: a function, an instance, bytes. */
#define PF_KIND_OBJECT PF_KIND_BIT(PF_ANY)
#define PF_KINDS_EVERY (PF_KINDS_ALL | PF_KIND_OBJECT)

struct pf_unknown {
    unsigned kinds; /* PF_KIND_BIT of each kind it may have, PF_KIND_OBJECT among them */
    bool may_be_empty;
    pf_str reason;
    pf_str name;         /* dotted, of a thing nobody models: "celery.schedules.crontab"; else "" */
    bool is_path;        /* a str that is the project's (unknown) directory followed by `path` */
    pf_str path;         /* "" or "/shop/settings.py" */
    bool is_home;        /* a path below the home folder */
    pf_str prefix;       /* of a str: how it surely begins; "" when that is not known */
    bool is_doubt;       /* an exception of pf_may_raise_of */
    bool is_command;     /* sys.argv, a part or a word of it */
    int64_t least, most; /* of an int, both included; most 0: it may be any */
    /* list[str]: "list" and a TUPLE of the parts; int | None: "Union"; else NULL */
    const struct pf_value *type_name, *type_parts;
    /* Of a list, all that it holds, in an order that nobody knows; NULL. Nothing that is kept under
     * a name has them (pf_kept): it may change. */
    const struct pf_value *members;
    size_t member_count;
};

typedef struct pf_value {
    enum pf_type type;
    union {
        bool boolean;
        int64_t integer;
        double real;
        const struct pf_text *text; /* STR, BYTES */
        const struct pf_tuple *tuple;
        const struct pf_range *range;
        const struct pf_slice *slice;
        struct pf_object *object; /* LIST, SET, FROZENSET, DICT, ITERATOR, FUNCTION, CLASS,
                                     INSTANCE, MODULE */
        const struct pf_view *view;
        const struct pf_native *native;
        const struct pf_method *method; /* METHOD, SUPER (self, from), STATIC_, CLASS_METHOD
                                           (function) */
        const struct pf_property *property;
        const struct pf_unknown *unknown;
        const struct pf_either *either;
    } as;
    const struct pf_origin *origin;
    const struct pf_ast *at; /* the expression that made it; NULL when none did */
} pf_value;

struct pf_text {
    pf_str bytes;
    size_t length; /* STR: code points; BYTES: bytes */
};
struct pf_tuple {
    const pf_value *items;
    size_t count;
    struct pf_object *cls; /* a namedtuple's class; NULL */
};
struct pf_range {
    int64_t start, stop, step;
};
struct pf_slice {
    pf_value start, stop, step;
};
enum pf_view_kind { PF_VIEW_KEYS, PF_VIEW_VALUES, PF_VIEW_ITEMS };
struct pf_view {
    struct pf_object *dict;
    enum pf_view_kind what;
};
struct pf_method {
    pf_value self;     /* STATIC_METHOD, CLASS_METHOD: unused; SUPER: the object or class */
    pf_value function; /* SUPER: the class after which the search starts */
};
struct pf_property {
    pf_value getter, setter, deleter; /* UNBOUND when absent */
    bool cached;                      /* functools.cached_property */
};
struct pf_either {
    const pf_value *arms;
    size_t count;
};

struct pf_entry {
    pf_value key, value;
    uint64_t hash;
    pf_span key_span;
    bool live;     /* false: removed */
    bool maybe;    /* the key may as well be absent */
    uint32_t turn; /* of a name: when it was last bound, counted over the evaluation */
};
/* Insertion-ordered, by Python's equality. A set's members are keys with the value None. */
struct pf_dict {
    struct pf_entry *entries;
    size_t count, capacity; /* removed ones included */
    size_t live;
    uint32_t *slots; /* NULL while small */
    size_t slot_count;
};

/* How far the contents of a list, set or dict are known. */
enum pf_knowledge {
    PF_CONTENTS_KNOWN,
    PF_CONTENTS_EITHER, /* one of `alternatives`, each PF_CONTENTS_KNOWN */
    PF_CONTENTS_UNKNOWN /* anything; `why` says why */
};
/* Shared between states: only the heap's writer (pf_heap_write) gives one that may be changed. */
struct pf_contents {
    enum pf_knowledge knowledge;
    pf_value *items; /* LIST, and what an ITERATOR still holds */
    size_t count, capacity;
    struct pf_dict dict;
    bool unordered; /* the order of the entries is not certain */
    struct pf_contents **alternatives;
    size_t alternative_count;
    const struct pf_unknown *why;
    const struct pf_origin *origin; /* of what made it unknown */
    struct pf_cursor *cursor;       /* ITERATOR */
};

struct pf_object {
    enum pf_type type;
    uint32_t id;    /* in order of making */
    uint64_t stamp; /* the heap's epoch in which `contents` became this object's own */
    struct pf_contents *contents; /* LIST, SET, FROZENSET, DICT, ITERATOR */
    struct pf_object *attributes; /* FUNCTION, CLASS, INSTANCE, MODULE: a DICT */
    struct pf_object *cls; /* INSTANCE, and LIST or DICT of a subclass: its class; else NULL */
    pf_value wrapped;      /* INSTANCE of a subclass of str, int, tuple …: that value */
    uint64_t seen;         /* the heap's mark while it compares states */
    size_t slot;
    bool is_shown;     /* while it is being written out: to notice that it holds itself */
    const void *state; /* INSTANCE of a native class: its own, never changed */
    const struct pf_function *function; /* FUNCTION */
    struct pf_class *class_;            /* CLASS */
    struct pf_module *module;           /* MODULE */
};

struct pf_class {
    pf_str name;
    pf_str qualname; /* of a class that is written in the project */
    pf_str module;   /* where it was made */
    struct pf_object **bases;
    size_t base_count;
    struct pf_object **mro; /* itself first, object last */
    size_t mro_count;
    const struct pf_native_class *native; /* NULL: written in the project */
    bool has_unknown_base;                /* then what is not found may be inherited */
    bool is_foreign;    /* and by code that nobody models: its instances may hold anything */
    bool is_handed_out; /* to code that nobody models: it may be registered as an abstract one's */
    bool is_enum, is_dataclass;
    bool is_frozen;           /* a dataclass whose instances refuse assignments */
    const struct pf_ast *ast; /* CLASS_DEF; NULL */
    void *extra;              /* dataclass fields, enum members */
};

struct pf_module {
    pf_str name; /* dotted */
    pf_str path; /* of its file in the project; "" for a library or a package without __init__ */
    const struct pf_source *source;
    const struct pf_library *library; /* NULL: a module of the project, or unknown */
    bool is_package;
    bool is_running;  /* its body has not come to its end */
    pf_str directory; /* of a package */
};

static inline bool pf_is_failed(pf_value v)
{
    return v.type == PF_V_FAILED;
}
static inline bool pf_is_bound(pf_value v)
{
    return v.type != PF_V_UNBOUND;
}
static inline bool pf_is_str(pf_value v)
{
    return v.type == PF_V_STR;
}
static inline bool pf_is_none(pf_value v)
{
    return v.type == PF_V_NONE;
}
/* An int or a bool. */
static inline bool pf_is_integral(pf_value v)
{
    return v.type == PF_V_INT || v.type == PF_V_BOOL;
}
static inline bool pf_is_number(pf_value v)
{
    return pf_is_integral(v) || v.type == PF_V_FLOAT;
}
static inline int64_t pf_integral_of(pf_value v)
{
    return v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer;
}
static inline bool pf_is_set(pf_value v)
{
    return v.type == PF_V_SET || v.type == PF_V_FROZENSET;
}
/* What an instance of a subclass of a builtin holds; else the value itself. */
static inline pf_value pf_unwrapped(pf_value v)
{
    return v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped) ? v.as.object->wrapped : v;
}
/* Unknown or one of several: no single value. */
static inline bool pf_is_vague(pf_value v)
{
    return v.type == PF_V_UNKNOWN || v.type == PF_V_EITHER;
}
/* The bytes of a STR or BYTES. */
static inline pf_str pf_text_of(pf_value v)
{
    return v.as.text->bytes;
}

static inline pf_value pf_unbound(void)
{
    return (pf_value){.type = PF_V_UNBOUND};
}
static inline pf_value pf_none(void)
{
    return (pf_value){.type = PF_V_NONE};
}
static inline pf_value pf_bool(bool b)
{
    return (pf_value){.type = PF_V_BOOL, .as.boolean = b};
}
static inline pf_value pf_int(int64_t i)
{
    return (pf_value){.type = PF_V_INT, .as.integer = i};
}
static inline pf_value pf_float(double d)
{
    return (pf_value){.type = PF_V_FLOAT, .as.real = d};
}
static inline pf_value pf_object_value(struct pf_object *object)
{
    return (pf_value){.type = object->type, .as.object = object};
}

#endif
