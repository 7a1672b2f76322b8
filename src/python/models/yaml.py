"""yaml: PyYAML reading what settings keep in files; tags and times are not worked out."""
from _preflight import anything as _anything, is_vague as _is_vague, may_raise as _may_raise
from _preflight import unknown as _unknown, yaml as _yaml


class YAMLError(Exception):
    pass


class SafeLoader(_anything):
    pass


class FullLoader(_anything):
    pass


class _Loader(_anything):
    pass


class BaseLoader(_anything):
    pass


Loader = UnsafeLoader = CLoader = _Loader
CSafeLoader = SafeLoader
CFullLoader = FullLoader


def safe_load(stream):
    text = stream.read() if hasattr(stream, 'read') else stream
    if isinstance(text, bytes):
        text = text.decode()
    if _is_vague(text) or not isinstance(text, str):
        _may_raise('Exception')
        return _unknown('', 'a YAML text', text)
    value = _yaml(text)
    if _is_vague(value):
        _may_raise('Exception')
    return value


full_load = safe_load


def load(stream, Loader=None):
    if Loader is None or Loader is SafeLoader or Loader is FullLoader or Loader is _Loader:
        return safe_load(stream)
    _may_raise('Exception')
    return _unknown('', 'a YAML text', stream)
