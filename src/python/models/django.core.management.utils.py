"""django.core.management.utils: a new key at each start."""
from _preflight import some as _some


def get_random_secret_key():
    return _some('str', 'a random key, another one at each start')
