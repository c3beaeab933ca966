"""No committed file names a package registry or a path of somebody's machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# Written in parts, so that this file does not name them itself.
PUBLIC_REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
    )
)
INDEX_OPTIONS = re.compile(r"--(?:extra-)?index-url\s|^\s*(?:-i|registry\s*=)\s*https?:", re.M)
# "roo[t]", so that this line is not itself a path of the machine it is written on.
HOME_FOLDERS = re.compile(r"(?<![\w.$}])/(?:home|Users)/(?!longstop\b)\w+|(?<![\w.])/roo[t]/\w")


@pytest.fixture(scope="module")
def committed(repository: Path) -> dict[Path, str]:
    """Every text file under version control; all files of the checkout where there is no git."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("this checkout is not under version control")
    texts = {}
    for name in filter(None, listing.stdout.split("\0")):
        try:
            texts[Path(name)] = (repository / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return texts


def test_no_file_names_a_public_registry(committed: dict[Path, str]) -> None:
    naming = [
        str(path)
        for path, text in committed.items()
        if any(host in text for host in PUBLIC_REGISTRIES)
    ]

    assert naming == []


def test_no_file_names_a_registry_that_this_machine_uses(committed: dict[Path, str]) -> None:
    hosts = set(_configured_hosts())

    naming = [str(path) for path, text in committed.items() if any(host in text for host in hosts)]

    assert naming == []


def test_no_lock_or_script_chooses_an_index(committed: dict[Path, str]) -> None:
    choosing = [str(path) for path, text in committed.items() if INDEX_OPTIONS.search(text)]

    assert [name for name in choosing if not name.startswith("tests/architecture/")] == []


def test_no_file_names_a_path_of_somebodys_machine(
    committed: dict[Path, str], repository: Path
) -> None:
    own = str(repository)
    naming = [
        str(path) for path, text in committed.items() if own in text or HOME_FOLDERS.search(text)
    ]

    assert [name for name in naming if not name.startswith("tests/architecture/")] == []


def test_every_locked_requirement_has_its_hashes(committed: dict[Path, str]) -> None:
    locks = {path: text for path, text in committed.items() if path.name.endswith(".lock")}
    assert len(locks) >= 2

    for path, text in locks.items():
        joined = text.replace("\\\n", " ")
        for line in joined.splitlines():
            if "==" in line and not line.lstrip().startswith("#"):
                assert "--hash=sha256:" in line, f"{path}: {line[:60]}"


@pytest.mark.shared
def test_no_file_copies_the_beginning_or_end_of_a_real_finding(
    committed: dict[Path, str], shared_folder: Path
) -> None:
    labels = json.loads((shared_folder / "data" / "letters" / "labels.json").read_text("utf-8"))
    real = {
        words
        for letter in labels
        for finding in letter["findings"]
        for words in map(_plain, (finding["first_words"], finding["last_words"]))
        # Fewer words in a row can be alike by chance.
        if len(words.split()) >= 8
    }
    assert len(real) > 500

    copying = [
        str(path)
        for path, text in committed.items()
        if any(words in plain for plain in [_plain(text)] for words in real)
    ]

    assert copying == []


def _plain(text: str) -> str:
    """The words alone, in small letters, so that neither case nor line breaks hide a copy."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _configured_hosts() -> Iterator[str]:
    """The hosts from which this machine installs, as its environment and pip's files say."""
    texts = [value for name, value in os.environ.items() if "INDEX" in name or "REGISTRY" in name]
    files = [Path(os.environ.get("PIP_CONFIG_FILE", "")), Path("/etc/pip.conf")]
    files += [Path.home() / ".config" / "pip" / "pip.conf", Path.home() / ".pip" / "pip.conf"]
    for path in files:
        if path.is_file():
            texts.append(path.read_text(encoding="utf-8", errors="replace"))
    for text in texts:
        for address in re.findall(r"https?://[^\s\"']+", text):
            host = urlsplit(address).hostname
            if host and host not in ("localhost", "127.0.0.1"):
                yield host
