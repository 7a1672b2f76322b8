"""tomllib: TOML texts."""
from _preflight import blame as _blame, is_vague as _is_vague, may_raise as _may_raise
from _preflight import toml as _toml, unknown as _unknown


class TOMLDecodeError(ValueError):
    pass


def loads(text, /, *, parse_float=float):
    if _is_vague(text) or parse_float is not float:
        _may_raise('ValueError')
        return _unknown('dict', 'a TOML text', text)
    if not isinstance(text, str):
        raise TypeError("Expected str object, not '%s'" % type(text).__name__)
    value = _toml(text)
    if value is None:
        raise _blame(TOMLDecodeError('Invalid TOML'), text)
    return value


def load(file, /, *, parse_float=float):
    text = file.read()
    if _is_vague(text):
        _may_raise('ValueError')
        return _unknown('dict', 'a TOML file', text)
    if isinstance(text, str):
        raise TypeError("File must be opened in binary mode, e.g. use `open('foo.toml', 'rb')`")
    return loads(text.decode(), parse_float=parse_float)
