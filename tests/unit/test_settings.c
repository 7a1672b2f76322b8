/* What Django settings files do with their environment, idiom by idiom. */
#include "settings_project.h"

Suite *settings_suite(void);

/* --- raw access to the environment ------------------------------------------------------------ */

SETTINGS_TEST(environ_get_gives_a_str_or_none, {"X = os.environ.get('X')", "X=0", "X", "'0'"},
              {"X = os.environ.get('X')", "", "X", "None"},
              {"X = os.environ.get('X', 0)", "", "X", "0"},
              {"X = os.environ.get('X', [])", "", "X", "[]"},
              {"X = os.environ.get('X', 'd')", "X=", "X", "''"},
              {"X = os.environ.get('X', 'd')", "X=?", "X", "?str"})

SETTINGS_TEST(getenv_takes_its_default_by_keyword_and_under_another_name,
              {"X = os.getenv('X', default='d')", "", "X", "'d'"},
              {"from os import getenv as g, environ\nX = g('X') + environ['Y']", "X=1 Y=2", "X",
               "'12'"})

SETTINGS_TEST(environ_subscript_raises_key_error_when_absent,
              {"X = os.environ['X']", "X=1", "X", "'1'"},
              {"X = os.environ['X']", "", "X", "!KeyError X"})

SETTINGS_TEST(in_environ_is_presence_only, {"X = 'X' in os.environ", "X=False", "X", "True"},
              {"X = 'X' not in os.environ", "", "X", "True"})

SETTINGS_TEST(writing_to_environ_writes_to_the_modelled_environment,
              {"os.environ['X'] = 'a'\nX = os.getenv('X')", "X=b", "X", "'a'"},
              {"os.environ.setdefault('X', 'a')\nX = os.getenv('X')", "X=b", "X", "'b'"},
              {"os.environ.setdefault('X', 'a')\nX = os.getenv('X')", "", "X", "'a'"},
              {"del os.environ['X']\nX = os.getenv('X')", "X=b", "X", "None"},
              {"X = os.environ.pop('X', None), os.getenv('X')", "X=b", "X", "['b', None]"},
              {"os.environ['X'] = 1", "", "X", "!TypeError "})

SETTINGS_TEST(or_takes_the_default_for_an_empty_value_too,
              {"X = os.environ.get('X') or 'd'", "X=", "X", "'d'"},
              {"X = os.environ.get('X') or 'd'", "X=?", "X", "?str"},
              {"X = os.environ.get('X') or 'd'", "X=??", "X", "?str | 'd'"},
              {"X = os.environ.get('X') and 'd'", "", "X", "None"})

SETTINGS_TEST(int_of_a_variable_strips_blanks_and_refuses_the_rest,
              {"X = int(os.environ.get('X', 0))", "", "X", "0"},
              {"X = int(os.environ.get('X', 0))", "X=1_0", "X", "10"},
              {"X = int(' 7\\n')", "", "X", "7"},
              {"X = int(os.environ.get('X', 0))", "X=", "X", "!ValueError X"},
              {"X = int(os.environ.get('X', 0))", "X=0x1", "X", "!ValueError X"},
              {"X = int(os.environ.get('X', 0))", "X=1.5", "X", "!ValueError X"},
              {"X = int(os.environ.get('X'))", "", "X", "!TypeError X"},
              {"X = int(os.environ.get('X', 0))", "X=?", "X", "?int"})

SETTINGS_TEST(float_of_a_variable, {"X = float(os.getenv('X', '1'))", "X=.5", "X", "0.5"},
              {"X = float(os.getenv('X', '1'))", "X=1e3", "X", "1000.0"},
              {"X = float(os.getenv('X', '1'))", "X=a", "X", "!ValueError X"})

SETTINGS_TEST(bool_of_int_dies_on_words, {"X = bool(int(os.getenv('X')))", "X=0", "X", "False"},
              {"X = bool(int(os.getenv('X')))", "X=False", "X", "!ValueError X"})

SETTINGS_TEST(bool_of_a_variable_is_true_for_zero_and_false,
              {"X = bool(os.environ.get('X', 0))", "X=0", "X", "True"},
              {"X = bool(os.environ.get('X', 0))", "X=False", "X", "True"},
              {"X = bool(os.environ.get('X', 0))", "X=", "X", "False"},
              {"X = bool(os.environ.get('X', 0))", "", "X", "False"},
              {"X = bool(os.environ.get('X', 0))", "X=?", "X", "True"},
              {"X = bool(os.environ.get('X', 0))", "X=??", "X", "?bool"})

SETTINGS_TEST(a_raw_variable_is_truthy_text,
              {"D = os.environ.get('D')\nX = 1 if D else 2", "D=0", "X", "1"},
              {"D = os.environ.get('D')\nX = 1 if D else 2", "", "X", "2"})

SETTINGS_TEST(comparing_with_a_word_is_exact,
              {"X = os.environ.get('X') == 'True'", "X=true", "X", "False"},
              {"X = 'True' == os.environ.get('X')", "X=True", "X", "True"},
              {"X = os.environ.get('X') == 'True'", "X=?", "X", "?bool"},
              {"X = os.environ.get('X') == ''", "X=?", "X", "False"},
              {"X = os.environ.get('X') != 'False'", "X=0", "X", "True"},
              {"X = os.environ.get('X') != 'False'", "X=False", "X", "False"})

SETTINGS_TEST(if_false_else_true_is_true_for_zero,
              {"if os.environ.get('X') == 'False':\n    X = False\nelse:\n    X = True", "X=0", "X",
               "True"},
              {"if os.environ.get('X') == 'False':\n    X = False\nelse:\n    X = True", "X=False",
               "X", "False"},
              {"if os.environ.get('X') == 'False':\n    X = False\nelse:\n    X = True", "X=?", "X",
               "False | True"})

SETTINGS_TEST(membership_is_exact_and_a_lone_string_is_a_substring_test,
              {"X = os.getenv('X') in ('1', 'true')", "X=1", "X", "True"},
              {"X = os.getenv('X') in ['1', 'true']", "X=True", "X", "False"},
              {"X = os.getenv('X') in {'1', 'true'}", "", "X", "False"},
              {"X = os.getenv('X', '') in ('True')", "X=", "X", "True"})

SETTINGS_TEST(lower_before_comparing,
              {"X = os.getenv('X', '').lower() == 'true'", "X=TRUE", "X", "True"},
              {"X = os.getenv('X').lower() == 'true'", "", "X", "!AttributeError X"},
              {"X = os.getenv('X', '').strip().casefold() in ('on',)", "X=ON", "X", "True"},
              {"X = os.getenv('X', '').lower() in ('1', 'on')", "X=?", "X", "?bool"})

SETTINGS_TEST(ternary_on_a_variable,
              {"X = 'a' if os.getenv('E') == 'prod' else 'b'", "E=prod", "X", "'a'"},
              {"X = 'a' if os.getenv('E') == 'prod' else 'b'", "E=?", "X", "'a' | 'b'"})

SETTINGS_TEST(eval_is_of_the_text_that_a_variable_has,
              {"X = eval(os.getenv('X', '0'))", "X=[1,True]", "X", "[1, True]"},
              {"X = eval(os.environ['X'])", "X=os.getenv('Y','y')", "X", "'y'"},
              {"X = eval(os.environ['X'])", "X=?", "X", "?"},
              {"exec('X = %s' % os.environ['X'])", "X=2", "X", "2"},
              {"X = eval('1 + 1')", "", "X", "2"})

SETTINGS_TEST(split_of_empty_gives_one_empty_host,
              {"X = os.getenv('X', '').split(',')", "", "X", "['']"},
              {"X = os.getenv('X', '').split(',')", "X=a,", "X", "['a', '']"},
              {"X = os.getenv('X', '').split()", "", "X", "[]"},
              {"X = os.getenv('X', '').split(' ')", "X=a,b", "X", "['a,b']"},
              {"X = os.getenv('X').split(',')", "", "X", "!AttributeError X"},
              {"X = os.getenv('X').split(',')", "X=?", "X", "?list"})

SETTINGS_TEST(comprehensions_strip_and_drop,
              {"X = [h.strip() for h in 'a, b,,'.split(',') if h]", "", "X", "['a', 'b']"},
              {"X = []\nX.extend(filter(None, os.getenv('X', '').split(',')))", "X=a,,b", "X",
               "['a', 'b']"},
              {"X = list(map(str.strip, 'a , b'.split(',')))", "", "X", "['a', 'b']"},
              {"X = tuple(h for h in 'ab')", "", "X", "['a', 'b']"},
              {"X = {k: v for k, v in [('a', 1)]}", "", "X", "{a: 1}"},
              {"X = [h for h in os.getenv('X').split(',') if h]", "X=?", "X", "?list"})

SETTINGS_TEST(an_unknown_condition_keeps_both_ways,
              {"X = 1\nif os.getenv('S'):\n    X = 2", "S=??", "X", "2 | 1"},
              {"X = 1\nif os.getenv('S'):\n    X = 2", "S=?", "X", "2"},
              {"if os.getenv('S') == 'a':\n    X = 2", "S=?", "X", "2 | unset"},
              {"X = ['a']\nif os.getenv('S') == 'a':\n    X.append('b')", "S=?", "X",
               "['a', 'b'] | ['a']"},
              {"X = {'k': 1}\nif os.getenv('S') == 'a':\n    X['k'] = 2", "S=?", "X", "{k: 2 | 1}"},
              {"D = os.getenv('D') == '1'\nX = 1 if not D else 2", "D=?", "X", "1 | 2"})

static const char env_bool[] = "def env_bool(name, default=False):\n"
                               "    v = os.environ.get(name)\n"
                               "    if v is None:\n        return default\n"
                               "    return v.lower() in ('1', 'true')\n";

START_TEST(helper_functions_are_evaluated)
{
    static const struct settings_row rows[] = {
        {"X = env_bool('X')", "X=TRUE", "X", "True"},
        {"X = env_bool('X', default=True)", "", "X", "True"},
        {"X = env_bool('X')", "X=?", "X", "?bool"},
        {"X = [env_bool(n) for n in ('X', 'Y')]", "X=1 Y=0", "X", "[True, False]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct settings_row row = rows[i];
        row.source = pf_arena_format(arena, "%s%s", env_bool, row.source).data;
        settings_check(&row, 1);
        pf_arena_free(arena);
    }
}
END_TEST

SETTINGS_TEST(a_helper_that_raises_names_the_variable,
              {"class ImproperlyConfigured(Exception): pass\n"
               "def get(name):\n    try:\n        return os.environ[name]\n"
               "    except KeyError:\n        raise ImproperlyConfigured('Set %s' % name)\n"
               "X = get('KEY')",
               "", "X", "!ImproperlyConfigured KEY"},
              {"def get(n):\n    try:\n        return os.environ[n]\n    except KeyError:\n"
               "        return 'd'\nX = get('K') + get('L')",
               "L=l", "X", "'dl'"})

SETTINGS_TEST(a_set_sorted_by_distinct_keys_has_one_order,
              {"X = sorted({'b', 'A'}, key=str.lower)", "", "X", "['A', 'b']"},
              {"X = sorted({'a', 'A'}, key=str.lower)", "", "X", "?list"})

START_TEST(code_of_a_file_is_run_however_it_was_read)
{
    static const char *const ways[] = {
        "exec(open('shop/more.py').read())",
        "exec(open('shop/more.py', 'rb').read())",
        "with open('shop/more.py') as f:\n    exec(compile(f.read(), 'more', 'exec'))",
        "exec(compile(open('shop/more.py').read(), 'more', 'exec'), globals(), locals())",
        "from pathlib import Path\nexec(Path('shop/more.py').read_bytes())",
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct settings_project project = settings_project_new();
        settings_project_add(&project, "shop/__init__.py", "");
        settings_project_add(&project, "shop/settings.py", ways[i]);
        settings_project_add(&project, "shop/more.py", "X = 1\n");
        const struct pf_settings *settings = settings_evaluate(&project, "shop.settings", "");
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, PF_STR("1")), "%s: X is %.*s", ways[i], PF_ARG(shown));
        pf_arena_free(project.arena);
    }
}
END_TEST

/* expected: where all files are known, and where they are not */
START_TEST(where_all_files_are_known_no_other_is_there)
{
    static const struct {
        const char *source, *whole, *part;
    } rows[] = {
        {"X = os.path.exists('/etc/shop/prod.env')", "False", "?bool"},
        {"X = os.path.exists('/run/secrets/key')", "False", "?bool"},
        {"X = os.path.exists('/etc/hostname')", "?bool", "?bool"},
        {"X = os.path.exists('/usr/bin/git')", "?bool", "?bool"},
        {"X = os.path.exists('/srv/other/file')", "False", "?bool"}, /* beside the project */
        {"X = os.path.exists('../other/file')", "False", "?bool"},
        {"X = os.path.exists('settings.py'), os.path.isfile('shop/settings.py')", "[False, True]",
         "[?bool, ?bool]"},
        {"from pathlib import Path\nX = sorted(Path('/etc/shop.d').glob('*.py'))", "[]", "?list"},
        {"X = os.listdir('/etc/shop.d')", "!FileNotFoundError ", "?list"},
        {"from pathlib import Path\nX = list(Path('/etc/shop.d').iterdir())", "!FileNotFoundError ",
         "?list"},
        {"import sys\nX = 'pytest' in sys.modules", "False", "False"},
        {"X = open('/etc/shop/prod.env').read()", "!FileNotFoundError ", "?"},
        {"X = open('/srv/shop/missing.json').read()", "!FileNotFoundError ", "?"},
        {"try:\n    X = open('/run/secrets/key').read()\nexcept OSError:\n    X = 'none'", "'none'",
         "? | 'none'"},
        {"from dotenv import load_dotenv\nload_dotenv('/etc/shop/prod.env')\n"
         "X = os.getenv('A', 'a')",
         "'a'", "?str | 'a'"},
    };
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        bool whole = i % 2 == 0;
        struct settings_project project = settings_project_new();
        pf_str text = pf_arena_format(project.arena, "import os\n%s\n", rows[i / 2].source);
        settings_project_add(&project, "shop/settings.py", text.data);
        struct pf_settings_options options = settings_options(&project, "shop.settings", "");
        options.root_path = PF_STR("/srv/shop");
        options.is_whole = whole;
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        pf_str shown = settings_show(&project, settings, "X");
        const char *expected = whole ? rows[i / 2].whole : rows[i / 2].part;
        ck_assert_msg(pf_str_eq(shown, pf_str_c(expected)), "%s: X is %.*s, expected %s",
                      rows[i / 2].source, PF_ARG(shown), expected);
        pf_arena_free(project.arena);
    }
}
END_TEST

START_TEST(a_folder_of_the_project_is_listed)
{
    static const char *const rows[][2] = {
        {"X = sorted(glob.glob('shop/d/*.py'))", "['shop/d/a.py', 'shop/d/b.py']"},
        {"X = glob.glob('shop/d/*.py')", "?list"},
        {"X = glob.glob('shop/**/*.txt', recursive=True)", "['shop/e/c/x.txt']"},
        {"X = [p.name for p in sorted(Path(__file__).parent.glob('d/?.py'))]", "['a.py', 'b.py']"},
        {"X = os.listdir('shop/e')", "['c']"},
        {"X = glob.glob('/etc/shop/*.conf')", "[]"},
        /* there may be __pycache__, too */
        {"X = sorted(os.listdir('shop/d'))", "?list"},
        {"X = sorted(glob.glob('shop/d/*'))", "?list"},
        /* what has a name may have changed since */
        {"L = glob.glob('shop/d/*.py')\nL.append('z')\nX = sorted(L)", "?list"},
        {"for f in sorted(glob.glob('shop/d/*.py')):\n    exec(open(f).read())\nX = A", "2"},
        {"X = [str(p) for p in sorted([Path('a/b'), Path('a-b')])]", "['a/b', 'a-b']"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        pf_str text = pf_arena_format(
            project.arena, "import glob, os\nfrom pathlib import Path\n%s\n", rows[i][0]);
        settings_project_add(&project, "shop/d/a.py", "A = 1\n");
        settings_project_add(&project, "shop/d/b.py", "A = 2\n");
        settings_project_add(&project, "shop/e/c/x.txt", "x");
        settings_project_add(&project, "shop/settings.py", text.data);
        struct pf_settings_options options = settings_options(&project, "shop.settings", "");
        options.root_path = PF_STR("/srv/shop");
        options.is_whole = true;
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i][1])), "%s: X is %.*s, expected %s",
                      rows[i][0], PF_ARG(shown), rows[i][1]);
        pf_arena_free(project.arena);
    }
}
END_TEST

START_TEST(where_all_variables_are_given_they_can_be_gone_through)
{
    static const char text[] =
        "import os\nX = [k for k in os.environ if k.startswith('SHOP_')]\n"
        "for name, value in os.environ.items():\n    if name.startswith('SHOP_'):\n"
        "        globals()[name[5:]] = value\n";
    for (int whole = 0; whole < 2; whole++) {
        struct settings_project project = settings_project_new();
        settings_project_add(&project, "settings.py", text);
        struct pf_settings_options options =
            settings_options(&project, "settings", "OTHER=0 SHOP_B=1 SHOP_A=2");
        options.is_whole = whole;
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        ck_assert(settings->names_are_open == !whole);
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert(pf_str_eq(shown, whole ? PF_STR("['SHOP_B', 'SHOP_A']") : shown));
        ck_assert(!whole || pf_str_eq(settings_show(&project, settings, "A"), PF_STR("'2'")));
        pf_arena_free(project.arena);
    }
}
END_TEST

SETTINGS_TEST(a_class_is_copied_into_the_module_by_its_names,
              {"class Base:\n    X = 1\n    def __init__(self):\n        self.Y = 2\n"
               "class Prod(Base):\n    Z = 3\n"
               "for name in dir(Prod):\n    if name.isupper():\n"
               "        globals()[name] = getattr(Prod, name)",
               "", "X", "1"},
              {"import inspect\nclass A:\n    B = 1\n    @property\n    def C(self):\n"
               "        return self.B + 1\n"
               "X = [m for m in inspect.getmembers(A()) if m[0].isupper()]",
               "", "X", "[['B', 1], ['C', 2]]"},
              {"class A(Unknown): B = 1\nX = dir(A)", "", "X", "!NameError "},
              {"from somewhere import Base\nclass A(Base): B = 1\nX = dir(A)", "", "X", "?list"},
              {"class A: B = 1\nX = dir(A)[-2:]", "", "X", "['__subclasshook__', '__weakref__']"})

START_TEST(the_class_of_a_configuration_is_the_one_that_the_entry_file_names)
{
    static const char text[] = "from configurations import Configuration\n"
                               "class Dev(Configuration):\n    X = 1\n"
                               "class Prod(Dev):\n    X = 2\n";
    static const struct {
        const char *environment, *entry, *expected;
    } rows[] = {{"", "Prod", "2"},
                {"DJANGO_CONFIGURATION=Dev", "Prod", "1"},
                {"DJANGO_CONFIGURATION=Prod", "", "2"},
                {"", "", "-"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        settings_project_add(&project, "settings.py", text);
        struct pf_settings_options options =
            settings_options(&project, "settings", rows[i].environment);
        options.configuration = pf_str_c(rows[i].entry);
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i].expected)), "%s: X is %.*s",
                      rows[i].environment, PF_ARG(shown));
        pf_arena_free(project.arena);
    }
}
END_TEST

/* expected: no requirements, requirements without the tool, with it */
START_TEST(a_tool_that_no_requirement_names_is_not_installed)
{
    static const char *const rows[][4] = {
        {"try:\n    import debug_toolbar as X\nexcept ImportError:\n    X = None", "? | None",
         "None", "? | None"},
        {"from importlib.util import find_spec\nX = find_spec('debug_toolbar') is None", "?bool",
         "True", "?bool"},
        {"try:\n    import pandas as X\nexcept ImportError:\n    X = None", "? | None", "? | None",
         "? | None"},
        {"import importlib.util\nX = importlib.util.find_spec('json') is None", "False", "False",
         "False"},
    };
    for (size_t i = 0; i < 3 * sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        settings_project_add(&project, "settings.py", rows[i / 3][0]);
        struct pf_settings_options options = settings_options(&project, "settings", "");
        struct pf_node *listed = pf_node_new(project.arena, PF_MAP, (pf_span){0});
        pf_node_put(project.arena, listed,
                    i % 3 == 2 ? PF_STR("django-debug-toolbar") : PF_STR("django"), (pf_span){0},
                    pf_node_new(project.arena, PF_NULL, (pf_span){0}));
        options.listed = i % 3 == 0 ? NULL : listed;
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i / 3][1 + i % 3])), "%s (%zu): X is %.*s",
                      rows[i / 3][0], i % 3, PF_ARG(shown));
        pf_arena_free(project.arena);
    }
}
END_TEST

START_TEST(what_the_main_requirements_name_can_be_imported)
{
    static const char *const rows[][3] = {
        {"try:\n    import debug_toolbar\n    X = 1\nexcept ImportError:\n    X = 2", "1", "1 | 2"},
        {"X = 2\ntry:\n    from debug_toolbar import settings\n    X = 1\n"
         "except ImportError:\n    pass",
         "1", "1 | 2"},
        {"try:\n    import debug_toolbar.new\n    X = 1\nexcept ImportError:\n    X = 2", "1 | 2",
         "1 | 2"},
        {"import importlib.util\nX = importlib.util.find_spec('debug_toolbar') is None", "False",
         "?bool"},
    };
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        settings_project_add(&project, "settings.py", rows[i / 2][0]);
        struct pf_settings_options options = settings_options(&project, "settings", "");
        struct pf_node *listed = pf_node_new(project.arena, PF_MAP, (pf_span){0});
        pf_node_put(project.arena, listed, PF_STR("django-debug-toolbar"), (pf_span){0},
                    pf_node_bool(project.arena, i % 2 == 0, (pf_span){0}));
        options.listed = listed;
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i / 2][1 + i % 2])), "%s (%zu): X is %.*s",
                      rows[i / 2][0], i % 2, PF_ARG(shown));
        pf_arena_free(project.arena);
    }
}
END_TEST

START_TEST(folders_that_are_put_on_the_path_are_looked_into)
{
    static const char *const ways[] = {
        "sys.path.insert(0, os.path.join(BASE, 'apps'))", "sys.path.append(BASE + '/apps')",
        "sys.path += [os.path.join(BASE, 'apps')]", "sys.path.extend(['apps', '/opt/more'])"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct settings_project project = settings_project_new();
        settings_project_add(&project, "apps/orders.py", "X = 1\n");
        pf_str text = pf_arena_format(project.arena,
                                      "import os, sys\nBASE = os.path.dirname(__file__)\n%s\n"
                                      "from orders import X\n",
                                      ways[i]);
        settings_project_add(&project, "settings.py", text.data);
        const struct pf_settings *settings = settings_evaluate(&project, "settings", "");
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, PF_STR("1")), "%s: X is %.*s", ways[i], PF_ARG(shown));
        pf_arena_free(project.arena);
    }
}
END_TEST

SETTINGS_TEST(the_version_of_django_is_the_pinned_one,
              {"import django\nX = [django.VERSION >= (2, 0), django.VERSION[:2]]", "", "X",
               "[True, [4, 2]]"},
              {"from django import VERSION\nX = VERSION[2]", "", "X", "?int"})

START_TEST(where_all_variables_are_given_they_are_a_dict)
{
    static const char *const rows[][3] = {
        /* source, where all are given, where the image may add to them */
        {"X = {**{'A': 0}, **os.environ}", "{A: '1', B: '2'}", "?map"},
        {"X = dict(os.environ)", "{A: '1', B: '2'}", "?map"},
        {"X = '{A}-{B}'.format(**os.environ)", "'1-2'", "?str"},
        {"C = os.environ.copy()\nC['A'] = '3'\nX = sorted(C.items())", "?list", "?list"},
        {"os.environ['A'] = '3'\nX = list(os.environ.values())", "['3', '2']", "?list"},
    };
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        pf_str text = pf_arena_format(project.arena, "import os\n%s\n", rows[i / 2][0]);
        settings_project_add(&project, "settings.py", text.data);
        struct pf_settings_options options = settings_options(&project, "settings", "A=1 B=2");
        options.is_whole = i % 2 == 0;
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i / 2][1 + i % 2])), "%s: X is %.*s",
                      rows[i / 2][0], PF_ARG(shown));
        pf_arena_free(project.arena);
    }
}
END_TEST

SETTINGS_TEST(builtin_data_is_of_the_abstract_classes_it_is_of,
              {"from collections.abc import Mapping, Sequence\n"
               "X = [isinstance(v, (Mapping, Sequence)) for v in ({}, [], 'a', 1, None)]",
               "", "X", "[True, True, True, False, False]"},
              {"from collections.abc import Mapping\nclass A: pass\nX = isinstance(A(), Mapping)",
               "", "X", "False"},
              {"from collections.abc import Callable, Iterable, Sequence\nclass A:\n"
               "    def __iter__(self): return iter(())\nclass D(dict): pass\n"
               "X = [isinstance(A(), Iterable), isinstance(A(), Callable),\n"
               "     isinstance(A(), Sequence), isinstance(D(), (int, Iterable))]",
               "", "X", "[True, False, False, True]"})

SETTINGS_TEST(a_class_may_be_registered_as_an_abstract_one,
              {"from collections.abc import Mapping\nclass A: pass\nclass B(A): pass\n"
               "Mapping.register(A)\nX = isinstance(B(), Mapping)",
               "", "X", "?bool"},
              {"from collections.abc import Mapping\nfrom elsewhere import Base\n"
               "class A(Base): pass\nX = isinstance(A(), Mapping)",
               "", "X", "?bool"})

SETTINGS_TEST(what_no_builtin_has_is_not_asked_in_vain,
              {"X = [hasattr('a', '__fspath__'), hasattr(1, '__iter__'), hasattr({}, '__call__')]",
               "", "X", "[False, False, False]"})

SETTINGS_TEST(walrus_on_a_variable,
              {"if dsn := os.getenv('DSN'):\n    X = dsn", "DSN=a", "X", "'a'"},
              {"X = [y for v in 'ab' if (y := v.upper()) != 'A']", "", "X", "['B']"})

SETTINGS_TEST(no_server_is_started_by_a_command_that_tests_or_migrates,
              {"import sys\nX = 'test' in sys.argv", "", "X", "False"},
              {"import sys\nX = 1\nif len(sys.argv) > 1 and sys.argv[1] in ('test', 'migrate'):\n"
               "    X = 2",
               "", "X", "1"},
              {"import sys\nX = sys.argv[1:2] == ['test']", "", "X", "False"},
              {"import sys\nX = any('pytest' in word for word in sys.argv)", "", "X", "False"},
              {"import sys\nX = [sys.argv[0].endswith(('pytest', 'py.test')), 'pytest' in ' "
               "'.join(sys.argv)]",
               "", "X", "[False, False]"},
              {"import os, sys\nX = os.path.basename(sys.argv[0]) in ('pytest', 'py.test')", "",
               "X", "False"},
              {"import sys\nX = sys.argv[0].endswith('manage.py')", "", "X", "?bool"},
              {"import sys\nX = 'runserver' in sys.argv", "", "X", "False"})

SETTINGS_TEST(other_words_of_the_command_are_not_known,
              {"import sys\nX = '--reload' in sys.argv", "", "X", "?bool"},
              {"import sys\nX = any('test' in word for word in sys.argv)", "", "X", "?bool"},
              {"import sys\nX = sys.argv[1] == 'shop.wsgi'", "", "X", "?bool"},
              {"import sys\nX = os.environ.get(sys.argv[0], 'test') == 'test'", "", "X", "?bool"},
              {"import sys\nX = 1\nif len(sys.argv) > 1:\n    X = 2", "", "X", "2 | 1"})

START_TEST(a_version_that_nobody_tells_is_between_the_oldest_and_the_newest)
{
    static const char *const rows[][2] = {
        {"sys.version_info >= (3, 8)", "True"},       {"sys.version_info < (3, 6)", "False"},
        {"(3, 15) > sys.version_info", "True"},       {"sys.version_info >= (3, 11)", "?bool"},
        {"sys.version_info[0] == 2", "False"},        {"sys.version_info[1] == 7", "False"},
        {"sys.version_info[:2] == (3, 12)", "?bool"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        pf_str text = pf_arena_format(project.arena, "import sys\nX = %s\n", rows[i][0]);
        settings_project_add(&project, "settings.py", text.data);
        struct pf_settings_options options = settings_options(&project, "settings", "");
        options.python_minor = 0;
        const struct pf_settings *settings = pf_settings_evaluate(project.arena, &options);
        pf_str shown = settings_show(&project, settings, "X");
        ck_assert_msg(pf_str_eq(shown, pf_str_c(rows[i][1])), "%s is %.*s", rows[i][0],
                      PF_ARG(shown));
        pf_arena_free(project.arena);
    }
}
END_TEST

/* --- other shapes --------------------------------------------------------------------------------
 */

SETTINGS_TEST(lists_grow_in_place,
              {"X = ['a']\nX += ['b']\nX.insert(0, 'c')", "", "X", "['c', 'a', 'b']"},
              {"A = ['a']\nX = A\nA += ['b']", "", "X", "['a', 'b']"},
              {"A = ('a',)\nX = A\nA += ('b',)", "", "X", "['a']"},
              {"A = ['a']\nX = A[:]\nA.append('b')", "", "X", "['a']"})

SETTINGS_TEST(items_of_dicts_are_set,
              {"D = {'default': {}}\nD['default']['HOST'] = 'db'\nX = D", "", "X",
               "{default: {HOST: 'db'}}"},
              {"D = {'a': 1}\nE = {**D, 'b': 2}\nD['a'] = 3\nX = E", "", "X", "{a: 1, b: 2}"},
              {"X = {'a': 1} | {'a': 2}", "", "X", "{a: 2}"})

SETTINGS_TEST(text_is_formatted_as_python_does,
              {"X = f'{1.5:.2f}|{\"a\":>3}|{255:#x}|{1234567:,}|{[1]!r}'", "", "X",
               "'1.50|  a|0xff|1,234,567|[1]'"},
              {"X = '%s:%05d:%r' % ('a', 42, None)", "", "X", "'a:00042:None'"},
              {"X = '{0}-{b}'.format(1, b=2.0)", "", "X", "'1-2.0'"},
              {"X = f'https://{os.getenv(\"H\")}/'", "H=?", "X", "?str"})

SETTINGS_TEST(paths_below_the_project_are_strings_that_are_not_empty,
              {"from pathlib import Path\nB = Path(__file__).resolve().parent.parent\n"
               "X = str(B / 'static')",
               "", "X", "?str"},
              {"B = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\n"
               "X = os.path.exists(os.path.join(B, 'shop', 'settings.py'))",
               "", "X", "True"},
              {"B = os.path.dirname(__file__)\nX = os.path.isfile(f'{B}/local.py')", "", "X",
               "False"},
              {"X = os.path.basename(__file__)", "", "X", "'settings.py'"})

SETTINGS_TEST(loops_over_hosts_and_membership,
              {"H = ['a']\nfor ip in ['b', 'c']:\n    if ip not in H:\n        H.append(ip)\n"
               "X = any(ip in H for ip in ['c'])",
               "", "X", "True"},
              {"X = []\nfor i in range(5):\n    if i == 1:\n        continue\n"
               "    if i == 3:\n        break\n    X.append(i)\nelse:\n    X = None",
               "", "X", "[0, 2]"},
              {"X = 0\nwhile X < 5:\n    X += 2", "", "X", "6"},
              {"X = 0\nfor h in os.getenv('H').split(','):\n    X += 1", "H=?", "X", "?"})

SETTINGS_TEST(
    exceptions_are_those_that_python_raises,
    {"try:\n    X = int('a')\nexcept (TypeError, ValueError) as e:\n    X = str(e)", "", "X",
     "'invalid literal for int() with base 10: 'a''"},
    {"try:\n    X = {}['k']\nexcept LookupError as e:\n    X = type(e).__name__", "", "X",
     "'KeyError'"},
    {"try:\n    X = 1\nexcept Exception:\n    X = 2\nelse:\n    X = 3\nfinally:\n"
     "    X += 10",
     "", "X", "13"},
    {"def f():\n    try:\n        return 1\n    finally:\n        global Y\n        Y = 2\n"
     "X = f() + Y",
     "", "X", "3"},
    {"raise SystemExit(1)", "", "X", "!SystemExit "})

SETTINGS_TEST(a_module_that_may_be_missing_is_followed_both_ways,
              {"try:\n    import silk\n    X = 1\nexcept ImportError:\n    X = 2", "", "X",
               "1 | 2"},
              {"try:\n    import json\n    X = 1\nexcept ImportError:\n    X = 2", "", "X", "1"},
              {"try:\n    from .local import *\nexcept ImportError:\n    X = 2", "", "X", "2"},
              {"from .local import *", "", "X", "!ModuleNotFoundError "})

SETTINGS_TEST(what_an_unknown_function_gets_is_unknown_from_then_on,
              {"import silk\nX = ['a']\nsilk.change(X)", "", "X", "?list"},
              {"import silk\nX = ['a']\nsilk.use('a')", "", "X", "['a']"},
              {"import silk\nA = ['a']\nX = [A]\nsilk.change(X)\nX = A", "", "X", "?list"})

SETTINGS_TEST(
    classes_inherit_and_compute,
    {"class A:\n    N = 1\n    def get(self): return self.N\n"
     "class B(A):\n    N = 2\n    @property\n    def p(self): return super().get() + 1\n"
     "X = B().p",
     "", "X", "3"},
    {"class C:\n    @classmethod\n    def m(cls, *a, **k): return (cls.__name__, a, k)\n"
     "X = C.m(1, b=2)",
     "", "X", "['C', [1], {b: 2}]"},
    {"import enum\nclass E(str, enum.Enum):\n    A = 'a'\n    B = 'b'\nX = [e.value for e in E]",
     "", "X", "['a', 'b']"},
    {"from dataclasses import dataclass, field\n@dataclass\nclass D:\n    a: int\n"
     "    b: list = field(default_factory=list)\nd = D(1)\nX = (d.a, d.b)",
     "", "X", "[1, []]"},
    {"from collections import namedtuple\nP = namedtuple('P', 'a b', defaults=[2])\n"
     "X = P(1).b, P(1)[0]",
     "", "X", "[2, 1]"})

SETTINGS_TEST(closures_decorators_and_star_arguments,
              {"def twice(f):\n    def g(*a, **k):\n        return f(*a, **k) * 2\n    return g\n"
               "@twice\ndef h(a, *, b): return a + b\nX = h(1, b=2)",
               "", "X", "6"},
              {"def f(a, /, b=2, *c, d=4, **e): return [a, b, c, d, e]\nX = f(1, 5, 6, d=7, z=8)",
               "", "X", "[1, 5, [6], 7, {z: 8}]"},
              {"def f(a): pass\nf()", "", "X", "!TypeError "})

SETTINGS_TEST(match_takes_the_first_case,
              {"match os.getenv('E', 'dev'):\n    case 'prod' | 'stage':\n        X = 1\n"
               "    case str(s) if s.startswith('d'):\n        X = s\n    case _:\n        X = 0",
               "", "X", "'dev'"},
              {"match os.getenv('E'):\n    case 'prod':\n        X = 1\n    case _:\n        X = 0",
               "E=?", "X", "1 | 0"})

SETTINGS_TEST(globals_and_setattr_set_names, {"globals().update({'X': 1})", "", "X", "1"},
              {"for n in ('X', 'Y'):\n    globals()[n] = n.lower()", "", "X", "'x'"},
              {"vars()['X'] = 2", "", "X", "2"},
              {"import sys\nglobals()[os.getenv('S')] = 1\nX = 2", "S=?", "X", "2"})

SETTINGS_TEST(
    with_suppress_swallows_its_exceptions,
    {"from contextlib import suppress\nX = 1\nwith suppress(KeyError):\n"
     "    X = os.environ['N']\n    X = 2",
     "", "X", "1"},
    {"class M:\n    def __enter__(self): return 5\n    def __exit__(self, *a): return True\n"
     "with M() as X:\n    raise ValueError",
     "", "X", "5"})

/* --- several files
 * ---------------------------------------------------------------------------------- */

START_TEST(star_imports_bring_public_names_and_share_objects)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "shop/__init__.py", "");
    settings_project_add(&project, "shop/settings/__init__.py", "");
    settings_project_add(&project, "shop/settings/base.py",
                         "import os\nAPPS = ['a']\n_private = 1\nDEBUG = True\n"
                         "def env(n): return os.environ.get(n, 'none')\n");
    settings_project_add(
        &project, "shop/settings/prod.py",
        "from .base import *\nfrom . import base\nfrom shop.settings.base import env as e\n"
        "APPS += ['b']\nDEBUG = False\nSAME = base.APPS is APPS\nKEY = e('KEY')\n"
        "HIDDEN = '_private' in globals()\n");
    const struct pf_settings *s = settings_evaluate(&project, "shop.settings.prod", "KEY=k");
    ck_assert_pf_str_eq(settings_show(&project, s, "APPS"), PF_STR("['a', 'b']"));
    ck_assert_pf_str_eq(settings_show(&project, s, "DEBUG"), PF_STR("False"));
    ck_assert_pf_str_eq(settings_show(&project, s, "SAME"), PF_STR("True"));
    ck_assert_pf_str_eq(settings_show(&project, s, "KEY"), PF_STR("'k'"));
    ck_assert_pf_str_eq(settings_show(&project, s, "HIDDEN"), PF_STR("False"));
    ck_assert_uint_eq(s->path_count, 4);
    pf_arena_free(project.arena);
}
END_TEST

START_TEST(star_imports_in_a_circle_see_what_is_there)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "a.py", "X = 1\nfrom b import *\nZ = Y\n");
    settings_project_add(&project, "b.py", "from a import *\nY = X + 1\n");
    const struct pf_settings *s = settings_evaluate(&project, "a.py", "");
    ck_assert_pf_str_eq(settings_show(&project, s, "Z"), PF_STR("2"));
    pf_arena_free(project.arena);
}
END_TEST

START_TEST(exec_of_a_project_file_runs_it_here)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "shop/__init__.py", "");
    settings_project_add(&project, "shop/extra.py", "X = BASE + 1\n");
    settings_project_add(
        &project, "shop/settings.py",
        "import os\nBASE = 1\n"
        "exec(open(os.path.join(os.path.dirname(__file__), 'extra.py')).read())\n");
    const struct pf_settings *s = settings_evaluate(&project, "shop.settings", "");
    ck_assert_pf_str_eq(settings_show(&project, s, "X"), PF_STR("2"));
    pf_arena_free(project.arena);
}
END_TEST

START_TEST(a_star_import_hides_builtins_of_the_same_name)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "s.py",
                         "from os import *\ntry:\n    X = open('s.py').read()\n"
                         "except TypeError:\n    X = 'os.open takes flags'\n");
    const struct pf_settings *s = settings_evaluate(&project, "s", "");
    ck_assert(pf_node_get(s->values, "X")->kind != PF_STRING);
    pf_arena_free(project.arena);
}
END_TEST

SETTINGS_TEST(a_star_import_of_python_s_own_hides_its_namesake,
              {"from threading import *\nX = list(enumerate('a'))", "", "X", "?list"},
              {"open = 1\nfrom os import *\nX = open", "", "X", "?"},
              {"from sys import *\nX = platform", "", "X", "'linux'"})

SETTINGS_TEST(
    a_name_that_is_not_known_may_be_any_but_is_set_once,
    {"X = 1\nglobals()[os.environ['K']] = 2", "K=?", "X", "1 | ?"},
    {"globals()[os.environ['K']] = 2\nX = 1", "K=?", "X", "1"},
    {"import sys\nsetattr(sys.modules[__name__], os.environ['K'], 2)\nX = 1", "K=?", "X", "1"},
    {"import json\nglobals().update(json.loads(os.environ['K']))\nX = 1", "K=?", "X", "1"},
    {"globals()[os.environ['K']] = 2\nX = 'Y' in globals()", "K=?", "X", "?bool"},
    {"globals()[os.environ['K']] = 2\nX = globals().get('Y', 'd')", "K=?", "X", "? | 'd'"},
    {"globals()[os.environ['K']] = 2\nX = globals().pop('Y', 'd')", "K=?", "X", "? | 'd'"},
    {"globals()[os.environ['K']] = 2\ntry:\n    X = globals()['Y']\n"
     "except KeyError:\n    X = 'none'",
     "K=?", "X", "? | 'none'"},
    {"globals()[os.environ['K']] = 2\nX = sorted(k for k in globals() if k.isupper())", "K=?", "X",
     "?list"},
    {"L = ['a']\nglobals()[os.environ['K']] = 2\nX = L + ['b']", "K=?", "X", "['a', 'b'] | ?list"})

START_TEST(names_out_of_hand_take_the_environment_along)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "base.py",
                         "import os\nexec(os.environ['CODE'])\nos.environ['A'] = '2'\n");
    settings_project_add(&project, "s.py", "from base import *\nimport os\nX = os.environ['A']\n");
    const struct pf_settings *s = settings_evaluate(&project, "s", "A=1 CODE=?");
    ck_assert_pf_str_eq(settings_show(&project, s, "X"), PF_STR("?"));
    pf_arena_free(project.arena);
}
END_TEST

START_TEST(exec_of_two_texts_runs_each)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "s.py", "exec('X = 1')\nexec('X = X + 1\\nY = 5')\n");
    const struct pf_settings *s = settings_evaluate(&project, "s", "");
    ck_assert_pf_str_eq(settings_show(&project, s, "X"), PF_STR("2"));
    ck_assert_pf_str_eq(settings_show(&project, s, "Y"), PF_STR("5"));
    pf_arena_free(project.arena);
}
END_TEST

START_TEST(files_parsed_once_are_evaluated_anew_each_time)
{
    struct settings_project project = settings_project_new();
    project.trees = pf_trees_new(project.arena);
    settings_project_add(&project, "s.py", "import os\nX = os.environ['A']\n");
    settings_project_add(&project, "broken.py", "X = (\n");
    const struct pf_settings *first = settings_evaluate(&project, "s", "A=1");
    const struct pf_settings *second = settings_evaluate(&project, "s", "A=2");
    ck_assert_pf_str_eq(settings_show(&project, first, "X"), PF_STR("'1'"));
    ck_assert_pf_str_eq(settings_show(&project, second, "X"), PF_STR("'2'"));
    ck_assert_uint_eq(settings_evaluate(&project, "broken", "")->faults.count, 1);
    ck_assert_uint_eq(settings_evaluate(&project, "broken", "")->faults.count, 1);
    pf_arena_free(project.arena);
}
END_TEST

START_TEST(reads_say_how_and_whether_they_are_reached)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "s.py",
                         "import os\nA = os.environ['A']\nif A == 'x':\n    B = os.getenv('B', 1)\n"
                         "C = 'C' in os.environ\n");
    const struct pf_settings *s = settings_evaluate(&project, "s", "A=?");
    ck_assert_uint_eq(s->read_count, 3);
    ck_assert(s->reads[0].required && s->reads[0].found);
    ck_assert_int_eq(s->reads[0].reached, PF_YES);
    ck_assert_pf_str_eq(s->reads[1].name, PF_STR("B"));
    ck_assert_int_eq(s->reads[1].reached, PF_MAYBE);
    ck_assert_pf_str_eq(s->reads[1].through, PF_STR("os.getenv"));
    ck_assert_pf_str_eq(pf_node_text(s->reads[1].fallback), PF_STR("1"));
    ck_assert(!s->reads[2].required && !s->reads[2].found);
    pf_arena_free(project.arena);
}
END_TEST

START_TEST(calls_of_sentry_are_recorded_with_their_dsn)
{
    static const struct {
        const char *source, *reached, *dsn; /* "-": no call; "": no argument of that name */
    } rows[] = {
        {"import sentry_sdk\nsentry_sdk.init(dsn=os.getenv('D'))", "yes", "'d'"},
        {"from sentry_sdk import init as start\nstart('x')", "yes", "'x'"},
        {"import sentry_sdk\nO = {'dsn': 'x'}\nsentry_sdk.init(**O, debug=True)", "yes", "'x'"},
        {"import sentry_sdk\nfrom acme import o\nsentry_sdk.init(**o())", "yes", ""},
        {"import sentry_sdk\nif os.getenv('S') == 'a':\n    sentry_sdk.init()", "maybe", ""},
        {"import sentry_sdk\nif os.getenv('D') == 'a':\n    sentry_sdk.init()", "-", ""},
        {"from sentry_sdk.integrations.django import DjangoIntegration\nimport sentry_sdk\n"
         "sentry_sdk.init('y', integrations=[DjangoIntegration()])",
         "yes", "'y'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct settings_project project = settings_project_new();
        settings_project_add(
            &project, "s.py",
            pf_arena_format(project.arena, "import os\n%s\n", rows[i].source).data);
        const struct pf_settings *s = settings_evaluate(&project, "s", "D=d S=?");
        bool is_called = strcmp(rows[i].reached, "-") != 0;
        ck_assert_uint_eq(s->call_count, is_called);
        if (is_called) {
            const struct pf_settings_call *call = &s->calls[0];
            struct pf_buffer dsn = pf_buffer_new(project.arena);
            for (size_t k = 0; k < call->argument_count; k++)
                if (pf_str_eq(call->arguments[k].name, PF_STR("dsn")))
                    settings_write(&dsn, call->arguments[k].value);
            ck_assert_str_eq(pf_truth_name(call->reached), rows[i].reached);
            ck_assert_pf_str_eq(pf_buffer_str(&dsn), pf_str_c(rows[i].dsn));
        }
        pf_arena_free(project.arena);
    }
}
END_TEST

START_TEST(a_value_tells_the_way_from_its_variable)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "s.py", "import os\nDEBUG = bool(os.environ.get('DEBUG', 0))\n");
    const struct pf_settings *s = settings_evaluate(&project, "s", "DEBUG=0");
    const struct pf_trace *trace = pf_node_get(s->values, "DEBUG")->trace;
    ck_assert_ptr_nonnull(trace);
    ck_assert_uint_eq(trace->from_count, 1);
    ck_assert_pf_str_eq(trace->from[0], PF_STR("DEBUG"));
    ck_assert_uint_eq(trace->step_count, 3);
    ck_assert_pf_str_eq(trace->steps[1].text, PF_STR("os.environ.get"));
    ck_assert_pf_str_eq(trace->steps[2].text, PF_STR("bool"));
    pf_arena_free(project.arena);
}
END_TEST

/* --- limits
 * --------------------------------------------------------------------------------------------- */

SETTINGS_TEST(sizes_over_budget_are_unknown, {"X = 'a' * 10**9", "", "X", "?str"},
              {"X = 2 ** 10**9", "", "X", "?int"}, {"X = [0] * 10**9", "", "X", "?list"},
              {"X = '%0999999999d' % 1", "", "X", "?str"},
              {"X = len('a' * 1048576)", "", "X", "1048576"},
              {"X = 'a' * 1048577", "", "X", "?str"}, {"X = len([0] * 100000)", "", "X", "100000"},
              {"X = [0] * 100001", "", "X", "?list"},
              {"X = len(list(range(100000)))", "", "X", "100000"},
              {"X = len(list(range(100001)))", "", "X", "?"},
              {"X = len(dict.fromkeys(range(100000)))", "", "X", "100000"},
              {"X = len(dict.fromkeys(range(100001)))", "", "X", "?"},
              {"X = 2 ** 62", "", "X", "4611686018427387904"}, {"X = 2 ** 63", "", "X", "?int"})

/* Each place that counts for itself: what is iterated over, what a list takes, what a dict takes.
 */
SETTINGS_TEST(a_hundred_thousand_members_are_exact_and_one_more_is_not,
              {"X = min(range(100000))", "", "X", "0"}, {"X = min(range(100001))", "", "X", "?"},
              {"l = [0] * 99999\nl.append(1)\nX = len(l)", "", "X", "100000"},
              {"l = [0] * 100000\nl.append(1)\nX = len(l)", "", "X", "?"},
              {"d = dict.fromkeys(range(99999))\nd['a'] = 1\nX = len(d)", "", "X", "100000"},
              {"d = dict.fromkeys(range(100000))\nd['a'] = 1\nX = len(d)", "", "X", "?"})

static void check_limit(const char *source)
{
    struct settings_project project = settings_project_new();
    settings_project_add(&project, "s.py", source);
    const struct pf_settings *s = settings_evaluate(&project, "s", "");
    ck_assert(pf_faults_has(&s->faults, PF_FAULT_LIMIT));
    const struct pf_node *x = pf_node_get(s->values, "X");
    ck_assert(x == NULL || x->kind == PF_ANY || x->kind == PF_EITHER);
    pf_arena_free(project.arena);
}

START_TEST(endless_programs_end_with_a_limit)
{
    check_limit("X = 1\nwhile True:\n    X += 1\n");
    check_limit("def f(): return g()\ndef g(): return f()\nX = f()\n");
    check_limit("X = [1]\nfor i in X:\n    X.append(i)\n");
    check_limit("def f(n):\n    for i in range(1000):\n        for j in range(1000): n += 1\n    "
                "return n\nX = f(0)\n");
    check_limit("import itertools\nX = []\nwhile True:\n    X = [X, X]\n");
}
END_TEST

SETTINGS_TEST(ten_thousand_turns_are_exact_and_one_more_is_not,
              {"X = 0\nfor i in range(10000):\n    X += 1", "", "X", "10000"},
              {"X = 0\nfor i in range(10001):\n    X += 1", "", "X", "?"})

SETTINGS_TEST(calls_sixty_four_deep_are_exact_and_one_more_is_not,
              {"def f(n): return 0 if n == 1 else 1 + f(n - 1)\nX = f(64)", "", "X", "63"},
              {"def f(n): return 0 if n == 1 else 1 + f(n - 1)\nX = f(65)", "", "X", "?"})

#define NESTED(levels, a, comparison, b)                                                           \
    "A = " a "\nB = " b "\nfor i in range(" levels                                                 \
    "):\n    A = [A]\n    B = [B]\nX = A " comparison " B"

SETTINGS_TEST(comparing_is_exact_fifty_deep_and_one_deeper_is_not,
              {NESTED("50", "[]", "==", "[]"), "", "X", "True"},
              {NESTED("51", "[]", "==", "[]"), "", "X", "?bool"},
              {NESTED("50", "1", "<", "2"), "", "X", "True"},
              {NESTED("51", "1", "<", "2"), "", "X", "?bool"})

/* The settings count as the first module: m1 to mN-1 follow, each imported by the one before or all
 * by the settings. */
static bool imports_reach_a_limit(size_t modules, bool in_one_another)
{
    struct settings_project project = settings_project_new();
    struct pf_buffer all = pf_buffer_new(project.arena);
    for (size_t i = 1; i < modules; i++) {
        bool is_last = i + 1 == modules || !in_one_another;
        pf_str text = is_last ? PF_STR("X = 1\n")
                              : pf_arena_format(project.arena, "from m%zu import X\n", i + 1);
        pf_str path = pf_arena_format(project.arena, "m%zu.py", i);
        settings_project_add(&project, path.data, text.data);
        if (i == 1 || !in_one_another)
            pf_buffer_format(&all, "from m%zu import X\n", i);
    }
    settings_project_add(&project, "s.py", pf_arena_str(project.arena, pf_buffer_str(&all)).data);
    const struct pf_settings *s = settings_evaluate(&project, "s", "");
    bool is_reached = pf_faults_has(&s->faults, PF_FAULT_LIMIT);
    const struct pf_node *x = pf_node_get(s->values, "X");
    ck_assert_int_eq(x != NULL && x->kind == PF_INT, !is_reached);
    pf_arena_free(project.arena);
    return is_reached;
}

START_TEST(imports_twenty_deep_are_followed_and_one_deeper_is_not)
{
    ck_assert(!imports_reach_a_limit(20, true));
    ck_assert(imports_reach_a_limit(21, true));
}
END_TEST

/* The settings run m1 to m`files`, each from within the one before. */
static bool runs_reach_a_limit(size_t files)
{
    struct settings_project project = settings_project_new();
    for (size_t i = 0; i <= files; i++) {
        pf_str path = i == 0 ? PF_STR("s.py") : pf_arena_format(project.arena, "m%zu.py", i);
        pf_str text = i == files
                          ? PF_STR("X = 1\n")
                          : pf_arena_format(project.arena, "exec(open('m%zu.py').read())\n", i + 1);
        settings_project_add(&project, path.data, text.data);
    }
    const struct pf_settings *s = settings_evaluate(&project, "s", "");
    bool is_reached = pf_faults_has(&s->faults, PF_FAULT_LIMIT);
    pf_arena_free(project.arena);
    return is_reached;
}

START_TEST(files_are_run_in_one_another_twenty_deep_and_no_deeper)
{
    ck_assert(!runs_reach_a_limit(19));
    ck_assert(runs_reach_a_limit(20));
}
END_TEST

START_TEST(two_hundred_modules_are_run_and_one_more_is_not)
{
    ck_assert(!imports_reach_a_limit(200, false));
    ck_assert(imports_reach_a_limit(201, false));
}
END_TEST

SETTINGS_TEST(broken_statements_make_what_they_name_unknown,
              {"X = 1\nif X ===== 2: X = 3\nY = 1", "", "Y", "1"}, {"X = 1\nX = = 3", "", "X", "?"})

SETTINGS_TEST(a_list_that_holds_itself_ends, {"X = []\nX.append(X)", "", "X", "[?]"},
              {"D = {}\nD['d'] = D\nX = str(D)", "", "X", "'{'d': {...}}'"})

Suite *settings_suite(void)
{
    const TTest *const tests[] = {
        environ_get_gives_a_str_or_none,
        getenv_takes_its_default_by_keyword_and_under_another_name,
        environ_subscript_raises_key_error_when_absent,
        in_environ_is_presence_only,
        writing_to_environ_writes_to_the_modelled_environment,
        or_takes_the_default_for_an_empty_value_too,
        int_of_a_variable_strips_blanks_and_refuses_the_rest,
        float_of_a_variable,
        bool_of_int_dies_on_words,
        bool_of_a_variable_is_true_for_zero_and_false,
        a_raw_variable_is_truthy_text,
        comparing_with_a_word_is_exact,
        if_false_else_true_is_true_for_zero,
        membership_is_exact_and_a_lone_string_is_a_substring_test,
        lower_before_comparing,
        ternary_on_a_variable,
        eval_is_of_the_text_that_a_variable_has,
        split_of_empty_gives_one_empty_host,
        comprehensions_strip_and_drop,
        an_unknown_condition_keeps_both_ways,
        helper_functions_are_evaluated,
        a_helper_that_raises_names_the_variable,
        walrus_on_a_variable,
        no_server_is_started_by_a_command_that_tests_or_migrates,
        other_words_of_the_command_are_not_known,
        a_version_that_nobody_tells_is_between_the_oldest_and_the_newest,
        code_of_a_file_is_run_however_it_was_read,
        a_set_sorted_by_distinct_keys_has_one_order,
        where_all_files_are_known_no_other_is_there,
        a_folder_of_the_project_is_listed,
        where_all_variables_are_given_they_can_be_gone_through,
        what_no_builtin_has_is_not_asked_in_vain,
        where_all_variables_are_given_they_are_a_dict,
        builtin_data_is_of_the_abstract_classes_it_is_of,
        a_class_may_be_registered_as_an_abstract_one,
        the_version_of_django_is_the_pinned_one,
        a_class_is_copied_into_the_module_by_its_names,
        what_the_main_requirements_name_can_be_imported,
        folders_that_are_put_on_the_path_are_looked_into,
        a_tool_that_no_requirement_names_is_not_installed,
        the_class_of_a_configuration_is_the_one_that_the_entry_file_names,
        lists_grow_in_place,
        items_of_dicts_are_set,
        text_is_formatted_as_python_does,
        paths_below_the_project_are_strings_that_are_not_empty,
        loops_over_hosts_and_membership,
        exceptions_are_those_that_python_raises,
        a_module_that_may_be_missing_is_followed_both_ways,
        what_an_unknown_function_gets_is_unknown_from_then_on,
        classes_inherit_and_compute,
        closures_decorators_and_star_arguments,
        match_takes_the_first_case,
        globals_and_setattr_set_names,
        with_suppress_swallows_its_exceptions,
        star_imports_bring_public_names_and_share_objects,
        star_imports_in_a_circle_see_what_is_there,
        exec_of_a_project_file_runs_it_here,
        a_star_import_hides_builtins_of_the_same_name,
        a_star_import_of_python_s_own_hides_its_namesake,
        a_name_that_is_not_known_may_be_any_but_is_set_once,
        names_out_of_hand_take_the_environment_along,
        exec_of_two_texts_runs_each,
        files_parsed_once_are_evaluated_anew_each_time,
        reads_say_how_and_whether_they_are_reached,
        calls_of_sentry_are_recorded_with_their_dsn,
        a_value_tells_the_way_from_its_variable,
        sizes_over_budget_are_unknown,
        a_hundred_thousand_members_are_exact_and_one_more_is_not,
        endless_programs_end_with_a_limit,
        comparing_is_exact_fifty_deep_and_one_deeper_is_not,
        imports_twenty_deep_are_followed_and_one_deeper_is_not,
        files_are_run_in_one_another_twenty_deep_and_no_deeper,
        two_hundred_modules_are_run_and_one_more_is_not,
        ten_thousand_turns_are_exact_and_one_more_is_not,
        calls_sixty_four_deep_are_exact_and_one_more_is_not,
        broken_statements_make_what_they_name_unknown,
        a_list_that_holds_itself_ends,
        NULL,
    };
    return pf_suite("settings", tests);
}
