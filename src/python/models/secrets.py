"""secrets: every start gives others."""
from _preflight import some as _some, unknown as _unknown

_reason = 'a random value, another one at each start'
DEFAULT_ENTROPY = 32


def token_hex(nbytes=None):
    return _unknown('str', _reason) if nbytes == 0 else _some('str', _reason)


def token_urlsafe(nbytes=None):
    return token_hex(nbytes)


def token_bytes(nbytes=None):
    return _unknown('object', _reason)


def choice(seq):
    return _some('str', _reason, seq) if isinstance(seq, str) else _unknown('', _reason, seq)


def randbelow(exclusive_upper_bound):
    return _unknown('int', _reason)


def randbits(k):
    return _unknown('int', _reason)


def compare_digest(a, b):
    return a == b
