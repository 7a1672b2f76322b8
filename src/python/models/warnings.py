"""warnings: shown to nobody; a filter may turn them into exceptions, which settings do not do."""
from _preflight import escape as _escape, may_raise as _may_raise


def warn(message, category=None, stacklevel=1, source=None, **more):
    _may_raise('Warning')


def warn_explicit(*args, **kwargs):
    _may_raise('Warning')


def filterwarnings(action, message='', category=Warning, module='', lineno=0, append=False):
    pass


def simplefilter(action, category=Warning, lineno=0, append=False):
    pass


def resetwarnings():
    pass


class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0,
                 append=False):
        self._list = [] if record else None

    def __enter__(self):
        return self._list

    def __exit__(self, *exc_info):
        if self._list is not None:
            _escape(self._list)
