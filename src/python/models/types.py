"""types: SimpleNamespace; the rest are types of things that settings do not look at."""
from _preflight import anything as _anything


class SimpleNamespace:
    def __init__(self, /, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __repr__(self):
        return 'namespace(%s)' % ', '.join(['%s=%r' % pair for pair in vars(self).items()])

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, SimpleNamespace) else NotImplemented


class ModuleType(_anything):
    def __init__(self, name, doc=None):
        self.__name__ = name
        self.__doc__ = doc

    def __bool__(self):
        return True


NoneType = type(None)
FunctionType = LambdaType = type(lambda: None)
BuiltinFunctionType = type(len)
