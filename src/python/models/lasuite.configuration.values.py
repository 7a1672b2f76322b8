"""lasuite.configuration.values: a secret from a variable, or from the file that NAME_FILE names."""
import os as _os

from _preflight import blame as _blame
from configurations import values as _values


class SecretFileValue(_values.Value):
    file_suffix = 'FILE'

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if 'file_suffix' in kwargs:
            self.file_suffix = kwargs['file_suffix']

    def setup(self, name):
        value = self.default
        if self.environ:
            full = self.full_environ_name(name)
            file = full + '_' + self.file_suffix
            if file in _os.environ:
                if not _os.path.exists(_os.environ[file]):
                    raise _blame(ValueError('Path %r does not exist.' % _os.environ[file]), file,
                                 file)
                with open(_os.environ[file]) as opened:
                    value = self.to_python(opened.read().removesuffix('\n'))
            elif full in _os.environ:
                value = self.to_python(_os.environ[full])
            elif self.environ_required:
                raise _blame(ValueError('Value %r is required to be set as the environment variable '
                                        '%r or %r' % (name, file, full)), full, full)
        return value
