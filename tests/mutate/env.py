"""Defects of the contract between documentation, settings and suppliers."""
from defect import Defect
from edit import BOOKING, JOURNAL, SHOP, append, both, container, create, each, replace, variable


def clash(owner):
    owner["environment"].append({"name": owner["secrets"][0]["name"], "value": "x"})


def twice(owner):
    owner["environment"].append(dict(owner["environment"][0]))


def renamed(name, to):
    return container(variable(name, rename=to))


KEY = "k2v7n0xw1eqm3xtb8zs41kdqa9c5pf6hj2l0uorwyiez3b9vkd7qa"

DEFECTS = [
    Defect("ENV001", "a variable that the settings demand is missing",
           each(shop=container(variable("DATABASE_HOST")), booking=container(variable("DATABASE_URL")),
                journal=container(variable("POSTGRES_HOST")))),
    Defect("ENV001", "the settings demand one more", append("settings", '\nimport os\nPAYMENT_KEY = os.environ["PAYMENT_KEY"]\n'),
           also={"ENV012"}, also_in={SHOP: {"IMG031"}, BOOKING: {"IMG031"}}),
    Defect("ENV002", "SENTRY_DSN is missing, which the settings can do without",
           container(variable("SENTRY_DSN")), (JOURNAL,), also={"DJG011"}),
    Defect("ENV002", "ALLOWED_HOSTS is missing, which the settings can do without",
           container(variable("ALLOWED_HOSTS")), (BOOKING,), also={"DJG005"}),
    Defect("ENV001", "SENTRY_DSN is missing", container(variable("SENTRY_DSN")), (SHOP, BOOKING)),
    Defect("ENV001", "SECRET_KEY is missing", container(variable("SECRET_KEY"))),
    Defect("ENV001", "ALLOWED_HOSTS is missing", container(variable("ALLOWED_HOSTS")), (SHOP, JOURNAL)),
    Defect("ENV002", "DEBUG is missing", container(variable("DEBUG"))),
    Defect("ENV003", "two letters of SENTRY_DSN swapped", renamed("SENTRY_DSN", "SENTRY_DNS"),
           also_in={JOURNAL: {"DJG011"}}),
    Defect("ENV003", "a letter of ALLOWED_HOSTS dropped", renamed("ALLOWED_HOSTS", "ALLOWED_HOST"),
           also_in={BOOKING: {"DJG005"}}),
    Defect("ENV004", "a variable that nothing reads", container(variable("NEWSLETTER_PROVIDER", "mailjet"))),
    Defect("ENV005", "ALLOWED_HOSTS is empty", container(variable("ALLOWED_HOSTS", "")), also={"DJG005"}),
    Defect("ENV005", "the DSN is empty", both(container(variable("SENTRY_DSN")), container(variable("SENTRY_DSN", ""))), also={"DJG011"}),
    Defect("ENV006", "a name among values and secrets", container(clash)),
    Defect("ENV007", "a name twice among the values", container(twice)),
    Defect("ENV008", "a value that was to be replaced", container(variable("ALLOWED_HOSTS", "<your-domain>"))),
    Defect("ENV009", "a secret's default goes to production",
           both(container(variable("SECRET_KEY")),
                each(shop=replace("base", 'os.environ["SECRET_KEY"]', 'os.environ.get("SECRET_KEY", "' + KEY + '")'),
                     booking=replace("base", 'env("SECRET_KEY")', 'env("SECRET_KEY", default="' + KEY + '")'),
                     journal=replace("base", 'config("SECRET_KEY")', 'config("SECRET_KEY", default="' + KEY + '")'))), also={"ENV002"}),
    Defect("ENV010", "a settings module that does not exist",
           each(shop=container(variable("DJANGO_SETTINGS_MODULE", "shop.settings.prod")),
                booking=container(variable("DJANGO_SETTINGS_MODULE", "config.settings.prod")),
                journal=container(variable("DJANGO_SETTINGS_MODULE", "journal.setings")))),
    Defect("ENV011", ".env goes into the image and is read",
           both(create(".env", "DEBUG=1\n"), replace(".gitignore", ".env\n", ""),
                each(shop=both(replace("dockerignore", ".env\n", ""), replace("requirements", "whitenoise", "python-dotenv==1.0.1\nwhitenoise"),
                               replace("settings", "import sentry_sdk\n", "import sentry_sdk\nfrom dotenv import load_dotenv\n"),
                               replace("settings", "BASE_DIR = Path(__file__).resolve().parent.parent\n",
                                       'BASE_DIR = Path(__file__).resolve().parent.parent\nload_dotenv(BASE_DIR / ".env")\n')),
                     booking=both(replace("dockerignore", ".env*\n", ""),
                                  replace("base", "DEBUG = env", 'env.read_env(BASE_DIR / ".env")\nDEBUG = env')),
                     journal=replace("dockerignore", "!journal\n", "!journal\n!.env\n")))),
    Defect("ENV012", "a variable that is needed and not documented",
           both(container(variable("MAIL_HOST", "smtp.example-hall.org")),
                append("settings", '\nimport os\nEMAIL_HOST = os.environ["MAIL_HOST"]\n')),
           also_in={SHOP: {"IMG031"}, BOOKING: {"ENV001", "IMG031"}}),
]
