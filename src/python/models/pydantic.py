"""pydantic's settings: a class whose annotated attributes are read from variables. Models other
than settings, validators and types beyond the usual ones are not worked out."""
import json as _json
import os as _os

from _preflight import anything as _anything, blame as _blame, is_vague as _is_vague
from _preflight import may_raise as _may_raise, since as _since, unknown as _unknown
from typing import Dict as _Dict, List as _List, Optional as _Optional

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
    def __init__(self, default, names, factory, checked):
        self.default = default
        self.names = names
        self.factory = factory
        self.checked = checked


def Field(default=_missing, *, env=None, alias=None, validation_alias=None, default_factory=None,
          **constraints):
    names = env or validation_alias or alias
    if isinstance(names, str):
        names = [names]
    for harmless in ('description', 'title', 'repr', 'examples', 'example'):
        constraints.pop(harmless, None)
    return _Field(_missing if default is ... else default, names, default_factory,
                  bool(constraints))


class _Validator:
    def __init__(self, function, fields, is_after):
        self.function = function
        self.fields = fields  # (): of the whole model
        self.is_after = is_after


def _decorator(fields, is_after):
    def decorate(function):
        return _Validator(function, fields, is_after)
    return decorate


def validator(*fields, pre=False, each_item=False, always=False, check_fields=True, whole=None,
              allow_reuse=False):
    return _decorator(fields, pre is False and each_item is False and whole is None)


def field_validator(*fields, mode='after', check_fields=None):
    return _decorator(fields, mode == 'after')


def root_validator(*args, **_kwargs):
    return _Validator(args[0], (), False) if args else _decorator((), False)


def model_validator(*, mode):
    return _decorator((), False)


def computed_field(func=None, /, **kwargs):
    return func if func is not None else lambda function: function


def _invalid(cls, names, value):
    return _blame(ValidationError('1 validation error for %s' % cls.__name__), value, names[0])


def _parse(cls, kind, names, text):
    if _is_vague(kind):
        _may_raise('')
        return _unknown('', 'a value that pydantic reads', text)
    if kind is str:
        return text
    if kind is SecretStr:
        return SecretStr(text)
    if kind is bool:
        word = text.lower()
        if word in ('1', 'on', 't', 'true', 'y', 'yes'):
            return True
        if word in ('0', 'off', 'f', 'false', 'n', 'no'):
            return False
        raise _invalid(cls, names, text)
    if kind is int and text.isascii() and text.lstrip('-').isdigit() and text[1:].find('-') < 0:
        return int(text)
    if kind is _List or kind is list or kind is dict or kind is _Dict:
        return _container(cls, kind, names, text)
    if isinstance(kind, type(_List)) and len(kind._parts) == 1:
        if kind._name == 'Optional':
            return _parse(cls, kind._parts[0], names, text)
        if kind._name == 'List' and kind._parts[0] is str:
            items = _container(cls, list, names, text)
            if isinstance(items, list) and not [i for i in items if not isinstance(i, str)]:
                return items
    _may_raise('')
    return _unknown('', 'a value that pydantic reads', text)


def _is_container(kind):
    return kind is _List or kind is list or kind is dict or kind is _Dict or (
        isinstance(kind, type(_List)) and kind._name in ('List', 'Dict'))


def _load(names, text):
    try:
        return _json.loads(text)
    except ValueError:
        if _since('pydantic-settings', 2, 0, 0):
            raise _blame(SettingsError('error parsing value for field'), text, names[0])
        raise _blame(SettingsError('error parsing env var "%s"' % names[0]), text, names[0])


def _container(cls, kind, names, text):
    value = _load(names, text)
    if not isinstance(value, list if kind is list or kind is _List else dict):
        raise _invalid(cls, names, text)
    return value


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
                if not value.fields or '*' in value.fields:
                    return None
                found[name] = value
            elif name in found:
                del found[name]
    return list(found.values())


def _validated(cls, validators, name, names, value):
    for v in validators:
        if name not in v.fields:
            continue
        if not v.is_after or _is_vague(value):
            _may_raise('')
            return _unknown('', 'a value that a validator sees', value)
        function = v.function.__func__ if isinstance(v.function, classmethod) else v.function
        try:
            value = function(cls, value)
        except TypeError:  # it wants more than the value
            return _unknown('', 'a value that a validator sees', value)
        except (ValueError, AssertionError):
            raise _invalid(cls, names, value)
    return value


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


def _fits(kind, value):
    """Is the value of that type, so that nothing converts it?"""
    if not isinstance(kind, type(_List)):
        return type(value) is kind
    if len(kind._parts) != 1:
        return False
    if kind._name == 'Optional':
        return value is None or _fits(kind._parts[0], value)
    return kind._name == 'List' and isinstance(value, list) and not [
        item for item in value if not _fits(kind._parts[0], item)]


def _default(field, kind):
    """Settings are checked and converted, their defaults, too."""
    if isinstance(field, _Field):
        field = field.default if field.factory is None else field.factory()
    if field is None and not _since('pydantic', 2, 0, 0):
        return None
    if _is_vague(kind) or not _fits(kind, field):
        _may_raise('')
        return _unknown('', 'a default that pydantic converts', field)
    if isinstance(field, (list, dict)):
        import copy
        return copy.deepcopy(field)
    return field


class BaseSettings(_anything):
    def __init__(self, **given):
        cls = type(self)
        options = _options(cls)
        prefix = options.get('env_prefix') or ''
        exact = bool(options.get('case_sensitive'))
        files = _of_files(options.get('env_file'), exact)
        validators = _validators(cls)
        if validators is None:
            _may_raise('')
        for name, (kind, field) in _fields(cls).items():
            names = [prefix + name]
            if isinstance(field, _Field) and field.names:
                names = field.names
            value = self._read(names, exact, files)
            if _is_container(kind) and value is not _missing and name not in given:
                _load(names, value)  # before anything is validated
        for name, (kind, field) in _fields(cls).items():
            names = [prefix + name]
            if isinstance(field, _Field) and field.names:
                names = field.names
            value = self._read(names, exact, files)
            if name in given:
                result = _unknown('', 'a value that pydantic reads', given[name])
            elif value is not _missing:
                result = _parse(cls, kind, names, value)
            elif field is _missing or (isinstance(field, _Field) and field.default is _missing
                                       and field.factory is None):
                if isinstance(kind, type(_List)) and kind._name == 'Optional' and not _since(
                        'pydantic', 2, 0, 0):
                    result = None
                else:
                    raise _blame(ValidationError('1 validation error for %s' % cls.__name__),
                                 None, self._shown(names, exact))
            else:
                result = _default(field, kind)
            if validators is None or (isinstance(field, _Field) and field.checked):
                result = _unknown('', 'a value that validators see', result)
            else:
                result = _validated(cls, validators, name, names, result)
            setattr(self, name, result)

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
