"""django.utils.log: the configuration that Django itself starts with differs between versions."""
from _preflight import anything as _anything, some as _some

DEFAULT_LOGGING = _some('dict', "Django's own logging configuration")


class RequireDebugFalse(_anything):
    pass


class RequireDebugTrue(_anything):
    pass


class AdminEmailHandler(_anything):
    pass


class CallbackFilter(_anything):
    pass


class ServerFormatter(_anything):
    pass
