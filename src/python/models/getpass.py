"""getpass: who runs the server."""
from _preflight import may_raise as _may_raise, some as _some, unknown as _unknown


def getuser():
    _may_raise('Exception')
    return _some('str', 'the user that runs the server')


def getpass(prompt='Password: ', stream=None):
    _may_raise('Exception')
    return _unknown('str', 'what somebody types')
