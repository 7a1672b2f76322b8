"""dj_email_url: which settings an address of a mail server sets; what they come to is not worked out."""
import os as _os

from _preflight import may_raise as _may_raise, unknown as _unknown

DEFAULT_ENV = 'EMAIL_URL'
_kinds = {'EMAIL_FILE_PATH': 'str', 'EMAIL_HOST_USER': 'str|None', 'EMAIL_HOST_PASSWORD': 'str|None',
          'EMAIL_HOST': 'str|None', 'EMAIL_PORT': 'int|None', 'EMAIL_USE_SSL': 'bool',
          'EMAIL_USE_TLS': 'bool', 'EMAIL_BACKEND': 'str'}


def parse(url):
    _may_raise('Exception')
    if not isinstance(url, str) or '_' in url or 'timeout' in url:  # it may set more
        return _unknown('dict', "what is in a mail server's address", url)
    return {name: _unknown(kinds, "what is in a mail server's address", url)
            for name, kinds in _kinds.items()}


def config(env=DEFAULT_ENV, default=None):
    url = _os.environ.get(env, default)
    return parse(url) if url else {}
