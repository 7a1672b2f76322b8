"""boto3: what AWS answers is not known, and asking needs the network when the settings load."""
from _preflight import anything as _anything, may_raise as _may_raise, record as _record
from _preflight import some as _some


def _ask(function, service):
    _record('boto3.' + function, {'service_name': service})
    _may_raise('')
    return _some('object', 'the result of boto3.' + function)


def client(service_name, *args, **kwargs):
    return _ask('client', service_name)


def resource(service_name, *args, **kwargs):
    return _ask('resource', service_name)


class Session(_anything):
    def __init__(self, *args, **kwargs):
        _may_raise('')

    def __bool__(self):
        return True

    def client(self, service_name, *args, **kwargs):
        return _ask('client', service_name)

    def resource(self, service_name, *args, **kwargs):
        return _ask('resource', service_name)


def setup_default_session(**kwargs):
    pass
