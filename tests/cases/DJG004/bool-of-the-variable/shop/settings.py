import os

DEBUG = bool(os.environ.get("DEBUG", 0))
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["www.example.fr"]
