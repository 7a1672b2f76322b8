"""typing: the generic types that settings annotate their variables with."""


class _Generic:
    def __init__(self, name, parts=()):
        self._name = name
        self._parts = parts

    def __getitem__(self, parts):
        return _Generic(self._name, parts if isinstance(parts, tuple) else (parts,))

    def __or__(self, other):
        return _Generic('Union', (self, other))

    def __ror__(self, other):
        return _Generic('Union', (other, self))

    def __hash__(self):
        return hash(self._name)


ClassVar = _Generic('ClassVar')
List = _Generic('List')
Dict = _Generic('Dict')
Optional = _Generic('Optional')
Union = _Generic('Union')
Annotated = _Generic('Annotated')
Literal = _Generic('Literal')
