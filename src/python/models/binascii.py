"""binascii: its exceptions."""
from _preflight import unknown as _unknown


class Error(ValueError):
    pass


class Incomplete(Exception):
    pass


def _bytes(data, *args, **kwargs):
    return _unknown('object', 'bytes', data)


hexlify = unhexlify = b2a_hex = a2b_hex = b2a_base64 = a2b_base64 = _bytes
