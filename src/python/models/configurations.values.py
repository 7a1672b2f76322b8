"""configurations.values: variables named after the setting, DJANGO_<NAME>."""
import os as _os

from _preflight import blame as _blame, may_raise as _may_raise, unknown as _unknown
from django.core.exceptions import ImproperlyConfigured as _ImproperlyConfigured


def setup_value(target, name, value):
    actual = value.setup(name)
    if value.multiple and isinstance(actual, dict):
        for extra in actual:
            setattr(target, extra, actual[extra])
    else:
        setattr(target, name, actual)


class _Value:
    multiple = False

    def __init__(self, convert, check, default, environ, environ_name, environ_prefix,
                 environ_required):
        self._convert = convert
        self._check = check
        self.default = default.default if isinstance(default, _Value) else default
        self.environ = environ
        self.environ_name = environ_name
        if environ_prefix and environ_prefix.endswith('_'):
            environ_prefix = environ_prefix[:-1]
        self.environ_prefix = environ_prefix
        self.environ_required = environ_required

    def _full_name(self, name):
        name = self.environ_name or name.upper()
        return self.environ_prefix + '_' + name if self.environ_prefix else name

    def setup(self, name):
        value = self.default
        if self.environ:
            full = self._full_name(name)
            if self.environ_required:
                try:
                    value = self._convert(_os.environ[full])
                except KeyError:
                    raise _blame(ValueError('Value %r is required to be set as the environment '
                                            'variable %r' % (name, full)), full, full)
            else:
                text = _os.environ.get(full)
                if text is not None:
                    value = self._convert(text)
            if self._check is not None:
                self._check(name, value, full)
        return value

    @property
    def value(self):
        return self.setup(self.environ_name) if self.environ_name else self.default

    def __bool__(self):  # releases differ in what is bound late
        return _unknown('bool', 'whether a value that is bound late is there')


def _make(convert, default=None, environ=True, environ_name=None, environ_prefix='DJANGO',
          environ_required=False, late_binding=False, check=None):
    value = _Value(convert, check, default, environ, environ_name, environ_prefix,
                  environ_required)
    if not late_binding and ((environ and environ_name) or (not environ and default)):
        return value.setup(environ_name)
    return value


def _same(text):
    return text


def _boolean(text):
    word = text.strip().lower()
    if word in ('yes', 'y', 'true', '1'):
        return True
    if word in ('no', 'n', 'false', '0', ''):
        return False
    raise _blame(ValueError('Cannot interpret boolean value %r' % text), text)


def BooleanValue(default=None, *args, **kwargs):
    if not isinstance(default, _Value) and default not in (True, False):
        raise ValueError('Default value %r is not a boolean value' % default)
    return _make(_boolean, default, *args, **kwargs)


def _number(kind):
    def convert(text):
        try:
            return kind(text)
        except ValueError:
            raise _blame(ValueError('Cannot interpret value %r' % text), text)
    return convert


def IntegerValue(*args, **kwargs):
    return _make(_number(int), *args, **kwargs)


def _positive(text):
    number = _number(int)(text)
    if number < 0:
        raise _blame(ValueError('Cannot interpret value %r' % text), text)
    return number


def PositiveIntegerValue(*args, **kwargs):
    return _make(_positive, *args, **kwargs)


def FloatValue(*args, **kwargs):
    return _make(_number(float), *args, **kwargs)


def _sequence(kind, default, separator, converter, args, kwargs):
    def cast(items):
        if converter is not None:
            items = [converter(item) for item in items]
        return kind(items)

    def convert(text):
        parts = [part.strip() for part in text.strip().split(separator)]
        return cast([part for part in parts if part])
    if default is None:
        default = kind()
    elif not isinstance(default, _Value):
        default = cast(default)
    return _make(convert, default, *args, **kwargs)


def ListValue(default=None, *args, separator=',', converter=None, **kwargs):
    return _sequence(list, default, separator, converter, args, kwargs)


def TupleValue(default=None, *args, separator=',', converter=None, **kwargs):
    return _sequence(tuple, default, separator, converter, args, kwargs)


def SetValue(default=None, *args, separator=',', converter=None, **kwargs):
    return _sequence(set, default, separator, converter, args, kwargs)


def BackendsValue(default=None, *args, separator=',', converter=None, **kwargs):
    return _sequence(list, default, separator, converter, args, kwargs)


def _dict(text):
    import ast
    if not text.strip():
        return {}
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, dict):
        raise _blame(ValueError('Cannot interpret dict value %r' % text), text)
    return value


def DictValue(default=None, *args, **kwargs):
    return _make(_dict, {} if default is None else dict(default), *args, **kwargs)


class Value(_Value):
    """A class, as projects derive their own from it."""
    late_binding = False
    environ_required = False

    def __new__(cls, *args, **kwargs):
        value = object.__new__(cls)
        if 'late_binding' in kwargs:
            value.late_binding = kwargs['late_binding']
        if not value.late_binding:
            value.__init__(*args, **kwargs)
            if (value.environ and value.environ_name) or (not value.environ and value.default):
                return value.setup(value.environ_name)
        return value

    def __init__(self, default=None, environ=True, environ_name=None, environ_prefix='DJANGO',
                 environ_required=False, *args, **kwargs):
        super().__init__(self._to_python, None, default, environ, environ_name, environ_prefix,
                         environ_required)

    def _to_python(self, text):
        return self.to_python(text)

    def to_python(self, value):
        return value

    def full_environ_name(self, name):
        return self._full_name(name)


def _secret(name, value, full):
    if not value:
        raise _blame(ValueError('Secret value %r is not set' % name), full, full)


def SecretValue(*args, **kwargs):
    if args or kwargs.get('default') is not None:
        raise _ImproperlyConfigured('Secret values are only allowed to be set as environment '
                                    'variables')
    kwargs['environ'] = True
    kwargs['environ_required'] = True
    return _make(_same, *args, check=_secret, **kwargs)


def _valid(text):
    _may_raise('ValueError')
    return text


def EmailValue(*args, **kwargs):
    return _make(_valid, *args, **kwargs)


URLValue = IPValue = EmailValue


def RegexValue(*args, regex=None, **kwargs):
    return _make(_valid, *args, **kwargs)


def PathValue(*args, check_exists=True, **kwargs):
    def convert(text):
        _may_raise('ValueError')
        return _os.path.abspath(_os.path.expanduser(text))
    return _make(convert, *args, **kwargs)


def _database(text):
    import dj_database_url
    return {'default': dj_database_url.parse(text)}


def DatabaseURLValue(default=None, *args, alias='default', environ=True,
                     environ_name='DATABASE_URL', environ_prefix=None, **kwargs):
    if isinstance(default, str) and default:
        default = _database(default)
    return _make(_database, default or {}, environ, environ_name, environ_prefix,
                 late_binding=True)


def _other(default=None, *args, **kwargs):
    return _make(lambda text: _unknown('', 'a value of django-configurations', text), default,
                 *args, late_binding=True)


CacheURLValue = EmailURLValue = SearchURLValue = DecimalValue = SingleNestedTupleValue = _other
SingleNestedListValue = ImportedModuleValue = CastedValue = CastingMixin = _other
ExpressionValue = MultipleMixin = ValidationValue = _other
