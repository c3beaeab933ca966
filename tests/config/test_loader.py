"""Frameworks as files: the shipped ones are sound, and faults come all at once with remedies."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loader import SHIPPED, load_framework, read_framework
from config.yaml_files import ConfigFaults
from rules.counts import Convention, Unit
from rules.frameworks import Count, DutyKind
from rules.provisions import Verified

SHIPPED_FRAMEWORKS = sorted(path.stem for path in SHIPPED.glob("*.yaml"))

GOOD = """\
title: A framework
version: "1"
events:
  receipt: {words: receipt of the report}
rules:
  statement:
    title: The statement
    kind: statutory
    owner_role: dcs
    anchor: receipt
    count: {number: 70, unit: working-days, convention: day-after}
    ladder: statutory
    source: {rule: Make it., citation: An Act, url: "https://law.example/1", verified: verified}
"""


@pytest.fixture
def write(tmp_path: Path):
    def _write(text: str) -> Path:
        path = tmp_path / "framework.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ConfigFaults) as caught:
        read_framework(path)
    return [str(fault).removeprefix(f"{path}, ") for fault in caught.value.faults]


# The shipped frameworks.


def test_the_statement_is_seventy_working_days_from_receipt_the_day_after_being_day_one() -> None:
    statement = load_framework("jtai").rule("statement")

    assert statement.anchor == "receipt"
    assert statement.count == Count(70, Unit.WORKING_DAYS, Convention.DAY_AFTER)
    assert statement.source.verified is Verified.PARTIAL
    assert "regulation 4" in statement.source.caveat


@pytest.mark.parametrize("key", SHIPPED_FRAMEWORKS)
def test_every_rule_has_a_source_and_every_law_a_place_where_it_was_read(key: str) -> None:
    for rule in load_framework(key).rules:
        assert rule.source.rule
        assert rule.source.citation
        assert bool(rule.source.url) == rule.is_law, rule.key
        if rule.source.verified is Verified.PARTIAL:
            assert rule.source.caveat, rule.key


@pytest.mark.parametrize("key", SHIPPED_FRAMEWORKS)
def test_every_rule_names_a_ladder_that_is_shipped(key: str, repository: Path) -> None:
    ladders = {path.stem for path in (repository / "config" / "ladders").glob("*.yaml")}

    assert {rule.ladder for rule in load_framework(key).rules} <= ladders


def test_the_framework_carries_the_digest_of_its_very_text() -> None:
    assert len(load_framework("jtai").digest) == 64


def test_an_unknown_framework_is_answered_with_the_nearest_known_one() -> None:
    with pytest.raises(ConfigFaults, match=r"no framework 'jtia'. Did you mean 'jtai'"):
        load_framework("jtia")


# Faults.


def test_a_good_file_is_read(write) -> None:
    framework = read_framework(write(GOOD))

    assert framework.rule("statement").kind is DutyKind.STATUTORY
    assert framework.event("receipt").words == "receipt of the report"
    assert framework.is_rule("statement")
    assert not framework.is_rule("receipt")


def test_names_that_name_nothing_come_together_each_with_the_nearest_name(write) -> None:
    text = GOOD.replace("anchor: receipt", "anchor: recipt\n    before: statment").replace(
        "report}", "report, stands_in: leter}"
    )

    assert faults_of(write(text)) == [
        "line 4, events.receipt.stands_in: names no event: 'leter'. It may be: receipt.",
        (
            "line 10, rules.statement.anchor: names no event and no rule: 'recipt'. Did you mean"
            " 'receipt'?"
        ),
        "line 11, rules.statement.before: names no rule: 'statment'. Did you mean 'statement'?",
    ]


def test_a_rule_counted_from_itself_is_refused(write) -> None:
    assert faults_of(write(GOOD.replace("anchor: receipt", "anchor: statement"))) == [
        "line 6, rules.statement: is counted from itself, through its anchor."
    ]


def test_law_without_a_place_where_it_was_read_is_refused(write) -> None:
    text = GOOD.replace(' url: "https://law.example/1",', "")

    assert faults_of(write(text)) == [
        "line 13, rules.statement.source: cites law without a url. Add where it was read."
    ]


def test_a_statutory_duty_must_have_law(write) -> None:
    assert faults_of(write(GOOD.replace("verified: verified", "verified: not law"))) == [
        "line 13, rules.statement.source.verified: is 'not law', but the kind is statutory."
    ]


def test_one_name_for_an_event_and_a_rule_is_refused(write) -> None:
    assert faults_of(write(GOOD.replace("  statement:", "  receipt:"))) == [
        "line 6, rules.receipt: is an event's name too. Rename one of the two."
    ]


def test_a_count_below_one_and_an_unknown_unit_are_named(write) -> None:
    text = GOOD.replace("number: 70, unit: working-days", "number: 0, unit: fortnights")

    faults = faults_of(write(text))

    assert faults[0].startswith("line 11, rules.statement.count.number: is 0")
    assert faults[1].startswith("line 11, rules.statement.count.unit: is 'fortnights', but must be")
