"""sentry_sdk.init: which DSN it takes, and what it refuses."""
import os as _os
from urllib.parse import urlsplit as _urlsplit

from _preflight import blame as _blame, is_vague as _is_vague, may_raise as _may_raise
from _preflight import plain as _plain
from _preflight import record as _record, some as _some, unknown as _unknown
from sentry_sdk.utils import BadDsn as _BadDsn


@_plain
def _check(dsn):
    if not isinstance(dsn, str) or not dsn:
        return
    url = _urlsplit(dsn)
    if _is_vague(url):
        _may_raise('', dsn)
        return
    if url.scheme not in ('http', 'https'):
        raise _blame(_BadDsn('Unsupported scheme %r' % url.scheme), dsn)
    if url.hostname is None:
        raise _blame(_BadDsn('Missing hostname'), dsn)
    if not url.username:
        raise _blame(_BadDsn('Missing public key'), dsn)
    try:
        url.port
        int(url.path.rsplit('/', 1)[-1])
    except ValueError:
        raise _blame(_BadDsn('Invalid project in DSN (%r)' % url.path[1:]), dsn)


def init(*args, **kwargs):
    arguments = dict(kwargs)
    if args:
        arguments['dsn'] = args[0]
    _record('sentry_sdk.init', arguments)
    dsn = arguments.get('dsn')
    if dsn is None:
        dsn = _os.environ.get('SENTRY_DSN')
    if isinstance(dsn, str) and dsn:
        _check(dsn)
    return _some('object', 'a Sentry client')


def _nothing(*args, **kwargs):
    return None


set_tag = set_user = set_context = set_extra = set_level = add_breadcrumb = flush = _nothing


def capture_message(message, *args, **kwargs):
    return _unknown('str|None', 'the id of an event')


def capture_exception(error=None, *args, **kwargs):
    return _unknown('str|None', 'the id of an event')
