import os
from distutils.util import strtobool
INSTALLED_APPS = ["shop"]
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = bool(strtobool(os.environ.get("DEBUG", "no")))
