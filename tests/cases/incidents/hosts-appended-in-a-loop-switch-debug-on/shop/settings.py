import os
INSTALLED_APPS = ["shop"]
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split(",")
for host in ["127.0.0.1", "localhost"]:
    if host not in ALLOWED_HOSTS:
        ALLOWED_HOSTS.append(host)
DEBUG = False
if any(host in ALLOWED_HOSTS for host in ["127.0.0.1", "localhost"]):
    DEBUG = True
