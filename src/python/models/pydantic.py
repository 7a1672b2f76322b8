"""pydantic's settings: a class whose annotated attributes are read from variables. Models other
than settings, validators that wrap, and types beyond the usual ones are not worked out."""
import json as _json
import os as _os

from _preflight import anything as _anything, blame as _blame, is_vague as _is_vague
from _preflight import may_raise as _may_raise, since as _since, type_parts as _type_parts
from _preflight import unknown as _unknown
from pathlib import Path as _Path
from typing import Annotated as _Annotated

_missing = object()


class ValidationError(ValueError):
    pass


class SecretStr:
    def __init__(self, secret_value):
        self._secret = secret_value

    def get_secret_value(self):
        return self._secret

    def __str__(self):
        return '**********' if self._secret else ''

    def __repr__(self):
        return "SecretStr('%s')" % self

    def __bool__(self):
        return True

    def __len__(self):
        return len(self._secret)

    def __eq__(self, other):
        return isinstance(other, SecretStr) and self._secret == other._secret


class _Field:
    def __init__(self, default, names, factory, constraints):
        self.default = default
        self.names = names
        self.factory = factory
        self.constraints = constraints


class AliasChoices:
    def __init__(self, first_choice, *choices):
        self.choices = [first_choice, *choices]


class NoDecode:
    pass


def Field(default=_missing, *, env=None, alias=None, validation_alias=None, default_factory=None,
          **constraints):
    names = env or validation_alias or alias
    if isinstance(names, str):
        names = [names]
    elif isinstance(names, AliasChoices):
        names = names.choices
    for harmless in ('description', 'title', 'repr', 'examples', 'example'):
        constraints.pop(harmless, None)
    return _Field(_missing if default is ... else default, names, default_factory, constraints)


class _Validator:
    def __init__(self, function, fields, mode):
        self.function = function
        self.fields = fields  # (): of the whole model
        self.mode = mode  # 'before' and 'after'; anything else is not worked out


def _decorator(fields, mode):
    def decorate(function):
        return _Validator(function, fields, mode)
    return decorate


def validator(*fields, pre=False, each_item=False, always=False, check_fields=True, whole=None,
              allow_reuse=False):
    plain = each_item is False and whole is None and pre in (True, False)
    return _decorator(fields, ('before' if pre else 'after') if plain else '')


def field_validator(*fields, mode='after', check_fields=None):
    return _decorator(fields, mode)


def root_validator(*args, **_kwargs):
    return _Validator(args[0], (), '') if args else _decorator((), '')


def model_validator(*, mode):
    return _decorator((), mode)


def computed_field(func=None, /, **kwargs):
    if func is None:
        return lambda function: computed_field(function)
    return func if isinstance(func, property) else property(func)


def _invalid(cls, names, value):
    return _blame(ValidationError('1 validation error for %s' % cls.__name__), value, names[0])


def _not_read(value):
    _may_raise('')
    return _unknown('', 'a value that pydantic reads', value)


# --- types: a class, or the name and the parts of a generic one

def _open(kind):
    if _is_vague(kind):
        return _type_parts(kind) or ('', ())
    if isinstance(kind, type(_Annotated)):
        return kind._name, kind._parts
    if kind is list or kind is dict or kind is tuple or kind is set:
        return kind.__name__, ()
    return '', ()


def _plain_kind(kind):
    """Without Annotated and what marks there are: the type, is it read as JSON, is it all known?"""
    name, parts = _open(kind)
    decoded = True
    if name == 'Annotated':
        for mark in parts[1:]:
            if mark is not NoDecode:
                return kind, True, False
            decoded = False
        kind = parts[0]
    return kind, decoded, True


def _of_optional(kind):
    """The type that None is the alternative of; None: there is no None, or more than one type."""
    name, parts = _open(kind)
    if name == 'Optional' and len(parts) == 1:
        return parts[0]
    if name in ('Union', 'Optional'):
        others = [part for part in parts if part is not None and part is not type(None)]
        if len(others) == 1 and len(parts) == 2:
            return others[0]
    return None


_containers = ('List', 'list', 'Dict', 'dict', 'Set', 'set', 'Tuple', 'tuple')


def _is_container(kind):
    kind, decoded, _ = _plain_kind(kind)
    return decoded and _open(kind)[0] in _containers


def _fits(kind, value):
    """Is the value of that type, so that nothing converts it?"""
    inner = _of_optional(kind)
    if inner is not None:
        return value is None or _fits(inner, value)
    name, parts = _open(kind)
    if name in ('List', 'list'):
        return isinstance(value, list) and (not parts or all([_fits(parts[0], i) for i in value]))
    if name in ('Dict', 'dict'):
        return isinstance(value, dict) and (len(parts) != 2 or all(
            [_fits(parts[0], k) and _fits(parts[1], v) for k, v in value.items()]))
    if name == 'Literal':
        return isinstance(value, str) and value in parts
    if name or _is_vague(kind):
        return False
    return isinstance(value, _Path) if kind is _Path else type(value) is kind


def _takes_texts(kind):
    """Is every text of that type, as it is?"""
    inner = _of_optional(kind)
    return (kind if inner is None else inner) is str


def _convert(cls, kind, names, value):
    """What pydantic makes of a value, which may be a text."""
    if _is_vague(value):
        return value if _takes_texts(kind) and isinstance(value, str) is True else _not_read(value)
    if _fits(kind, value):
        return value
    inner = _of_optional(kind)
    if inner is not None:
        return _convert(cls, inner, names, value)
    name, parts = _open(kind)
    if kind is float and type(value) is int:
        return float(value)
    if not isinstance(value, str):
        return _not_read(value)
    if name == 'Literal' and all([isinstance(part, str) for part in parts]):
        raise _invalid(cls, names, value)
    if name or _is_vague(kind):
        return _not_read(value)
    if kind is SecretStr:
        return SecretStr(value)
    if kind is _Path:
        return _Path(value)
    if kind is bool:
        word = value.lower()
        if word in ('1', 'on', 't', 'true', 'y', 'yes'):
            return True
        if word in ('0', 'off', 'f', 'false', 'n', 'no'):
            return False
        raise _invalid(cls, names, value)
    if kind is int and value.isascii() and value.lstrip('-').isdigit() and value[1:].find('-') < 0:
        return int(value)
    if kind is float:
        whole, _, rest = value.lstrip('-').partition('.')
        if value.isascii() and whole.isdigit() and (rest.isdigit() or '.' not in value):
            return float(value) if value.count('-') <= 1 else _not_read(value)
    return _not_read(value)


def _load(names, text):
    try:
        return _json.loads(text)
    except ValueError:
        if _since('pydantic-settings', 2, 0, 0):
            raise _blame(SettingsError('error parsing value for field'), text, names[0])
        raise _blame(SettingsError('error parsing env var "%s"' % names[0]), text, names[0])


class SettingsError(ValueError):
    pass


def _options(cls):
    options = {}
    for base in reversed(cls.__mro__):
        inner = vars(base).get('Config')
        if inner is not None:
            for name in ('env_prefix', 'env_file', 'case_sensitive', 'extra'):
                if name in vars(inner):
                    options[name] = vars(inner)[name]
        options.update(vars(base).get('model_config') or {})
    return options


def _fields(cls):
    fields = {}
    for base in reversed(cls.__mro__):
        body = vars(base)
        for name, kind in (body.get('__annotations__') or {}).items():
            if not name.startswith('_') and name != 'model_config':
                fields[name] = (kind, body.get(name, _missing))
    return fields


# What looks at values: a list of validators; None: something may change all of them.
def _validators(cls):
    found = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if name in ('settings_customise_sources', 'model_post_init', 'customise_sources'):
                return None
            if isinstance(value, _Validator):
                if not value.fields and value.mode != 'after':
                    return None
                found[name] = value
            elif name in found:
                del found[name]
    return list(found.values())


def _function_of(validator):
    function = validator.function
    return function.__func__ if isinstance(function, (classmethod, staticmethod)) else function


def _asked(cls, validators, mode, name, names, value):
    """What the validators of a field make of it."""
    if mode == 'before' and _since('pydantic', 2, 0, 0):
        validators = list(reversed(validators))
    for v in validators:
        if (name not in v.fields and '*' not in v.fields) or v.mode != mode:
            continue
        skips_none = value is None and mode == 'after' and not _since('pydantic', 2, 0, 0)
        if _is_vague(value) or isinstance(v.function, staticmethod) or skips_none:
            _may_raise('')
            return _unknown('', 'a value that a validator sees', value)
        try:
            value = _function_of(v)(cls, value)
        except TypeError:  # it wants more than the value
            _may_raise('')
            return _unknown('', 'a value that a validator sees', value)
        except (ValueError, AssertionError):
            raise _invalid(cls, names, value)
    return value


def _keeps(constraints, value):
    """Is it as Field(ge=1) and the like want it? None: that is not worked out."""
    if value is None or _is_vague(value):
        return None
    for name, limit in constraints.items():
        if name in ('ge', 'gt', 'le', 'lt') and type(value) in (int, float):
            fine = (value >= limit if name == 'ge' else value > limit if name == 'gt' else
                    value <= limit if name == 'le' else value < limit)
        elif name in ('min_length', 'max_length') and isinstance(value, (str, list, dict)):
            fine = len(value) >= limit if name == 'min_length' else len(value) <= limit
        else:
            return None
        if not fine:
            return False
    return True


def _validated(cls, validators, field, kind, name, names, value):
    kind, _, is_known = _plain_kind(kind)
    if validators is None or not is_known or any(
            [v.mode not in ('before', 'after') and (name in v.fields or '*' in v.fields)
             for v in validators]):
        _may_raise('')
        return _unknown('', 'a value that validators see', value)
    value = _asked(cls, validators, 'before', name, names, value)
    value = _convert(cls, kind, names, value)
    if isinstance(field, _Field) and field.constraints:
        kept = _keeps(field.constraints, value)
        if kept is None:
            _may_raise('')
            return _unknown('', 'a value that validators see', value)
        if not kept:
            raise _invalid(cls, names, value)
    return _asked(cls, validators, 'after', name, names, value)


def _of_files(files, case_sensitive):
    """The variables of .env files, later ones first; None: they cannot be known."""
    from dotenv import dotenv_values
    found = {}
    if not isinstance(files, (list, tuple)):
        files = (files,) if files else ()
    for file in files:
        for name, value in dotenv_values(file).items():
            found[name if case_sensitive else name.lower()] = value
    return found


def _default(field):
    if isinstance(field, _Field):
        field = field.default if field.factory is None else field.factory()
    if isinstance(field, (list, dict)):
        import copy
        return copy.deepcopy(field)
    return field


def _is_required(field):
    return field is _missing or (
        isinstance(field, _Field) and field.default is _missing and field.factory is None)


class BaseSettings(_anything):
    def __init__(self, **given):
        cls = type(self)
        options = _options(cls)
        exact = bool(options.get('case_sensitive'))
        files = _of_files(options.get('env_file'), exact)
        validators = _validators(cls)
        if validators is None:
            _may_raise('')
        read = {}
        for name, (kind, field) in _fields(cls).items():
            names = [(options.get('env_prefix') or '') + name]
            if isinstance(field, _Field) and field.names:
                names = field.names
            value = self._read(names, exact, files)
            if value is not _missing and name not in given and _is_container(kind):
                if options.get('enable_decoding', True):
                    value = _load(names, value)  # before anything is validated
            read[name] = (names, value)
        for name, (kind, field) in _fields(cls).items():
            names, value = read[name]
            if name in given:
                result = _unknown('', 'a value that pydantic reads', given[name])
            elif value is not _missing:
                result = _validated(cls, validators, field, kind, name, names, value)
            elif not _is_required(field):
                result = self._settled(cls, validators, field, kind, name, names)
            elif _of_optional(kind) is not None and not _since('pydantic', 2, 0, 0):
                result = None
            else:
                raise _blame(ValidationError('1 validation error for %s' % cls.__name__),
                             None, self._shown(names, exact))
            setattr(self, name, result)
        for v in validators or []:
            if not v.fields:
                self._checked(cls, v)

    def _settled(self, cls, validators, field, kind, name, names):
        """Settings are checked and converted, their defaults, too."""
        value = _default(field)
        if value is None and not _since('pydantic', 2, 0, 0) and not validators:
            return None
        if not _is_vague(value) and not _fits(_plain_kind(kind)[0], value) and not validators:
            if not (isinstance(value, str) and kind is SecretStr or type(value) is int and kind is float):
                _may_raise('')
                return _unknown('', 'a default that pydantic converts', value)
        return _validated(cls, validators, field, kind, name, names, value)

    def _checked(self, cls, validator):
        try:
            _function_of(validator)(self)
        except TypeError:  # it wants more than the model
            _may_raise('')
            for name in _fields(cls):
                setattr(self, name, _unknown('', 'a value that validators see', getattr(self, name)))
        except (ValueError, AssertionError):
            raise _invalid(cls, [''], None)

    def dict(self, **kwargs):
        if kwargs:
            return _unknown('dict', 'some of the fields')
        return {name: getattr(self, name) for name in _fields(type(self))}

    def model_dump(self, **kwargs):
        return self.dict(**kwargs)

    def _shown(self, names, exact):
        return names[0] if exact else names[0].upper()

    def _read(self, names, exact, files):
        for name in names:
            forms = [name] if exact else [name.upper(), name, name.lower()]
            for form in forms:
                value = _os.environ.get(form, _missing)
                if value is not _missing:
                    return value
        for name in names:
            key = name if exact else name.lower()
            if key in files:
                return files[key]
        return _missing

    def __bool__(self):
        return True
