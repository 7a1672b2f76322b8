/* Settings modules → what they evaluate to, without running anything. The face of this folder. */
#ifndef PF_PYTHON_SETTINGS_H
#define PF_PYTHON_SETTINGS_H

#include "tree/fault.h"
#include "tree/node.h"

/* Where project files come from: the disk, or the virtual project of a rule's test. */
struct pf_files {
    void *context;
    /* The source of the file at `path` (relative to the project root, clean), or NULL. Asking twice
     * gives the same source. */
    const struct pf_source *(*get)(void *context, pf_str path);
    bool (*is_file)(void *context, pf_str path);
    bool (*is_directory)(void *context, pf_str path);
    /* A file for which is_file says true, but which may be missing: get gives NULL for it. NULL:
     * there is none such. */
    bool (*is_doubtful)(void *context, pf_str path);
    /* The names of what the folder holds, in byte order; false: there is none, or what it holds is
     * not certain. NULL: it never is. */
    bool (*list)(void *context, struct pf_arena *arena, pf_str path, struct pf_strs *names);
};

struct pf_trees; /* of python/trees.h */

struct pf_settings_options {
    const struct pf_files *files;
    pf_str module;       /* dotted name ("shop.settings"), or a path that ends in .py */
    const pf_str *roots; /* directories on sys.path, "" is the project root; tried in order */
    size_t root_count;
    /*
     * The directory that the project has where it runs, absolute, such as "/app"; "" when that is
     * not known: then __file__, and what is made of it, is a text that is not known.
     */
    pf_str root_path;
    /*
     * `files` is all there is beside what any system has: nothing is mounted, and no image's build
     * adds to it. Then a file that is not among them is not there, also outside the project.
     */
    bool is_whole;
    /*
     * Where `root_path` is a folder of this machine: is there anything at that absolute path, which
     * is outside of it? NULL: what is beside the project's directory or above it is not there.
     */
    bool (*is_beside)(const char *path);
    /*
     * PF_MAP: the container's environment. A value is a PF_STRING, or PF_ANY (with its reason) for
     * one that only a secret holds; PF_ANY with PF_NULL among its kinds may be absent altogether,
     * and with PF_NULL alone it surely is. NULL: empty.
     */
    const struct pf_node *environment;
    bool environment_is_open; /* true: variables not named may be there too (an env file on S3):
                                 reading one gives an unknown, "in" gives maybe */
    pf_str open_reason;       /* why, in words that follow "may be supplied: "; may be "" */
    pf_str configuration;     /* DJANGO_CONFIGURATION where nothing supplies it: what the entry file
                                 sets it to; "" */
    enum pf_truth runs_devserver; /* is it manage.py runserver that imports them? */
    unsigned python_minor;        /* 8..14: what the image runs; 0 when unknown */
    unsigned django_version;      /* major * 100 + minor, such as 402; 0 when unknown */
    /*
     * PF_MAP: which versions of distributions are installed, name (lower case, "-") → PF_STRING:
     * the version, or "" for one that is installed without a pin, so in its newest version. NULL,
     * and a name that is not there: not known, then old and new behaviour are both possible.
     */
    const struct pf_node *packages;
    /* PF_MAP: every distribution that the project's requirements name, Django among them →
     * PF_BOOL: true: production surely installs it. NULL: not known. A tool for development that
     * is not there is not installed. */
    const struct pf_node *listed;
    struct pf_memory *memory;
    struct pf_trees *trees; /* of files that other evaluations parsed; NULL: each is parsed anew */
};

/* One read of the environment, in the order the module would make them, each place once. */
struct pf_settings_read {
    pf_str name;
    bool required; /* absent → an exception */
    bool has_default;
    const struct pf_node *fallback; /* the default; NULL when there is none */
    enum pf_truth reached;          /* PF_MAYBE: under an undecided condition. That nothing before
                                       raises, and packages are installed, is taken for granted. */
    bool found;                     /* the environment given had it */
    pf_str through;                 /* "os.environ.get", "environ.Env", "decouple.config", … */
    pf_span span;
};

struct pf_settings_argument {
    pf_str name; /* of the parameter; "" for a positional one that has no known name */
    const struct pf_node *value;
};

/* A recorded call (sentry_sdk.init, logging of values, network at import). */
struct pf_settings_call {
    pf_str function;       /* "sentry_sdk.init" */
    enum pf_truth reached; /* as of a read */
    struct pf_settings_argument *arguments;
    size_t argument_count;
    pf_span span;
};

/* The exception that ends the evaluation. */
struct pf_settings_raise {
    pf_str type; /* "KeyError", "ImproperlyConfigured" */
    pf_str message;
    pf_str variable;       /* the environment variable at fault; "" when none is */
    enum pf_truth certain; /* PF_YES or PF_MAYBE */
    pf_span span;
};

struct pf_settings {
    pf_str module; /* dotted */
    pf_str path;   /* of its file; "" when the module was not found */
    /*
     * PF_MAP: every upper-case name of the module in order of its last binding, with the values as
     * nodes: None null, bool, int, float, str; list, tuple and set PF_SEQ; dict PF_MAP; the rest
     * PF_ANY with a reason. `key` spans the last assignment's target, `span` the value's
     * expression, `trace` says what it was made from. A name that may be unset is PF_EITHER with a
     * PF_ANY arm whose reason starts with "unset".
     */
    const struct pf_node *values;
    bool names_are_open;     /* a star import or an update that cannot be followed may have set more
                                names, and made a name that is called another one's: calls may lack */
    bool loads_unknown_file; /* of variables: reading one that is not there gives an unknown */
    struct pf_settings_read *reads;
    size_t read_count;
    struct pf_settings_call *calls;
    size_t call_count;
    const struct pf_settings_raise *raises; /* NULL: it evaluates to its end */
    bool ends; /* it certainly ends in an exception; not certainly in the one that `raises` says,
                  where something before may have raised another */
    const pf_str *paths; /* every project file that was evaluated, in byte order */
    size_t path_count;
    struct pf_faults faults; /* syntax errors, limits */
};

/* Never fails: what cannot be evaluated is unknown, with its reason. All in `arena`. */
const struct pf_settings *pf_settings_evaluate(struct pf_arena *arena,
                                               const struct pf_settings_options *options);

/* What Python's type() calls the node's value where it differs from its kind: a tuple or set is a
 * PF_SEQ, a Path the PF_STRING of its text. "" when the kind says it. Takes a node that
 * pf_settings_evaluate made. */
pf_str pf_settings_type(const struct pf_node *node);

#endif
