"""django: which version is installed."""
from _preflight import django_version as _django_version, unknown as _unknown

_version = _django_version()
VERSION = (_version[0], _version[1], _unknown('int', 'the version of Django'), 'final', 0)


def get_version(version=None):
    return _unknown('str', 'the version of Django')


__version__ = get_version()


def setup(set_prefix=True):
    pass
