"""environs: env("X"), env.bool("X", default) and the like, by marshmallow's rules."""
import os as _os

from _preflight import anything as _anything, blame as _blame, unknown as _unknown

_missing = object()
_true = ('t', 'T', 'true', 'True', 'TRUE', 'on', 'On', 'ON', 'y', 'Y', 'yes', 'Yes', 'YES', '1')
_false = ('f', 'F', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF', 'n', 'N', 'no', 'No', 'NO',
          '0')


class EnvError(ValueError):
    pass


class EnvValidationError(EnvError):
    def __init__(self, message, error_messages=()):
        super().__init__(message)
        self.error_messages = error_messages


class EnvSealedError(TypeError):
    pass


class ParserConflictError(ValueError):
    pass


def _invalid(name, why, value):
    return _blame(EnvValidationError('Environment variable "%s" invalid: ["%s"]' % (name, why),
                                     [why]), value, name)


def _boolean(name, value):
    if value in _true:
        return True
    if value in _false:
        return False
    raise _invalid(name, 'Not a valid boolean.', value)


def _number(name, value, kind, word):
    try:
        return kind(value)
    except ValueError:
        raise _invalid(name, 'Not a valid %s.' % word, value)


def _integer(name, value):
    return _number(name, value, int, 'integer')


def _float(name, value):
    number = _number(name, value, float, 'number')
    if number != number or number in (float('inf'), -float('inf')):
        raise _invalid(name, 'Special numeric values (nan or infinity) are not permitted.', value)
    return number


def _text(name, value):
    return value


def _json(name, value):
    import json
    try:
        return json.loads(value)
    except ValueError:
        raise _invalid(name, 'Not valid JSON.', value)


def _path(name, value):
    from pathlib import Path
    return Path(value)


def _log_level(name, value):
    import logging
    try:
        return int(value)
    except ValueError:
        level = logging.getLevelName(value.upper())
        if isinstance(level, int):
            return level
        raise _invalid(name, 'Not a valid log level.', value)


_parsers = {'bool': _boolean, 'int': _integer, 'float': _float, 'str': _text, 'json': _json,
            'path': _path, 'log_level': _log_level}


def _subcast(name, value, subcast):
    if subcast is None:
        return value
    for kind, parser in ((bool, _boolean), (int, _integer), (float, _float), (str, _text)):
        if subcast is kind:
            return parser(name, value)
    return subcast(value)


class Env(_anything):
    def __init__(self, *, eager=True, expand_vars=False, prefix=None):
        self._prefix = prefix or ''
        self._expands = expand_vars
        self._eager = eager

    def _raw(self, name, default, required):
        """(is there, value)"""
        name = self._prefix + name
        if default is _missing:
            try:
                value = _os.environ[name]
            except KeyError:
                raise _blame(EnvError('Environment variable "%s" not set' % name), name, name)
        else:
            value = _os.environ.get(name, _missing)
            if value is _missing:
                return False, default
        if self._expands and '$' in value:
            value = _unknown('str', 'a value with references to variables', value)
        return True, value

    def _get(self, parser, name, default, **options):
        there, value = self._raw(name, default, default is _missing)
        if not there and (default is None or not isinstance(default, str)):
            return default
        if options.get('validate') is not None or not self._eager:
            return _unknown('', 'a value that is validated', value)
        return parser(self._prefix + name, value)

    def __call__(self, name, default=_missing, *, subcast=None, validate=None, **kwargs):
        return self._get(lambda name, value: _subcast(name, value, subcast), name, default,
                         validate=validate)

    def str(self, name, default=_missing, *, subcast=None, validate=None, **kwargs):
        return self._get(_text, name, default, validate=validate)

    def bool(self, name, default=_missing, *, validate=None, **kwargs):
        return self._get(_boolean, name, default, validate=validate)

    def int(self, name, default=_missing, *, validate=None, **kwargs):
        return self._get(_integer, name, default, validate=validate)

    def float(self, name, default=_missing, *, validate=None, **kwargs):
        return self._get(_float, name, default, validate=validate)

    def json(self, name, default=_missing, *, validate=None, **kwargs):
        return self._get(_json, name, default, validate=validate)

    def path(self, name, default=_missing, *, validate=None, **kwargs):
        return self._get(_path, name, default, validate=validate)

    def log_level(self, name, default=_missing, *, validate=None, **kwargs):
        return self._get(_log_level, name, default, validate=validate)

    def list(self, name, default=_missing, subcast=None, *, delimiter=',', validate=None,
             **kwargs):
        def parse(name, value):
            if value == '':
                return []
            return [_subcast(name, part, subcast) for part in value.split(delimiter)]
        return self._get(parse, name, default, validate=validate)

    def dict(self, name, default=_missing, subcast_values=None, subcast_keys=None, *,
             delimiter=',', validate=None, **kwargs):
        def parse(name, value):
            pairs = {}
            for part in value.split(delimiter) if value else []:
                key, equals, item = part.partition('=')
                if not equals:
                    raise _invalid(name, 'Not a valid mapping.', value)
                pairs[_subcast(name, key.strip(), subcast_keys)] = _subcast(name, item.strip(),
                                                                            subcast_values)
            return pairs
        return self._get(parse, name, default, validate=validate)

    def timedelta(self, name, default=_missing, **kwargs):
        return self._get(lambda name, value: _unknown('object', 'a length of time', value), name,
                         default)

    date = datetime = time = uuid = url = enum = timedelta

    def dj_db_url(self, name, default=_missing, **kwargs):
        import dj_database_url
        there, value = self._raw(name, default, default is _missing)
        return dj_database_url.parse(value, **kwargs) if value else {}

    def dj_email_url(self, name, default=_missing, **kwargs):
        return self._get(lambda name, value: _unknown('dict', 'an e-mail URL', value), name,
                         default)

    dj_cache_url = dj_email_url

    def prefixed(self, prefix):
        return _Prefixed(self, prefix)

    def seal(self):
        pass

    def read_env(self, path=None, recurse=True, verbose=False, override=False, **kwargs):
        import dotenv
        return dotenv.load_dotenv(path, override=override) if path else dotenv.load_dotenv(
            override=override)


class _Prefixed:
    def __init__(self, env, prefix):
        self._env = env
        self._new = prefix
        self._old = ''

    def __enter__(self):
        self._old = self._env._prefix
        self._env._prefix = self._old + self._new

    def __exit__(self, *exc_info):
        self._env._prefix = self._old


class FileAwareEnv(Env):
    def _raw(self, name, default, required):
        if self._prefix + name + '_FILE' in _os.environ:
            return True, _unknown('str', 'the content of a file', _os.environ[
                self._prefix + name + '_FILE'])
        return super()._raw(name, default, required)


env = Env()
