"""subprocess: what other programs say is not known."""
from _preflight import anything as _anything, may_raise as _may_raise, unknown as _unknown

PIPE = -1
STDOUT = -2
DEVNULL = -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode = returncode
        self.cmd = cmd
        self.output = self.stdout = output
        self.stderr = stderr


class TimeoutExpired(SubprocessError):
    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd = cmd
        self.timeout = timeout
        self.output = self.stdout = output
        self.stderr = stderr


def check_output(*args, **kwargs):
    _may_raise('Exception')
    return _unknown('str|object', 'what another program says')


def getoutput(cmd, **kwargs):
    return _unknown('str', 'what another program says')


def getstatusoutput(cmd, **kwargs):
    return (_unknown('int', 'what another program says'),
            _unknown('str', 'what another program says'))


def run(*args, **kwargs):
    _may_raise('Exception')
    return _unknown('object', 'what another program says')


def call(*args, **kwargs):
    _may_raise('Exception')
    return _unknown('int', 'what another program says')


check_call = call


class Popen(_anything):
    def __init__(self, *args, **kwargs):
        _may_raise('Exception')

    def __bool__(self):
        return True
