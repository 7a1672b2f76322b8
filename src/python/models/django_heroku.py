"""settings(locals()) of django_heroku and its fork django_on_heroku: the database, hosts, static files and key of a dyno."""
import os as _os

import dj_database_url as _dj_database_url
from _preflight import may_raise as _may_raise, some as _some

_logging = _some('dict', __name__ + "'s logging configuration")


def settings(config, *, db_colors=False, databases=True, test_runner=True, staticfiles=True,
             allowed_hosts=True, logging=True, secret_key=True, **more):
    if databases:
        if 'DATABASES' not in config:
            config['DATABASES'] = {'default': None}
        if 'DATABASE_URL' in _os.environ:
            config['DATABASES']['default'] = _dj_database_url.parse(
                _os.environ['DATABASE_URL'], conn_max_age=600, ssl_require=True)
    if test_runner and 'CI' in _os.environ:
        config['TEST_RUNNER'] = __name__ + '.HerokuDiscoverRunner'
    if staticfiles:
        config['STATIC_ROOT'] = _os.path.join(config['BASE_DIR'], 'staticfiles')
        config['STATIC_URL'] = '/static/'
        _may_raise('OSError')
        name = 'MIDDLEWARE_CLASSES' if 'MIDDLEWARE_CLASSES' in config else 'MIDDLEWARE'
        config[name] = list(['whitenoise.middleware.WhiteNoiseMiddleware'] + list(config[name]))
        config['STATICFILES_STORAGE'] = 'whitenoise.storage.CompressedManifestStaticFilesStorage'
    if allowed_hosts:
        config['ALLOWED_HOSTS'] = ['*']
    if logging:
        config['LOGGING'] = _logging
    if secret_key and 'SECRET_KEY' in _os.environ:
        config['SECRET_KEY'] = _os.environ['SECRET_KEY']
