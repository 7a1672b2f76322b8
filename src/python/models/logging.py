"""logging: levels and loggers; what is logged is recorded, and goes nowhere."""
from _preflight import (anything as _anything, escape as _escape, record as _record,
                        unknown as _unknown)

CRITICAL = FATAL = 50
ERROR = 40
WARNING = WARN = 30
INFO = 20
DEBUG = 10
NOTSET = 0
BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'
raiseExceptions = True
_names = {50: 'CRITICAL', 40: 'ERROR', 30: 'WARNING', 20: 'INFO', 10: 'DEBUG', 0: 'NOTSET'}
_levels = {'CRITICAL': 50, 'FATAL': 50, 'ERROR': 40, 'WARN': 30, 'WARNING': 30, 'INFO': 20,
           'DEBUG': 10, 'NOTSET': 0}


def getLevelName(level):
    if level in _names:
        return _names[level]
    if level in _levels:
        return _levels[level]
    return 'Level %s' % level


def addLevelName(level, levelName):
    _names[level] = levelName
    _levels[levelName] = level


def _log(*args, **kwargs):
    _record('logging.log', {'args': args})


debug = info = warning = warn = error = exception = critical = fatal = log = _log


def basicConfig(**kwargs):
    _escape(kwargs)


def disable(level=50):
    pass


def captureWarnings(capture):
    pass


def shutdown(handlerList=[]):
    pass


class Filterer(_anything):
    def __init__(self, *args, **kwargs):
        pass

    def __bool__(self):
        return True

    def addFilter(self, filter):
        pass

    def removeFilter(self, filter):
        pass


class Logger(Filterer):
    def debug(self, msg, *args, **kwargs):
        _record('Logger.log', {'msg': msg, 'args': args})

    info = warning = warn = error = exception = critical = fatal = log = debug

    def setLevel(self, level):
        pass

    def addHandler(self, hdlr):
        pass

    def removeHandler(self, hdlr):
        pass


class LoggerAdapter(Logger):
    pass


class Handler(Filterer):
    def setLevel(self, level):
        pass

    def setFormatter(self, fmt):
        pass


class StreamHandler(Handler):
    pass


class FileHandler(StreamHandler):
    pass


class NullHandler(Handler):
    pass


class Formatter(_anything):
    def __bool__(self):
        return True


class Filter(_anything):
    def __bool__(self):
        return True


class LogRecord(_anything):
    pass


def getLogger(name=None):
    return Logger(name)


def getLoggerClass():
    return Logger


def setLoggerClass(klass):
    pass
