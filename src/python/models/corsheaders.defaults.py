"""corsheaders.defaults: lists in old versions, tuples in new ones, two headers fewer since 4.0."""
from _preflight import since as _since, unknown as _unknown

_methods = ('DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT')
_headers = ('accept', 'authorization', 'content-type', 'user-agent', 'x-csrftoken',
            'x-requested-with')
_old = ('accept', 'accept-encoding', 'authorization', 'content-type', 'dnt', 'origin',
        'user-agent', 'x-csrftoken', 'x-requested-with')

default_methods = _methods
default_headers = _headers if _since('django-cors-headers', 4, 0, 0) else _old
