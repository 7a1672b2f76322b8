"""tomli: what tomllib was before Python had it."""
from tomllib import TOMLDecodeError, load, loads
