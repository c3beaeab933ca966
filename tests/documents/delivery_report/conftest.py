"""Bounces, receipts and absences as the mail systems of the world write them.

They were written for these tests, in the manner of each system; no real mail is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from documents.delivery_report import MailRead, ReportReader

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of samples."""
    return SAMPLES


@pytest.fixture(scope="session")
def reader() -> Iterator[ReportReader]:
    """One reader, and so one child process, for many tests."""
    with ReportReader() as opened:
        yield opened


@pytest.fixture
def read(reader: ReportReader) -> Callable[[str], MailRead]:
    """``read("postfix")``: that sample, read."""
    return lambda name: reader.read((SAMPLES / f"{name}.eml").read_bytes())
