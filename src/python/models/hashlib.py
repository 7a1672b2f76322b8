"""hashlib: SHA-256, SHA-1 and MD5 of short bytes; the other hashes are not worked out."""
from _preflight import anything as _anything, may_raise as _may_raise, plain as _plain
from _preflight import unknown as _unknown

_word = 0xffffffff
_most = 2000  # bytes: a settings file hashes a name, not a file


# The fractions of roots of the first primes: cube roots, square roots.
_k256 = (0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
         0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
         0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
         0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
         0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
         0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
         0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
         0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
         0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
         0xc67178f2)
_h256 = (0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
         0x5be0cd19)
# The sines of 1 to 64.
_kmd5 = (0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613,
         0xfd469501, 0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193,
         0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d,
         0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed,
         0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122,
         0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70, 0x289b7ec6, 0xeaa127fa,
         0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244,
         0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
         0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb,
         0xeb86d391)
_smd5 = ((7, 12, 17, 22), (5, 9, 14, 20), (4, 11, 16, 23), (6, 10, 15, 21))


def _padded(data, order):
    bits = len(data) * 8
    length = [bits // 256 ** i % 256 for i in range(8)]
    padded = list(data) + [128] + [0] * ((55 - len(data)) % 64)
    return padded + (length if order == 'little' else length[::-1])


def _words(block, order):
    units = (1, 256, 65536, 16777216) if order == 'little' else (16777216, 65536, 256, 1)
    return [sum([byte * unit for byte, unit in zip(block[i:i + 4], units)])
            for i in range(0, 64, 4)]


def _left(x, n):
    return ((x << n) & _word) | (x >> (32 - n))


def _right(x, n):
    return (x >> n) | ((x << (32 - n)) & _word)


def _sha256(data):
    state = _h256
    padded = _padded(data, 'big')
    for at in range(0, len(padded), 64):
        w = _words(padded[at:at + 64], 'big')
        for i in range(16, 64):
            x, y = w[i - 15], w[i - 2]
            w.append((w[i - 16] + (_right(x, 7) ^ _right(x, 18) ^ (x >> 3)) + w[i - 7]
                      + (_right(y, 17) ^ _right(y, 19) ^ (y >> 10))) & _word)
        a, b, c, d, e, f, g, h = state
        for i in range(64):
            t = (h + (_right(e, 6) ^ _right(e, 11) ^ _right(e, 25)) + ((e & f) ^ (~e & g))
                 + _k256[i] + w[i])
            u = (_right(a, 2) ^ _right(a, 13) ^ _right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))
            a, b, c, d, e, f, g, h = (t + u) & _word, a, b, c, (d + t) & _word, e, f, g
        state = [(x + y) & _word for x, y in zip(state, (a, b, c, d, e, f, g, h))]
    return ''.join(['%08x' % x for x in state])


def _sha1(data):
    state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
    padded = _padded(data, 'big')
    for at in range(0, len(padded), 64):
        w = _words(padded[at:at + 64], 'big')
        for i in range(16, 80):
            w.append(_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1))
        a, b, c, d, e = state
        for i in range(80):
            if i < 20:
                f, k = (b & c) | (~b & d), 0x5a827999
            elif i < 40:
                f, k = b ^ c ^ d, 0x6ed9eba1
            elif i < 60:
                f, k = (b & c) | (b & d) | (c & d), 0x8f1bbcdc
            else:
                f, k = b ^ c ^ d, 0xca62c1d6
            a, b, c, d, e = (_left(a, 5) + f + e + k + w[i]) & _word, a, _left(b, 30), c, d
        state = [(x + y) & _word for x, y in zip(state, (a, b, c, d, e))]
    return ''.join(['%08x' % x for x in state])


def _md5(data):
    state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
    padded = _padded(data, 'little')
    for at in range(0, len(padded), 64):
        w = _words(padded[at:at + 64], 'little')
        a, b, c, d = state
        for i in range(64):
            if i < 16:
                f, g = (b & c) | (~b & d), i
            elif i < 32:
                f, g = (d & b) | (~d & c), (5 * i + 1) % 16
            elif i < 48:
                f, g = b ^ c ^ d, (3 * i + 5) % 16
            else:
                f, g = c ^ (b | (~d & _word)), 7 * i % 16
            f = (f + a + _kmd5[i] + w[g]) & _word
            a, b, c, d = d, (b + _left(f, _smd5[i // 16][i % 4])) & _word, b, c
        state = [(x + y) & _word for x, y in zip(state, (a, b, c, d))]
    return ''.join(['%02x' % (x // 256 ** i % 256) for x in state for i in range(4)])


class _Hash(_anything):
    def __init__(self, name, work, data=b''):
        self.name = name
        self._work = work
        self._data = b''
        self.update(data)

    def __bool__(self):
        return True

    def update(self, data):
        if isinstance(data, str):
            raise TypeError('Strings must be encoded before hashing')
        if not isinstance(data, bytes):
            _may_raise('TypeError')
        self._data = self._data + data

    def hexdigest(self):
        return _hex(self._work, self._data)

    def digest(self):
        return _unknown('object', 'a hash', self._data)


@_plain
def _hex(work, data):
    if work is None or len(data) > _most:
        return _unknown('str', 'a hash', data)
    return work(data)


def sha256(string=b'', *, usedforsecurity=True):
    return _Hash('sha256', _sha256, string)


def sha1(string=b'', *, usedforsecurity=True):
    return _Hash('sha1', _sha1, string)


def md5(string=b'', *, usedforsecurity=True):
    return _Hash('md5', _md5, string)


def sha512(string=b'', *, usedforsecurity=True):
    return _Hash('sha512', None, string)


sha224 = sha384 = sha3_256 = sha3_512 = blake2b = blake2s = sha512


def new(name, data=b'', **kwargs):
    if name in ('sha256', 'sha1'):
        return sha256(data) if name == 'sha256' else sha1(data)
    return _Hash(name, None, data)


def pbkdf2_hmac(*args, **kwargs):
    return _unknown('object', 'a hash', *args)
