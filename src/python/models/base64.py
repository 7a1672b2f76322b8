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
    if validate and [c for c in text if c not in letters and c != '=']:
        raise _error('Only base64 data is allowed', s)
    if validate and '=' in text.rstrip('='):
        return _unknown('object', 'decoded from what is no base 64', s)
    decoded = []
    count = pads = left = 0
    for c in text:
        if c == '=':
            pads = pads + 1
            if count % 4 >= 2 and count % 4 + pads >= 4:
                return bytes(decoded)
        elif c in letters:
            pads = 0
            value = letters.index(c)
            if count % 4 > 0:
                decoded.append((left * 64 + value) // (16, 4, 1)[count % 4 - 1] % 256)
            left = left * 64 % 4096 + value
            count = count + 1
    if count % 4 == 1:
        raise _error('Invalid base64-encoded string: number of data characters (%d) cannot be 1 '
                     'more than a multiple of 4' % count, s)
    if count % 4:
        raise _error('Incorrect padding', s)
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
