"""Files that hold secrets of sending, and may be read by every user of this machine."""

from __future__ import annotations

import stat
from pathlib import Path

from config.mail_settings import UnusableMailSettings
from config.settings import mail_settings, settings


def secret_files_open_to_all() -> tuple[Path, ...]:
    """Those of the settings that any user may read. One that is not there is not named here."""
    chosen = settings()
    # The file of Teams channels says so itself when its channel is looked at.
    declared = [chosen.notify_api_key_file]
    try:
        mail = mail_settings()
        declared += [mail.password_file, mail.oauth_client_secret_file]
    except UnusableMailSettings:
        # Its faults are named where mail is asked for.
        pass
    return tuple(path for path in declared if path is not None and _is_open_to_all(path))


def _is_open_to_all(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False
