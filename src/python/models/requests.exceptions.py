"""requests.exceptions."""
from requests import ConnectionError, ConnectTimeout, HTTPError, ReadTimeout, RequestException
from requests import InvalidSchema, MissingSchema, Timeout


class SSLError(ConnectionError):
    pass


class InvalidURL(RequestException, ValueError):
    pass
