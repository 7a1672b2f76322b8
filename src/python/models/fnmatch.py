"""fnmatch: names against patterns, as on Linux; sets of characters are not worked out."""
from _preflight import plain as _plain, unknown as _unknown


def _fits(name, pattern):
    parts = pattern.split('*')
    if len(parts) == 1:
        return len(name) == len(pattern) and _same(name, pattern)
    first, last = parts[0], parts[-1]
    if len(name) < len(first) + len(last) or not _same(name[:len(first)], first):
        return False
    end = len(name) - len(last)
    if not _same(name[end:], last):
        return False
    at = len(first)
    for part in parts[1:-1]:
        while at + len(part) <= end and not _same(name[at:at + len(part)], part):
            at = at + 1
        if at + len(part) > end:
            return False
        at = at + len(part)
    return True


def _same(text, part):
    for a, b in zip(text, part):
        if a != b and b != '?':
            return False
    return True


@_plain
def fnmatchcase(name, pat):
    if not isinstance(name, str) or not isinstance(pat, str) or '[' in pat:
        return _unknown('bool', 'whether a name fits a pattern', name, pat)
    return _fits(name, pat)


@_plain
def fnmatch(name, pat):
    return fnmatchcase(name, pat)


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]
