"""Generated settings judged by Django's own `check --deploy` and by the rules named after its checks.

django_check.py PREFLIGHT [--count N] [--seed S]. Exit 77: Django is missing.

Debian's Django runs its security checks on each module, in one process. preflight judges the same
file with that version pinned, then with newer ones: what differs must be what VERSIONS says of them.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

try:
    import django
    from django.conf import UserSettingsHolder, global_settings, settings
    from django.core import checks  # noqa: F401  registers them
    from django.core.checks.registry import registry
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

# Django's ids, without "security.", and the rule that is named after each.
RULES = {
    "W001": "DJG020", "W002": "DJG021", "W003": "DJG022", "W004": "DJG023", "W005": "DJG024",
    "W006": "DJG025", "W008": "DJG026", "W009": "DJG010", "W010": "DJG027", "W011": "DJG027",
    "W012": "DJG027", "W013": "DJG028", "W014": "DJG028", "W015": "DJG028", "W016": "DJG029",
    "W018": "DJG001", "W019": "DJG030", "W020": "DJG005", "W021": "DJG031", "W022": "DJG032",
    "E023": "DJG033", "E024": "DJG034", "W025": "DJG035", "E026": "DJG036",
}

SECURITY = "django.middleware.security.SecurityMiddleware"
CSRF = "django.middleware.csrf.CsrfViewMiddleware"
SESSIONS = "django.contrib.sessions"
MIDDLEWARE = [
    SECURITY,
    "django.contrib.sessions.middleware.SessionMiddleware",
    CSRF,
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.common.CommonMiddleware",
]
LONG = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"
TRUTHS = [True, False, 1, 0, "True", "False", "", None]
VALUES = {
    "DEBUG": [True, False, False, False, "False", "", 0, 1],
    "SECRET_KEY": [LONG, LONG, LONG, "short", "", "ab" * 30, "django-insecure-" + LONG, "é" * 60,
                   "a" * 49 + "é", LONG[:50], LONG[:49]],
    "ALLOWED_HOSTS": [["shop.example.com"], ["*"], [], [""], (), ("a", "b")],
    "SECURE_HSTS_SECONDS": [0, 3600, "3600", "", None, True],
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": TRUTHS,
    "SECURE_HSTS_PRELOAD": TRUTHS,
    "SECURE_CONTENT_TYPE_NOSNIFF": TRUTHS,
    "SECURE_SSL_REDIRECT": TRUTHS,
    "SESSION_COOKIE_SECURE": TRUTHS,
    "SESSION_COOKIE_HTTPONLY": TRUTHS,
    "CSRF_COOKIE_SECURE": TRUTHS,
    "CSRF_USE_SESSIONS": TRUTHS,
    "X_FRAME_OPTIONS": ["DENY", "deny", "SAMEORIGIN", "", None],
    "SECURE_REFERRER_POLICY": [
        None, "same-origin", "no-referrer, strict-origin", "no-referrer,", "", "same origin",
        ["same-origin", "origin"], ("unsafe-url",), ["nonsense"], [],
        " strict-origin-when-cross-origin ", ["same-origin "],
    ],
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": [
        None, "same-origin", "same-origin-allow-popups", "unsafe-none", "none", "", "same-origin "],
    "SECRET_KEY_FALLBACKS": [[], [LONG], ["short"], [LONG, "django-insecure-" + LONG], (LONG, "")],
    "SECURE_CSP": [None, {}, {"default-src": ["'self'"]}, "default-src 'self'", []],
}


def is_secured(values):
    return SECURITY in values["MIDDLEWARE"]


def has_sessions(values):
    return SESSIONS in values["INSTALLED_APPS"] or MIDDLEWARE[1] in values["MIDDLEWARE"]


def is_weak(key):
    return len(set(key)) < 5 or len(key) < 50 or key.startswith("django-insecure-")


def is_only_truthy(values, name):
    return bool(values.get(name)) and values[name] is not True


# What newer versions add to what Debian's says: since, the check, when, and why.
VERSIONS = [
    ((4, 0), "E024", lambda v: is_secured(v) and v.get("SECURE_CROSS_ORIGIN_OPENER_POLICY") not in (
        None, "same-origin", "same-origin-allow-popups", "unsafe-none")
        and "SECURE_CROSS_ORIGIN_OPENER_POLICY" in v, "the setting is new in 4.0"),
    ((4, 1), "W025", lambda v: any(is_weak(key) for key in v.get("SECRET_KEY_FALLBACKS", [])),
     "the setting is new in 4.1"),
    ((4, 2), "W012", lambda v: has_sessions(v) and is_only_truthy(v, "SESSION_COOKIE_SECURE"),
     "by truth before, then by `is True`"),
    ((4, 2), "W015", lambda v: has_sessions(v) and is_only_truthy(v, "SESSION_COOKIE_HTTPONLY"),
     "by truth before, then by `is True`"),
    ((4, 2), "W016", lambda v: CSRF in v["MIDDLEWARE"] and not v.get("CSRF_USE_SESSIONS")
     and is_only_truthy(v, "CSRF_COOKIE_SECURE"), "by truth before, then by `is True`"),
    ((6, 0), "E026", lambda v: v.get("SECURE_CSP") is not None
     and not isinstance(v["SECURE_CSP"], dict), "the setting is new in 6.0"),
]

# Where the rules mean to say something else than Django: rule, whether it fires, when, and why.
MEANT = [
    ("DJG010", False, lambda v: not v["SECRET_KEY"], "an empty key is DJG008"),
    ("DJG005", True, lambda v: "" in v["ALLOWED_HOSTS"],
     "an empty text is no host, though the list is not empty"),
]


def generate(source):
    """Settings by their names; half of what has a default is left out."""
    values = {
        "INSTALLED_APPS": source.choice([["shop"], ["shop", SESSIONS], [SESSIONS]]),
        "MIDDLEWARE": [name for name in MIDDLEWARE if source.random() < 0.8],
    }
    for name, choices in VALUES.items():
        if name in ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS") or source.random() < 0.5:
            values[name] = source.choice(choices)
    return values


def django_says(values):
    """The ids of Django's deployment checks on security, as `check --deploy` runs them."""
    holder = UserSettingsHolder(global_settings)
    for name, value in values.items():
        setattr(holder, name, value)
    settings._wrapped = holder
    found = set()
    for check in registry.get_checks(include_deployment_checks=True):
        if check.__module__.startswith("django.core.checks.security"):
            found |= {message.id for message in check(app_configs=None)}
    return {name[len("security."):] for name in found if name.startswith("security.")}


def expected(values, version):
    ids = django_says(values)
    for since, check, applies, _ in VERSIONS:
        if version >= since and applies(values):
            ids.add(check)
    rules = {RULES[check] for check in ids}
    for rule, fires, applies, _ in MEANT:
        if applies(values):
            (rules.add if fires else rules.discard)(rule)
    return rules


def preflight_says(program, folder, version):
    (folder / "requirements.txt").write_text("Django==%d.%d\n" % version)
    done = subprocess.run(
        [program, "check", "--select", ",".join(sorted(set(RULES.values()))), "--format", "json"],
        cwd=folder, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    findings = json.loads(done.stdout)["findings"]
    assert all(finding["certain"] for finding in findings), findings
    return {finding["rule"] for finding in findings}


def write(folder, values):
    (folder / "settings.py").write_text(
        "".join("%s = %r\n" % item for item in values.items()), encoding="utf-8")


def check_whole_program(folder, values):
    """The functions called here are what `manage.py check --deploy` says on its own."""
    script = ("import sys; sys.path.insert(0, '.'); from django.core.management import "
              "execute_from_command_line as run; run(['manage.py', 'check', '--deploy', '--tag', "
              "'security'])")
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, text=True,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "settings"},
                          capture_output=True)
    printed = {check for check in RULES if "(security.%s)" % check in done.stderr}
    assert printed == django_says(values), (values, printed, done.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("preflight")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = str(pathlib.Path(options.preflight).resolve())
    source, ours = random.Random(options.seed), django.VERSION[:2]
    newer = [version for version in ((4, 0), (4, 1), (4, 2), (5, 1), (6, 0)) if version > ours]
    seen, wrong = set(), 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "shop").mkdir()
        (folder / "shop" / "__init__.py").touch()
        (folder / "task-definition.json").write_text('{"containerDefinitions": [{"name": "web"}]}')
        for number in range(options.count):
            values = generate(source)
            write(folder, values)
            if number < 3:
                check_whole_program(folder, values)
            for version in [ours] + ([source.choice(newer)] if newer else []):
                wanted = expected(values, version)
                said = preflight_says(program, folder, version)
                seen |= wanted
                if wanted != said:
                    wrong += 1
                    print("Django %d.%d: missing %s, too many %s, of\n%s" % (
                        *version, sorted(wanted - said), sorted(said - wanted),
                        (folder / "settings.py").read_text(encoding="utf-8")))
    missed = set(RULES.values()) - seen
    print("%d modules, Django %s; rules that never had to fire: %s" % (
        options.count, django.get_version(), ", ".join(sorted(missed)) or "none"))
    return 1 if wrong or missed else 0


if __name__ == "__main__":
    sys.exit(main())
