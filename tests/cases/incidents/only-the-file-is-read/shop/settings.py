import os
from dotenv import dotenv_values
INSTALLED_APPS = ["shop"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = False
CONFIG = dotenv_values(".env")
SECRET_KEY = CONFIG.get("SECRET_KEY")
