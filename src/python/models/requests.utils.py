"""requests.utils: what it brings along of Python's own."""
from urllib.parse import quote, unquote, urlparse, urlunparse
