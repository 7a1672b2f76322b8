"""kombu: queues and exchanges."""
from _preflight import anything as _anything


class Exchange(_anything):
    def __init__(self, name='', type='', channel=None, **kwargs):
        self.name = name

    def __bool__(self):
        return True


class Queue(_anything):
    def __init__(self, name='', exchange=None, routing_key='', channel=None, bindings=None,
                 on_declared=None, **kwargs):
        self.name = name

    def __bool__(self):
        return True
