import os
import sentry_sdk
INSTALLED_APPS = ["shop"]
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = bool(os.environ.get("DEBUG", 0))
if not DEBUG:
    sentry_sdk.init(dsn=os.environ.get("SENTRY_DNS"))
