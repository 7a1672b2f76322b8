"""dynaconf: layers of files and variables that are not worked out; the variables are noted."""
import os as _os

from _preflight import anything as _anything, note_variables as _note_variables
from _preflight import open_names as _open_names


class Dynaconf(_anything):
    def __init__(self, *args, envvar_prefix='DYNACONF', **kwargs):
        if isinstance(envvar_prefix, str):
            _note_variables(envvar_prefix + '_')

    def __bool__(self):
        return True


LazySettings = Dynaconf


class DjangoDynaconf(Dynaconf):
    def __init__(self, module_name=None, django_settings_module=None, envvar_prefix='DJANGO',
                 env_switcher='ENV_FOR_DYNACONF', **kwargs):
        if isinstance(env_switcher, str):
            _os.environ.get(env_switcher)
        if isinstance(envvar_prefix, str):
            _note_variables(envvar_prefix + '_')
        _open_names('set by dynaconf, from its files and variables')


settings = Dynaconf()


class Validator(_anything):
    def __init__(self, *args, **kwargs):
        pass
