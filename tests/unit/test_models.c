/* Libraries that are modelled in Python: expectations are what the real ones give. */
#include "library_case.h"

#include "base/table.h"

Suite *models_suite(void);

START_TEST(every_model_can_be_imported)
{
    for (size_t i = 0; i < pf_embedded_count; i++) {
        pf_str path = pf_str_c(pf_embedded_files[i].path), folder = PF_STR("src/python/models/");
        if (!pf_str_starts(path, folder))
            continue;
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str name = pf_str_slice(path, folder.len, path.len - 3);
        pf_str code = pf_arena_format(arena, "import %.*s as m\nX = m.__name__", PF_ARG(name));
        struct library_case row = {.code = code.data};
        const struct pf_settings *settings = library_settings(arena, &row);
        ck_assert_uint_eq(settings->faults.count, 0);
        ck_assert(settings->raises == NULL);
        ck_assert(pf_str_eq(pf_node_get(settings->values, "X")->text, name));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(what_happens_in_a_model_has_the_place_of_the_call)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct library_case row = {.code = "from distutils.util import strtobool\nimport os\n"
                                       "X = strtobool(os.environ['A'])",
                               .env = "A=maybe"};
    const struct pf_settings *settings = library_settings(arena, &row);
    ck_assert(settings->raises != NULL);
    ck_assert(pf_str_eq(settings->raises->variable, PF_STR("A")));
    ck_assert(pf_str_eq(settings->raises->span.file->path, PF_STR("shop/settings.py")));
    ck_assert_uint_eq(pf_span_start(settings->raises->span).line, 3);
    row.code = "from environs import Env\nenv = Env()\nX = env.bool('A', False)";
    row.env = "A=on";
    settings = library_settings(arena, &row);
    ck_assert_uint_eq(settings->read_count, 1);
    ck_assert(pf_str_eq(settings->reads[0].through, PF_STR("environs.Env.bool")));
    ck_assert_uint_eq(pf_span_start(settings->reads[0].span).line, 3);
    const struct pf_node *x = pf_node_get(settings->values, "X");
    ck_assert(pf_str_eq(x->span.file->path, PF_STR("shop/settings.py")));
    for (size_t i = 0; i < x->trace->step_count; i++)
        ck_assert(x->trace->steps[i].span.file == NULL ||
                  pf_str_eq(x->trace->steps[i].span.file->path, PF_STR("shop/settings.py")));
    ck_assert_uint_eq(settings->path_count, 1);
    pf_arena_free(arena);
}
END_TEST

#define INI                                                                                        \
    "import configparser\nc = configparser.ConfigParser()\nc.read(['none.ini', 'shop/c.ini'])\n"
#define INI_FILE                                                                                   \
    .files = {{"shop/c.ini",                                                                       \
               "[DEFAULT]\nroot = /srv\n[web]\nDebug: no\nhosts = a,b\n"                           \
               "logs = %(root)s/logs\nlong = one\n  two\n# c = 1\n[db]\nport=5432\n"}}
START_TEST(sections_of_a_configuration_file_are_read)
{
    static const struct library_case rows[] = {
        {.code = INI "X = c.getboolean('web', 'debug')", .expected = "False", INI_FILE},
        {.code = INI "X = c['web']['HOSTS'].split(',')", .expected = "['a', 'b']", INI_FILE},
        {.code = INI "X = c.get('web', 'logs')", .expected = "'/srv/logs'", INI_FILE},
        {.code = INI "X = c.get('web', 'logs', raw=True)", .expected = "'%(root)s/logs'", INI_FILE},
        {.code = INI "X = c.get('web', 'long')", .expected = "'one\ntwo'", INI_FILE},
        {.code = INI "X = c.getint('db', 'port', fallback=1)", .expected = "5432", INI_FILE},
        {.code = INI "X = c.get('db', 'name', fallback=None)", .expected = "None", INI_FILE},
        {.code = INI "X = [c.has_option('web', 'c'), c.has_section('db'), 'mail' in c]",
         .expected = "[False, True, False]",
         INI_FILE},
        {.code = INI "X = c.get('db', 'name')",
         .expected = "!NoOptionError: No option 'name' in section: 'db'",
         INI_FILE},
        {.code = INI "X = c['mail']", .expected = "!KeyError", INI_FILE},
        /* a file outside the project may be there, and an earlier one says nothing then */
        {.code = "import configparser\nc = configparser.ConfigParser()\n"
                 "c.read(['/etc/shop.ini', 'shop/c.ini'])\n"
                 "X = [c.get('db', 'port'), c.get('db', 'name', fallback='n')]",
         .expected = "['5432', ?NoneType|bool|int|float|str|list|dict]",
         INI_FILE},
    };
    CHECK_CASES(rows);
}
END_TEST

#define ANYTHING "?NoneType|bool|int|float|str|list|dict"
#define YAML(text) .files = {{"shop/c.yml", text}}
#define LOAD_YAML "import yaml\nwith open('shop/c.yml') as f:\n    X = yaml.safe_load(f)"
START_TEST(yaml_is_read_as_pyyaml_reads_it)
{
    static const struct library_case rows[] = {
        {.code = LOAD_YAML,
         .expected = "{'a': False, 'b': ['x', 8, 8], 'c': None}",
         YAML("a: off\nb: [x, 010, 0x8]\nc: ~\n")},
        {.code = LOAD_YAML,
         .expected = "{'a': 'off', 'b': '1e3', 'c': '0o7', 'd': 1000.0}",
         YAML("a: 'off'\nb: 1e3\nc: 0o7\nd: 1.0e+3\n")},
        {.code = LOAD_YAML, .expected = "None", YAML("# nothing\n")},
        {.code = LOAD_YAML,
         .expected = "{'a': 'http://h/?a=b&c=d'}",
         YAML("a: http://h/?a=b&c=d\n")},
        {.code = LOAD_YAML,
         .expected =
             "{'a': 750, 'b': -3661, 'c': '0:30', 'd': '0.0.0.0:80', 'e': '80:60', 'f': 120}",
         YAML("a: 12:30\nb: -1:1:01\nc: 0:30\nd: 0.0.0.0:80\ne: 80:60\nf: 2:00\n")},
        {.code = LOAD_YAML "\nX = X['b']", .expected = "5", YAML("a: 2001-02-03\nb: 5\n")},
        /* not worked out: a time, a day that some months lack, base 60 with a point, a tag */
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: 2001-02-03 04:05:06\n")},
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: 2001-02-30\n")},
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: 1:30.5\n")},
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: [!!str 1]\n")},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(an_alias_in_yaml_is_the_object_of_its_anchor)
{
    static const struct library_case rows[] = {
        {.code = LOAD_YAML, .expected = "{'a': [1], 'b': [1]}", YAML("a: &x [1]\nb: *x\n")},
        {.code = LOAD_YAML "\nX['a'].append(2)",
         .expected = "{'a': [1, 2], 'b': [1, 2], 'c': [1]}",
         YAML("a: &x [1]\nb: *x\nc: [1]\n")},
        {.code = LOAD_YAML, .expected = "{'a': 'z', 'b': ['z']}", YAML("a: &x z\nb: [*x]\n")},
        /* merged: what stands there, before its own; of two the first counts */
        {.code = LOAD_YAML "\nX = list(X['b'].items())",
         .expected = "[('p', 1), ('q', 5), ('r', 6)]",
         YAML("a: &x {p: 1, q: 2}\nb: {r: 6, <<: *x, q: 5}\n")},
        {.code = LOAD_YAML "\nX = X['c']",
         .expected = "{'q': 3, 'p': 1, 's': 4}",
         YAML("a: &x {p: 1}\nb: &y {q: 3, p: 9}\nc:\n  <<: [*x, *y]\n  s: 4\n")},
        /* which of the empty ones are one object is not told */
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: &x []\nb: *x\n")},
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: &x 1\nb:\n  <<: *x\n")},
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: &x [*x]\n")},
        {.code = LOAD_YAML, .expected = ANYTHING, YAML("a: &x 1\nb: &x 2\nc: *x\n")},
    };
    CHECK_CASES(rows);
}
END_TEST

#define TOML(text) .files = {{"shop/c.toml", text}}
#define LOAD_TOML "import tomllib\nwith open('shop/c.toml', 'rb') as f:\n    X = tomllib.load(f)"
START_TEST(toml_is_read_as_tomllib_reads_it)
{
    static const struct library_case rows[] = {
        {.code = LOAD_TOML,
         .expected = "{'a': {'b': True, 'c': ['x'], 'd': {'e': 255}}}",
         TOML("[a]\nb = true\nc = ['x']\nd.e = 0xFF\n")},
        {.code = LOAD_TOML, .expected = "!TOMLDecodeError", TOML("a = b\n")},
        {.code = LOAD_TOML, .expected = "?dict", TOML("a = [2001-02-03]\n")},
        {.code = "import tomllib\nX = tomllib.load(open('shop/c.toml'))",
         .expected = "!TypeError",
         TOML("a = 1\n")},
        {.code = "import toml\nX = toml.load('shop/c.toml')",
         .expected = "{'a': 1}",
         TOML("a = 1\n"),
         .packages = "toml="},
        /* what toml makes of a dotted key is its own */
        {.code = "import toml\nX = toml.load('shop/c.toml')",
         .expected = "?dict",
         TOML("a.b = 1\n"),
         .packages = "toml="},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(collections_are_as_python_s)
{
    static const struct library_case rows[] = {
        {.code = "from collections import ChainMap\nimport os\n"
                 "c = ChainMap({'a': 1}, {'b': 2, 'a': 3}, os.environ)\n"
                 "X = [c['a'], c['b'], c['E'], c.get('z', 5), 'z' in c]",
         .env = "E=e",
         .expected = "[1, 2, 'e', 5, False]"},
        {.code = "from collections import ChainMap\n"
                 "c = ChainMap({}, {'b': 2, 'a': 3}, {'c': 1})\n"
                 "c['n'] = 9\nX = [dict(c), {**c.new_child()}, c.maps[0], len(c), list(c)]",
         .expected = "[{'c': 1, 'b': 2, 'a': 3, 'n': 9}, {'c': 1, 'b': 2, 'a': 3, 'n': 9}, "
                     "{'n': 9}, 4, ['c', 'b', 'a', 'n']]"},
        {.code = "from collections import ChainMap\nX = ChainMap({'a': 1}, {'b': 2}).pop('b', 5)",
         .expected = "5"},
        {.code = "from collections import ChainMap\nX = ChainMap({})['k']",
         .expected = "!KeyError"},
        {.code = "from collections import ChainMap\nfrom collections.abc import Mapping\n"
                 "X = isinstance(ChainMap(), Mapping)",
         .expected = "?bool"},
        {.code = "from collections import Counter\nn = m = Counter('abca')\nn += Counter(b=2)\n"
                 "X = [dict(m), n['q'], n.most_common(2), dict(n - Counter(a=9)), n == {'q': 0}]",
         .expected =
             "[{'a': 2, 'b': 3, 'c': 1}, 0, [('b', 3), ('a', 2)], {'b': 3, 'c': 1}, False]"},
        {.code = "from collections import deque\nd = deque([1, 2, 3], maxlen=2)\nd.append(9)\n"
                 "d.appendleft(7)\nd.rotate(1)\nX = [list(d), len(d), d[0], 9 in d]",
         .expected = "[[3, 7], 2, 3, False]"},
        {.code = "from collections import deque\nd = deque('ab')\nd.rotate(1)\nX = list(d)",
         .expected = "['b', 'a']"},
        {.code = "from collections import deque\nX = deque('ab', -1)", .expected = "!ValueError"},
        {.code = "from collections import deque\nX = deque().rotate('a')",
         .expected = "!TypeError: 'str' object cannot be interpreted as an integer"},
        {.code = "from collections import deque\nX = deque().popleft()", .expected = "!IndexError"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_string_template_is_filled)
{
    static const struct library_case rows[] = {
        {.code = "from string import Template\nimport os\n"
                 "X = Template('$A-${B}_$$').substitute(os.environ, B=3)",
         .env = "A=1\nB=2",
         .expected = "'1-3_$'"},
        {.code = "from string import Template\n"
                 "X = Template('$a ${b} $1').safe_substitute({'a': 1})",
         .expected = "'1 ${b} $1'"},
        {.code = "from string import Template\nX = Template('$a').substitute(b=1)",
         .expected = "!KeyError: 'a'"},
        {.code = "from string import Template\nX = Template('x\\ny $ z').substitute()",
         .expected = "!ValueError: Invalid placeholder in string: line 2, col 3"},
        {.code = "from string import Template\nclass T(Template):\n    delimiter = '%'\n"
                 "X = T('%a').substitute(a=1)",
         .expected = "?str"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(small_modules_of_python_and_django_say_what_they_say)
{
    static const struct library_case rows[] = {
        {.code = "import ssl\nX = {'ssl_cert_reqs': ssl.CERT_NONE, 'n': ssl.CERT_REQUIRED.name}",
         .expected = "{'ssl_cert_reqs': 0, 'n': 'CERT_REQUIRED'}"},
        {.code = "import stat\nX = stat.S_IRUSR | stat.S_IWUSR", .expected = "384"},
        {.code = "import requests\nX = requests.utils.quote('a b/')", .expected = "'a%20b/'"},
        {.code = "from requests.utils import quote\nX = quote('a b', safe='')",
         .expected = "'a%20b'"},
        {.code = "import django.conf.locale\nX = {'xx': {'code': 'xx'}}\n"
                 "django.conf.locale.LANG_INFO.update(X)",
         .expected = "{'xx': {'code': 'xx'}}"},
        {.code = "from django.conf import ImproperlyConfigured\nraise ImproperlyConfigured('no')",
         .expected = "!ImproperlyConfigured: no"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_star_import_of_a_library_changes_no_settings_but_by_names_it_has)
{
    static const struct library_case rows[] = {
        {.code = "X = 1\nfrom decouple import *\nY = config", .expected = "1"},
        {.code = "X = 1\nfrom shutil import *", .expected = "1"},
        {.code = "X = 1\nfrom corsheaders.defaults import *", .expected = "1"},
        {.code = "DEBUG = False\nfrom logging import *\nX = DEBUG", .expected = "10"},
        {.code = "X = 1\nfrom oscar.defaults import *", .expected = "1"},
        {.code = "X = 1\nfrom somewhere.defaults import *",
         .expected = "?NoneType|bool|int|float|str|list|dict"},
    };
    CHECK_CASES(rows);
}
END_TEST

#define CONFIGURED                                                                                 \
    "from configurations import Configuration, values\n"                                           \
    "from lasuite.configuration.values import SecretFileValue\n"
START_TEST(values_of_a_project_s_own_read_variables_too)
{
    static const struct library_case rows[] = {
        {.code = CONFIGURED "class Upper(values.Value):\n"
                            "    def to_python(self, value):\n        return value.upper()\n"
                            "class Base(Configuration):\n    X = Upper('d')",
         .expected = "'ABC'",
         .env = "DJANGO_CONFIGURATION=Base\nDJANGO_X=abc"},
        {.code = "from configurations import values\n"
                 "X = values.Value('d', environ_name='A', environ_prefix=None)",
         .expected = "'a'",
         .env = "A=a"},
        {.code = CONFIGURED "class Base(Configuration):\n    X = SecretFileValue(None)",
         .expected = "'k'",
         .env = "DJANGO_CONFIGURATION=Base\nDJANGO_X=k"},
        {.code = "from lasuite.configuration.values import SecretFileValue\n"
                 "X = SecretFileValue('d', environ_name='A', environ_prefix=None)",
         .expected = "'d'"},
        {.code = "from configurations import values\n"
                 "X = 1 if values.DatabaseURLValue() else 2",
         .expected = "?int"},
    };
    CHECK_CASES(rows);
}
END_TEST

/* What nobody models in a configuration is no value of a variable, and hides nothing else. */
START_TEST(an_unknown_in_a_configuration_leaves_the_rest_known)
{
    static const struct library_case rows[] = {
        {.code = CONFIGURED "import elsewhere\nclass Base(Configuration):\n"
                            "    L = elsewhere.make()\n    X = values.Value('d')",
         .expected = "'abc'",
         .env = "DJANGO_CONFIGURATION=Base\nDJANGO_X=abc"},
        {.code = CONFIGURED "import elsewhere\nclass Base(Configuration):\n"
                            "    X = {'a': elsewhere.make(), 'b': 1}",
         .expected = "{'a': ?NoneType|bool|int|float|str|list|dict, 'b': 1}",
         .env = "DJANGO_CONFIGURATION=Base"},
        {.code = CONFIGURED "import elsewhere\nclass Base(Configuration):\n"
                            "    X = values.Value('a') if elsewhere.make() else 5",
         .expected = "?int|str",
         .env = "DJANGO_CONFIGURATION=Base"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(an_address_of_a_mail_server_sets_the_names_of_its_own)
{
    static const struct library_case rows[] = {
        {.code = "import dj_email_url\nX = 1\nvars().update(dj_email_url.config())",
         .expected = "1",
         .env = "EMAIL_URL=smtp://u:p@h:25"},
        {.code = "import dj_email_url\nX = sorted(dj_email_url.parse('smtp://h'))[0]",
         .expected = "'EMAIL_BACKEND'"},
        {.code = "import dj_email_url\nX = dj_email_url.config()", .expected = "{}"},
        {.code = "import dj_email_url\nX = dj_email_url.parse('smtp://h/?_server_email=a')",
         .expected = "?dict"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(requests_without_an_address_fails_at_once)
{
    static const struct library_case rows[] = {
        {.code = "import os, requests\nX = 'none'\ntry:\n"
                 "    X = requests.get(os.environ.get('ECS_CONTAINER_METADATA_URI')).json()\n"
                 "except requests.exceptions.RequestException:\n    pass",
         .expected = "'none'"},
    };
    CHECK_CASES(rows);
}
END_TEST

#define TIME "from datetime import timedelta\n"
START_TEST(lengths_of_time_are_exact)
{
    static const struct library_case rows[] = {
        {.code = TIME "X = str(timedelta(days=1, minutes=5.5))", .expected = "'1 day, 0:05:30'"},
        {.code = TIME "X = str(-timedelta(microseconds=1))",
         .expected = "'-1 day, 23:59:59.999999'"},
        {.code = TIME "X = repr(timedelta(minutes=-5))",
         .expected = "'datetime.timedelta(days=-1, seconds=86100)'"},
        {.code = TIME "X = timedelta(weeks=2) // timedelta(days=3)", .expected = "4"},
        {.code = TIME "X = int(timedelta(hours=1.5).total_seconds())", .expected = "5400"},
        {.code = TIME "X = timedelta(hours=24) == timedelta(days=1)", .expected = "True"},
        {.code = TIME "X = bool(timedelta())", .expected = "False"},
        {.code = TIME "X = timedelta(days='1')",
         .expected = "!TypeError: unsupported type for timedelta component: str"},
        {.code = TIME "X = timedelta(days=10 ** 9)",
         .expected = "!OverflowError: days=1000000000; must have magnitude <= 999999999"},
        {.code = TIME "X = timedelta(days=1).nope", .expected = "!AttributeError"},
        {.code = "import datetime\nX = datetime.datetime.now().year",
         .expected = "?NoneType|bool|"
                     "int|float|str|"
                     "list|dict"},
    };
    CHECK_CASES(rows);
}
END_TEST

#define URL                                                                                        \
    "from urllib.parse import parse_qs, quote, quote_plus, unquote, urlencode, urlparse, "         \
    "urlsplit\n"
START_TEST(urls_are_taken_apart_and_put_together)
{
    static const struct library_case rows[] = {
        {.code =
             "from urllib.parse import urljoin as j\nb = 'https://a/b/c?q'\n"
             "X = [j(b, 'd'), j(b, '../d/'), j(b, '/d'), j(b, '//e/f'), j(b, '?x'), j('', 'd')]",
         .expected = "['https://a/b/d', 'https://a/d/', 'https://a/d', 'https://e/f', "
                     "'https://a/b/c?x', 'd']"},
        {.code = "from urllib.parse import urljoin\nX = urljoin('ftp://a/b', 'c')",
         .expected = "?str"},
        {.code = "import urllib.parse\nX = urllib.parse.quote('a b/c', safe='')",
         .expected = "'a%20b%2Fc'"},
        {.code = URL "u = urlparse('postgres://us:p%40@Db.Host:5432/name?a=1#f')\n"
                     "X = [u.scheme, u.hostname, u.port, u.username, u.password, u.path[1:], "
                     "u.query, u.fragment]",
         .expected = "['postgres', 'db.host', 5432, 'us', 'p%40', 'name', 'a=1', 'f']"},
        {.code = URL "X = urlparse('https://a.b/c')._replace(netloc='x').geturl()",
         .expected = "'https://x/c'"},
        {.code = URL "X = tuple(urlsplit('//h/p;q?r'))", .expected = "('', 'h', '/p;q', 'r', '')"},
        {.code = URL "X = urlparse('ht\\ttp://h\\n/')[:2]", .expected = "('http', 'h')"},
        {.code = URL "X = urlparse('http://h:x/').port",
         .expected = "!ValueError: Port could not be cast to integer value as 'x'"},
        {.code = URL "X = quote_plus('a b/\xc3\xa9&')", .expected = "'a+b%2F%C3%A9%26'"},
        {.code = URL "X = quote('a b/c', safe='')", .expected = "'a%20b%2Fc'"},
        {.code = URL "X = unquote('a%20b%2')", .expected = "'a b%2'"},
        {.code = URL "X = urlencode({'a': '1 2', 'b': True})", .expected = "'a=1+2&b=True'"},
        {.code = URL "X = parse_qs('a=1&a=2&b=')", .expected = "{'a': ['1', '2']}"},
        {.code = URL "X = urlparse(None).netloc",
         .expected = "?NoneType|bool|int|float|str|list|"
                     "dict"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(base_64_goes_both_ways)
{
    static const struct library_case rows[] = {
        {.code = "import base64\nX = base64.b64decode('c2VjcmV0IMOp').decode('utf-8')",
         .expected = "'secret \xc3\xa9'"},
        {.code = "import base64\nX = base64.b64encode(b'\\xff\\xfe>').decode()",
         .expected = "'//4+'"},
        {.code = "import base64\nX = base64.urlsafe_b64encode('\xc3\xa9'.encode()).decode()",
         .expected = "'w6k='"},
        {.code = "import base64\nX = base64.b64decode('abc')",
         .expected = "!Error: Incorrect padding"},
        {.code = "import base64, binascii\ntry:\n    X = base64.b64decode('a')\n"
                 "except (binascii.Error, UnicodeDecodeError):\n    X = None",
         .expected = "None"},
        {.code = "import base64\nX = base64.b64encode('text')",
         .expected = "!TypeError: a bytes-like object is required, not 'str'"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(small_modules_of_the_standard_library_are_exact)
{
    static const struct library_case rows[] = {
        {.code =
             "from fnmatch import fnmatch as f\n"
             "X = [f('192.168.0.7', '192.168.*.*'), f('ab', 'a?'), f('ab', '*b*b'), f('a', '')]",
         .expected = "[True, True, False, False]"},
        {.code = "import fnmatch\nX = fnmatch.filter(['a.py', 'b.txt', 'c.py'], '*.py')",
         .expected = "['a.py', 'c.py']"},
        {.code = "import fnmatch\nX = fnmatch.fnmatch('a', '[a-c]')", .expected = "?bool"},
        {.code = "import string\nX = string.ascii_lowercase[:3] + string.digits[-1]",
         .expected = "'abc9'"},
        {.code = "import math\nX = (math.ceil(2.1), math.floor(-2.1), math.ceil(3))",
         .expected = "(3, -3, 3)"},
        {.code = "import logging\nX = (logging.INFO, logging.getLevelName(30), "
                 "logging.getLogger('a').warning('x %s', 1))",
         .expected = "(20, 'WARNING', None)"},
        {.code = "import itertools\nX = list(itertools.chain(['a'], ('b',)))",
         .expected = "['a', 'b']"},
        {.code = "from itertools import product\nX = list(product('ab', repeat=2))",
         .expected = "[('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')]"},
        {.code = "from operator import itemgetter\n"
                 "X = sorted([{'n': 2}, {'n': 1}], key=itemgetter('n'))",
         .expected = "[{'n': 1}, {'n': 2}]"},
        {.code = "from types import SimpleNamespace\nX = SimpleNamespace(a=1).a", .expected = "1"},
        {.code = "import platform\nX = platform.system()", .expected = "'Linux'"},
        {.code = "import socket\nX = socket.gethostname()", .expected = "?str"},
        {.code = "import socket\ntry:\n    X = socket.gethostbyname('a')\n"
                 "except socket.gaierror:\n    X = None",
         .expected = "?NoneType|str"},
        {.code = "import secrets\nX = secrets.token_hex(8)", .expected = "?str"},
        {.code = "import hashlib\nX = hashlib.sha256(b'abc').hexdigest()",
         .expected = "'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'"},
        {.code = "import hashlib\nX = hashlib.sha1(b'a' * 70).hexdigest()[:8]",
         .expected = "'ed6c69d9'"},
        {.code = "import hashlib\nX = hashlib.md5(b'abc').hexdigest()",
         .expected = "'900150983cd24fb0d6963f7d28e17f72'"},
        {.code = "import hashlib\nX = hashlib.sha256('abc').hexdigest()",
         .expected = "!TypeError: Strings must be encoded before hashing"},
        {.code = "import sys\nsetattr(sys.modules[__name__], 'X', 2)", .expected = "2"},
        {.code = "import functools\n@functools.lru_cache\ndef f(a, b=()):\n    return []\n"
                 "f(1).append(2)\nX = f(1)",
         .expected = "[2]"},
        {.code = "import functools\n@functools.lru_cache(maxsize=None)\ndef f(a):\n"
                 "    return a\nX = f([])",
         .expected = "!TypeError: unhashable type: 'list'"},
        {.code = "import enum\nclass E(enum.Enum):\n    A = 1\n    B = 1\nX = E['B'].name",
         .expected = "'A'"},
        {.code = "import random\nX = random.choice([])",
         .expected = "!IndexError: Cannot choose from an empty sequence"},
        {.code = "import warnings\nwith warnings.catch_warnings():\n"
                 "    warnings.simplefilter('ignore')\n    X = 1",
         .expected = "1"},
        {.code = "from distutils.util import strtobool\nX = (strtobool('Yes'), strtobool('off'))",
         .expected = "(1, 0)"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_class_may_inherit_from_a_namedtuple)
{
    static const struct library_case rows[] = {
        {.code = "from collections import namedtuple\n"
                 "class P(namedtuple('P', 'host port')):\n"
                 "    @property\n    def url(self):\n"
                 "        return '%s:%d' % (self.host, self.port)\n"
                 "X = P('h', port=1).url",
         .expected = "'h:1'"},
        {.code = "from collections import namedtuple\nP = namedtuple('P', 'a b')\n"
                 "X = (P(1, 2)._replace(b=3), P._fields, P(1, 2)._asdict(), P._make([5, 6]).b)",
         .expected = "((1, 3), ('a', 'b'), {'a': 1, 'b': 2}, 6)"},
        {.code = "from collections import namedtuple\nP = namedtuple('P', 'a b')\n"
                 "X = P(1, 2)._replace(c=3)",
         .expected = "!ValueError"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(django_brings_exceptions_keys_and_lazy_texts)
{
    static const struct library_case rows[] = {
        {.code = "from django.core.exceptions import ImproperlyConfigured\n"
                 "raise ImproperlyConfigured('set A')",
         .expected = "!ImproperlyConfigured: set A"},
        {.code = "from django.core.management.utils import get_random_secret_key\n"
                 "X = get_random_secret_key()",
         .expected = "?str"},
        {.code = "from django.utils.translation import gettext_lazy as _\n"
                 "X = [('en', _('English'))]",
         .expected = "[('en', ?)]"},
        {.code = "from django.contrib.messages import constants as messages\n"
                 "X = {messages.ERROR: 'danger'}",
         .expected = "{'40': 'danger'}"},
        {.code = "from django.contrib import messages\nX = messages.INFO", .expected = "20"},
        {.code = "from celery.schedules import crontab\n"
                 "X = {'task': 'a', 'schedule': crontab(minute='*/5')}",
         .expected = "{'task': 'a', 'schedule': ?}"},
        {.code = "from corsheaders.defaults import default_headers\n"
                 "X = list(default_headers) + ['x-a']",
         .packages = "django-cors-headers=4.3",
         .expected = "['accept', 'authorization', 'content-type', 'user-agent', 'x-csrftoken', "
                     "'x-requested-with', 'x-a']"},
    };
    CHECK_CASES(rows);
}
END_TEST

#define ENVIRONS "from environs import Env\nenv = Env()\n"
START_TEST(environs_reads_by_marshmallows_rules)
{
    static const struct library_case rows[] = {
        {.code = ENVIRONS "X = env.bool('A')", .env = "A=on", .expected = "True"},
        {.code = ENVIRONS "X = env.bool('A')",
         .env = "A= true ",
         .expected = "!EnvValidationError"},
        {.code = ENVIRONS "X = env.bool('A', default=False)", .expected = "False"},
        {.code = ENVIRONS "X = env('A', None)", .expected = "None"},
        {.code = ENVIRONS "X = env.str('A')",
         .expected = "!EnvError: Environment variable \"A\" not set"},
        {.code = ENVIRONS "X = env.list('A')", .env = "A=a, b,", .expected = "['a', ' b', '']"},
        {.code = ENVIRONS "X = env.list('A', subcast=int)", .env = "A=1,2", .expected = "[1, 2]"},
        {.code = ENVIRONS "X = env.dict('A')",
         .env = "A=a=1,b=2",
         .expected = "{'a': '1', 'b': '2'}"},
        {.code = ENVIRONS "with env.prefixed('DB_'):\n    X = env.int('PORT', 5432)",
         .env = "DB_PORT=1",
         .expected = "1"},
        {.code = ENVIRONS "X = env.log_level('A', 'info')", .expected = "20"},
    };
    CHECK_CASES(rows);
}
END_TEST

#define PYDANTIC(fields)                                                                           \
    "from typing import List, Optional\nfrom pydantic_settings import BaseSettings\n"              \
    "from pydantic import Field, SecretStr, field_validator\n"                                     \
    "class S(BaseSettings):\n    model_config = {'env_prefix': 'APP_'}\n" fields

START_TEST(pydantic_reads_the_variables_of_its_fields)
{
    static const struct library_case rows[] = {
        {.code = PYDANTIC("    debug: bool = True\nX = S().debug"),
         .env = "APP_DEBUG=Off",
         .expected = "False"},
        {.code = PYDANTIC("    debug: bool = True\nX = S().debug"),
         .env = "APP_DEBUG=maybe",
         .expected = "!ValidationError"},
        {.code = PYDANTIC("    hosts: List[str] = ['a']\nX = S().hosts"), .expected = "['a']"},
        {.code = PYDANTIC("    hosts: List[str] = ['a']\nX = S().hosts"),
         .env = "APP_HOSTS=[\"b\"]",
         .expected = "['b']"},
        {.code = PYDANTIC("    hosts: List[str] = ['a']\nX = S().hosts"),
         .env = "APP_HOSTS=b,c",
         .expected = "!SettingsError"},
        {.code = PYDANTIC("    key: SecretStr\nX = S().key.get_secret_value()"),
         .env = "APP_KEY=k",
         .expected = "'k'"},
        {.code = PYDANTIC("    key: str\nX = S().key"), .expected = "!ValidationError"},
        {.code = PYDANTIC("    port: int = Field(80, validation_alias='PORT')\nX = S().port"),
         .env = "PORT=8000",
         .expected = "8000"},
        {.code = PYDANTIC("    name: Optional[str] = None\nX = S().name"), .expected = "None"},
        {.code = PYDANTIC("    n: int = 1\n    @field_validator('n')\n    def f(cls, v):\n"
                          "        if v < 2: raise ValueError(v)\n        return v\nX = S().n"),
         .expected = "!ValidationError"},
        {.code = PYDANTIC("    n: int = 1\n    m: str = 'b'\n"
                          "    @field_validator('n', mode='wrap')\n    def f(cls, v): return v\n"
                          "X = [S().m, S().n]"),
         .expected = "['b', ?NoneType|bool|int|float|str|list|dict]"},
        {.code = PYDANTIC("    n: str = 'a'\n    m: int = 2\nX = S().model_dump()"),
         .expected = "{'n': 'a', 'm': 2}"},
        {.code = PYDANTIC("    n: str = 'a'\n    @field_validator('n')\n    @classmethod\n"
                          "    def f(cls, v): return v + v\nX = S().n"),
         .expected = "'aa'"},
    };
    CHECK_CASES(rows);
}
END_TEST

#define PYDANTIC_2(body)                                                                           \
    "from pathlib import Path\nfrom typing import Annotated, Any, Literal\n"                       \
    "from pydantic import Field, computed_field, field_validator, model_validator\n"               \
    "from pydantic_settings import BaseSettings, NoDecode\n"                                       \
    "class S(BaseSettings):\n" body
#define PYDANTIC_2_PINS .packages = "pydantic=2.10.3\npydantic-settings=2.7.0"
#define HOSTS(mode)                                                                                \
    PYDANTIC_2("    hosts: Annotated[list[str], NoDecode] = []\n"                                  \
               "    @field_validator('hosts', mode='" mode "')\n    @classmethod\n"                \
               "    def split(cls, v: Any) -> Any:\n"                                              \
               "        return v.split(',') if isinstance(v, str) else v\nX = S().hosts")
START_TEST(pydantic_2_s_validators_and_types_are_followed)
{
    static const struct library_case rows[] = {
        {.code = HOSTS("before"), .env = "HOSTS=a,b", .expected = "['a', 'b']", PYDANTIC_2_PINS},
        {.code = HOSTS("before"), .expected = "[]", PYDANTIC_2_PINS},
        {.code = HOSTS("after"), .env = "HOSTS=a,b", .expected = ANYTHING, PYDANTIC_2_PINS},
        {.code = HOSTS("wrap"), .env = "HOSTS=a,b", .expected = ANYTHING, PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    a: list[str] = []\n    b: str | None = None\n"
                            "    c: Literal['x', 'y'] = 'x'\n    d: float = 1\n"
                            "    e: Path = Path('/m')\n    f: dict[str, int] = {}\n"
                            "s = S()\nX = [s.a, s.b, s.c, s.d, str(s.e), s.f]"),
         .env = "A=[\"h\"]\nB=t\nC=y\nD=2.5\nF={\"k\": 1}",
         .expected = "[['h'], 't', 'y', 2.5, '/m', {'k': 1}]",
         PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    b: str | None = None\nX = 1 if S().b else 2"),
         .env = "B=?",
         .expected = "1",
         PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    a: list[str] = []\nX = S().a"),
         .env = "A=h",
         .expected = "!SettingsError",
         PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    c: Literal['x', 'y'] = 'x'\nX = S().c"),
         .env = "C=z",
         .expected = "!ValidationError",
         PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    p: int = Field(default=5, ge=1, le=9)\nX = S().p"),
         .env = "P=7",
         .expected = "7",
         PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    p: int = Field(default=5, ge=1, le=9)\nX = S().p"),
         .env = "P=10",
         .expected = "!ValidationError",
         PYDANTIC_2_PINS},
        {.code =
             PYDANTIC_2("    p: int = 5\n    q: bool = False\n    @model_validator(mode='after')\n"
                        "    def both(self):\n        if self.q: raise ValueError('no')\n"
                        "        return self\n    @computed_field\n    @property\n"
                        "    def r(self) -> str: return f'{self.p}!'\nX = S().r"),
         .env = "P=6",
         .expected = "'6!'",
         PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    q: bool = False\n    @model_validator(mode='after')\n"
                            "    def both(self):\n        if self.q: raise ValueError('no')\n"
                            "        return self\nX = S().q"),
         .env = "Q=1",
         .expected = "!ValidationError",
         PYDANTIC_2_PINS},
        {.code = PYDANTIC_2("    q: bool = False\n    @model_validator(mode='before')\n"
                            "    @classmethod\n    def both(cls, v): return {'q': True}\n"
                            "X = S().q"),
         .expected = ANYTHING,
         PYDANTIC_2_PINS},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_dyno_gets_its_settings_from_django_heroku)
{
    static const struct library_case rows[] = {
        {.code = "import django_heroku\nBASE_DIR = '/app'\nMIDDLEWARE = ['a']\n"
                 "DATABASES = {'default': {}}\nSECRET_KEY = 'dev'\n"
                 "django_heroku.settings(locals())\n"
                 "X = [ALLOWED_HOSTS, MIDDLEWARE, STATIC_ROOT, SECRET_KEY, "
                 "DATABASES['default']['HOST']]",
         .env = "SECRET_KEY=k\nDATABASE_URL=postgres://u:p@h/d",
         .expected = "[['*'], ['whitenoise.middleware.WhiteNoiseMiddleware', 'a'], "
                     "'/app/staticfiles', 'k', 'h']"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(split_settings_runs_files_in_the_module)
{
    static const struct library_case rows[] = {
        {.code = "from split_settings.tools import include, optional\nA = 1\n"
                 "include('parts/base.py', optional('parts/local.py'))\nX = B",
         .expected = "2",
         .files = {{"shop/parts/base.py", "B = A + 1\n"}}},
        {.code = "from split_settings.tools import include\ninclude('parts/none.py')",
         .expected = "!OSError: No such file: parts/none.py"},
        {.code = "from split_settings.tools import include, optional\nA = 1\n"
                 "include('parts/one.py', 'parts/*.py', optional('local_*.py'))\nX = [A, B]",
         .expected = "[2, 20]",
         .files = {{"shop/parts/one.py", "A = A + 1\n"}, {"shop/parts/two.py", "B = A * 10\n"}}},
        {.code = "from split_settings.tools import include\nX = 1\ninclude('parts/*.py')",
         .expected = "?NoneType|bool|int|float|str|list|dict"},
    };
    CHECK_CASES(rows);
}
END_TEST

static const struct pf_settings_call *only_call(struct pf_arena *arena,
                                                const struct library_case *row)
{
    const struct pf_settings *settings = library_settings(arena, row);
    ck_assert_uint_eq(settings->call_count, 1);
    return &settings->calls[0];
}

#define CONFIGURATION                                                                              \
    "from configurations import Configuration, values\n"                                           \
    "class Common(Configuration):\n"                                                               \
    "    SECRET_KEY = values.SecretValue()\n"                                                      \
    "    HOSTS = values.ListValue([])\n"                                                           \
    "    DEBUG = values.BooleanValue(False)\n"                                                     \
    "class Production(Common):\n"

START_TEST(a_configuration_gives_the_settings)
{
    static const struct library_case rows[] = {
        {.code = CONFIGURATION "    X = values.IntegerValue(1)",
         .env = "DJANGO_CONFIGURATION=Production\nDJANGO_SECRET_KEY=k\nDJANGO_X=7",
         .expected = "7"},
        {.code = CONFIGURATION "    @property\n    def X(self):\n"
                               "        return (self.HOSTS, self.DEBUG, self.SECRET_KEY)",
         .env = "DJANGO_CONFIGURATION=Production\nDJANGO_SECRET_KEY=k\nDJANGO_HOSTS=a, b",
         .expected = "(['a', 'b'], False, 'k')"},
        {.code = CONFIGURATION "    X = values.Value('d', environ_name='OTHER', "
                               "environ_prefix=None)",
         .env = "DJANGO_CONFIGURATION=Production\nDJANGO_SECRET_KEY=k\nOTHER=o",
         .expected = "'o'"},
        {.code = CONFIGURATION "    X = 1",
         .env = "DJANGO_CONFIGURATION=Production",
         .expected = "!ValueError: Value 'SECRET_KEY' is required to be set as the environment "
                     "variable 'DJANGO_SECRET_KEY'"},
        {.code = CONFIGURATION "    X = 1",
         .env = "DJANGO_CONFIGURATION=Production\nDJANGO_SECRET_KEY=k\nDJANGO_DEBUG=maybe",
         .expected = "!ValueError: Cannot interpret boolean value 'maybe'"},
        {.code = CONFIGURATION "    DATABASES = values.DatabaseURLValue()\n    @property\n"
                               "    def X(self):\n"
                               "        return self.DATABASES['default']['HOST']",
         .env = "DJANGO_CONFIGURATION=Production\nDJANGO_SECRET_KEY=k\n"
                "DATABASE_URL=postgres://u@h/d",
         .expected = "'h'"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(sentrys_init_is_recorded_with_its_arguments)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct library_case row = {.code = "import os, sentry_sdk\n"
                                       "from sentry_sdk.integrations.django import "
                                       "DjangoIntegration\n"
                                       "if os.environ.get('DSN'):\n"
                                       "    sentry_sdk.init(dsn=os.environ['DSN'], "
                                       "integrations=[DjangoIntegration()], debug=False)\n",
                               .env = "DSN=https://k@o1.ingest.sentry.io/5"};
    const struct pf_settings_call *call = only_call(arena, &row);
    ck_assert(pf_str_eq(call->function, PF_STR("sentry_sdk.init")));
    ck_assert_int_eq(call->reached, PF_YES);
    ck_assert_uint_eq(call->argument_count, 3);
    ck_assert(pf_str_eq(call->arguments[0].name, PF_STR("dsn")));
    ck_assert(pf_str_eq(call->arguments[0].value->text, PF_STR("https://k@o1.ingest.sentry.io/5")));
    pf_arena_free(arena);
    static const struct library_case rows[] = {
        {.code = "import sentry_sdk\nsentry_sdk.init('nothing')",
         .expected = "!BadDsn: Unsupported scheme ''"},
        {.code = "import sentry_sdk\nsentry_sdk.init('https://h/1')",
         .expected = "!BadDsn: Missing public key"},
        {.code = "import sentry_sdk\nsentry_sdk.init(dsn='https://k@h/x')",
         .expected = "!BadDsn: Invalid project in DSN ('x')"},
        {.code = "import sentry_sdk\nsentry_sdk.init(dsn='')\nX = 1", .expected = "1"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(asking_the_network_is_recorded_and_unknown)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct library_case row = {
        .code = "import boto3, json\n"
                "client = boto3.client('secretsmanager', region_name='eu-west-1')\n"
                "X = json.loads(client.get_secret_value(SecretId='a')['SecretString'])['key']"};
    const struct pf_settings_call *call = only_call(arena, &row);
    ck_assert(pf_str_eq(call->function, PF_STR("boto3.client")));
    ck_assert(pf_str_eq(call->arguments[0].value->text, PF_STR("secretsmanager")));
    row.code = "import requests\ntry:\n"
               "    X = requests.get('http://169.254.170.2/v2/metadata', timeout=1).json()\n"
               "except requests.exceptions.RequestException:\n    X = None";
    call = only_call(arena, &row);
    ck_assert(pf_str_eq(call->function, PF_STR("requests.get")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(dynaconfs_variables_are_noted_and_its_values_unknown)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct library_case row = {.code = "import dynaconf\nX = 1\n"
                                       "settings = dynaconf.DjangoDynaconf(__name__)",
                               .env = "DJANGO_X=2\nOTHER=1"};
    const struct pf_settings *settings = library_settings(arena, &row);
    ck_assert(settings->names_are_open);
    ck_assert_int_ne(pf_node_get(settings->values, "X")->kind, PF_INT);
    bool noted = false;
    for (size_t i = 0; i < settings->read_count; i++)
        noted |= pf_str_eq(settings->reads[i].name, PF_STR("DJANGO_X"));
    ck_assert(noted);
    pf_arena_free(arena);
}
END_TEST

START_TEST(differences_that_random_settings_found)
{
    static const struct library_case rows[] = {
        {.code = "from pathlib import Path\nX = str(Path('a/b.tar.gz').with_suffix('.x'))",
         .expected = "'a/b.tar.x'"},
        {.code = "from pathlib import Path\nX = Path('').with_suffix('.x')",
         .expected = "!ValueError"},
        {.code = "import environ\nenv = environ.Env(A=(bool, True))\nX = env.str('A', '')",
         .env = "A=no",
         .packages = "django-environ=0.4.4",
         .expected = "False"},
        {.code = "import environ\nenv = environ.Env(A=(bool, True))\nX = env.db('A')",
         .env = "A=sqlite://",
         .expected = "?NoneType|bool|int|float|str|list|dict"},
        {.code = "import environ\nenv = environ.Env(A=(dict, {}))\nX = env('A', False)",
         .env = "A=a=1",
         .packages = "django-environ=0.4.4",
         .expected = "{'a': '1'}"},
        {.code = "from decouple import config, Csv\nX = config('A', cast=Csv())",
         .env = "A=\x1f",
         .expected = "['\x1f']"},
        {.code = "import random\nA = list(random.sample([1], 1))\ntry:\n    del A[0]\n    X = 1\n"
                 "except IndexError:\n    X = 2",
         .expected = "?int"},
        {.code = "import dataclasses, random\n@dataclasses.dataclass\nclass D:\n    a: object\n"
                 "X = dataclasses.asdict(D(random.choices('ab')))",
         .expected = "{'a': ?NoneType|bool|int|float|str|list|dict}"},
        {.code = "try:\n    from shop import nope\nexcept ImportError as e:\n    X = e.msg",
         .expected = "?str",
         .files = {{"shop/__init__.py", ""}}},
        {.code = "try:\n    import shop.nope\nexcept ModuleNotFoundError as e:\n"
                 "    X = getattr(e, 'name') == 'shop.nope'",
         .expected = "True",
         .files = {{"shop/__init__.py", ""}}},
        {.code = "try:\n    int('a')\nexcept ValueError as e:\n    X = e.errno",
         .expected = "!AttributeError"},
        {.code = "class A(dict):\n    __getattr__ = dict.get\n"
                 "    __setattr__ = dict.__setitem__\na = A(x=1)\na.y = 2\n"
                 "X = a.y",
         .expected = "?NoneType|bool|int|float|str|list|dict"},
        {.code = "class A(dict):\n    __getattr__ = dict.get\na = A(x=1)\nX = (a.x, a.z)",
         .expected = "(1, None)"},
        {.code = "X = bytes.fromhex('6162')", .expected = "?"},
        {.code = "X = {1, 2}\nX.difference_update([1])", .expected = "?list"},
        {.code = "X = type('P', (), {'a': 1})", .expected = "?"},
        {.code = "X = ([1, 2, 3][slice(1, 2)], 'abc'[slice(2)])", .expected = "([2], 'ab')"},
        {.code = "class A(dict):\n    def __init__(self, *args, **kwargs):\n"
                 "        super().__init__(*args, **kwargs)\n        self.__dict__ = self\n"
                 "X = A(x=1).x",
         .expected = "?NoneType|bool|int|float|str|list|dict"},
        {.code = "class A(dict):\n    def __getattr__(self, name):\n"
                 "        return self[name.upper()]\nX = A(B=1).b",
         .expected = "1"},
        {.code = "X = int('\\x1f2')", .expected = "!ValueError"},
        {.code = "X = (int(' 2\\n'), float('\\t.5 '), int('\\u20032 '))",
         .expected = "(2, 0.5, 2)"},
        {.code = "import base64\nX = base64.b64decode('aG$Vs\\nbG8=trailing').decode()",
         .expected = "'hello'"},
        {.code = "import dataclasses\n@dataclasses.dataclass(order=True)\nclass D:\n"
                 "    a: int\n    b: list = dataclasses.field(default_factory=list)\n"
                 "X = (repr(D(1)), D(1) == D(1), D(1) < D(2), dataclasses.asdict(D(1, [2])), "
                 "dataclasses.replace(D(1), a=5).a)",
         .expected = "('D(a=1, b=[])', True, True, {'a': 1, 'b': [2]}, 5)"},
        {.code = "import sys\nX = sys.modules[__name__].__name__", .expected = "'shop.settings'"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_class_nobody_models_may_change_what_it_inherits)
{
    static const struct library_case rows[] = {
        {.code = "from orm import Base\nclass S(Base):\n    hosts = ['a']\nX = S().hosts",
         .expected = "?NoneType|bool|int|float|str|list|dict"},
        {.code = "from orm import Base\nclass S(Base):\n    A = 1\nX = S.A",
         .expected = "?NoneType|bool|int|float|str|list|dict"},
        {.code = "from orm import Base\nclass S(Base):\n    def f(self):\n        return 1\n"
                 "X = S().f()",
         .expected = "1"},
        {.code = "from orm import Base\nclass S(Base):\n    def __init__(self):\n"
                 "        self.a = 1\nX = S().a",
         .expected = "1"},
    };
    CHECK_CASES(rows);
}
END_TEST

START_TEST(a_class_with_too_many_bases_is_unknown_and_no_error)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer code = pf_buffer_new(arena);
    pf_buffer_add_c(&code, "class C0:\n    x = 1\n");
    for (unsigned i = 1; i <= 70; i++)
        pf_buffer_format(&code, "class C%u(C%u): pass\n", i, i - 1);
    pf_buffer_add_c(&code, "X = C62.x\nY = C70.x\n");
    struct library_case row = {.code = pf_buffer_str(&code).data};
    const struct pf_settings *settings = library_settings(arena, &row);
    ck_assert(settings->raises == NULL);
    ck_assert_int_eq(pf_node_get(settings->values, "X")->kind, PF_INT);
    ck_assert_int_eq(pf_node_get(settings->values, "Y")->kind, PF_ANY);
    ck_assert_uint_eq(settings->faults.count, 1);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_value_made_of_thousands_of_variables_costs_no_squares)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer code = pf_buffer_new(arena);
    pf_buffer_add_c(&code, "import os\nX = 0\n");
    for (unsigned i = 0; i < 500; i++)
        pf_buffer_format(&code, "X += int(os.environ.get('V%u', 1))\n", i);
    struct library_case row = {.code = pf_buffer_str(&code).data};
    const struct pf_settings *settings = library_settings(arena, &row);
    const struct pf_node *x = pf_node_get(settings->values, "X");
    ck_assert_int_eq(x->kind, PF_INT);
    ck_assert(pf_str_eq(x->text, PF_STR("500")));
    ck_assert_uint_eq(x->trace->from_count, 64);
    pf_arena_free(arena);
}
END_TEST

Suite *models_suite(void)
{
    const TTest *const tests[] = {
        every_model_can_be_imported,
        what_happens_in_a_model_has_the_place_of_the_call,
        lengths_of_time_are_exact,
        sections_of_a_configuration_file_are_read,
        yaml_is_read_as_pyyaml_reads_it,
        an_alias_in_yaml_is_the_object_of_its_anchor,
        collections_are_as_python_s,
        a_string_template_is_filled,
        small_modules_of_python_and_django_say_what_they_say,
        toml_is_read_as_tomllib_reads_it,
        a_star_import_of_a_library_changes_no_settings_but_by_names_it_has,
        values_of_a_project_s_own_read_variables_too,
        an_unknown_in_a_configuration_leaves_the_rest_known,
        an_address_of_a_mail_server_sets_the_names_of_its_own,
        requests_without_an_address_fails_at_once,
        urls_are_taken_apart_and_put_together,
        base_64_goes_both_ways,
        small_modules_of_the_standard_library_are_exact,
        a_class_may_inherit_from_a_namedtuple,
        django_brings_exceptions_keys_and_lazy_texts,
        environs_reads_by_marshmallows_rules,
        pydantic_reads_the_variables_of_its_fields,
        pydantic_2_s_validators_and_types_are_followed,
        a_dyno_gets_its_settings_from_django_heroku,
        split_settings_runs_files_in_the_module,
        a_configuration_gives_the_settings,
        sentrys_init_is_recorded_with_its_arguments,
        asking_the_network_is_recorded_and_unknown,
        dynaconfs_variables_are_noted_and_its_values_unknown,
        differences_that_random_settings_found,
        a_class_nobody_models_may_change_what_it_inherits,
        a_class_with_too_many_bases_is_unknown_and_no_error,
        a_value_made_of_thousands_of_variables_costs_no_squares,
        NULL};
    return pf_suite("models", tests);
}
