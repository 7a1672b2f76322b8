"""Production and staging, which differ by what the task definitions supply."""
import sentry_sdk

from .base import *  # noqa: F403
from .base import DATABASES, env

DATABASES["default"]["CONN_MAX_AGE"] = 60

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The load balancer ends TLS and says so in this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

sentry_sdk.init(
    dsn=env("SENTRY_DSN"),
    environment=env("SENTRY_ENVIRONMENT"),
    release=env("SENTRY_RELEASE", default=None),
)
