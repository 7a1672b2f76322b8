import os
INSTALLED_APPS = ["shop"]
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [".shop.example"]
DEBUG = False
STATICFILES_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
