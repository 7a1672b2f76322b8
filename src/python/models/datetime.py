"""datetime: timedelta exactly; dates and times are not worked out."""
from _preflight import anything as _anything, some as _some, unknown as _unknown

MINYEAR = 1
MAXYEAR = 9999


def _large(value, unit):
    days = value // (86400000000 // unit) if unit < 86400000000 else value * (unit // 86400000000)
    if abs(days) > 999999999:
        raise OverflowError('days=%d; must have magnitude <= 999999999' % days)
    return _unknown('int', 'a length of time of more than 64 bits', value)


def _whole(value, unit):
    """value × unit microseconds, rounded half to even as datetime does."""
    if isinstance(value, int):
        if abs(value) > 9200000000000000000 // unit:
            return _large(value, unit)
        return value * unit
    if isinstance(value, float):
        whole = int(value)
        return whole * unit + round((value - whole) * unit)
    raise TypeError('unsupported type for timedelta component: ' + type(value).__name__)


class timedelta:
    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0,
                 weeks=0):
        total = 0
        for value, unit in ((days, 86400000000), (seconds, 1000000), (microseconds, 1),
                            (milliseconds, 1000), (minutes, 60000000), (hours, 3600000000),
                            (weeks, 604800000000)):
            total = total + _whole(value, unit)
        if not -999999999 <= total // 86400000000 <= 999999999:
            raise OverflowError('days=%d; must have magnitude <= 999999999'
                                % (total // 86400000000))
        self._total = total
        self.days = total // 86400000000
        self.seconds = total // 1000000 - self.days * 86400
        self.microseconds = total % 1000000

    def total_seconds(self):
        return self._total / 1000000

    def _made(self, total):
        return timedelta(microseconds=total)

    def __repr__(self):
        parts = []
        for name in ('days', 'seconds', 'microseconds'):
            value = getattr(self, name)
            if value:
                parts.append('%s=%d' % (name, value))
        return 'datetime.timedelta(%s)' % (', '.join(parts) or '0')

    def __str__(self):
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = '%d:%02d:%02d' % (hours, minutes, seconds)
        if self.days:
            text = '%d day%s, ' % (self.days, '' if abs(self.days) == 1 else 's') + text
        if self.microseconds:
            text = text + '.%06d' % self.microseconds
        return text

    def __bool__(self):
        return self._total != 0

    def __hash__(self):
        return hash(self._total)

    def __eq__(self, other):
        return self._total == other._total if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total < other._total if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total <= other._total if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total > other._total if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total >= other._total if isinstance(other, timedelta) else NotImplemented

    def __add__(self, other):
        if isinstance(other, timedelta):
            return self._made(self._total + other._total)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self._made(self._total - other._total)
        return NotImplemented

    def __neg__(self):
        return self._made(-self._total)

    def __pos__(self):
        return self

    def __abs__(self):
        return self._made(abs(self._total))

    def __mul__(self, other):
        if isinstance(other, int):
            return self._made(self._total * other)
        if isinstance(other, float):
            return _unknown('object', 'a length of time, multiplied', self, other)
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total // other._total
        if isinstance(other, int):
            return self._made(self._total // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total / other._total
        if isinstance(other, (int, float)):
            if other == 0:
                raise ZeroDivisionError('division by zero')
            return _unknown('object', 'a length of time, divided', self, other)
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return self._made(self._total % other._total)
        return NotImplemented


timedelta.resolution = timedelta(microseconds=1)
timedelta.min = _some('object', 'the shortest length of time')
timedelta.max = _some('object', 'the longest length of time')


class tzinfo(_anything):
    pass


class timezone(tzinfo):
    def __init__(self, offset, name=None):
        self._offset = offset

    def __bool__(self):
        return True


timezone.utc = timezone(timedelta(0))
UTC = timezone.utc


class date(_anything):
    def __init__(self, *args, **kwargs):
        pass

    def __bool__(self):
        return True


class datetime(date):
    pass


class time(_anything):
    def __init__(self, *args, **kwargs):
        pass

    def __bool__(self):
        return True
