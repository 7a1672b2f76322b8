"""time: the clock."""
from _preflight import unknown as _unknown


def time():
    return _unknown('float', 'the time of the start')


monotonic = perf_counter = process_time = time


def sleep(seconds, /):
    pass


def strftime(format, t=None, /):
    return _unknown('str', 'the time of the start', format)


def time_ns():
    return _unknown('int', 'the time of the start')


def _moment(*args):
    return _unknown('object', 'the time of the start')


localtime = gmtime = strptime = _moment


def tzset():
    pass


timezone = altzone = daylight = _unknown('int', 'the time zone of the machine')
tzname = _unknown('list', 'the time zone of the machine')
