"""django.core.exceptions, beside ImproperlyConfigured."""


class FieldDoesNotExist(Exception):
    pass


class AppRegistryNotReady(Exception):
    pass


class ObjectDoesNotExist(Exception):
    silent_variable_failure = True


class MultipleObjectsReturned(Exception):
    pass


class SuspiciousOperation(Exception):
    pass


class DisallowedHost(SuspiciousOperation):
    pass


class PermissionDenied(Exception):
    pass


class ViewDoesNotExist(Exception):
    pass


class MiddlewareNotUsed(Exception):
    pass


class FieldError(Exception):
    pass


class BadRequest(Exception):
    pass
