"""pydantic-settings: what pydantic itself had before its version 2."""
from pydantic import BaseSettings, NoDecode, SettingsError


def SettingsConfigDict(**options):
    return options
