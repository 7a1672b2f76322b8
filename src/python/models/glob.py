"""glob: the project's files whose names fit a pattern. Folders tell them in an order nobody knows."""
import os as _os
from fnmatch import fnmatchcase as _fits

from _preflight import is_there as _is_there
from _preflight import is_vague as _is_vague, list_folder as _list_folder
from _preflight import unknown as _unknown, unordered as _unordered


def has_magic(s):
    return bool([c for c in s if c in '*?['])


# None: not all of it is known; byte code is kept where modules are.
def _names(folder, pattern, last, hidden):
    is_folder = _os.path.isdir(folder)
    if not _is_vague(is_folder) and not is_folder:
        return []
    names = _list_folder(folder)
    if _is_vague(names):
        return None
    has_code = _fits('__pycache__', pattern) and (last is None or _fits('a.cpython-311.pyc', last))
    if has_code and [n for n in names if n[-3:] == '.py']:
        return None
    return [n for n in names if _fits(n, pattern) and (hidden or n[0] != '.' or pattern[0] == '.')]


def _below(folder, hidden):
    found = [folder]
    names = _list_folder(folder)
    if _is_vague(names):
        return None
    for name in names:
        path = _os.path.join(folder, name)
        is_folder = _os.path.isdir(path)
        if _is_vague(is_folder):
            return None
        if is_folder and (hidden or name[0] != '.'):
            more = _below(path, hidden)
            if more is None:
                return None
            found = found + more
    return found


def _expand(folders, parts, hidden):
    if parts[-1] == '':
        parts = parts[:-1]
    for i, part in enumerate(parts):
        found = []
        last = i == len(parts) - 1
        for folder in folders:
            if part == '**':
                more = _below(folder, hidden)
            elif has_magic(part):
                more = _names(folder or '.', part, None if last else parts[-1], hidden)
                more = None if more is None else [_os.path.join(folder, name) for name in more]
            else:
                path = _os.path.join(folder, part)
                there = _os.path.exists(path) if last else _os.path.isdir(path)
                if _is_vague(there):
                    return None
                more = [path] if there else []
            if more is None:
                return None
            found = found + more
        folders = found
    return folders


def _is_beyond(pattern):
    return '[' in pattern or '{' in pattern or '**' in ('/' + pattern).replace('/**/', '/')


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    pathname = _os.fspath(pathname)
    if _is_vague(root_dir) or root_dir is not None or _is_vague(recursive) or include_hidden:
        return _unknown('list', 'what a folder holds', pathname)
    parts = _split(pathname)
    if parts is None or _is_beyond(parts[1]) or ('**' in parts[1] and not recursive):
        return _unknown('list', 'what a folder holds', pathname)
    if _is_there(parts[0]) is False and not _os.path.isdir(parts[0] or '.'):
        return []
    found = _expand([parts[0]], parts[1].split('/'), False)
    if found is None:
        return _unknown('list', 'what a folder holds', pathname)
    return _unordered(found)


# A path of the project and what follows the last folder whose name is written out.
def _split(pathname):
    folder, rest = pathname, ''
    for _ in range(20):
        head, tail = _os.path.split(folder)
        if _is_vague(tail):
            return None
        rest = tail + '/' + rest if rest else tail
        folder = head
        if not has_magic(_os.path.basename(folder) + _os.path.basename(_os.path.dirname(folder))):
            return folder, rest
    return None


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    return glob(pathname, root_dir=root_dir, recursive=recursive, include_hidden=include_hidden)


def escape(pathname):
    return ''.join(['[' + c + ']' if c in '*?[' else c for c in pathname])


# Path.glob, and what Path.iterdir gives by the pattern "*".
def _of_path(path, pattern):
    folder = _os.fspath(path)
    if not isinstance(pattern, str) or _is_vague(pattern) or _is_beyond(pattern) or pattern[:1] in ('', '/'):
        return _unknown('', 'what a folder holds', path)
    found = _expand([folder], pattern.split('/'), True)
    if found is None:
        return _unknown('', 'what a folder holds', path)
    return _unordered([type(path)(p) for p in found])
