import os

DEBUG = os.environ["DEBUG"] == "1"
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["www.example.fr"]
