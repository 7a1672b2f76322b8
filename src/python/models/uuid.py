"""uuid: new ones differ at each start."""
from _preflight import anything as _anything, some as _some


class UUID(_anything):
    def __init__(self, *args, **kwargs):
        pass

    def __bool__(self):
        return True

    def __str__(self):
        return _some('str', 'a new UUID')

    @property
    def hex(self):
        return _some('str', 'a new UUID')


def uuid4():
    return UUID()


uuid1 = uuid3 = uuid5 = lambda *args, **kwargs: UUID()
