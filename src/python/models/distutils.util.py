"""distutils.util: strtobool; gone with Python 3.12."""
from _preflight import blame as _blame


def strtobool(val):
    val = val.lower()
    if val in ('y', 'yes', 't', 'true', 'on', '1'):
        return 1
    if val in ('n', 'no', 'f', 'false', 'off', '0'):
        return 0
    raise _blame(ValueError('invalid truth value %r' % (val,)), val)
