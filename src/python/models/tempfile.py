"""tempfile: where the system puts such files is not known."""
from _preflight import anything as _anything, may_raise as _may_raise, some as _some
from _preflight import unknown as _unknown


def gettempdir():
    return _some('str', 'the directory for temporary files')


def mkdtemp(suffix=None, prefix=None, dir=None):
    _may_raise('OSError')
    return _some('str', 'a new directory')


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    _may_raise('OSError')
    return (_unknown('int', 'a new file'), _some('str', 'a new file'))


def _file(*args, **kwargs):
    _may_raise('OSError')
    return _unknown('object', 'a new file')


NamedTemporaryFile = TemporaryFile = SpooledTemporaryFile = TemporaryDirectory = _file
