#!/bin/sh
# Migrates, lays the static files where nginx takes them from, and serves.
set -eu
python manage.py migrate --no-input
python manage.py collectstatic --no-input
exec gunicorn --bind 0.0.0.0:8000 --access-logfile - journal.wsgi
