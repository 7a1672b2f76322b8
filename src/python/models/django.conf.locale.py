"""django.conf.locale: what Django knows of languages; whoever adds to it keeps what he adds."""
from _preflight import anything as _anything, unknown as _unknown


class _Languages(_anything):
    def __init__(self):
        pass

    def __bool__(self):
        return True

    def update(self, *args, **kwargs):
        pass

    def __setitem__(self, code, language):
        pass


LANG_INFO = _Languages()
