import os
import environ
env = environ.Env()
INSTALLED_APPS = ["shop"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
DATABASES = {"default": env.db()}
