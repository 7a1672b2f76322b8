import os
INSTALLED_APPS = ["shop"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = False
SECRET_KEY = os.environ["DJANGO_SECRET_KEY"]
