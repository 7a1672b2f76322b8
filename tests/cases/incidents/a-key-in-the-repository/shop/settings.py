import os
INSTALLED_APPS = ["shop"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = False
SECRET_KEY = os.environ.get("SECRET_KEY", "django-insecure-v3ry+w34k")
