"""django.conf: the settings themselves are not there while they are made."""
from _preflight import anything as _anything
from django.core.exceptions import ImproperlyConfigured

ENVIRONMENT_VARIABLE = 'DJANGO_SETTINGS_MODULE'
