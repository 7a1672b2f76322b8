"""platform: Linux; the machine is not known."""
from _preflight import some as _some, unknown as _unknown


def system():
    return 'Linux'


def python_implementation():
    return 'CPython'


def python_version():
    return _some('str', 'the version of Python')


def python_version_tuple():
    return _unknown('list', 'the version of Python')


def node():
    return _unknown('str', 'the name of the machine')


def machine():
    return _unknown('str', 'the kind of machine')


def processor():
    return _unknown('str', 'the kind of machine')


def release():
    return _unknown('str', "the system's version")


version = platform = lambda *args, **kwargs: _unknown('str', "the system's version")
uname = lambda: _unknown('object', 'the machine')
