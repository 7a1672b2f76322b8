"""requests: what a server answers is not known, and asking needs the network when the settings
load."""
from _preflight import anything as _anything, may_raise as _may_raise, record as _record
from _preflight import some as _some


class RequestException(IOError):
    pass


class HTTPError(RequestException):
    pass


class ConnectionError(RequestException):
    pass


class Timeout(RequestException):
    pass


class ConnectTimeout(ConnectionError, Timeout):
    pass


class ReadTimeout(Timeout):
    pass


class InvalidSchema(RequestException, ValueError):
    pass


class MissingSchema(RequestException, ValueError):
    pass


def _ask(method, url):
    _record('requests.' + method, {'url': url})
    if url is None:
        raise MissingSchema("Invalid URL 'None': No scheme supplied. Perhaps you meant https://None?")
    _may_raise('Exception')
    return _some('object', 'the answer of a server', url)


def get(url, params=None, **kwargs):
    return _ask('get', url)


def post(url, data=None, json=None, **kwargs):
    return _ask('post', url)


def put(url, data=None, **kwargs):
    return _ask('put', url)


def head(url, **kwargs):
    return _ask('head', url)


def request(method, url, **kwargs):
    return _ask('request', url)


class Session(_anything):
    def __init__(self):
        pass

    def __bool__(self):
        return True

    def get(self, url, **kwargs):
        return _ask('get', url)

    def post(self, url, data=None, json=None, **kwargs):
        return _ask('post', url)


def session():
    return Session()
