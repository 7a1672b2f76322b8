import os
SECRET_KEY = os.environ["SECRET_KEY"]
EMAIL_HOST = os.environ.get("SMTP_RELAY", "")
