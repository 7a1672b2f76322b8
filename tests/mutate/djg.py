"""Defects of the Django settings."""
from defect import Defect
from edit import BOOKING, FARGATE, JOURNAL, SHOP, append, both, container, each, replace, variable


def add(text):
    return append("settings", "\n" + text + "\n")


def drop_middleware(name):
    return replace("base", f'    "django.middleware.{name}",\n', "")


DEBUG = {"shop": 'os.environ.get("DEBUG", "0") == "1"', "booking": 'env("DEBUG")', "journal": 'config("DEBUG", default=False, cast=bool)'}


def debug(value):
    return each(**{name: replace("base", f"DEBUG = {old}", f"DEBUG = {value}") for name, old in DEBUG.items()})


DSN = '"https://0123456789abcdef0123456789abcdef@o4501.ingest.sentry.io/4507"'

DEFECTS = [
    Defect("DJG001", "DEBUG is simply true", debug("True"), also_in={SHOP: {"DJG011", "DJG026"}}),
    Defect("DJG003", "DEBUG is supplied as False", container(variable("DEBUG", "False"))),
    Defect("DJG003", "DEBUG is supplied as 1", container(variable("DEBUG", "1")), also={"DJG001"}, also_in={SHOP: {"DJG011", "DJG026"}}),
    Defect("DJG004", "DEBUG is the truth of a text", both(replace("base", "from pathlib", "import os\nfrom pathlib"), debug('bool(os.environ.get("DEBUG", 0))')), also={"DJG001"},
           also_in={SHOP: {"DJG011", "DJG026"}}),
    Defect("DJG005", "no host is allowed", add("ALLOWED_HOSTS = []")),
    Defect("DJG006", "every host is allowed", container(variable("ALLOWED_HOSTS", "*"))),
    Defect("DJG007", "a host with its scheme", container(variable("ALLOWED_HOSTS", "https://www.example.org"))),
    Defect("DJG007", "hosts as one text", add('ALLOWED_HOSTS = "www.example.org"')),
    Defect("DJG008", "the secret key is empty", add('SECRET_KEY = ""')),
    Defect("DJG009", "the key stands in the settings", add('SECRET_KEY = "k2v7n0xw1eqm3xtb8zs41kdqa9c5pf6hj2l0uorwyiez3b9vkd7qa"')),
    Defect("DJG048", "another key at each start",
           add("from django.core.management.utils import get_random_secret_key\n\nSECRET_KEY = get_random_secret_key()")),
    Defect("DJG049", "a storage that Django 5.1 does not read",
           add('del STORAGES\nSTATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"'), (BOOKING,)),
    Defect("DJG010", "a short key", add('SECRET_KEY = "k2v7"')),
    Defect("DJG011", "the DSN is empty", both(container(variable("SENTRY_DSN")), container(variable("SENTRY_DSN", ""))),
           (JOURNAL,), also={"ENV005"}),
    Defect("DJG011", "Sentry is never started", replace("settings", "sentry_sdk.init(", "dict(")),
    Defect("DJG012", "a DSN without its project",
           both(container(variable("SENTRY_DSN")), container(variable("SENTRY_DSN", "https://abc@o1.ingest.sentry.io"))),
           also={"DJG014"}),
    Defect("DJG013", "the DSN stands in the settings",
           each(shop=replace("settings", 'os.environ["SENTRY_DSN"]', DSN), booking=replace("settings", 'env("SENTRY_DSN")', DSN),
                journal=replace("settings", "dsn=SENTRY_DSN", "dsn=" + DSN))),
    Defect("DJG014", "a division by zero", add("WORKERS = 1 // 0")),
    Defect("DJG015", "a switch from a text",
           both(container(variable("COOKIES", "False")), add('import os\nSESSION_COOKIE_SECURE = bool(os.environ.get("COOKIES", "yes"))'))),
    Defect("DJG020", "no security middleware", drop_middleware("security.SecurityMiddleware")),
    Defect("DJG021", "no clickjacking middleware", drop_middleware("clickjacking.XFrameOptionsMiddleware")),
    Defect("DJG022", "no CSRF middleware", drop_middleware("csrf.CsrfViewMiddleware")),
    Defect("DJG023", "no HSTS", add("SECURE_HSTS_SECONDS = 0")),
    Defect("DJG024", "HSTS without subdomains", add("SECURE_HSTS_INCLUDE_SUBDOMAINS = False")),
    Defect("DJG025", "sniffing is allowed", add("SECURE_CONTENT_TYPE_NOSNIFF = False")),
    Defect("DJG026", "no redirect to HTTPS", add("SECURE_SSL_REDIRECT = False")),
    Defect("DJG027", "the session cookie without Secure", add("SESSION_COOKIE_SECURE = False")),
    Defect("DJG028", "the session cookie for scripts", add("SESSION_COOKIE_HTTPONLY = False")),
    Defect("DJG029", "the CSRF cookie without Secure", add("CSRF_COOKIE_SECURE = False")),
    Defect("DJG030", "frames of the same origin", add('X_FRAME_OPTIONS = "SAMEORIGIN"')),
    Defect("DJG031", "HSTS without preload", add("SECURE_HSTS_PRELOAD = False")),
    Defect("DJG032", "no referrer policy", add("SECURE_REFERRER_POLICY = None")),
    Defect("DJG033", "a referrer policy with a slip", add('SECURE_REFERRER_POLICY = "same-orign"')),
    Defect("DJG034", "an opener policy with a slip", add('SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-orign"')),
    Defect("DJG035", "an old key that is easily guessed", add('SECRET_KEY_FALLBACKS = ["k2v7"]')),
    Defect("DJG036", "a policy that is no dict",
           both(replace("requirements/base.txt", "Django==5.1.4", "Django==6.0"), add('SECURE_CSP = "default-src self"')), (BOOKING,)),
    Defect("DJG040", "an endless redirect", add("SECURE_PROXY_SSL_HEADER = None"), FARGATE),
    Defect("DJG041", "the health check's host is refused",
           each(shop=replace("base", '    "shop.health.HealthCheckMiddleware",\n', ""),
                booking=replace("base", '    "config.health.HealthMiddleware",\n', "")), FARGATE),
    Defect("DJG042", "SQLite in the container",
           add('DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/db.sqlite3"}}')),
    Defect("DJG043", "the database on localhost",
           each(shop=container(variable("DATABASE_HOST", "localhost")),
                booking=both(container(variable("DATABASE_URL")),
                             container(variable("DATABASE_URL", "postgres://booking@localhost/booking"))),
                journal=container(variable("POSTGRES_HOST", "127.0.0.1")))),
    Defect("DJG044", "an origin without its scheme", add('CSRF_TRUSTED_ORIGINS = ["www.example.org"]')),
    Defect("DJG045", "collectstatic without a place", replace("base", "STATIC_ROOT = ", "STATIC_PLACE = ")),
    Defect("DJG053", "a folder that nobody has", replace("base", 'BASE_DIR / "static"', 'BASE_DIR / "statics"'), (SHOP,)),
    Defect("DJG054", "nobody collects", replace("dockerfile", "collectstatic", "check"), (BOOKING,)),
    Defect("DJG046", "the debug toolbar in production", add('INSTALLED_APPS += ["debug_toolbar"]')),
    Defect("DJG047", "the key is printed", add("print(SECRET_KEY)"), (SHOP,)),
    Defect("DJG050", "the cache on localhost",
           add('CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:6379/1"}}'), FARGATE),
    Defect("DJG051", "the URLs in a module with a slip",
           each(shop=replace("base", '"shop.urls"', '"shop.url"'), booking=replace("base", '"config.urls"', '"config.url"'),
                journal=replace("base", '"journal.urls"', '"journal.url"'))),
    Defect("DJG052", "an app that nothing installs", add('INSTALLED_APPS += ["import_export"]')),
]
