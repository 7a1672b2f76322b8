import os
INSTALLED_APPS = ["shop"]
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = False
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
