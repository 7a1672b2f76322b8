"""dataclasses: what their instances compare and show by, and what is made of them."""
import copy as _copy
from typing import ClassVar as _ClassVar

from _preflight import is_vague as _is_vague, may_raise as _may_raise, unknown as _unknown

InitVar = type(_ClassVar)('InitVar')


def _values(obj):
    return tuple([getattr(obj, name) for name in type(obj).__dataclass_fields__])


def _eq(self, other):
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _lt(self, other):
    return _values(self) < _values(other) if type(other) is type(self) else NotImplemented


def _le(self, other):
    return _values(self) <= _values(other) if type(other) is type(self) else NotImplemented


def _gt(self, other):
    return _values(self) > _values(other) if type(other) is type(self) else NotImplemented


def _ge(self, other):
    return _values(self) >= _values(other) if type(other) is type(self) else NotImplemented


def _repr(self):
    cls = type(self)
    return cls.__qualname__ + '(' + ', '.join(
        ['%s=%r' % (name, getattr(self, name)) for name in cls.__dataclass_fields__]) + ')'


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), '__dataclass_fields__')


def _check(obj, function):
    if isinstance(obj, type) or not is_dataclass(obj):
        raise TypeError(function + '() should be called on dataclass instances')


def _plain(value, make):
    if _is_vague(value):
        return _unknown('', 'a copy nobody models', value)
    if not isinstance(value, type) and is_dataclass(value):
        return make(value)
    if type(value) is list:
        return [_plain(item, make) for item in value]
    if type(value) is tuple:
        return tuple([_plain(item, make) for item in value])
    if type(value) is dict:
        return {_plain(k, make): _plain(v, make) for k, v in value.items()}
    return _copy.deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    if _is_vague(obj):
        _may_raise('TypeError')
        return _unknown('dict', 'a dataclass as a dict', obj)
    _check(obj, 'asdict')
    if dict_factory is not dict:
        return _unknown('object', 'a dataclass as a dict', obj)
    return {name: _plain(getattr(obj, name), asdict) for name in type(obj).__dataclass_fields__}


def astuple(obj, *, tuple_factory=tuple):
    if _is_vague(obj):
        _may_raise('TypeError')
        return _unknown('list', 'a dataclass as a tuple', obj)
    _check(obj, 'astuple')
    if tuple_factory is not tuple:
        return _unknown('object', 'a dataclass as a tuple', obj)
    return tuple([_plain(getattr(obj, name), astuple) for name in type(obj).__dataclass_fields__])


class _FieldName:
    def __init__(self, name):
        self.name = name

    def __getattr__(self, name):
        return _unknown('', 'a field of a dataclass')


def fields(class_or_instance):
    if not is_dataclass(class_or_instance):
        raise TypeError('must be called with a dataclass type or instance')
    return tuple([_FieldName(name) for name in class_or_instance.__dataclass_fields__])


def replace(obj, /, **changes):
    for name in type(obj).__dataclass_fields__:
        if name not in changes:
            changes[name] = getattr(obj, name)
    return type(obj)(**changes)
