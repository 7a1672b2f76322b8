"""socket: the machine's name and the network are not known."""
from _preflight import anything as _anything, may_raise as _may_raise, some as _some
from _preflight import unknown as _unknown

error = OSError
timeout = TimeoutError
AF_INET = 2
AF_INET6 = 10
AF_UNIX = 1
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOL_SOCKET = 1
SO_KEEPALIVE = 9
SO_REUSEADDR = 2
IPPROTO_TCP = 6
TCP_NODELAY = 1
TCP_KEEPIDLE = 4
TCP_KEEPINTVL = 5
TCP_KEEPCNT = 6


class herror(OSError):
    pass


class gaierror(OSError):
    pass


def gethostname():
    return _some('str', 'the name of the machine')


def getfqdn(name=''):
    return _some('str', 'the name of the machine')


def gethostbyname(hostname, /):
    _may_raise('OSError')
    return _some('str', 'the answer of the network')


def gethostbyname_ex(hostname, /):
    _may_raise('OSError')
    names = _unknown('list', 'the answer of the network')
    return (_some('str', 'the answer of the network'), names, names)


def gethostbyaddr(ip_address, /):
    return gethostbyname_ex(ip_address)


def getaddrinfo(*args, **kwargs):
    _may_raise('OSError')
    return _unknown('list', 'the answer of the network')


def setdefaulttimeout(timeout, /):
    pass


def create_connection(*args, **kwargs):
    _may_raise('OSError')
    return _unknown('object', 'a connection')


class socket(_anything):
    def __init__(self, *args, **kwargs):
        pass

    def __bool__(self):
        return True

    def connect(self, address):
        _may_raise('OSError')

    def settimeout(self, value):
        pass

    def close(self):
        pass
