"""Every command, option and setting is documented, and the pages say what the code says."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from cli.main import COMMANDS
from config.settings import Settings


@pytest.fixture(scope="module")
def making(repository: Path) -> ModuleType:
    """The script that makes the pages."""
    path = repository / "scripts" / "make_cli_reference.py"
    spec = importlib.util.spec_from_file_location("make_cli_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_as_the_code_says(making: ModuleType) -> None:
    for path, text in making.pages().items():
        assert path.read_text(encoding="utf-8") == text, (
            f"{path.name} is out of date: run scripts/make_cli_reference.py"
        )


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_and_its_options_say_what_they_do(name: str) -> None:
    for path, command in _all_of(name):
        assert command.help, f"{path} has no help"
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                # An option whose choices say everything is clear without words.
                has_choices = parameter.type.get_metavar(parameter, click.Context(command))
                assert parameter.help or has_choices, f"{path} {parameter.name} has no help"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_commands_help_leads_with_examples(name: str) -> None:
    _, command = next(_all_of(name))

    assert "longstop" in (command.help or ""), f"{name} shows no example"


def test_no_page_links_to_what_is_not_there(repository: Path) -> None:
    broken = [
        f"{page.relative_to(repository)}: {target}"
        for page in (repository / "README.md", *(repository / "docs").rglob("*.md"))
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_every_setting_is_described() -> None:
    assert not [name for name, field in Settings.model_fields.items() if not field.description]


def _all_of(name: str) -> Iterator[tuple[str, click.Command]]:
    module, attribute = COMMANDS[name].target.split(":")
    yield from _walk(name, getattr(importlib.import_module(module), attribute))


def _walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _walk(f"{path} {name}", inner)
