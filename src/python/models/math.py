"""math: constants and what is exact everywhere."""
from _preflight import may_raise as _may_raise, unknown as _unknown

pi = 3.141592653589793
e = 2.718281828459045
tau = 6.283185307179586
inf = float('inf')
nan = float('nan')


def trunc(x, /):
    return int(x)


def floor(x, /):
    whole = int(x)
    return whole - 1 if x < whole else whole


def ceil(x, /):
    whole = int(x)
    return whole + 1 if x > whole else whole


def fabs(x, /):
    return abs(float(x))


def gcd(*numbers):
    result = 0
    for number in numbers:
        if not isinstance(number, int):
            raise TypeError("'%s' object cannot be interpreted as an integer"
                            % type(number).__name__)
        number = abs(number)
        while number:
            result, number = number, result % number
    return result


def isnan(x, /):
    return float(x) != float(x)


def isinf(x, /):
    return float(x) in (inf, -inf)


def _inexact(*args, **kwargs):
    _may_raise('', *args)
    return _unknown('int|float', 'a result of the module math', *args)


def sqrt(x, /):
    if isinstance(x, (int, float)) and x < 0:
        raise ValueError('math domain error')
    return _inexact(x) if not isinstance(x, (int, float)) else _unknown('float', 'a square root', x)


log = log2 = log10 = exp = pow = sin = cos = tan = hypot = fsum = prod = _inexact
factorial = comb = perm = isqrt = copysign = fmod = modf = radians = degrees = isclose = _inexact
