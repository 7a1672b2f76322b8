"""A developer's own machine and the tests: what is not in .env has a default here."""
import environ

environ.Env.read_env(".env")

from .base import *  # noqa: E402,F403

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
