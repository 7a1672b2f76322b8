import os
INSTALLED_APPS = ["shop"]
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = False
CSRF_TRUSTED_ORIGINS = os.environ["ORIGINS"].split(",")
