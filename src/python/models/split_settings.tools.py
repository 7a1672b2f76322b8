"""split_settings.tools: files run in the settings module, beside the one that names them, each once."""
from fnmatch import fnmatchcase as _fits

from _preflight import beside as _beside, is_there as _is_there, is_vague as _is_vague
from _preflight import list_folder as _list_folder, open_names as _open_names, run_file as _run_file

_included = []


class _Optional(str):
    pass


def optional(filename):
    return _Optional(filename or '')


def _has_magic(name):
    return bool([c for c in name if c in '*?['])


# Which files beside the one that calls fit the pattern; None: that is not known.
def _fitting(pattern):
    folder, _, last = pattern.rpartition('/')
    if pattern[0] == '/' and _is_there(folder) is False:
        return []
    if _has_magic(folder) or '[' in last:
        return None
    names = _list_folder(_beside(folder or '.')[1])
    if _is_vague(names):
        return None
    before = folder + '/' if folder else ''
    return [before + name for name in names if _fits(name, last) and name[0] != '.']


def _include_one(name, is_optional):
    place = _beside(name)
    if place in _included:
        return
    _included.append(place)
    if not _run_file(name) and not is_optional:
        raise OSError('No such file: ' + name)


def include(*args, scope=None, **kwargs):
    for name in args:
        is_optional = isinstance(name, _Optional)
        name = str(name)
        if is_optional and not name:
            continue
        names = _fitting(name) if _has_magic(name) else [name]
        if names is None:
            _open_names('set by a file that split_settings finds by a pattern')
        elif not names and not is_optional:
            raise OSError('No such file: ' + name)
        else:
            for one in names:
                _include_one(one, is_optional)
