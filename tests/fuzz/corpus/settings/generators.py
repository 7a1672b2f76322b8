import functools, contextlib, importlib
def gen(n):
    for i in range(n):
        yield i
    raise ValueError
X = [next(gen(2)), list(zip(gen(3), "ab")), any(gen(1)), sum(x for x in (1, 2))]
@functools.lru_cache(None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
with contextlib.suppress(KeyError, TypeError) as Y, open("nothing") as f:
    {}[f.read()]
Z = functools.reduce(lambda a, b: a * b, [1, 2, 3], functools.partial(int, base=2)("11"))
W = fib(10), importlib.import_module("base").__name__
a, (b, *c), *d = 1, [2, 3], *gen(0), 4
