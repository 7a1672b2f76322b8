"""configparser: files of [sections] with options. What a file that may be anywhere says is unknown."""
from _preflight import is_there as _is_there, is_vague as _is_vague, may_raise as _may_raise
from _preflight import read_text as _read_text, unknown as _unknown

DEFAULTSECT = 'DEFAULT'
MAX_INTERPOLATION_DEPTH = 10
_missing = object()
_words = {'1': True, 'yes': True, 'true': True, 'on': True, '0': False, 'no': False,
          'false': False, 'off': False}


class Error(Exception):
    def __init__(self, msg=''):
        self.message = msg
        super().__init__(msg)

    def __str__(self):
        return self.message

    __repr__ = __str__


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__('No section: %r' % (section,))
        self.section = section


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__('No option %r in section: %r' % (option, section))
        self.option = option
        self.section = section


class DuplicateSectionError(Error):
    pass


class DuplicateOptionError(Error):
    pass


class InterpolationError(Error):
    pass


class InterpolationMissingOptionError(InterpolationError):
    pass


class InterpolationSyntaxError(InterpolationError):
    pass


class InterpolationDepthError(InterpolationError):
    pass


class ParsingError(Error):
    pass


class MissingSectionHeaderError(ParsingError):
    pass


class Interpolation:
    def _of(self, parser, section, option, value, values, depth):
        return value


class BasicInterpolation(Interpolation):
    def _of(self, parser, section, option, value, values, depth):
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError('Recursion limit exceeded in value substitution')
        done, rest = '', value
        while '%' in rest:
            before, _, rest = rest.partition('%')
            done += before
            if rest[:1] == '%':
                done, rest = done + '%', rest[1:]
            elif rest[:1] == '(' and ')s' in rest:
                name, _, rest = rest[1:].partition(')s')
                name = parser.optionxform(name)
                if name not in values:
                    raise InterpolationMissingOptionError(
                        'Bad value substitution: option %r in section %r' % (option, section))
                done += self._of(parser, section, option, values[name], values, depth + 1)
            else:
                raise InterpolationSyntaxError(
                    "'%%' must be followed by '%%' or '(', found: %r" % ('%' + rest,))
        return done + rest


class ExtendedInterpolation(Interpolation):
    def _of(self, parser, section, option, value, values, depth):
        if '$' in value:
            _may_raise('Exception')
            return _unknown('str', 'a value with references to others', value)
        return value


class RawConfigParser:
    _interpolation = Interpolation()
    BOOLEAN_STATES = _words

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *,
                 delimiters=('=', ':'), comment_prefixes=('#', ';'), inline_comment_prefixes=None,
                 strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT,
                 interpolation=_missing, converters=None):
        self.default_section = default_section
        self._defaults = {}
        self._sections = {}
        self._open = None  # why there may be more than was read
        self._unusual = (allow_no_value or inline_comment_prefixes or not strict
                         or not empty_lines_in_values or converters
                         or tuple(comment_prefixes) != ('#', ';'))
        self._delimiters = delimiters
        if interpolation is None:
            self._interpolation = Interpolation()
        elif interpolation is not _missing:
            self._interpolation = interpolation
        for name, value in (defaults or {}).items():
            self._defaults[self.optionxform(name)] = value

    def optionxform(self, optionstr):
        return optionstr.lower()

    # reading

    def read(self, filenames, encoding=None):
        if isinstance(filenames, (str, bytes)) or hasattr(filenames, '__fspath__'):
            filenames = [filenames]
        found = []
        for name in filenames:
            there = _is_there(name)
            if _is_vague(there):
                self._forget('a configuration file that may be anywhere')
            elif there:
                self.read_string(_read_text(name))
                found.append(name)
        return _unknown('list', 'the files that are there') if self._open else found

    def read_file(self, f, source=None):
        self.read_string(f.read() if hasattr(f, 'read') else ''.join(f))

    readfp = read_file

    def read_string(self, string, source='<string>'):
        if _is_vague(string) or not isinstance(string, str):
            self._forget('a configuration file that is not known')
        elif self._unusual:
            self._forget('a configuration file that is read in an unusual way')
        else:
            self._parse(string)

    def read_dict(self, dictionary, source='<dict>'):
        for section, options in dictionary.items():
            if section != self.default_section:
                self._sections.setdefault(section, {})
            for name, value in options.items():
                self.set(section, str(name), None if value is None else str(value))

    def _forget(self, why):
        _may_raise('Exception')
        self._open = why
        self._sections = {}
        self._defaults = {}

    def _parse(self, text):
        section = option = None
        indent, lines, seen, wrong = 0, [], [], False
        for line in text.split('\n'):
            value = line.strip()
            if not value or value[0] in '#;':
                if option and not value:
                    lines.append('')
                continue
            here = len(line) - len(line.lstrip())
            if option and here > indent:
                lines.append(value)
                continue
            self._finish(section, option, lines)
            indent = here
            if value[0] == '[' and ']' in value[2:]:
                section, option = value[1:value.rindex(']')], None
                if section != self.default_section:
                    if section in seen:
                        raise DuplicateSectionError('section %r already exists' % section)
                    seen.append(section)
                    self._sections.setdefault(section, {})
                continue
            if section is None:
                raise MissingSectionHeaderError('File contains no section headers.')
            at = min([value.find(d) for d in self._delimiters if d in value] or [-1])
            wrong = wrong or at <= 0  # told at the end
            if at < 0:
                continue
            option = self.optionxform(value[:at].rstrip())
            if (section, option) in seen:
                raise DuplicateOptionError('option %r in section %r already exists' % (
                    option, section))
            seen.append((section, option))
            lines = [value[at + 1:].strip()]
        self._finish(section, option, lines)
        if wrong:
            raise ParsingError('Source contains parsing errors')

    def _finish(self, section, option, lines):
        if option:
            self._options(section)[option] = '\n'.join(lines).rstrip()

    # asking

    def _options(self, section):
        return self._defaults if section == self.default_section else self._sections[section]

    def _is_there(self, section):
        return section == self.default_section or section in self._sections

    def _values(self, section, vars=None):
        values = dict(self._defaults)
        values.update(self._sections.get(section, {}))
        for name, value in (vars or {}).items():
            values[self.optionxform(name)] = None if value is None else str(value)
        return values

    def _not_there(self, error):
        """Nobody knows what else there is, or the section or option is missing."""
        if not self._open:
            raise error
        _may_raise('Exception')

    def _maybe(self, there, kinds='bool'):
        return _unknown(kinds, self._open) if self._open and not there else there

    def defaults(self):
        return self._defaults

    def sections(self):
        return _unknown('list', self._open) if self._open else list(self._sections)

    def has_section(self, section):
        return self._maybe(section in self._sections)

    def options(self, section):
        if section not in self._sections:
            self._not_there(NoSectionError(section))
        if self._open:
            return _unknown('list', self._open)
        return [n for n in self._sections[section]] + [
            n for n in self._defaults if n not in self._sections[section]]

    def has_option(self, section, option):
        section = section or self.default_section
        return self._maybe(self._is_there(section)
                           and self.optionxform(option) in self._values(section))

    def get(self, section, option, *, raw=False, vars=None, fallback=_missing):
        return self._get(None, section, option, raw, vars, fallback)

    def getint(self, section, option, *, raw=False, vars=None, fallback=_missing):
        return self._get(int, section, option, raw, vars, fallback)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_missing):
        return self._get(float, section, option, raw, vars, fallback)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_missing):
        return self._get(self._boolean, section, option, raw, vars, fallback)

    def _boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError('Not a boolean: %s' % value)
        return self.BOOLEAN_STATES[value.lower()]

    def _get(self, kind, section, option, raw, vars, fallback):
        option = self.optionxform(option)
        values = self._values(section, vars) if self._is_there(section) else {}
        if option not in values:
            if fallback is not _missing and not self._open:
                return fallback
            self._not_there(NoOptionError(option, section) if self._is_there(section)
                            else NoSectionError(section))
            return _unknown('', self._open)
        value = values[option]
        if not raw and value is not None:
            value = self._interpolation._of(self, section, option, value, values, 1)
        return value if kind is None else kind(value)

    def items(self, section=_missing, raw=False, vars=None):
        if section is not _missing and not self._is_there(section):
            self._not_there(NoSectionError(section))
        if self._open:
            return _unknown('list', self._open)
        if section is _missing:
            return [(name, self[name]) for name in self]
        return [(name, self.get(section, name, raw=raw, vars=vars))
                for name in self._values(section)]

    def add_section(self, section):
        if section in self._sections:
            raise DuplicateSectionError('Section %r already exists' % section)
        self._sections[section] = {}

    def set(self, section, option, value=None):
        section = section or self.default_section
        if not self._is_there(section):
            self._not_there(NoSectionError(section))
            self._sections[section] = {}
        self._options(section)[self.optionxform(option)] = value

    def write(self, fp, space_around_delimiters=True):
        pass

    def __getitem__(self, key):
        if not self._is_there(key):
            self._not_there(KeyError(key))
        return SectionProxy(self, key)

    def __contains__(self, key):
        return self._maybe(self._is_there(key))

    def __iter__(self):
        return iter(self._maybe([], 'list') or [self.default_section] + list(self._sections))

    def __len__(self):
        return self._maybe(0, 'int') or len(self._sections) + 1


class ConfigParser(RawConfigParser):
    _interpolation = BasicInterpolation()


SafeConfigParser = ConfigParser


class SectionProxy:
    def __init__(self, parser, name):
        self.parser = parser
        self.name = name

    def __getitem__(self, key):
        parser = self.parser
        if parser.optionxform(key) not in parser._values(self.name):
            parser._not_there(KeyError(key))
        return parser.get(self.name, key)

    def __contains__(self, key):
        return self.parser.has_option(self.name, key)

    def keys(self):
        if self.name == self.parser.default_section:
            return list(self.parser._defaults)
        return self.parser.options(self.name)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def items(self):
        return [(key, self[key]) for key in self.keys()]

    def values(self):
        return [self[key] for key in self.keys()]

    def get(self, option, fallback=None, *, raw=False, vars=None):
        return self.parser.get(self.name, option, raw=raw, vars=vars, fallback=fallback)

    def getint(self, option, fallback=None, *, raw=False, vars=None):
        return self.parser.getint(self.name, option, raw=raw, vars=vars, fallback=fallback)

    def getfloat(self, option, fallback=None, *, raw=False, vars=None):
        return self.parser.getfloat(self.name, option, raw=raw, vars=vars, fallback=fallback)

    def getboolean(self, option, fallback=None, *, raw=False, vars=None):
        return self.parser.getboolean(self.name, option, raw=raw, vars=vars, fallback=fallback)
