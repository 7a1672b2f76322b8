import os
DEBUG = bool(os.environ.get("DEBUG", 0))
KEY = os.environ["SECRET"]
HOSTS = [h.strip() for h in os.getenv("HOSTS", "").split(",") if h] or ["*"]
if KEY == "x" and not DEBUG:
    HOSTS.append(f"{KEY!r:>20}.%s" % "a")
elif len(KEY) > 3:
    del os.environ["DEBUG"]
os.environ.setdefault("A", KEY or "b")
