"""toml: TOML files by name or opened as text."""
from _preflight import is_vague as _is_vague, may_raise as _may_raise, toml as _toml
from _preflight import unknown as _unknown


class TomlDecodeError(ValueError):
    pass


def _is_unusual(text):
    """A dotted key, at which toml is at odds with TOML."""
    for line in text.split('\n'):
        key = line.partition('=')[0].strip()
        if '.' in key and not key.startswith(('[', '#')):
            return True
    return False


def loads(s, _dict=dict, decoder=None):
    if _is_vague(s) or _dict is not dict or decoder is not None or _is_unusual(s):
        _may_raise('ValueError')
        return _unknown('dict', 'a TOML text', s)
    if not isinstance(s, str):
        raise TypeError('Expecting something like a string')
    value = _toml(s)
    if value is None:
        _may_raise('ValueError')
        return _unknown('dict', 'a TOML text that breaks the grammar', s)
    return value


def load(f, _dict=dict, decoder=None):
    if isinstance(f, list):
        _may_raise('Exception')
        return _unknown('dict', 'several TOML files', *f)
    if hasattr(f, 'read'):
        return loads(f.read(), _dict, decoder)
    with open(f) as file:
        return loads(file.read(), _dict, decoder)
