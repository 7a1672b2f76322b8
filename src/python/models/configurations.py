"""django-configurations: settings are the attributes of a class."""
import os as _os

from _preflight import anything as _anything, each as _each, is_there as _is_there
from configurations.values import _Value, setup_value as _setup_value


def _names(cls):
    names = []
    for base in cls.__mro__:
        for name in vars(base):
            if name.isupper() and name not in names:
                names.append(name)
    return sorted(names)


def _bind(value, cls, name):
    if isinstance(value, _Value):
        _setup_value(cls, name, value)


def _result(value, name):
    if callable(value) and not getattr(value, 'pristine', False):
        value = value()
        if isinstance(value, _Value):
            value = value.setup(name)
    return value


class Configuration(_anything):
    DOTENV_LOADED = None

    @classmethod
    def pre_setup(cls):
        dotenv = getattr(cls, 'DOTENV', None) if 'DOTENV' in _names(cls) else None
        if isinstance(dotenv, _Value):
            dotenv = dotenv.setup('DOTENV')
        if dotenv:
            from dotenv import load_dotenv
            load_dotenv(dotenv)

    @classmethod
    def post_setup(cls):
        pass

    @classmethod
    def setup(cls):
        for name in _names(cls):
            _each(_bind, getattr(cls, name), cls, name)


Settings = Configuration


def pristinemethod(func):
    func.pristine = True
    return func


def settings_of(cls):
    """What django-configurations puts into the module."""
    cls.pre_setup()
    cls.setup()
    configured = cls()
    settings = {}
    for name in _names(cls):
        if name == 'DOTENV_LOADED':
            continue
        settings[name] = _each(_result, getattr(configured, name), name)
    settings['CONFIGURATION'] = '%s.%s' % (cls.__module__, cls.__name__)
    cls.post_setup()
    return settings


def setup(app=None):
    pass
