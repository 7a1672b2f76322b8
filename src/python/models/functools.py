"""functools: the caches; what they remember is the same object again."""
from _preflight import is_deeply_vague as _is_deeply_vague


def _cached(function):
    remembered = {}

    def cached(*args, **kwargs):
        key = (args, tuple(kwargs.items()))
        if _is_deeply_vague(key):
            return function(*args, **kwargs)
        if key not in remembered:
            remembered[key] = function(*args, **kwargs)
        return remembered[key]
    cached.__name__ = getattr(function, '__name__', 'cached')
    cached.__wrapped__ = function
    cached.cache_clear = remembered.clear
    return cached


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _cached(maxsize)
    return _cached


def cache(user_function, /):
    return _cached(user_function)
