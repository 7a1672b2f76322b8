"""sentry_sdk.utils: what init raises."""


class BadDsn(ValueError):
    pass
