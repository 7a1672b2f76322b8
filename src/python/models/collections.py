"""collections: what is no builtin dict; dicts and named tuples are in C."""
from _preflight import anything as _anything

class Counter(dict):
    def __init__(self, iterable=None, /, **kwds):
        dict.__init__(self)
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, /, **kwds):
        for source in (iterable, kwds):
            if isinstance(source, dict) and not self:
                dict.update(self, source)
            elif isinstance(source, dict):
                for key, count in source.items():
                    self[key] = count + self.get(key, 0)
            elif source is not None:
                for key in source:
                    self[key] = self.get(key, 0) + 1

    def subtract(self, iterable=None, /, **kwds):
        for source in (iterable, kwds):
            if isinstance(source, dict):
                for key, count in source.items():
                    self[key] = self.get(key, 0) - count
            elif source is not None:
                for key in source:
                    self[key] = self.get(key, 0) - 1

    def most_common(self, n=None):
        pairs = sorted(self.items(), key=lambda pair: pair[1], reverse=True)
        return pairs if n is None else pairs[:max(n, 0)]

    def elements(self):
        return iter([key for key, count in self.items() for _ in range(count)])

    def total(self):
        return sum(self.values())

    def copy(self):
        return Counter(self)

    def _of(self, keys, count):
        made = Counter()
        for key in keys:
            if count(key) > 0:
                made[key] = count(key)
        return made

    def __pos__(self):
        return self._of(list(self), lambda key: self[key])

    def __neg__(self):
        return self._of(list(self), lambda key: -self[key])

    def __eq__(self, other):
        if isinstance(other, Counter):
            return all([self[key] == other[key] for key in [*self, *other]])
        return dict(self) == other

    def _become(self, other):
        self.clear()
        dict.update(self, other)
        return self

    def __iadd__(self, other):
        return self._become(self + other)

    def __isub__(self, other):
        return self._become(self - other)

    def __ior__(self, other):
        return self._become(self | other)

    def __iand__(self, other):
        return self._become(self & other)

    def __add__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._of(list(self) + [k for k in other if k not in self],
                        lambda key: self[key] + other[key])

    def __sub__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._of(list(self) + [k for k in other if k not in self],
                        lambda key: self[key] - other[key])

    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._of(list(self) + [k for k in other if k not in self],
                        lambda key: max(self[key], other[key]))

    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self._of(list(self), lambda key: min(self[key], other[key]))


class ChainMap(_anything):
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return mapping[key]
        return self.__missing__(key)

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __contains__(self, key):
        return any([key in mapping for mapping in self.maps])

    def __iter__(self):
        keys = {}
        for mapping in reversed(self.maps):
            for key in mapping:
                keys[key] = None
        return iter(keys)

    def __len__(self):
        return len(list(iter(self)))

    def __bool__(self):
        return any([len(mapping) > 0 for mapping in self.maps])

    def keys(self):
        return {key: None for key in self}.keys()

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return {key: self[key] for key in self}.items()

    def __eq__(self, other):
        if isinstance(other, (dict, ChainMap)):
            return dict(self.items()) == dict(other.items())
        return NotImplemented

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError('Key not found in the first mapping: {!r}'.format(key))
        del self.maps[0][key]

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other=(), /, **kwds):
        self.maps[0].update(other, **kwds)

    def pop(self, key, *args):
        if key not in self.maps[0] and not args:
            raise KeyError('Key not found in the first mapping: {!r}'.format(key))
        return self.maps[0].pop(key, *args)

    def popitem(self):
        return self.maps[0].popitem()

    def __or__(self, other):
        made = self.copy()
        made.maps[0].update(other)
        return made

    def __ior__(self, other):
        self.maps[0].update(other)
        return self

    def clear(self):
        self.maps[0].clear()

    def copy(self):
        return ChainMap(self.maps[0].copy(), *self.maps[1:])

    def new_child(self, m=None, **kwargs):
        if m is None:
            m = kwargs
        else:
            m.update(kwargs)
        return ChainMap(m, *self.maps)

    @property
    def parents(self):
        return ChainMap(*self.maps[1:])


class deque(_anything):
    def __init__(self, iterable=(), maxlen=None):
        self._items = []
        if maxlen is not None and not isinstance(maxlen, int):
            raise TypeError('an integer is required')
        if maxlen is not None and maxlen < 0:
            raise ValueError('maxlen must be non-negative')
        self.maxlen = maxlen
        self.extend(iterable)

    def append(self, x):
        self._items.append(x)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            del self._items[0]

    def appendleft(self, x):
        self._items.insert(0, x)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            del self._items[-1]

    def extend(self, iterable):
        for x in list(iterable):
            self.append(x)

    def extendleft(self, iterable):
        for x in list(iterable):
            self.appendleft(x)

    def pop(self):
        if not self._items:
            raise IndexError('pop from an empty deque')
        return self._items.pop()

    def popleft(self):
        if not self._items:
            raise IndexError('pop from an empty deque')
        return self._items.pop(0)

    def rotate(self, n=1):
        if not isinstance(n, int):
            raise TypeError("'%s' object cannot be interpreted as an integer" % type(n).__name__)
        if not -0x8000000000000000 <= n <= 0x7fffffffffffffff:
            raise OverflowError('Python int too large to convert to C ssize_t')
        if self._items:
            n = n % len(self._items)
            self._items = self._items[-n:] + self._items[:-n] if n else self._items

    def clear(self):
        self._items.clear()

    def copy(self):
        return deque(self._items, self.maxlen)

    def count(self, x):
        return self._items.count(x)

    def index(self, x, *bounds):
        return self._items.index(x, *bounds)

    def insert(self, i, x):
        if self.maxlen is not None and len(self._items) >= self.maxlen:
            raise IndexError('deque already at its maximum size')
        self._items.insert(i, x)

    def remove(self, value):
        if value not in self._items:
            raise ValueError('deque.remove(x): x not in deque')
        self._items.remove(value)

    def reverse(self):
        self._items.reverse()

    def __iter__(self):
        return iter(self._items)

    def __reversed__(self):
        return reversed(self._items)

    def __len__(self):
        return len(self._items)

    def __bool__(self):
        return bool(self._items)

    def __contains__(self, x):
        return x in self._items

    def __getitem__(self, i):
        if isinstance(i, slice):
            raise TypeError("sequence index must be integer, not 'slice'")
        if not -len(self._items) <= i < len(self._items):
            raise IndexError('deque index out of range')
        return self._items[i]

    def __setitem__(self, i, x):
        if not -len(self._items) <= i < len(self._items):
            raise IndexError('deque index out of range')
        self._items[i] = x

    def __delitem__(self, i):
        if not -len(self._items) <= i < len(self._items):
            raise IndexError('deque index out of range')
        del self._items[i]

    def __eq__(self, other):
        return self._items == other._items if isinstance(other, deque) else NotImplemented

    def __add__(self, other):
        if not isinstance(other, deque):
            raise TypeError('can only concatenate deque (not "%s") to deque' % type(other).__name__)
        return deque(self._items + other._items, self.maxlen)

    def __iadd__(self, other):
        self.extend(other)
        return self
