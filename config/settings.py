"""The only reader of the environment.

Everything Longstop keeps lies under ``LONGSTOP_HOME`` (``./var`` unless set).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.mail_settings import MailSettings, checked_mail_settings


class Settings(BaseSettings):
    """What the operator may set, each by a variable of the same name with ``LONGSTOP_`` before."""

    model_config = SettingsConfigDict(env_prefix="LONGSTOP_", frozen=True)

    home: Path = Field(default=Path("var"), description="Folder of everything Longstop keeps.")
    database_url: str | None = Field(
        default=None, description="SQLAlchemy address of the database; SQLite under home if unset."
    )
    deliver_only_to: str | None = Field(
        default=None,
        description="Diverts all mail to this address; several, with commas between, are left in "
        "peace and the first stands for everybody else.",
    )
    prefect_api_url: str | None = Field(
        default=None,
        validation_alias="PREFECT_API_URL",
        description="Prefect server to use; 'longstop up' starts its own if unset.",
    )

    teams_channels_file: Path | None = Field(
        default=None,
        description="YAML file of Teams channels, 'name: address of its workflow'. It holds "
        "secrets: only the user that runs Longstop may read it.",
    )
    teams_hosts: str | None = Field(
        default=None,
        description="Further host names, or ends of them, at which workflows may be posted to, "
        "with commas between.",
    )
    notify_api_key: SecretStr | None = Field(default=None, description="GOV.UK Notify API key.")
    notify_api_key_file: Path | None = Field(
        default=None, description="File that holds the GOV.UK Notify API key, instead."
    )
    notify_template_id: str | None = Field(
        default=None,
        description="GOV.UK Notify template with ((subject)) and ((message)).",
    )
    notify_reply_to_id: str | None = Field(
        default=None, description="GOV.UK Notify reply-to address; the service's own if unset."
    )
    notify_base_url: str = Field(
        default="https://api.notifications.service.gov.uk",
        description="Where GOV.UK Notify answers.",
    )

    @property
    def resolved_database_url(self) -> str:
        """The database's address, SQLite under ``home`` unless one is set."""
        if self.database_url:
            return self.database_url
        return f"sqlite:///{self.home.resolve() / 'longstop.sqlite'}"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()


def mail_settings() -> MailSettings:
    """How to reach the mail server, checked. Raises `UnusableMailSettings` with every fault."""
    return checked_mail_settings(os.environ)


def set_environment(values: Mapping[str, str], *, unless_set: Mapping[str, str]) -> None:
    """Set variables for this process and its children.

    ``values`` are set in any case; ``unless_set`` only where the operator chose nothing.
    """
    for name, value in unless_set.items():
        os.environ.setdefault(name, value)
    os.environ.update(values)
