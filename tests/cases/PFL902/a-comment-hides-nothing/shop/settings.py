import os

DEBUG = False  # preflight: ignore[DJG001] it is off
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["www.example.fr"]
