"""string: the constants, and templates with the usual $names."""
from _preflight import anything as _anything, may_raise as _may_raise, unknown as _unknown

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdef' + 'ABCDEF'
octdigits = '01234567'
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


def _letter(c):
    return c.isascii() and (c.isalpha() or c == '_')


class Template(_anything):
    def __init__(self, template):
        self.template = template

    def __bool__(self):
        return True

    def _usual(self):
        return type(self) is Template and isinstance(self.template, str)

    def _invalid(self, at):
        lines = self.template[:at].splitlines(keepends=True)
        line, column = (1, 1) if not lines else (len(lines), at - len(''.join(lines[:-1])) + 1)
        if not lines or not lines[-1].endswith(('\n', '\r')):
            return ValueError('Invalid placeholder in string: line %d, col %d' % (line, column))
        return ValueError('Invalid placeholder in string: line %d, col 1' % (line + 1))

    def _fill(self, mapping, kws, safe):
        text, made, at = self.template, [], 0
        while (sign := text.find('$', at)) >= 0:
            made.append(text[at:sign])
            braced = text[sign + 1:sign + 2] == '{'
            start = end = sign + 2 if braced else sign + 1
            if text[end:end + 1] and _letter(text[end]):
                while end < len(text) and (_letter(text[end]) or text[end] in digits):
                    end += 1
            if text[sign + 1:sign + 2] == '$':
                made.append('$')
                at = sign + 2
            elif end == start or (braced and text[end:end + 1] != '}'):
                if not safe:
                    raise self._invalid(sign)
                made.append('$')
                at = sign + 1
            else:
                at = end + 1 if braced else end
                name = text[start:end]
                try:
                    made.append(str(kws[name] if name in kws else mapping[name]))
                except KeyError:
                    if not safe:
                        raise
                    made.append(text[sign:at])
        return ''.join(made) + text[at:]

    def substitute(self, mapping={}, /, **kws):
        if self._usual():
            return self._fill(mapping, kws, False)
        _may_raise('')
        return _unknown('str', 'a template of its own kind', mapping)

    def safe_substitute(self, mapping={}, /, **kws):
        if self._usual():
            return self._fill(mapping, kws, True)
        _may_raise('')
        return _unknown('str', 'a template of its own kind', mapping)
