"""operator: the getters, and operators as functions."""


def itemgetter(item, /, *items):
    if not items:
        return lambda obj: obj[item]
    return lambda obj: tuple([obj[key] for key in (item, *items)])


def _walk(obj, dotted):
    for name in dotted.split('.'):
        obj = getattr(obj, name)
    return obj


def attrgetter(attr, /, *attrs):
    if not attrs:
        return lambda obj: _walk(obj, attr)
    return lambda obj: tuple([_walk(obj, name) for name in (attr, *attrs)])


def methodcaller(name, /, *args, **kwargs):
    return lambda obj: getattr(obj, name)(*args, **kwargs)


def add(a, b, /): return a + b
def sub(a, b, /): return a - b
def mul(a, b, /): return a * b
def truediv(a, b, /): return a / b
def floordiv(a, b, /): return a // b
def mod(a, b, /): return a % b
def or_(a, b, /): return a | b
def and_(a, b, /): return a & b
def xor(a, b, /): return a ^ b
def eq(a, b, /): return a == b
def ne(a, b, /): return a != b
def lt(a, b, /): return a < b
def le(a, b, /): return a <= b
def gt(a, b, /): return a > b
def ge(a, b, /): return a >= b
def not_(a, /): return not a
def truth(a, /): return bool(a)
def is_(a, b, /): return a is b
def is_not(a, b, /): return a is not b
def contains(a, b, /): return b in a
def getitem(a, b, /): return a[b]
def neg(a, /): return -a
def concat(a, b, /): return a + b
