"""random: every start gives others."""
from _preflight import anything as _anything, escape as _escape, may_raise as _may_raise
from _preflight import some as _some, unknown as _unknown

_reason = 'a random value, another one at each start'


def _sequence(seq):
    if not isinstance(seq, (str, list, tuple)):
        _may_raise('TypeError')
    elif not seq:
        raise IndexError('Cannot choose from an empty sequence')


def choice(seq):
    _sequence(seq)
    if isinstance(seq, str):
        return _some('str', _reason, seq)
    return _unknown('', _reason, seq)


def choices(population, weights=None, *, cum_weights=None, k=1):
    return _unknown('list', _reason, population)


def sample(population, k, *, counts=None):
    return _unknown('list', _reason, population)


def shuffle(x):
    _escape(x)


def random():
    return _unknown('float', _reason)


def uniform(a, b):
    return _unknown('float', _reason)


def randint(a, b):
    return _unknown('int', _reason)


def randrange(start, stop=None, step=1):
    return _unknown('int', _reason)


def getrandbits(k, /):
    return _unknown('int', _reason)


def randbytes(n):
    return _unknown('object', _reason)


def seed(a=None, version=2):
    pass


class Random(_anything):
    def __init__(self, *args):
        pass

    def choice(self, seq):
        return choice(seq)

    def random(self):
        return random()

    def randint(self, a, b):
        return randint(a, b)

    def __bool__(self):
        return True


class SystemRandom(Random):
    pass
