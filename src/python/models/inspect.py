"""inspect: the members of an object, which classes of settings copy into their module."""
from _preflight import members as _members, unknown as _unknown

_always = ('__class__', '__delattr__', '__dict__', '__dir__', '__doc__', '__eq__', '__format__',
           '__ge__', '__getattribute__', '__gt__', '__hash__', '__init__', '__init_subclass__',
           '__le__', '__lt__', '__module__', '__ne__', '__new__', '__reduce__', '__reduce_ex__',
           '__repr__', '__setattr__', '__sizeof__', '__str__', '__subclasshook__', '__weakref__')


def getmembers(object, predicate=None):
    members = [(name, _unknown('object', 'what every object has')) for name in _always]
    for name in _members(object):
        try:
            members.append((name, getattr(object, name)))
        except AttributeError:
            pass
    if predicate is not None:
        members = [(name, value) for name, value in members if predicate(value)]
    return sorted(members, key=lambda member: member[0])


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return type(object).__name__ == 'function'


def ismethod(object):
    return type(object).__name__ == 'method'


def ismodule(object):
    return type(object).__name__ == 'module'


def isroutine(object):
    return type(object).__name__ in ('function', 'method', 'builtin_function_or_method')


def getmodule(object, _filename=None):
    return _unknown('object', 'the module of an object')


def currentframe():
    return _unknown('object', 'a frame of the interpreter')


def stack(context=1):
    return _unknown('list', 'the frames of the interpreter')


def getfile(object):
    return _unknown('str', 'the file of an object')


def getsource(object):
    return _unknown('str', 'the source of an object')
