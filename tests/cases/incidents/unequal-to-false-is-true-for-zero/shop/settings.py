import os
INSTALLED_APPS = ["shop"]
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = os.environ.get("DEBUG", "True") != "False"
