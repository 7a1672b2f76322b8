"""split_settings.tools: files run in the settings module, beside the one that names them."""
from _preflight import open_names as _open_names, run_file as _run_file


class _Optional(str):
    pass


def optional(filename):
    return _Optional(filename or '')


def include(*args, scope=None, **kwargs):
    for name in args:
        if [c for c in name if c in '*?[']:
            _open_names('set by a file that split_settings finds by a pattern')
        elif not _run_file(str(name)) and not isinstance(name, _Optional):
            raise OSError('No such file: ' + name)
