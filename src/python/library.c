/* The modelled libraries, and which modules come with Python. */
#include "python/interp.h"

#define LIBRARY(name) extern const struct pf_library pf_lib_##name;
#include "python/libraries.def"
#undef LIBRARY

#define MODEL(id, dotted, ...)                                                                     \
    static const struct pf_library model_##id = {.module = dotted, .has_text = true, __VA_ARGS__};
#include "python/models.def"
#undef MODEL

static const struct pf_library *const libraries[] = {
#define LIBRARY(name) &pf_lib_##name,
#include "python/libraries.def"
#undef LIBRARY
#define MODEL(id, dotted, ...) &model_##id,
#include "python/models.def"
#undef MODEL
};

const struct pf_library *pf_library_find(pf_str module)
{
    for (size_t i = 0; i < PF_COUNT(libraries); i++)
        if (pf_str_eq(module, pf_str_c(libraries[i]->module)))
            return libraries[i];
    return NULL;
}

/* sys.stdlib_module_names of 3.8 to 3.14, without the private ones. Sorted. */
static const char *const standard[] = {
    "abc",
    "aifc",
    "antigravity",
    "argparse",
    "array",
    "ast",
    "asynchat",
    "asyncio",
    "asyncore",
    "atexit",
    "audioop",
    "base64",
    "bdb",
    "binascii",
    "binhex",
    "bisect",
    "builtins",
    "bz2",
    "cProfile",
    "calendar",
    "cgi",
    "cgitb",
    "chunk",
    "cmath",
    "cmd",
    "code",
    "codecs",
    "codeop",
    "collections",
    "colorsys",
    "compileall",
    "concurrent",
    "configparser",
    "contextlib",
    "contextvars",
    "copy",
    "copyreg",
    "crypt",
    "csv",
    "ctypes",
    "curses",
    "dataclasses",
    "datetime",
    "dbm",
    "decimal",
    "difflib",
    "dis",
    "distutils",
    "doctest",
    "email",
    "encodings",
    "ensurepip",
    "enum",
    "errno",
    "faulthandler",
    "fcntl",
    "filecmp",
    "fileinput",
    "fnmatch",
    "formatter",
    "fractions",
    "ftplib",
    "functools",
    "gc",
    "genericpath",
    "getopt",
    "getpass",
    "gettext",
    "glob",
    "graphlib",
    "grp",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "idlelib",
    "imaplib",
    "imghdr",
    "imp",
    "importlib",
    "inspect",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "keyword",
    "lib2to3",
    "linecache",
    "locale",
    "logging",
    "lzma",
    "mailbox",
    "mailcap",
    "marshal",
    "math",
    "mimetypes",
    "mmap",
    "modulefinder",
    "multiprocessing",
    "netrc",
    "nis",
    "nntplib",
    "ntpath",
    "numbers",
    "opcode",
    "operator",
    "optparse",
    "os",
    "parser",
    "pathlib",
    "pdb",
    "pickle",
    "pickletools",
    "pipes",
    "pkgutil",
    "platform",
    "plistlib",
    "poplib",
    "posix",
    "posixpath",
    "pprint",
    "profile",
    "pstats",
    "pty",
    "pwd",
    "py_compile",
    "pyclbr",
    "pydoc",
    "queue",
    "quopri",
    "random",
    "re",
    "readline",
    "reprlib",
    "resource",
    "rlcompleter",
    "runpy",
    "sched",
    "secrets",
    "select",
    "selectors",
    "shelve",
    "shlex",
    "shutil",
    "signal",
    "site",
    "smtpd",
    "smtplib",
    "sndhdr",
    "socket",
    "socketserver",
    "spwd",
    "sqlite3",
    "sre_compile",
    "sre_constants",
    "sre_parse",
    "ssl",
    "stat",
    "statistics",
    "string",
    "stringprep",
    "struct",
    "subprocess",
    "sunau",
    "symbol",
    "symtable",
    "sys",
    "sysconfig",
    "syslog",
    "tabnanny",
    "tarfile",
    "telnetlib",
    "tempfile",
    "termios",
    "textwrap",
    "this",
    "threading",
    "time",
    "timeit",
    "tkinter",
    "token",
    "tokenize",
    "tomllib",
    "trace",
    "traceback",
    "tracemalloc",
    "tty",
    "turtle",
    "types",
    "typing",
    "unicodedata",
    "unittest",
    "urllib",
    "uu",
    "uuid",
    "venv",
    "warnings",
    "wave",
    "weakref",
    "webbrowser",
    "wsgiref",
    "xdrlib",
    "xml",
    "xmlrpc",
    "zipapp",
    "zipfile",
    "zipimport",
    "zlib",
    "zoneinfo",
};

bool pf_library_is_standard(pf_str module)
{
    pf_str top, rest;
    pf_str_cut(module, '.', &top, &rest);
    for (size_t i = 0; i < PF_COUNT(standard); i++)
        if (pf_str_eq(top, pf_str_c(standard[i])))
            return true;
    return false;
}

pf_value pf_library_names(struct pf_eval *ev, struct pf_object *module)
{
    const struct pf_library *library = module->module->library;
    pf_value names = pf_list_value(ev, NULL, 0);
    struct pf_contents *c = names.as.object->contents;
    const struct pf_dict *defined = &module->attributes->contents->dict;
    for (size_t i = 0; library->has_text && i < defined->count; i++)
        if (defined->entries[i].live && pf_text_of(defined->entries[i].key).data[0] != '_')
            pf_list_append(ev, c, defined->entries[i].key);
    for (size_t i = 0; i < library->function_count; i++) {
        pf_str full = pf_str_c(library->functions[i].name);
        ptrdiff_t dot = pf_str_find_last_byte(full, '.');
        pf_list_append(ev, c,
                       pf_str_value(ev, pf_str_slice(full, dot == PF_STR_NONE ? 0 : (size_t)dot + 1,
                                                     full.len)));
    }
    for (size_t i = 0; i < library->class_count; i++)
        pf_list_append(ev, c, pf_str_c_value(ev, library->classes[i]->name));
    for (size_t i = 0; i < library->constant_count; i++)
        pf_list_append(ev, c, pf_str_c_value(ev, library->constants[i].name));
    return names;
}
