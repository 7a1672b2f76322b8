"""urllib.parse for texts: splitting, quoting, queries. What differs between Python's versions is
not worked out."""
from _preflight import blame as _blame, may_raise as _may_raise, namedtuple as _namedtuple
from _preflight import plain as _plain
from _preflight import unknown as _unknown

_scheme_chars = ('abcdefghijklmnopqrstuvwxyz' 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' '0123456789' '+-.')
_safe = ('ABCDEFGHIJKLMNOPQRSTUVWXYZ' 'abcdefghijklmnopqrstuvwxyz' '0123456789' '_.-~')
_known_schemes = ('', 'http', 'https', 'ftp', 'file', 'mailto', 'tel', 'data')
_with_params = ('', 'ftp', 'hdl', 'prospero', 'http', 'https', 'shttp', 'rtsp', 'rtspu', 'rtsps',
                'sip', 'sips', 'mms', 'sftp', 'tel')


class _Netloc:
    def _userinfo(self):
        user, have, host = self.netloc.rpartition('@')
        if not have:
            return None, None
        name, have_password, password = user.partition(':')
        return name, password if have_password else None

    def _hostinfo(self):
        _, _, host = self.netloc.rpartition('@')
        _, have_open, bracketed = host.partition('[')
        if have_open:
            name, _, port = bracketed.partition(']')
            _, _, port = port.partition(':')
        else:
            name, _, port = host.partition(':')
        return name or None, port or None

    @property
    def username(self):
        return self._userinfo()[0]

    @property
    def password(self):
        return self._userinfo()[1]

    @property
    def hostname(self):
        name = self._hostinfo()[0]
        if not name:
            return None
        name, percent, zone = name.partition('%')
        return name.lower() + percent + zone

    @property
    def port(self):
        port = self._hostinfo()[1]
        if port is None:
            return None
        if not (port.isdigit() and port.isascii()):
            raise _blame(ValueError('Port could not be cast to integer value as %r' % port),
                         self.netloc)
        number = int(port)
        if number > 65535:
            raise _blame(ValueError('Port out of range 0-65535'), self.netloc)
        return number


class SplitResult(_namedtuple('SplitResult', 'scheme netloc path query fragment'), _Netloc):
    def geturl(self):
        return urlunsplit(self)


class ParseResult(_namedtuple('ParseResult', 'scheme netloc path params query fragment'), _Netloc):
    def geturl(self):
        return urlunparse(self)


def _other(kind, what, value):
    """Of bytes, of None, or of something that raises."""
    _may_raise('', value)
    return _unknown(kind, what, value)


@_plain
def urlsplit(url, scheme='', allow_fragments=True):
    if not isinstance(url, str):
        return _other('object', 'the parts of a URL', url)
    for blank in '\t\r\n':
        url = url.replace(blank, '')
    if url != url.strip() or [c for c in url if c < ' ' or not c.isascii()]:
        return _other('object', 'the parts of a URL', url)
    netloc = query = fragment = ''
    colon = url.find(':')
    if colon > 0 and url[0].isalpha():
        for c in url[:colon]:
            if c not in _scheme_chars:
                break
        else:
            scheme, url = url[:colon].lower(), url[colon + 1:]
    if url[:2] == '//':
        end = min([i for i in (url.find('/', 2), url.find('?', 2), url.find('#', 2)) if i >= 0],
                  default=len(url))
        netloc, url = url[2:end], url[end:]
        if '[' in netloc or ']' in netloc:
            if '[' not in netloc or ']' not in netloc:
                raise _blame(ValueError('Invalid IPv6 URL'), netloc)
            return _other('object', 'the parts of a URL with brackets', netloc)
    if allow_fragments and '#' in url:
        url, fragment = url.split('#', 1)
    if '?' in url:
        url, query = url.split('?', 1)
    return SplitResult(scheme, netloc, url, query, fragment)


@_plain
def urlparse(url, scheme='', allow_fragments=True):
    parts = urlsplit(url, scheme, allow_fragments)
    if not isinstance(parts, SplitResult):
        return _unknown('object', 'the parts of a URL', url)
    scheme, netloc, path, query, fragment = parts
    params = ''
    if scheme in _with_params and ';' in path:
        at = path.find(';', path.rfind('/') if '/' in path else 0)
        if at >= 0:
            path, params = path[:at], path[at + 1:]
    return ParseResult(scheme, netloc, path, params, query, fragment)


@_plain
def urlunsplit(components):
    scheme, netloc, url, query, fragment = components
    if not netloc and (url[:2] == '//' or scheme not in _known_schemes):
        return _unknown('str', 'a URL without a host', *components)
    if not netloc and scheme in ('http', 'https', 'ftp', 'file'):
        if url and url[0] != '/':
            return _unknown('str', 'a URL without a host', *components)
        url = '//' + url
    elif netloc:
        if url and url[:1] != '/':
            url = '/' + url
        url = '//' + netloc + url
    if scheme:
        url = scheme + ':' + url
    if query:
        url = url + '?' + query
    if fragment:
        url = url + '#' + fragment
    return url


@_plain
def urlunparse(components):
    scheme, netloc, url, params, query, fragment = components
    if params:
        url = url + ';' + params
    return urlunsplit((scheme, netloc, url, query, fragment))


def _merged(base, path):
    parts = base.split('/')
    if parts[-1] != '':
        del parts[-1]
    added = path.split('/')
    if path[:1] == '/':
        parts = added
    else:
        parts = parts + added
        parts[1:-1] = [part for part in parts[1:-1] if part]
    kept = []
    for part in parts:
        if part == '..':
            kept = kept[:-1]
        elif part != '.':
            kept.append(part)
    if parts[-1] in ('.', '..'):
        kept.append('')
    return '/'.join(kept) or '/'


# Of http and https alone: what else is joined hangs on tables of schemes.
def _joined(base, b, url, u):
    if b.scheme not in ('http', 'https') or u.scheme not in ('', 'http', 'https') or ';' in base + url:
        return _other('str', 'a joined URL', url)
    if u.scheme not in ('', b.scheme):
        return url
    if u.netloc:
        return urlunsplit((b.scheme, u.netloc, u.path, u.query, u.fragment))
    if not u.path:
        return urlunsplit((b.scheme, b.netloc, b.path, u.query or b.query, u.fragment))
    return urlunsplit((b.scheme, b.netloc, _merged(b.path, u.path), u.query, u.fragment))


@_plain
def urljoin(base, url, allow_fragments=True):
    if not base:
        return url
    if not url:
        return base
    return _joined(base, urlsplit(base), url, urlsplit(url))


def urldefrag(url):
    return _other('object', 'the parts of a URL', url)


@_plain
def quote(string, safe='/', encoding=None, errors=None):
    if not isinstance(string, (str, bytes)):
        raise TypeError('quote_from_bytes() expected bytes')
    if not isinstance(string, str) or not isinstance(safe, str) or encoding or errors:
        return _other('str', 'a quoted text', string)
    quoted = ''
    for c in string:
        if c in _safe or (c in safe and c.isascii()):
            quoted = quoted + c
        else:
            quoted = quoted + ''.join(['%%%02X' % byte for byte in c.encode('utf-8', 'strict')])
    return quoted


@_plain
def quote_plus(string, safe='', encoding=None, errors=None):
    if isinstance(string, str) and ' ' in string:
        return quote(string, safe + ' ', encoding, errors).replace(' ', '+')
    return quote(string, safe, encoding, errors)


def quote_from_bytes(bs, safe='/'):
    return _other('str', 'a quoted text', bs)


@_plain
def unquote(string, encoding='utf-8', errors='replace'):
    if not isinstance(string, str) or encoding != 'utf-8' or errors != 'replace':
        return _other('str', 'an unquoted text', string)
    parts = string.split('%')
    text = parts[0]
    for part in parts[1:]:
        if len(part) < 2 or [c for c in part[:2] if c not in '0123456789abcdefABCDEF']:
            text = text + '%' + part
        elif int(part[:2], 16) > 127:
            return _unknown('str', 'an unquoted text', string)
        else:
            text = text + chr(int(part[:2], 16)) + part[2:]
    return text


@_plain
def unquote_plus(string, encoding='utf-8', errors='replace'):
    return unquote(string.replace('+', ' '), encoding, errors)


@_plain
def urlencode(query, doseq=False, safe='', encoding=None, errors=None, quote_via=quote_plus):
    if doseq:
        return _other('str', 'an encoded query', query)
    if not hasattr(query, 'items') and len(query) and not isinstance(query[0], tuple):
        raise TypeError('not a valid non-string sequence or mapping object')
    pairs = []
    for key, value in (query.items() if hasattr(query, 'items') else query):
        if isinstance(key, bytes) or isinstance(value, bytes):
            return _unknown('str', 'an encoded query', query)
        pairs.append(quote_via(str(key), safe) + '=' + quote_via(str(value), safe))
    return '&'.join(pairs)


@_plain
def parse_qsl(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
              errors='replace', max_num_fields=None, separator='&'):
    if not isinstance(qs, str) or strict_parsing or max_num_fields is not None:
        return _other('list', 'the fields of a query', qs)
    fields = []
    for field in qs.split(separator):
        name, equals, value = field.partition('=')
        if (equals or (keep_blank_values and field)) and (value or keep_blank_values):
            fields.append((unquote_plus(name), unquote_plus(value)))
    return fields


@_plain
def parse_qs(qs, keep_blank_values=False, strict_parsing=False, encoding='utf-8',
             errors='replace', max_num_fields=None, separator='&'):
    fields = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing, encoding, errors,
                                 max_num_fields, separator):
        fields.setdefault(name, []).append(value)
    return fields
