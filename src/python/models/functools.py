"""functools: wrappers, and the caches; what they remember is the same object again."""
from _preflight import copy_attributes as _copy_attributes
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


WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            pass
        else:
            setattr(wrapper, name, value)
    if '__dict__' in updated:
        _copy_attributes(wrapper, wrapped)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    def decorate(wrapper):
        return update_wrapper(wrapper, wrapped, assigned, updated)
    return decorate
