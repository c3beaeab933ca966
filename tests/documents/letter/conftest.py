"""Letters of our own words, set as PDFs while the tests run."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from documents.letter import read_letter
from documents.letter.pages import Line
from documents.letter.reading import LetterReading


@pytest.fixture(scope="session")
def setter(repository: Path) -> ModuleType:
    """The script that makes the sample letter, as a module."""
    path = repository / "scripts" / "make_sample_letter.py"
    spec = importlib.util.spec_from_file_location("make_sample_letter", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_sample_letter"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample_path(repository: Path) -> Path:
    """The sample letter of the tutorial."""
    return repository / "docs" / "tutorial" / "sample-letter.pdf"


@pytest.fixture(scope="session")
def sample(sample_path: Path) -> LetterReading:
    """The sample letter, read."""
    return read_letter(sample_path)


@pytest.fixture
def set_letter(setter: ModuleType, tmp_path: Path) -> Callable[..., Path]:
    """Set the sample letter with some of its parts replaced, in a look of choice."""

    def make(look: dict[str, Any] | None = None, **changes: Any) -> Path:
        path = tmp_path / "letter.pdf"
        letter = replace(setter.sample_letter(), **changes)
        setter.write_letter(path, letter, setter.Look(**(look or {})))
        return path

    return make


@pytest.fixture
def read_altered(set_letter: Callable[..., Path]) -> Callable[..., LetterReading]:
    """Set the sample letter with some of its parts replaced, and read it."""

    def make(look: dict[str, Any] | None = None, **changes: Any) -> LetterReading:
        return read_letter(set_letter(look, **changes))

    return make


@pytest.fixture(scope="session")
def a_line() -> Callable[..., Line]:
    """Build one printed line; ``x1`` is guessed from the text where it does not matter."""

    def make(text: str, **places: Any) -> Line:
        x0 = places.pop("x0", 72.0)
        values: dict[str, Any] = {
            "page": 1,
            "y": 700.0,
            "x0": x0,
            "x1": x0 + 6.0 * len(text),
            "size": 12.0,
            "bold": False,
            "text": text,
            "raw_text": text,
            "mark": None,
        }
        return Line(**(values | places))

    return make
