"""itertools: what ends by itself."""
from _preflight import unknown as _unknown


class chain:
    def __init__(self, *iterables):
        self._iterator = _chained(iterables)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._iterator)

    @classmethod
    def from_iterable(cls, iterable, /):
        return cls(*iterable)


def _chained(iterables):
    for iterable in iterables:
        for item in iterable:
            yield item


def product(*iterables, repeat=1):
    rows = [()]
    for iterable in [tuple(iterable) for iterable in iterables] * repeat:
        rows = [row + (item,) for row in rows for item in iterable]
    return iter(rows)


def combinations(iterable, r):
    pool = tuple(iterable)
    rows = [((), 0)]
    for _ in range(r):
        rows = [(row + (pool[i],), i + 1) for row, start in rows for i in range(start, len(pool))]
    return iter([row for row, start in rows])


def starmap(function, iterable, /):
    for arguments in iterable:
        yield function(*arguments)


def filterfalse(function, iterable, /):
    for item in iterable:
        if not (function(item) if function is not None else item):
            yield item


def takewhile(predicate, iterable, /):
    for item in iterable:
        if not predicate(item):
            break
        yield item


def dropwhile(predicate, iterable, /):
    dropping = True
    for item in iterable:
        if dropping and predicate(item):
            continue
        dropping = False
        yield item


def zip_longest(*iterables, fillvalue=None):
    lists = [list(iterable) for iterable in iterables]
    longest = max([len(items) for items in lists], default=0)
    return iter([tuple([items[i] if i < len(items) else fillvalue for items in lists])
                 for i in range(longest)])


def accumulate(iterable, func=None, *, initial=None):
    sums = [] if initial is None else [initial]
    for item in iterable:
        if not sums:
            sums.append(item)
        else:
            sums.append(func(sums[-1], item) if func is not None else sums[-1] + item)
    return iter(sums)


def _endless(*args, **kwargs):
    return _unknown('object', 'an iterator of the module itertools', *args)


count = cycle = repeat = islice = groupby = tee = permutations = compress = pairwise = _endless
combinations_with_replacement = batched = _endless
