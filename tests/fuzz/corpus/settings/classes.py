import enum
from dataclasses import dataclass, field
from collections import namedtuple, defaultdict, OrderedDict
class A:
    def __getattr__(self, n): return getattr(self, n + n)
    def __getitem__(self, i): return i
    def __eq__(self, o): return o == self
    def __iter__(self): return self
    def __next__(self): raise StopIteration
    def __len__(self): return -1
class B(A, str): pass
class E(str, enum.Enum):
    X = "x"; Y = X; Z = enum.auto()
@dataclass
class D:
    a: int = 1
    b: list = field(default_factory=list)
P = namedtuple("P", "x y", defaults=(1,))
V = [A() == A(), B("x").upper(), list(E), E("x").name, D(2).b, P(3)._replace(x=1), defaultdict(list)["k"]]
class C(C): pass
