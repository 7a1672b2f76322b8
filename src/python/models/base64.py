"""base64: base 64 of ASCII texts and bytes; the other bases are not worked out."""
from _preflight import blame as _blame, plain as _plain, unknown as _unknown

_letters = ('ABCDEFGHIJKLMNOPQRSTUVWXYZ' 'abcdefghijklmnopqrstuvwxyz' '0123456789')


def _error(text, of):
    import binascii
    return _blame(binascii.Error(text), of)


@_plain
def _encode(s, letters):
    if not isinstance(s, bytes):
        raise TypeError("a bytes-like object is required, not '%s'" % type(s).__name__)
    encoded = ''
    for at in range(0, len(s), 3):
        part = list(s[at:at + 3])
        bits = (part + [0, 0])[:3]
        number = bits[0] * 65536 + bits[1] * 256 + bits[2]
        group = ''.join([letters[number // unit % 64] for unit in (262144, 4096, 64, 1)])
        encoded = encoded + group[:len(part) + 1] + '=' * (3 - len(part))
    return encoded.encode()


@_plain
def _decode(s, letters, validate):
    if isinstance(s, str):
        if not s.isascii():
            raise _blame(ValueError('string argument should contain only ASCII characters'), s)
        text = s
    elif isinstance(s, bytes):
        text = ''.join([chr(byte) for byte in s])
    else:
        raise TypeError("argument should be a bytes-like object or ASCII string, not '%s'"
                        % type(s).__name__)
    data = text.rstrip('=')
    padding = len(text) - len(data)
    if [c for c in data if c not in letters]:
        return _unknown('object', 'decoded from what is no base 64', s)
    if padding > 2 or (len(data) % 4 == 0 and padding > 0):
        return _unknown('object', 'decoded from what is no base 64', s)
    if len(data) % 4 == 1:
        raise _error('Invalid base64-encoded string: number of data characters (%d) cannot be 1 '
                     'more than a multiple of 4' % len(data), s)
    if (len(data) + padding) % 4:
        raise _error('Incorrect padding', s)
    decoded = []
    for at in range(0, len(data), 4):
        group = data[at:at + 4]
        number = 0
        for c in group + 'A' * (4 - len(group)):
            number = number * 64 + letters.index(c)
        decoded.extend([number // 65536, number // 256 % 256, number % 256][:len(group) - 1])
    return bytes(decoded)


def b64encode(s, altchars=None):
    if altchars is not None:
        return _unknown('object', 'base 64 with other letters', s)
    return _encode(s, _letters + '+/')


def b64decode(s, altchars=None, validate=False):
    if altchars is not None:
        return _unknown('object', 'decoded with other letters', s)
    return _decode(s, _letters + '+/', validate)


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return _encode(s, _letters + '-_')


def urlsafe_b64decode(s):
    return _decode(s, _letters + '-_', False)


def _other(s, *args, **kwargs):
    return _unknown('object', 'a text in another base', s)


b32encode = b32decode = b16encode = b16decode = b85encode = b85decode = _other
a85encode = a85decode = encodebytes = decodebytes = _other
