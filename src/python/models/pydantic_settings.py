"""pydantic-settings: what pydantic itself had before its version 2."""
from pydantic import BaseSettings, SettingsError


def SettingsConfigDict(**options):
    return options
