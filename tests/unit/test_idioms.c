/* The ways in which settings read their environment that the other tests of settings do not name:
 * conversions, guards, files beside the settings, libraries. */
#include "settings_project.h"

Suite *idioms_suite(void);

SETTINGS_TEST(strtobool_knows_twelve_words_and_does_not_strip,
              {"from distutils.util import strtobool\nX = strtobool(os.environ.get('X', 'no'))",
               "X=YES", "X", "1"},
              {"from distutils.util import strtobool\nX = strtobool(os.environ.get('X', 'no'))", "",
               "X", "0"},
              {"from distutils.util import strtobool\nX = bool(strtobool(os.environ['X']))",
               "X=off", "X", "False"},
              {"from distutils.util import strtobool\nX = strtobool(os.environ['X'])", "X=2", "X",
               "!ValueError X"},
              {"from distutils.util import strtobool\nX = strtobool(' true')", "", "X",
               "!ValueError "})

SETTINGS_TEST(
    literal_eval_takes_python_s_words_only,
    {"import ast\nX = ast.literal_eval(os.environ.get('X', 'False'))", "X=True", "X", "True"},
    {"import ast\nX = ast.literal_eval(os.environ.get('X', 'False'))", "", "X", "False"},
    {"import ast\nX = ast.literal_eval(os.environ['X'])", "X=['a','b']", "X", "['a', 'b']"},
    {"import ast\nX = ast.literal_eval(os.environ['X'])", "X=false", "X", "!ValueError X"})

SETTINGS_TEST(json_loads_takes_json_s_words_only,
              {"import json\nX = json.loads(os.environ.get('X', '[]'))", "X=[\"a\"]", "X", "['a']"},
              {"import json\nX = json.loads(os.environ.get('X', '[]'))", "", "X", "[]"},
              {"import json\nX = json.loads(os.environ['X'])", "X=true", "X", "True"},
              {"import json\nX = json.loads(os.environ['X'])", "X=True", "X", "!JSONDecodeError X"},
              {"import json\nX = json.loads(os.environ['X'])", "X=", "X", "!JSONDecodeError X"},
              {"import json\nX = json.loads(os.environ['X'])", "X=?", "X", "?"})

SETTINGS_TEST(if_a_variable_is_set_both_ways_are_open_for_a_secret_that_may_be_empty,
              {"X = 1\nif os.environ.get('S'):\n    X = 2", "", "X", "1"},
              {"X = 1\nif os.environ.get('S'):\n    X = 2", "S=0", "X", "2"},
              {"X = 1\nif os.environ.get('S'):\n    X = 2", "S=?", "X", "2"},
              {"X = 1\nif os.environ.get('S'):\n    X = 2", "S=??", "X", "2 | 1"})

SETTINGS_TEST(if_debug_and_if_not_debug_take_the_arm_of_the_value,
              {"DEBUG = os.environ.get('DEBUG') == '1'\nif DEBUG:\n    X = 'dev'\nelse:\n"
               "    X = 'prod'",
               "DEBUG=0", "X", "'prod'"},
              {"DEBUG = os.environ.get('DEBUG')\nif not DEBUG:\n    X = 'prod'\nelse:\n"
               "    X = 'dev'",
               "DEBUG=False", "X", "'dev'"},
              {"DEBUG = os.environ.get('DEBUG') == '1'\nif not DEBUG:\n    X = 'prod'", "DEBUG=?",
               "X", "'prod' | unset"})

SETTINGS_TEST(filter_none_drops_the_empty_host,
              {"X = list(filter(None, os.environ.get('X', '').split(',')))", "", "X", "[]"},
              {"X = []\nX.extend(filter(None, os.environ.get('X', '').split(',')))", "X=a,,b", "X",
               "['a', 'b']"},
              {"X = list(h.strip() for h in os.environ.get('X', '').split(',') if h.strip())",
               "X=a,,b", "X", "['a', 'b']"})

SETTINGS_TEST(a_host_loop_appends_and_any_decides_debug,
              {"X = False\nHOSTS = ['a.example']\nfor ip in ['127.0.0.1', 'localhost']:\n"
               "    if ip not in HOSTS:\n        HOSTS.append(ip)\n"
               "if any(ip in HOSTS for ip in ['127.0.0.1']):\n    X = True",
               "", "X", "True"})

SETTINGS_TEST(an_address_asked_for_at_import_is_not_known,
              {"import socket\nX = socket.gethostbyname(socket.gethostname())", "", "X", "?str"},
              {"import requests\nX = requests.get('http://169.254.170.2/v2/metadata').json()", "",
               "X", "?"})

SETTINGS_TEST(a_random_key_is_a_text_that_is_not_known,
              {"from django.core.management.utils import get_random_secret_key\n"
               "X = os.environ.get('K') or get_random_secret_key()",
               "", "X", "?str"},
              {"from django.core.management.utils import get_random_secret_key\n"
               "X = os.environ.get('K') or get_random_secret_key()",
               "K=k", "X", "'k'"},
              {"import secrets\nX = os.environ.get('K', secrets.token_hex(32))", "", "X", "?str"})

SETTINGS_TEST(a_helper_casts_by_the_type_of_its_default,
              {"def env(name, default):\n    v = os.environ.get(name, default)\n"
               "    if isinstance(default, bool) and isinstance(v, str):\n"
               "        return v.lower() in ('1', 'true', 'yes')\n    return v\n"
               "X = env('X', False)",
               "X=yes", "X", "True"},
              {"def get(name):\n    if name not in os.environ:\n        raise ValueError(name)\n"
               "    return os.environ[name]\nX = get('X')",
               "", "X", "!ValueError "},
              {"def hosts(v):\n    return [h for h in (p.strip() for p in v.split(',')) if h]\n"
               "X = hosts(os.environ.get('X', 'a, b,'))",
               "", "X", "['a', 'b']"})

SETTINGS_TEST(
    a_local_module_of_the_project_that_is_not_there_is_passed_over,
    {"X = 1\ntry:\n    from .local import *\nexcept ImportError:\n    pass", "", "X", "1"},
    {"X = 1\ntry:\n    from local_settings import X\nexcept ModuleNotFoundError:\n"
     "    pass",
     "", "X", "1"},
    {"try:\n    import settings_local as local\nexcept ImportError:\n    local = None\n"
     "X = local",
     "", "X", "None"},
    {"try:\n    import pandas\nexcept ImportError:\n    pandas = None\nX = pandas is None", "", "X",
     "?bool"},
    {"from importlib import import_module\nX = 1\ntry:\n"
     "    globals().update(import_module('local_settings').__dict__)\n"
     "except ImportError:\n    pass",
     "", "X", "1"},
    {"from importlib import import_module\nX = 1\ntry:\n"
     "    X = import_module('data.local_settings').X\nexcept ImportError:\n    pass",
     "", "X", "1"},
    {"X = 1\ntry:\n    from google.oauth2.credentials import Y\n    X = 2\n"
     "except ImportError:\n    pass",
     "", "X", "2 | 1"})

SETTINGS_TEST(a_dsn_built_of_parts,
              {"X = f\"https://{os.environ['KEY']}@o1.ingest.sentry.io/{os.environ['P']}\"",
               "KEY=k P=2", "X", "'https://k@o1.ingest.sentry.io/2'"},
              {"X = f\"https://{os.environ['KEY']}@sentry.io/1\"", "KEY=?", "X", "?str"})

SETTINGS_TEST(
    what_a_turn_of_a_loop_makes_anew_does_not_keep_it_going,
    {"X = 1\nkept = []\nfor q in os.environ['X'].split(','):\n"
     "    if [{'a': 1}, os.getenv('Y', 'd')] == sorted([v * 2 for v in [1, 2]], key=str):\n"
     "        continue\n    kept.append(q)",
     "X=?", "X", "1"})

SETTINGS_TEST(a_separator_that_may_be_empty_may_raise,
              {"X = 'none'\ntry:\n    'x'.split(os.environ['X'].strip())\n"
               "except ValueError:\n    X = 'empty'",
               "X=?", "X", "'none' | 'empty'"},
              {"from pathlib import Path\nX = 'none'\ntry:\n"
               "    'x'.partition(Path(os.environ['X']).suffix)\n"
               "except ValueError:\n    X = 'empty'",
               "X=?", "X", "'none' | 'empty'"},
              {"X = 'none'\ntry:\n    'x'.rsplit(os.path.join(os.environ['X'], ''))\n"
               "except ValueError:\n    X = 'empty'",
               "X=??", "X", "'none' | 'empty'"},
              {"X = 'none'\ntry:\n    'x'.split(os.environ['X'])\n"
               "except ValueError:\n    X = 'empty'",
               "X=?", "X", "'none'"})

SETTINGS_TEST(joining_what_may_be_no_text_may_raise,
              {"import json\nX = 'none'\ntry:\n    ','.join(json.loads(os.environ['X']))\n"
               "except TypeError:\n    X = 'error'",
               "X=?", "X", "'none' | 'error'"},
              {"import json\nX = 'none'\ntry:\n    ','.join(['a', json.loads(os.environ['X'])])\n"
               "except TypeError:\n    X = 'error'",
               "X=?", "X", "'none' | 'error'"})

SETTINGS_TEST(encodings_of_text, {"X = 'é'.encode('latin-1') == b'\\xe9'", "", "X", "True"},
              {"X = b'\\xe9'.decode('latin-1')", "", "X", "'é'"},
              {"X = 'aé'.encode('ascii', 'ignore').decode()", "", "X", "'a'"},
              {"X = 'é'.encode('ascii')", "", "X", "!UnicodeEncodeError "},
              {"X = b'\\xe9'.decode('ascii')", "", "X", "!UnicodeDecodeError "},
              {"X = '\\ud800'.encode()", "", "X", "!UnicodeEncodeError "},
              {"X = 'é'.encode('cp1252')", "", "X", "?"})

SETTINGS_TEST(a_comprehension_goes_on_with_each_list_that_it_may_be,
              {"X = [q for q in [os.environ['A'], 'b'] if q != 'x']", "A=?", "X",
               "[?str, 'b'] | ['b']"},
              {"X = [len(q) for q in [os.environ['A'], os.environ['A'].strip()] if q.strip()]\n"
               "X = len(X)",
               "A=?", "X", "2 | 1 | 0"})

SETTINGS_TEST(dividing_by_an_unknown_may_raise,
              {"X = 1\ntry:\n    divmod(2 ** 62, 0.0)\nexcept ZeroDivisionError:\n    X = 2", "",
               "X", "1 | 2"},
              {"import json\nX = 'none'\ntry:\n    1.0 % json.loads(os.environ['X'])\n"
               "except ZeroDivisionError:\n    X = 'zero'",
               "X=?", "X", "'none' | 'zero'"},
              {"X = 'none'\ntry:\n    os.environ['X'] % ()\nexcept ValueError:\n    X = 'format'",
               "X=?", "X", "'none' | 'format'"})

START_TEST(what_follows_something_that_may_have_raised_raises_only_possibly)
{
    static const struct {
        const char *source, *environment;
        enum pf_truth certain;
    } rows[] = {
        {"int(os.path.abspath('x'))\nX = os.environ['Y']", "", PF_MAYBE},
        {"import random\nif random.random() < 0.5:\n    Z = 1\nZ\nX = os.environ['Y']", "",
         PF_MAYBE},
        {"if os.path.exists('/x'):\n    raise ValueError\nX = os.environ['Y']", "", PF_MAYBE},
        {"int(os.environ['P'])\nX = os.environ['Y']", "P=?", PF_YES},
        {"import unmodelled\nunmodelled.f()\nX = os.environ['Y']", "", PF_YES},
        {"try:\n    int(os.path.abspath('x'))\nexcept Exception:\n    pass\nX = os.environ['Y']",
         "", PF_YES},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        pf_str text = pf_arena_format(project.arena, "import os\n%s\n", rows[i].source);
        settings_project_add(&project, "settings.py", text.data);
        const struct pf_settings *settings =
            settings_evaluate(&project, "settings", rows[i].environment);
        ck_assert_msg(settings->ends && pf_str_eq(settings->raises->type, PF_STR("KeyError")) &&
                          settings->raises->certain == rows[i].certain,
                      "%s", rows[i].source);
        pf_arena_free(project.arena);
    }
}
END_TEST

START_TEST(what_only_a_secret_s_form_decides_is_not_shown_as_raised)
{
    static const struct {
        const char *source, *environment;
        bool shown;
    } rows[] = {
        {"if len(os.environ['X']) < 50:\n    raise ValueError('short')", "X=?", false},
        {"if os.environ['X'] not in ('a', 'b'):\n    raise ValueError('other')", "X=?", false},
        {"import sentry_sdk\nsentry_sdk.init(dsn=os.environ.get('X'))", "X=?", false},
        {"import sentry_sdk\nsentry_sdk.init(f\"https://{os.environ['X']}@sentry.io/1\")", "X=?",
         false},
        {"if os.path.exists('/x'):\n    raise ValueError('there')", "", true},
        {"if not os.environ.get('X'):\n    raise ValueError('empty')", "X=??", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        pf_str text = pf_arena_format(project.arena, "import os\n%s\n", rows[i].source);
        settings_project_add(&project, "settings.py", text.data);
        const struct pf_settings *settings =
            settings_evaluate(&project, "settings", rows[i].environment);
        ck_assert_msg((settings->raises != NULL) == rows[i].shown, "%s", rows[i].source);
        pf_arena_free(project.arena);
    }
}
END_TEST

SETTINGS_TEST(modules_that_fail_to_load_are_not_loaded,
              {"import sys\ntry:\n    import shop.nope\nexcept ImportError:\n    pass\n"
               "X = 'shop.nope' in sys.modules",
               "", "X", "?bool"},
              {"class S(str):\n    pass\nX = len(S(os.environ['X']))", "X=?", "X", "?int"},
              {"from pydantic import BaseModel\nclass M(BaseModel):\n    a: int\nX = M(a='1').a",
               "", "X", "?"},
              {"import re\nX = re.match('(?P<a>.)', 'b').lastindex", "", "X", "?"},
              {"import itertools\nX = type(itertools.count()).__name__", "", "X", "?"})

/* --- what random modules found, by directions ---------------------------------------------------
 */

SETTINGS_TEST(formats_are_cpython_s,
              {"X = '%5c|%-3c|%c' % ('a', 'b', 65)", "", "X", "'    a|b  |A'"},
              {"X = '%c' % 'ab'", "", "X", "!TypeError "},
              {"X = '%x' % 1.0", "", "X", "!TypeError "},
              {"X = '%5%' % 1", "", "X", "!ValueError "},
              {"X = '{:{}{}}'.format(3, '<', 3) + '|'", "", "X", "'3  |'"},
              {"X = format(-1e10, '^014.0e')", "", "X", "'0000-1e+100000'"},
              {"X = format(1234, ',n')", "", "X", "!ValueError "},
              {"X = format('a', '=05')", "", "X", "!ValueError "},
              {"X = format('a', '05')", "", "X", "'a0000'"},
              {"X = format(65, '5c')", "", "X", "'    A'"},
              {"X = format(65, '+c')", "", "X", "!ValueError "},
              {"X = format(1.5, '#d')", "", "X", "!ValueError "})

SETTINGS_TEST(a_generator_runs_between_its_values,
              {"s = [0]\ndef g():\n    while s[0] < 3:\n        yield s[0]\n        s[0] += 10\n"
               "i = g()\nnext(i)\nX = list(s)",
               "", "X", "?list"},
              {"s = [1]\ndef g():\n    yield s[0]\n    yield s[0]\ni = g()\nA = next(i)\ns[0] = 2\n"
               "X = next(i)",
               "", "X", "?"},
              {"def g(n):\n    for i in range(n):\n        yield i\nX = []\nfor i in g(3):\n"
               "    X.append(i)",
               "", "X", "[0, 1, 2]"},
              {"log = []\ndef g():\n    log.append(1)\n    yield 2\n    log.append(3)\n"
               "X = list(g()) + log",
               "", "X", "[2, 1, 3]"})

SETTINGS_TEST(items_are_dealt_with_before_the_next_is_asked_for,
              {"X = dict(int(x) for x in ['1', 'z'])", "", "X", "!TypeError "},
              {"X = {}\ntry:\n    X.update((k, int(k)) for k in ['1', 'z'])\n"
               "except ValueError:\n    pass",
               "", "X", "{1: 1}"},
              {"X = dict.fromkeys([] if x else int('z') for x in [1, 0])", "", "X", "!TypeError "},
              {"X = set([] if x else int('z') for x in [1, 0])", "", "X", "!TypeError "},
              {"s = set()\ntry:\n    s.update(int(x) for x in ['1', 'z'])\nexcept ValueError:\n"
               "    X = len(s)",
               "", "X", "1"},
              {"X = []\ntry:\n    X.extend(int(x) for x in ['1', '2', 'z'])\n"
               "except ValueError:\n    pass",
               "", "X", "[1, 2]"},
              {"X = []\ntry:\n    X += map(int, ['1', 'z'])\nexcept ValueError:\n    pass", "", "X",
               "[1]"},
              {"X = sum('a' if x else int('z') for x in [1, 0])", "", "X", "!TypeError "},
              {"X = max(1 if x > 1 else 'a' if x else int('z') for x in [2, 1, 0])", "", "X",
               "!TypeError "},
              {"try:\n    a, b = (int(x) for x in ['1', '2', '3', 'z'])\n"
               "except ValueError as e:\n    X = str(e)",
               "", "X", "'too many values to unpack (expected 2)'"},
              {"i = iter([1, 2, 3])\nX = [2 in i, list(i)]", "", "X", "[True, [3]]"},
              {"X = 1 in (int(x) for x in ['1', 'z'])", "", "X", "True"},
              {"X = 2 in (int(x) for x in ['1', 'z'])", "", "X", "!ValueError "},
              {"i = iter([os.environ['X'], 'b', 'c'])\n'a' in i\nX = list(i)", "X=?", "X", "?list"})

SETTINGS_TEST(the_version_of_python_has_names_for_its_parts,
              {"import sys\nX = sys.version_info.major", "", "X", "3"},
              {"import sys\nX = sys.version_info >= (3, 8, 0)", "", "X", "True"},
              {"import sys\nX = sys.version_info.minor >= 15", "", "X", "False"},
              {"import sys\nX = sys.version_info.minor >= 11", "", "X", "True"})

#define GLOBS                                                                                      \
    "from fnmatch import fnmatch\nclass Globs(list):\n    def __contains__(self, key):\n"          \
    "        return any(fnmatch(key, p) for p in self)\n"
SETTINGS_TEST(a_list_or_dict_of_its_own_kind_answers_for_itself,
              {GLOBS "X = '10.0.0.1' in Globs(['10.*'])", "", "X", "True"},
              {GLOBS "X = Globs(['10.*']) + ['a']", "", "X", "['10.*', 'a']"},
              {GLOBS "X = Globs(['a'])\nX += ['b']\nX[0] = 'c'\ndel X[1]", "", "X", "['c']"},
              {"class D(dict):\n    def __getitem__(self, k):\n        return k * 2\n"
               "    def __contains__(self, k):\n        return True\nd = D(a=1)\n"
               "X = [d['q'], 'z' in d, len(d), d.get('a')]",
               "", "X", "['qq', True, 1, 1]"},
              {"class D(dict):\n    def __missing__(self, k):\n        return 'none'\n"
               "    def __len__(self):\n        return 9\nd = D(a=1)\nX = [d['a'], d['b'], len(d)]",
               "", "X", "[1, 'none', 9]"},
              {"class L(list):\n    def __iter__(self):\n        return iter('ab')\n"
               "    def __bool__(self):\n        return False\n    def __str__(self):\n"
               "        return 's'\nl = L([1])\nX = [sorted(l), not l, str(l), l[0]]",
               "", "X", "[['a', 'b'], True, 's', 1]"},
              {"class L(list):\n    def __eq__(self, other):\n        return 'equal'\n"
               "X = L() == 5",
               "", "X", "'equal'"})

#define MAPPING                                                                                    \
    "class M:\n    def keys(self):\n        return ['a', 'b']\n    def __getitem__(self, k):\n"    \
    "        return k * 2\n"
SETTINGS_TEST(a_mapping_is_taken_by_its_keys,
              {MAPPING "X = dict(M())", "", "X", "{a: 'aa', b: 'bb'}"},
              {MAPPING "X = {**M(), 'c': 1}", "", "X", "{a: 'aa', b: 'bb', c: 1}"},
              {MAPPING "X = {}\nX.update(M(), b=2)", "", "X", "{a: 'aa', b: 2}"})

SETTINGS_TEST(the_keys_of_a_dict_are_a_set, {"X = {'a': 1}.keys() >= {'a'}", "", "X", "True"},
              {"X = {'a': 1}.items() <= {('a', 2)}", "", "X", "False"},
              {"X = {'a': 1, 'b': 2}.keys() == {'b', 'a'}", "", "X", "True"},
              {"X = sorted({'a', 'b', 'c'} - {'a': 1}.keys())", "", "X", "['b', 'c']"},
              {"X = sorted({'a': 1}.keys() | ['b'])", "", "X", "['a', 'b']"},
              {"X = {'a': 1}.values() == {1}", "", "X", "False"},
              {"X = {'a': 1}.values() >= {1}", "", "X", "!TypeError "},
              {"X = {'a': []}.items() & {1}", "", "X", "!TypeError "})

SETTINGS_TEST(
    a_field_of_the_class_is_no_field_of_a_dataclass,
    {"from dataclasses import asdict, dataclass\nfrom typing import ClassVar\n@dataclass\n"
     "class A:\n    a: int\n    b: ClassVar[str] = 'x'\n    c: 'ClassVar' = 1\nX = asdict(A(1))",
     "", "X", "{a: 1}"},
    {"from dataclasses import InitVar, dataclass\n@dataclass\nclass A:\n    a: int\n"
     "    b: InitVar[int] = 0\nX = repr(A(1))",
     "", "X", "?str"})

#define MESSAGE_OF(call)                                                                           \
    "def f(a, b, c=1, *, d=2): pass\ntry:\n    " call "\nexcept TypeError as e:\n    X = str(e)"
SETTINGS_TEST(a_call_that_does_not_fit_is_refused_in_cpython_s_words,
              {MESSAGE_OF("f()"), "", "X",
               "'f() missing 2 required positional arguments: 'a' and 'b''"},
              {MESSAGE_OF("f(1)"), "", "X", "'f() missing 1 required positional argument: 'b''"},
              {MESSAGE_OF("f(1, 2, 3, 4)"), "", "X",
               "'f() takes from 2 to 3 positional arguments but 4 were given'"},
              {MESSAGE_OF("f(1, 2, 3, 4, d=1)"), "", "X",
               "'f() takes from 2 to 3 positional arguments but 4 positional arguments (and 1 "
               "keyword-only argument) were given'"})

#define OUTER(call)                                                                                \
    "def outer():\n    def f(a): pass\n    class C:\n        def m(self): pass\n"                  \
    "        class D: pass\n    try:\n        " call "\n    except TypeError as e:\n"              \
    "        return str(e)\nX = outer()"
SETTINGS_TEST(a_function_is_called_by_where_it_stands,
              {OUTER("f()"), "", "X",
               "'outer.<locals>.f() missing 1 required positional argument: 'a''"},
              {OUTER("C().m(1)"), "", "X",
               "'outer.<locals>.C.m() takes 1 positional argument but 2 were given'"},
              {OUTER("return [f.__qualname__, C.D.__qualname__, C.m.__qualname__]"), "", "X",
               "['outer.<locals>.f', 'outer.<locals>.C.D', 'outer.<locals>.C.m']"},
              {"class A:\n    def m(self): pass\nclass B(A): pass\ntry:\n    B().m(1)\n"
               "except TypeError as e:\n    X = str(e)",
               "", "X", "'A.m() takes 1 positional argument but 2 were given'"},
              {"import functools\ndef d(f):\n    @functools.wraps(f)\n    def g(): pass\n"
               "    return g\ndef h(): pass\nh.flag = 1\nh = d(h)\n"
               "X = [h.__name__, h.__qualname__, h.flag]",
               "", "X", "['h', 'h', 1]"})

SETTINGS_TEST(
    a_class_without_init_takes_no_arguments,
    {"class A:\n    def m(self): pass\nclass B(A): pass\ntry:\n    B(5)\n"
     "except TypeError as e:\n    X = str(e)",
     "", "X", "'B() takes no arguments'"},
    {"class A:\n    def __new__(cls, *a):\n        o = super().__new__(cls)\n        o.a = a\n"
     "        return o\nX = A(5).a",
     "", "X", "[5]"},
    {"class M(type):\n    def __call__(cls, *a):\n        return len(a)\n"
     "class A(metaclass=M): pass\nX = 1\nA(5)",
     "", "X", "1"})

SETTINGS_TEST(the_value_of_a_member_is_of_the_type_mixed_in,
              {"import enum\nclass A(str, enum.Enum): P = 80\nX = [A.P.value, A.P + '!']", "", "X",
               "['80', '80!']"},
              {"import enum\nclass A(enum.IntEnum): P = '7'\nX = A.P.value", "", "X", "7"},
              {"import enum\nclass A(enum.Enum): P = 80\nX = A.P.value", "", "X", "80"})

#define ODD_TEXTS                                                                                  \
    "import enum\nclass S(str, enum.Enum): A = 'a'\nclass V(enum.IntEnum): A = 7\n"                \
    "class T(str):\n    def __str__(self): return 'T!'\nclass N: pass\n"                           \
    "class G:\n    def __getitem__(self, k): return k + '!'\n"                                     \
    "def t(f):\n    try: return f()\n    except TypeError as e: return str(e)\n"
SETTINGS_TEST(percent_asks_an_object_for_its_text,
              {ODD_TEXTS "X = ['%s' % S.A, '%s' % T('x'), '%s' % (S.A,), '%03d' % V.A]", "", "X",
               "['S.A', 'T!', 'S.A', '007']"},
              {ODD_TEXTS "X = ['%(k)s' % G(), 'a' % G(), t(lambda: '%(k)s' % S.A)]", "", "X",
               "['k!', 'a', 'format requires a mapping']"},
              {ODD_TEXTS "X = [t(lambda: 'a' % N()), t(lambda: 'a' % S.A)]", "", "X",
               "['not all arguments converted during string formatting', "
               "'not all arguments converted during string formatting']"},
              {ODD_TEXTS "X = [t(lambda: '%d' % S.A), t(lambda: '%(k)s' % [1])]", "", "X",
               "['%d format: a real number is required, not S', "
               "'list indices must be integers or slices, not str']"})

SETTINGS_TEST(what_a_library_makes_may_equal_another_of_its_kind,
              {"import re\nX = re.compile('a') == re.compile('a')", "", "X", "?bool"},
              {"import re\na = re.compile('a')\nX = a == a", "", "X", "True"},
              {"import re\nX = re.compile('a').pattern", "", "X", "'a'"},
              {"class A: pass\nX = A() == A()", "", "X", "False"})

SETTINGS_TEST(a_number_that_is_not_known_is_not_divided_by_zero,
              {"X = round(1e22) % 0", "", "X", "!ZeroDivisionError "},
              {"X = int(os.environ['X']) / 0", "X=?", "X", "!ZeroDivisionError "})

SETTINGS_TEST(what_is_iterated_over_must_not_change_its_size,
              {"d = {'a': 1, 'b': 2}\nfor k in d:\n    del d[k]\nX = 1", "", "X", "!RuntimeError "},
              {"d = {'a': 1, 'b': 2}\nfor k in list(d):\n    del d[k]\nX = d", "", "X", "{}"},
              {"d = {'a': 1}\nfor k in d:\n    d[k] = 2\nX = d", "", "X", "{a: 2}"})

SETTINGS_TEST(exceptions_keep_their_cause_and_find_their_class,
              {"try:\n    try:\n        {}['k']\n    except KeyError as e:\n"
               "        raise RuntimeError('r') from e\nexcept RuntimeError as e:\n"
               "    X = type(e.__cause__).__name__",
               "", "X", "'KeyError'"},
              {"try:\n    raise OSError(2, 'no')\nexcept FileNotFoundError:\n    X = 1", "", "X",
               "1"},
              {"try:\n    raise OSError(99, 'no')\nexcept OSError as e:\n    X = type(e).__name__",
               "", "X", "'OSError'"})

SETTINGS_TEST(a_copy_of_the_environment_is_another,
              {"e = os.environ.copy()\ne['X'] = 'local'\nX = os.environ.get('X')", "X=a", "X",
               "'a'"},
              {"e = os.environ.copy()\nX = e.get('X')", "X=a", "X", "'a'"},
              {"e = os.environ.copy()\ne.pop('X')\nX = 'X' in os.environ", "X=a", "X", "True"},
              {"e = os.environ.copy()\nos.environ['X'] = 'b'\nX = e['X']", "X=a", "X", "?nullstr"})

SETTINGS_TEST(the_environment_takes_what_putenv_takes,
              {"os.environ |= {'X': 'b'}\nX = os.environ['X'], os.getenv('Y')", "X=a Y=c", "X",
               "['b', 'c']"},
              {"os.environ['X'] = 'a\\0b'", "", "X", "!ValueError "},
              {"os.environ['a=b'] = 'c'", "", "X", "!ValueError "},
              {"os.environ[''] = 'c'", "", "X", "!OSError "})

SETTINGS_TEST(
    objects_stand_for_numbers_and_answer_comparisons,
    {"class A:\n    def __index__(self):\n        return 1\nX = [1, 2][A()], 'ab'[A()]", "", "X",
     "[2, 'b']"},
    {"class A:\n    def __index__(self):\n        return 1\nX = 'ab' * A()", "", "X", "?"},
    {"class A:\n    def __index__(self):\n        return 1\nX = hex(A())", "", "X", "?str"},
    {"class A:\n    def __le__(self, o):\n        return 'le'\nX = A() <= A()", "", "X", "'le'"},
    {"class A:\n    def __ne__(self, o):\n        return 'ne'\nX = A() != A()", "", "X", "'ne'"},
    {"import datetime\nX = datetime.date(2024, 1, 1) < datetime.date(2024, 1, 2)", "", "X",
     "?bool"},
    {"import datetime\nX = (datetime.date(2024, 3, 1) - datetime.date(2024, 2, 1)).days", "", "X",
     "?"},
    {"from pathlib import Path\nX = Path('a') < Path('b')", "", "X", "True"})

SETTINGS_TEST(
    classes_name_what_they_hold,
    {"class S:\n    DEBUG = 1\n    def f(self): pass\nfor k in dir(S):\n"
     "    if k.isupper():\n        globals()['X'] = getattr(S, k)",
     "", "X", "1"},
    {"class S:\n    B = 1\n    A = 2\nX = {k: v for k, v in vars(S).items() if k.isupper()}", "",
     "X", "{B: 1, A: 2}"},
    {"class S:\n    'doc'\nclass T(S): pass\nX = S.__doc__, S().__doc__, T.__doc__", "", "X",
     "['doc', 'doc', None]"},
    {"class S:\n    a = 1\nX = sorted(vars(S))", "", "X",
     "['__dict__', '__doc__', '__module__', '__weakref__', 'a']"})

SETTINGS_TEST(a_name_of_a_known_beginning_can_be_no_other,
              {"X = 1\nFLAG_A = 2\nglobals()['FLAG_' + os.environ['N']] = 3", "N=?", "X", "1"},
              {"X = 1\nX_A = 2\nglobals()[f\"X_{os.environ['N']}\"] = 3", "N=?", "X_A", "2 | ?"},
              {"X = 1\nglobals()[os.environ['N']] = 3", "N=?", "X", "1 | ?"})

SETTINGS_TEST(
    frozen_and_slotted_objects_refuse,
    {"import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass F:\n    a: int = 1\n"
     "try:\n    F().a = 2\nexcept dataclasses.FrozenInstanceError:\n    X = 'frozen'",
     "", "X", "'frozen'"},
    {"class S:\n    __slots__ = ('a',)\nX = 1\ntry:\n    S().b = 2\nexcept AttributeError:\n"
     "    X = 2",
     "", "X", "1 | 2"})

SETTINGS_TEST(a_dict_takes_pairs_by_or, {"X = {'a': 1}\nX |= [('b', 2)]", "", "X", "{a: 1, b: 2}"})

SETTINGS_TEST(half_a_surrogate_pair_is_not_shown, {"X = chr(0xd800)", "", "X", "?str"},
              {"X = len(chr(0xd800))", "", "X", "1"})

/* --- libraries -------------------------------------------------------------------------------- */

SETTINGS_TEST(django_environ_with_two_arguments_casts_by_the_second,
              {"import environ\nenv = environ.Env()\nX = env('X', default='d')", "", "X", "'d'"},
              {"import environ\nenv = environ.Env()\nX = env.bool('X', False)", "X=off", "X",
               "False"},
              {"import environ\nenv = environ.Env(DEBUG=(bool, False))\nX = env('DEBUG')",
               "DEBUG=0", "X", "False"},
              {"import environ\nenv = environ.Env()\nX = env('X')", "X=False", "X", "'False'"})

SETTINGS_TEST(dj_database_url_without_a_url_is_empty,
              {"import dj_database_url\nX = dj_database_url.config()", "", "X", "{}"},
              {"import dj_database_url\nX = dj_database_url.config()['HOST']",
               "DATABASE_URL=postgres://u:p@h:5/n", "X", "'h'"})

SETTINGS_TEST(a_library_that_nobody_models_gives_what_is_not_known,
              {"from dynaconf import Dynaconf\nX = Dynaconf().KEY", "KEY=a", "X", "?"},
              {"import boto3\nX = boto3.client('ssm').get_parameter(Name='x')['Parameter']", "",
               "X", "?"},
              {"from django.utils.translation import gettext_lazy as _\nX = [('en', _('English'))]",
               "", "X", "[['en', ?]]"})

Suite *idioms_suite(void)
{
    const TTest *const tests[] = {
        strtobool_knows_twelve_words_and_does_not_strip,
        literal_eval_takes_python_s_words_only,
        json_loads_takes_json_s_words_only,
        if_a_variable_is_set_both_ways_are_open_for_a_secret_that_may_be_empty,
        if_debug_and_if_not_debug_take_the_arm_of_the_value,
        filter_none_drops_the_empty_host,
        a_host_loop_appends_and_any_decides_debug,
        an_address_asked_for_at_import_is_not_known,
        a_random_key_is_a_text_that_is_not_known,
        a_helper_casts_by_the_type_of_its_default,
        a_local_module_of_the_project_that_is_not_there_is_passed_over,
        a_dsn_built_of_parts,
        what_a_turn_of_a_loop_makes_anew_does_not_keep_it_going,
        a_separator_that_may_be_empty_may_raise,
        joining_what_may_be_no_text_may_raise,
        dividing_by_an_unknown_may_raise,
        a_comprehension_goes_on_with_each_list_that_it_may_be,
        encodings_of_text,
        what_follows_something_that_may_have_raised_raises_only_possibly,
        what_only_a_secret_s_form_decides_is_not_shown_as_raised,
        modules_that_fail_to_load_are_not_loaded,
        formats_are_cpython_s,
        a_generator_runs_between_its_values,
        items_are_dealt_with_before_the_next_is_asked_for,
        the_version_of_python_has_names_for_its_parts,
        a_list_or_dict_of_its_own_kind_answers_for_itself,
        a_mapping_is_taken_by_its_keys,
        the_keys_of_a_dict_are_a_set,
        a_field_of_the_class_is_no_field_of_a_dataclass,
        a_call_that_does_not_fit_is_refused_in_cpython_s_words,
        a_function_is_called_by_where_it_stands,
        a_class_without_init_takes_no_arguments,
        the_value_of_a_member_is_of_the_type_mixed_in,
        percent_asks_an_object_for_its_text,
        what_a_library_makes_may_equal_another_of_its_kind,
        a_number_that_is_not_known_is_not_divided_by_zero,
        what_is_iterated_over_must_not_change_its_size,
        exceptions_keep_their_cause_and_find_their_class,
        a_copy_of_the_environment_is_another,
        the_environment_takes_what_putenv_takes,
        objects_stand_for_numbers_and_answer_comparisons,
        classes_name_what_they_hold,
        a_name_of_a_known_beginning_can_be_no_other,
        frozen_and_slotted_objects_refuse,
        a_dict_takes_pairs_by_or,
        half_a_surrogate_pair_is_not_shown,
        django_environ_with_two_arguments_casts_by_the_second,
        dj_database_url_without_a_url_is_empty,
        a_library_that_nobody_models_gives_what_is_not_known,
        NULL,
    };
    return pf_suite("idioms", tests);
}
