"""django.utils.crypto: random texts differ at each start."""
from _preflight import some as _some, unknown as _unknown


def get_random_string(length=12, allowed_chars=''):
    return _some('str', 'a random text, another one at each start')


def salted_hmac(*args, **kwargs):
    return _unknown('object', 'a hash')


def constant_time_compare(val1, val2):
    return val1 == val2
