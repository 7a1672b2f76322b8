"""ssl: what settings say of certificates; connections need the network."""
from enum import IntEnum as _IntEnum

from _preflight import anything as _anything


class VerifyMode(_IntEnum):
    CERT_NONE = 0
    CERT_OPTIONAL = 1
    CERT_REQUIRED = 2


class TLSVersion(_IntEnum):
    MINIMUM_SUPPORTED = -2
    SSLv3 = 768
    TLSv1 = 769
    TLSv1_1 = 770
    TLSv1_2 = 771
    TLSv1_3 = 772
    MAXIMUM_SUPPORTED = -1


class SSLContext(_anything):
    def __init__(self, protocol=None):
        pass

    def __bool__(self):
        return True


CERT_NONE = VerifyMode.CERT_NONE
CERT_OPTIONAL = VerifyMode.CERT_OPTIONAL
CERT_REQUIRED = VerifyMode.CERT_REQUIRED


def create_default_context(purpose=None, *, cafile=None, capath=None, cadata=None):
    return SSLContext()
