"""distutils: gone with Python 3.12."""
