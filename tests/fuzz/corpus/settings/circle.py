from base import *
import base, settings
try:
    from base import NOTHING
except ImportError:
    X = base.__dict__ is globals()
globals().update(vars(settings))
exec(open(__file__).read())
