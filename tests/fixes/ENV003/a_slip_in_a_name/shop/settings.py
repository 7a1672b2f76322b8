import os
SENTRY_DSN = os.environ["SENTRY_DSN"]
