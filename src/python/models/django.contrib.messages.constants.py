"""django.contrib.messages.constants."""
DEBUG = 10
INFO = 20
SUCCESS = 25
WARNING = 30
ERROR = 40
DEFAULT_TAGS = {10: 'debug', 20: 'info', 25: 'success', 30: 'warning', 40: 'error'}
DEFAULT_LEVELS = {'DEBUG': 10, 'INFO': 20, 'SUCCESS': 25, 'WARNING': 30, 'ERROR': 40}
