"""django.urls: addresses, which are known when the URLs are loaded."""
from _preflight import some as _some, unknown as _unknown


def reverse_lazy(viewname, urlconf=None, args=None, kwargs=None, current_app=None, **more):
    return _some('object', 'an address that is looked up when it is used', viewname)


def reverse(viewname, urlconf=None, args=None, kwargs=None, current_app=None, **more):
    return _unknown('str', 'an address', viewname)


def path(*args, **kwargs):
    return _some('object', 'a route')


re_path = path


def include(*args, **kwargs):
    return _unknown('object', 'routes')
