"""logging.config: a configuration changes loggers, and no value of the settings."""
from _preflight import may_raise as _may_raise


def dictConfig(config):
    _may_raise('ValueError')


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    _may_raise('')
