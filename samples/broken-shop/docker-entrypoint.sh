#!/bin/sh
# Brings the database up to date, then starts what was asked for.
set -eu
python manage.py migrate --no-input
exec "$@"
