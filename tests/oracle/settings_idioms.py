"""The idioms of settings files, as statements with random parts; settings_fuzz.py nests and mixes them.

Each method takes the generator and an indentation and appends lines. `g.guarded(kind, expression, indent)`
assigns an expression so that an exception's type becomes a value, too.
"""

URLS = [
    "postgres://us:pa%40ss@db.example.com:5432/shop", "postgresql://u@h/d?sslmode=require&connect_timeout=10",
    "mysql://u:p@127.0.0.1:3306/x", "sqlite:///db.sqlite3", "sqlite://", "sqlite://:memory:", "postgis://u:p@h:70000/d",
    "postgres://h", "", "postgres://u:p@h:port/d", "redis://:pw@cache:6379/1", "redis://cache:6379", "locmemcache://",
    "https://a.example/x;y?q=1&q=2&r=#frag", "//host/path", "mailto:a@b", "smtp://u:p@mail:25", "http://h:/p",
    "HTTPS://User@Host.Example:443/Path", "a b", "oracle://u:p@h:1521/x", "mssql://u:p@h/x", "dummycache://",
    "memcache://127.0.0.1:11211", "filecache:///tmp/x", "smtp+tls://u%40h:p@mail:587/?_use_x=1"]
TEXTS = ["True", "False", "true", "0", "1", "", "yes", "off", "on", "None", "2", " true ", "no", "t", "N", "a,b", " a , b ,",
         "1,2,3", "a=1,b=2", "a=1;b=x", '{"a": [1, null, true]}', '["x", 1.5]', "[1,", "10", "-7", "3.5", "1e3", "1_0", "0x1f",
         "('a', 2)", "{'k': 'v'}", "a.example.com,.b.example.com", "*", "#c", "'quoted'", '"a","b c"', "$NAME", "é", "a:1",
         "AbC", "%(x)s", "line\\nend"]
NAMES = ["DEBUG", "PORT", "HOSTS", "NAME", "LEVEL", "URL", "FLAG", "TOKEN", "DATABASE_URL", "CACHE_URL", "EMAIL_URL"]


class Idioms:
    def variable(self):
        name = self.r.choice(NAMES)
        if name not in self.env:
            pool = URLS if name.endswith("URL") and self.r.random() < 0.8 else TEXTS
            self.env[name] = None if self.r.random() < 0.3 else self.r.choice(pool)
        return repr(name)

    def constant(self):
        return repr(self.r.choice(TEXTS))

    def default(self):
        return self.pick("None", "False", "True", "0", "1", "'x'", "''", "[]", "['a']", "5.5", "{}", self.constant())

    def many(self, kind, indent, expressions):
        for e in self.r.sample(expressions, min(len(expressions), self.r.randint(1, 3))):
            self.guarded(kind, e(), indent)

    # --- libraries that read the environment -----------------------------------------------------
    def i_environ(self, indent):
        v, d = self.variable, self.default
        e = "env%d_" % self.n
        scheme = self.pick("", "DEBUG=(bool, False)", "DEBUG=bool, PORT=(int, 8000)", "HOSTS=(list, ['h']), NAME=(str, 'n')",
                           "FLAG=(bool, True), LEVEL=(float, 1.5)", "NAME=(dict, {})")
        self.lines.append("%s%s = environ.Env(%s)" % (indent, e, scheme))
        self.many("any", indent, [
            lambda: "%s(%s)" % (e, v()), lambda: "%s(%s, default=%s)" % (e, v(), d()),
            lambda: "%s.bool(%s)" % (e, v()), lambda: "%s.bool(%s, default=%s)" % (e, v(), self.pick("True", "False", "None")),
            lambda: "%s.bool(%s, %s)" % (e, v(), self.pick("True", "False")),
            lambda: "%s.int(%s, default=%s)" % (e, v(), self.pick("1", "None", "'2'")),
            lambda: "%s.str(%s, %s)" % (e, v(), d()), lambda: "%s.float(%s, default=0.5)" % (e, v()),
            lambda: "%s.list(%s, default=%s)" % (e, v(), self.pick("[]", "['a']", "None", "'a,b'")),
            lambda: "%s.list(%s, cast=int, default=[])" % (e, v()), lambda: "%s.tuple(%s, default=())" % (e, v()),
            lambda: "%s.dict(%s, default={})" % (e, v()), lambda: "%s.json(%s, default=None)" % (e, v()),
            lambda: "%s(%s, %s)" % (e, v(), self.pick("bool", "int", "str", "list", "False")),
            lambda: "%s(%s, cast=[int], default=[])" % (e, v()), lambda: "%s(%s, cast=dict(value=int), default={})" % (e, v()),
            lambda: "%s.db()" % e, lambda: "%s.db(%s)" % (e, v()), lambda: "%s.db('DATABASE_URL', default='sqlite:///x.db')" % e,
            lambda: "{'default': %s.db('DATABASE_URL', 'sqlite://')}" % e, lambda: "%s.url(%s).geturl()" % (e, v()),
            lambda: "%s.email_url('EMAIL_URL', default='consolemail://')" % e,
            lambda: "%s.cache('CACHE_URL', default='locmemcache://')" % e,
            lambda: "%s.str(%s, default='').split(',')" % (e, v())])

    def i_decouple(self, indent):
        v, d = self.variable, self.default
        self.many("any", indent, [
            lambda: "config(%s)" % v(), lambda: "config(%s, default=%s)" % (v(), d()),
            lambda: "config(%s, default=%s, cast=bool)" % (v(), self.pick("False", "True", "'off'", "''", "None")),
            lambda: "config(%s, cast=int)" % v(), lambda: "config(%s, default='3', cast=float)" % v(),
            lambda: "config(%s, default='', cast=Csv())" % v(), lambda: "config(%s, cast=Csv(int))" % v(),
            lambda: "config(%s, default='a b', cast=Csv(delimiter=' ', post_process=tuple))" % v(),
            lambda: "config(%s, cast=Csv(cast=lambda s: s.upper(), strip='%% *'))" % v(),
            lambda: "config(%s, default='a,b', cast=lambda t: [p.strip() for p in t.split(',')])" % v(),
            lambda: "config(%s, default='x', cast=Choices(['x', 'True', '1']))" % v(),
            lambda: "config(%s, %s)" % (v(), d())])

    def i_dotenv(self, indent):
        v = self.variable
        self.lines.append(indent + self.pick(
            "load_dotenv()", "load_dotenv(override=True)", "load_dotenv(Path(__file__).parent / '.env')",
            "load_dotenv(os.path.join(os.path.dirname(__file__), '.env'))", "load_dotenv(find_dotenv())",
            "load_dotenv(Path(__file__).resolve().parent.parent / 'none.env')", "load_dotenv(interpolate=False)"))
        self.dotenv = True
        self.many("any", indent, [lambda: "os.environ.get(%s)" % v(), lambda: "os.getenv(%s, '')" % v(),
                                  lambda: "dotenv_values(Path(__file__).parent / '.env').get(%s)" % v(),
                                  lambda: "sorted(dotenv_values(Path(__file__).parent / '.env'))"])

    def i_dj_database_url(self, indent):
        url = lambda: self.pick(repr(self.r.choice(URLS)), "os.environ.get('DATABASE_URL', %r)" % self.r.choice(URLS))
        self.variable()
        self.many("any", indent, [
            lambda: "dj_database_url.config()", lambda: "dj_database_url.config(default=%s)" % url(),
            lambda: "dj_database_url.config(conn_max_age=600, ssl_require=True)",
            lambda: "dj_database_url.config(env='URL', default=%s, conn_max_age=60)" % url(),
            lambda: "dj_database_url.parse(%s)" % url(), lambda: "{'default': dj_database_url.parse(%s, conn_max_age=5)}" % url(),
            lambda: "dj_database_url.parse(%s)['NAME']" % url()])

    def i_sentry(self, indent):
        dsn = self.pick("os.environ.get(%s)" % self.variable(), "'https://key@o1.ingest.sentry.io/4'", "None", "''",
                        "os.environ.get(%s, '')" % self.variable(), "'ftp://k@h/1'", "'https://h/1'", "'https://k@h/p/2'", "'nonsense'")
        self.lines += ["%sif %s:" % (indent, self.safe_test()), "%s    sentry_sdk.init(%s)" % (indent, self.pick(
            "dsn=" + dsn, dsn, "dsn=%s, environment=%s, traces_sample_rate=0.5, send_default_pii=True" % (dsn, self.constant())))]

    # --- the standard library --------------------------------------------------------------------
    def i_json(self, indent):
        s = lambda: self.pick("os.environ.get(%s, '[]')" % self.variable(), self.constant(), self.expr("str", 2))
        self.many("any", indent, [
            lambda: "json.loads(%s)" % s(), lambda: "json.dumps(%s)" % self.any(2), lambda: "ast.literal_eval(%s)" % s(),
            lambda: "json.dumps({'a': %s}, sort_keys=True, indent=%s)" % (self.any(2), self.pick("None", "1", "2")),
            lambda: "json.loads(json.dumps(%s))" % self.expr("dict", 2), lambda: "strtobool(%s)" % s(),
            lambda: "bool(strtobool(os.environ.get(%s, %s)))" % (self.variable(), self.constant()),
            lambda: "json.load(open(Path(__file__).parent / 'data.json'))[%s]" % self.pick("'a'", "'b'", "'z'"),
            lambda: "open(os.path.join(os.path.dirname(__file__), 'data.txt')).read().%s" % self.pick("strip()", "splitlines()", "split()")])
        self.data = True

    def i_time(self, indent):
        n = lambda: self.pick("1", "0", "-3", "2.5", "0.1", "90", "1e-7", "86400", self.expr("int", 2), self.expr("float", 2))
        t = lambda: "timedelta(%s=%s)" % (self.pick("days", "seconds", "minutes", "hours", "weeks", "milliseconds"), n())
        self.many("any", indent, [
            lambda: "%s.total_seconds()" % t(), lambda: "str(%s)" % t(), lambda: "repr(%s + %s)" % (t(), t()),
            lambda: "(%s - %s).days" % (t(), t()), lambda: "%s %s %s" % (t(), self.pick("<", "<=", "==", ">", "!="), t()),
            lambda: "int((%s * 3).total_seconds())" % t(), lambda: "str(%s // 2)" % t(), lambda: "bool(%s)" % t(),
            lambda: "str(abs(%s))" % t(), lambda: "(%s).microseconds" % t(), lambda: "%s // %s" % (t(), t()), lambda: "str(-%s)" % t(),
            lambda: "timedelta(1, 2, 3) == timedelta(%s)" % n(), lambda: "timedelta(days=%s).seconds" % self.pick("'1'", "None", "1")])

    def i_url(self, indent):
        u = lambda: self.pick(repr(self.r.choice(URLS)), "os.environ.get('URL', %r)" % self.r.choice(URLS))
        s = lambda: self.pick(self.constant(), self.expr("str", 2))
        self.variable()
        self.many("any", indent, [
            lambda: "urlparse(%s).%s" % (u(), self.pick("scheme", "netloc", "path", "hostname", "port", "username", "password", "query", "fragment", "params")),
            lambda: "urlparse(%s)[%s]" % (u(), self.pick("0", "1", "2", "-1")), lambda: "tuple(urlsplit(%s))" % u(),
            lambda: "urlparse(%s)._replace(scheme='x').geturl()" % u(), lambda: "urlparse(%s).geturl()" % u(),
            lambda: "quote(%s)" % s(), lambda: "quote_plus(%s)" % s(), lambda: "quote(%s, safe='')" % s(),
            lambda: "unquote(%s)" % s(), lambda: "unquote_plus(%s)" % s(), lambda: "urlencode({'a': %s, 'b': %s})" % (s(), self.expr("int", 2)),
            lambda: "parse_qs(urlparse(%s).query)" % u(), lambda: "parse_qsl(%s)" % s(),
            lambda: "[h for h in (urlparse(%s).hostname, urlparse(%s).hostname) if h]" % (u(), u())])

    def i_bytes(self, indent):
        s = lambda: self.pick(self.constant(), self.expr("str", 2))
        self.many("any", indent, [
            lambda: "base64.b64encode(%s.encode()).decode()" % s(), lambda: "base64.b64decode(%s).decode()" % s(),
            lambda: "base64.b64decode(base64.b64encode(%s.encode('utf-8'))).decode('utf-8')" % s(),
            lambda: "base64.urlsafe_b64encode(%s.encode()).decode('ascii')" % s(), lambda: "%s.encode().hex()" % s(),
            lambda: "hashlib.%s(%s.encode()).hexdigest()" % (self.pick("sha256", "md5", "sha1"), s()),
            lambda: "len(%s.encode('utf-8'))" % s(), lambda: "b'ab' in %s.encode()" % s(), lambda: "list(%s.encode())" % s()])

    def i_small(self, indent):
        s, i, l = lambda: self.expr("str", 2), lambda: self.expr("int", 2), lambda: self.expr("strs", 2)
        self.many("any", indent, [
            lambda: "string.%s[:%s]" % (self.pick("digits", "ascii_letters", "punctuation", "hexdigits", "printable"), self.pick("3", "-2")),
            lambda: "logging.%s" % self.pick("INFO", "DEBUG", "CRITICAL", "WARN", "NOTSET"),
            lambda: "logging.getLevelName(%s)" % self.pick("20", "'ERROR'", "15", "'NOPE'", s()),
            lambda: "getattr(logging, %s, logging.INFO)" % self.pick("'DEBUG'", "'NOPE'", "os.environ.get(%s, 'x')" % self.variable()),
            lambda: "logging.getLogger(__name__).warning(%s)" % s(), lambda: "math.ceil(%s)" % self.expr("float", 2),
            lambda: "math.floor(%s)" % self.expr("float", 2), lambda: "math.gcd(%s, %s)" % (i(), i()), lambda: "platform.system()",
            lambda: "list(itertools.chain(%s, %s))" % (l(), l()), lambda: "list(itertools.chain.from_iterable([%s, %s]))" % (l(), l()),
            lambda: "[''.join(p) for p in itertools.product(%s, repeat=2)][:20]" % l(), lambda: "list(itertools.zip_longest(%s, %s))" % (l(), l()),
            lambda: "list(itertools.accumulate(%s))" % l(), lambda: "list(itertools.combinations(%s, 2))" % l(),
            lambda: "sorted([{'k': q} for q in %s], key=operator.itemgetter('k'))" % l(), lambda: "functools.reduce(operator.add, %s, '')" % l(),
            lambda: "functools.partial(helper_, b=%s)(%s)" % (i(), i()), lambda: "copy.deepcopy(%s)" % self.expr("dict", 2),
            lambda: "types.SimpleNamespace(a=%s).a" % s(), lambda: "collections.OrderedDict([('a', %s)])" % self.any(2),
            lambda: "dict(collections.defaultdict(list, a=[%s]))" % s(), lambda: "collections.namedtuple('P', 'a b')(%s, 2).a" % s(),
            lambda: "collections.namedtuple('P', 'a b')(%s, b=%s)._asdict()" % (s(), i()), lambda: "messages.ERROR",
            lambda: "isinstance(ImproperlyConfigured('x'), Exception)", lambda: "sys.version_info[0]",
            lambda: "sys.platform", lambda: "os.path.isabs(%s)" % s(), lambda: "os.path.exists(os.path.join(os.path.dirname(__file__), %s))" % self.pick("'data.txt'", "'none'", "'settings.py'"),
            lambda: "Path(__file__).name", lambda: "Path(__file__).resolve().parent.name", lambda: "(Path(__file__).parent / 'data.txt').%s" % self.pick("exists()", "is_file()", "is_dir()", "name", "suffix", "stem"),
            lambda: "Path(%s).parts" % s(), lambda: "str(Path(%s).with_suffix('.x'))" % s(), lambda: "str(Path(%s, %s))" % (s(), s()),
            lambda: "str(PurePosixPath(%s).parent.parent)" % s(), lambda: "Path(%s) == Path(%s)" % (s(), s())])

    def i_re(self, indent):
        p = lambda: self.pick(r"r'^\d+$'", r"r'[a-z]+'", r"r'\s*,\s*'", r"r'(\w+)=(\w*)'", r"r'^/api/'", r"r'(?P<n>[A-Z])x?'", r"r'a|b'", "r'.'", r"r'\bon\b'", "r''", r"r'^$'", r"r'(a)(b)?'", r"r'[^,]+'", r"r'x{2,}'")
        s = lambda: self.pick(self.constant(), self.expr("str", 2))
        self.many("any", indent, [
            lambda: "re.split(%s, %s)" % (p(), s()), lambda: "re.sub(%s, %s, %s)" % (p(), self.pick("''", "'-'", r"r'<\g<0>>'", "'_'"), s()),
            lambda: "re.findall(%s, %s)" % (p(), s()), lambda: "bool(re.match(%s, %s))" % (p(), s()), lambda: "re.search(%s, %s) is None" % (p(), s()),
            lambda: "re.compile(%s).sub('', %s)" % (p(), s()), lambda: "bool(re.fullmatch(%s, %s))" % (p(), s()),
            lambda: "(re.match(%s, %s) or [None])[0]" % (p(), s()), lambda: "re.escape(%s)" % s(),
            lambda: "re.match(r'(\\w+)', %s).group(1)" % s(), lambda: "bool(re.match(%s, %s, re.I))" % (p(), s())])

    # --- statements ------------------------------------------------------------------------------
    def i_helper(self, indent):
        f = "get%d_" % self.n
        v, d = self.variable, self.default
        self.n += 1
        body = self.pick(
            ["def %s(name, default=None):", "    value = os.environ.get(name)", "    if value is None:", "        return default",
             "    return value.lower() in ('true', '1', 'yes')"],
            ["def %s(name, default=None):", "    try:", "        return os.environ[name]", "    except KeyError:",
             "        if default is not None:", "            return default",
             "        raise ImproperlyConfigured('Set the %%s environment variable' %% name)"],
            ["def %s(name, default='', cast=str):", "    return cast(os.getenv(name, default))"],
            ["def %s(name, default=None, *, sep=',', **kw):", "    raw = os.environ.get(name) or ''",
             "    items = [p.strip() for p in raw.split(sep) if p.strip()]", "    return items or list(default or [])"],
            ["@functools.lru_cache(maxsize=None)", "def %s(name, default=None):", "    if name in os.environ:",
             "        v = os.environ[name]", "        for kind in (int, float):", "            try:", "                return kind(v)",
             "            except ValueError:", "                continue", "        return {'true': True, 'false': False}.get(v.lower(), v)",
             "    return default"],
            ["def decorate%s(fn):", "    @functools.wraps(fn)", "    def inner(*args, **kwargs):",
             "        return [fn(*args, **kwargs), fn.__name__]", "    return inner", "", "@decorate%s", "def %s(name, default=None):",
             "    return os.environ.get(name, default)"])
        self.lines += [indent + (b.replace("%s", f) if "def " in b or "@" in b else b.replace("%%", "%")) for b in body]
        for _ in range(2):
            self.guarded("any", self.pick("%s(%s)" % (f, v()), "%s(%s, %s)" % (f, v(), d()), "%s(%s, default=%s)" % (f, v(), d())), indent)

    def i_closure(self, indent):
        n = self.name()
        self.lines += ["%sdef make%s_():" % (indent, n), "%s    count = 0" % indent, "%s    seen = []" % indent, "%s    def step(x, *more):" % indent,
                       "%s        nonlocal count" % indent, "%s        count += %s" % (indent, self.c_int()), "%s        seen.append((x, count))" % indent,
                       "%s        return seen" % indent, "%s    return step" % indent, "%sstep%s_ = make%s_()" % (indent, n, n)]
        for _ in range(2):
            self.guarded("any", "list(step%s_(%s))" % (n, self.any(2)), indent)

    def i_dataclass(self, indent):
        c = "D%d_" % self.n
        self.n += 1
        self.lines += ["%s@dataclasses.dataclass%s" % (indent, self.pick("", "(frozen=True)", "(order=True)")), "%sclass %s:" % (indent, c),
                       "%s    host: str" % indent, "%s    port: int = %s" % (indent, self.c_int()),
                       "%s    tags: list = dataclasses.field(default_factory=list)" % indent, "%s    @property" % indent,
                       "%s    def url(self):" % indent, "%s        return f'{self.host}:{self.port}'" % indent]
        make = lambda: "%s(%s)" % (c, self.pick(self.expr("str", 2), "%s, 5" % self.expr("str", 2), "host='h', tags=[1]", "'h', port=%s" % self.expr("int", 2), ""))
        self.many("any", indent, [lambda: "%s.url" % make(), lambda: "dataclasses.asdict(%s)" % make(), lambda: "%s == %s" % (make(), make()),
                                  lambda: "repr(%s)" % make(), lambda: "%s.tags" % make()])

    def i_enum(self, indent):
        c = "E%d_" % self.n
        self.n += 1
        base = self.pick("enum.Enum", "str, enum.Enum", "enum.IntEnum")
        values = ["1", "2"] if "Int" in base else [self.constant(), self.constant()]
        self.lines += ["%sclass %s(%s):" % (indent, c, base), "%s    A = %s" % (indent, values[0]), "%s    B = %s" % (indent, values[1])]
        self.many("any", indent, [lambda: c + ".A.value", lambda: "[m.name for m in %s]" % c, lambda: "%s(%s).name" % (c, self.r.choice(values)),
                                  lambda: "%s['B'].value" % c, lambda: "%s.A == %s" % (c, values[0]), lambda: "len(%s)" % c, lambda: "%s['Z']" % c])

    def i_database(self, indent):
        n, v = self.name(), self.variable
        self.lines += ["%s%s = {'default': {'ENGINE': os.environ.get(%s, 'django.db.backends.sqlite3'), 'NAME': os.path.basename(os.path.join(os.path.dirname(__file__), 'x')),"
                       " 'PORT': os.environ.get(%s, 5432), 'OPTIONS': {}}}" % (indent, n, v(), v()),
                       "%sif os.environ.get(%s):" % (indent, v()), "%s    %s['default'].update(NAME='y', OPTIONS={'a': %s})" % (indent, n, self.constant()),
                       "%s    %s['default']['OPTIONS']['b'] = 1" % (indent, n), "%s    %s['other'] = {**%s['default'], 'HOST': 'h'}" % (indent, n, n)]
        self.vars["dict"].append(n)

    def i_apps(self, indent):
        n, m, v = self.name(), self.name(), self.variable
        change = self.pick(" += ['debug_toolbar']", " += ('x',)", " = %s + ['y']" % m, ".insert(0, 'z')", " *= 2", "[1:1] = ['w']",
                           ".extend(filter(None, os.environ.get(%s, '').split(',')))" % v(), ".remove('shop')")
        self.lines += ["%s%s = ['django.contrib.admin', 'shop']" % (indent, n),
                       "%s%s = %s" % (indent, m, self.pick(n, n + "[:]", "list(%s)" % n, n + ".copy()")),
                       "%sif %s:" % (indent, self.safe_test()), "%s    %s%s" % (indent, m, change)]
        self.vars["strs"] += [n, m]

    def i_globals(self, indent):
        a, b, c, d = self.name(), self.name(), self.name(), self.name()
        self.lines += ["%sglobals()[%r] = %s" % (indent, a, self.c_str()), "%sglobals().update({%r: %s, %r: len(%s)})" % (indent, b, self.c_int(), c, a),
                       "%ssetattr(sys.modules[__name__], %r, [%s])" % (indent, d, b) if self.r.random() < 0.5 else "%svars()[%r] = (%s,)" % (indent, d, b)]
        if not indent:
            self.vars["str"].append(a)
            self.vars["int"].append(b)

    def i_exec(self, indent):
        if indent:
            return self.assign(indent)
        name = "part%d" % self.n
        a = self.name()
        self.files["shop/%s.py" % name] = "%s = %s\n" % (a, self.c_str())
        self.lines.append(self.pick(
            "exec(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), '%s.py')).read())" % name,
            "with open(Path(__file__).parent / '%s.py') as f_:\n    exec(f_.read())" % name,
            "from .%s import *" % name, "from shop.%s import %s" % (name, a), "import shop.%s as p_\n%s = p_.%s" % (name, a, a),
            "%s = importlib.import_module('shop.%s').%s" % (a, name, a), "%s = __import__('shop.%s', fromlist=['x']).%s" % (a, name, a)))
        self.vars["str"].append(a)

    def i_local(self, indent):
        if indent:
            return self.assign(indent)
        n = self.name()
        there = self.r.random() < 0.5
        module = "local%d" % self.n
        if there:
            self.files["shop/%s.py" % module] = self.pick("%s = 'local'\n" % n, "_hidden = 1\n__all__ = ['%s']\n%s = 2\nZ = 3\n" % (n, n),
                                                            "import os\n%s = os.environ.get(%s)\n" % (n, self.variable()))
        self.lines += ["%s = None" % n, "try:", "    from .%s import *" % module, "except %s:" % self.pick("ImportError", "ModuleNotFoundError", "Exception"),
                       "    %s = 'none'" % n]

    def i_package(self, indent):
        if indent:
            return self.assign(indent)
        n, a = "pack%d" % self.n, self.name()
        self.files["shop/%s/__init__.py" % n] = "from .one import %s\nfrom . import two\n" % a
        self.files["shop/%s/one.py" % n] = "import os\nfrom .two import SUFFIX\n%s = os.environ.get(%s, 'd') + SUFFIX\n" % (a, self.variable())
        self.files["shop/%s/two.py" % n] = "SUFFIX = %s\ndef twice(x):\n    return x * 2\n" % self.c_str()
        self.lines += ["from shop.%s import %s, two as two%s_" % (n, a, a)]
        self.guarded("str", "two%s_.twice(%s)" % (a, a), indent)
        self.vars["str"].append(a)

    def i_with(self, indent):
        n = self.name()
        self.lines += ["%s%s = []" % (indent, n), "%swith contextlib.suppress(%s):" % (indent, self.pick("KeyError", "ValueError, TypeError", "Exception")),
                       "%s    try:" % indent, "%s        %s.append(%s)" % (indent, n, self.expr("str", 2)), "%s    except (KeyError, IndexError, ValueError, TypeError, AttributeError, LookupError):" % indent,
                       "%s        %s.append('caught')" % (indent, n), "%s    finally:" % indent, "%s        %s.append('finally')" % (indent, n)]
        self.vars["strs"].append(n)

    def i_match(self, indent):
        n = self.name()
        self.lines += ["%smatch %s:" % (indent, self.pick("[%s, %s]" % (self.c_str(), self.c_int()), "{'k': %s, 'x': 1}" % self.c_str(), "(1, 2, 3)", self.c_str(), self.c_int(), "os.environ.get(%s)" % self.variable())),
                       "%s    case [str() as a_, int(b_)]:" % indent, "%s        %s = (a_, b_)" % (indent, n),
                       "%s    case {'k': x_, **rest_}:" % indent, "%s        %s = [x_, rest_]" % (indent, n),
                       "%s    case (1, *tail_):" % indent, "%s        %s = tail_" % (indent, n), "%s    case None | '' | 0:" % indent, "%s        %s = 'empty'" % (indent, n),
                       "%s    case str(s_) if s_.isdigit():" % indent, "%s        %s = int(s_)" % (indent, n), "%s    case _:" % indent, "%s        %s = 'other'" % (indent, n)]

    def i_star(self, indent):
        a, b, c = self.name(), self.name(), self.name()
        self.lines += ["%s%s, *%s = %s" % (indent, a, b, self.pick("[1, 2, 3]", "('x',)", "'abc'", "[%s, *%s]" % (self.c_str(), self.r.choice(self.vars["strs"] or ["[]"])))),
                       "%sif (%s := len(%s)) > 1:" % (indent, c, b), "%s    %s += 1" % (indent, c), "%sdel %s" % (indent, a)]
        self.vars["int"].append(c)

    def i_environment(self, indent):
        v = self.variable
        self.lines.append(indent + self.pick(
            "os.environ.setdefault(%s, %s)" % (v(), self.constant()), "os.environ[%s] = %s" % (v(), self.constant()),
            "os.environ.pop(%s, None)" % v(), "os.environ.update({%s: %s})" % (v(), self.constant()),
            "os.environ.update(%s='z')" % self.r.choice(NAMES)))
        self.many("any", indent, [lambda: "os.environ.get(%s)" % v(), lambda: "%s in os.environ" % v(), lambda: "os.environ.get(%s) or %s" % (v(), self.c_str())])

    def idiom(self, indent):
        names = [n for n in dir(self) if n.startswith("i_") and self.has(n[2:])]
        getattr(self, self.r.choice(names))(indent)
