"""django.utils.translation: texts that are translated when they are shown."""
from _preflight import may_raise as _may_raise, some as _some, unknown as _unknown


def gettext_lazy(message):
    return _some('object', 'a text that is translated when it is shown', message)


def pgettext_lazy(context, message):
    return gettext_lazy(message)


def ngettext_lazy(singular, plural=None, number=None):
    return gettext_lazy(singular)


def gettext(message):
    _may_raise('')
    return _unknown('str', 'a translated text', message)


def gettext_noop(message):
    _may_raise('')  # which of the translations is used, the settings say
    return message


ugettext_lazy = gettext_lazy
ugettext = gettext
ugettext_noop = gettext_noop


def get_language():
    _may_raise('')
    return _unknown('str|None', 'the language of the request')


def activate(language):
    pass


def get_language_info(lang_code):
    return _unknown('dict', 'a table of languages', lang_code)
