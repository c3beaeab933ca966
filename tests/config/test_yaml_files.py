"""Files that people write by hand: all faults at once, each with its place and remedy."""

from __future__ import annotations

import datetime
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.yaml_files import ConfigFaults, Declared, Fault, load_yaml, read_folder, read_model


class Unit(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"


class Rule(Declared):
    key: str
    count: int
    unit: Unit = Unit.DAYS


class Rules(Declared):
    title: str
    rules: list[Rule]


@pytest.fixture
def write(tmp_path: Path):
    def _write(text: str, name: str = "jtai.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ConfigFaults) as caught:
        read_model(path, Rules)
    return [str(fault).replace(str(path), path.name) for fault in caught.value.faults]


def test_a_good_file_becomes_its_model(write) -> None:
    path = write("title: JTAI\nrules:\n  - {key: statement, count: 70, unit: working_days}\n")

    rules = read_model(path, Rules)

    assert rules.rules[0] == Rule(key="statement", count=70, unit=Unit.WORKING_DAYS)


def test_all_faults_come_at_once_each_with_line_and_key(write) -> None:
    path = write("titel: JTAI\nrules:\n  - key: statement\n    count: [many]\n    unit: weeks\n")

    assert faults_of(path) == [
        "jtai.yaml, line 1, title: is missing. Add it.",
        "jtai.yaml, line 1, titel: is not known here. Did you mean 'title'?",
        "jtai.yaml, line 4, rules[0].count: is ['many']: input should be a valid integer.",
        "jtai.yaml, line 5, rules[0].unit: is 'weeks', but must be 'working_days' or 'days'.",
    ]


def test_an_unknown_key_deep_in_a_list_is_answered_with_the_nearest_known_one(write) -> None:
    path = write("title: JTAI\nrules:\n  - {key: statement, count: 1, unti: days}\n")

    assert faults_of(path) == [
        "jtai.yaml, line 3, rules[0].unti: is not known here. Did you mean 'unit'?"
    ]


def test_a_key_that_stands_twice_is_refused_and_names_both_lines(write) -> None:
    path = write("title: JTAI\ntitle: SEND\nrules: []\n")

    assert faults_of(path) == [
        "jtai.yaml, line 2, title: stands twice, first on line 1. Keep one of the two."
    ]


def test_an_alias_is_refused_so_that_a_small_file_cannot_unfold_to_a_large_one(write) -> None:
    path = write("title: &t JTAI\nrules:\n  - {key: *t, count: 1}\n")

    assert faults_of(path) == [
        "jtai.yaml, line 1, rules[0].key: is an alias (*name). Write the value out again here."
    ]


@pytest.mark.parametrize("levels", [100, 900, 20_000])
def test_a_file_nested_too_deep_is_refused_before_it_exhausts_the_stack(write, levels: int) -> None:
    (fault,) = faults_of(write("[ " * levels + "] " * levels))

    assert "deep" in fault or "is not YAML here" in fault


def test_a_date_that_does_not_exist_is_named_with_its_line(write) -> None:
    path = write("title: JTAI\nrules: 2018-02-30\n")

    assert faults_of(path) == [
        "jtai.yaml, line 2, rules: '2018-02-30' cannot be read. Write a real date as 2018-05-09."
    ]


@pytest.mark.parametrize("text", ["rules: [", "a: b: c", "\tkey: 1"])
def test_what_is_not_yaml_names_the_line(write, text: str) -> None:
    (fault,) = faults_of(write(text))

    assert fault.startswith("jtai.yaml, line ")
    assert "is not YAML here" in fault


def test_an_empty_file_says_so(write) -> None:
    assert faults_of(write("# nothing yet\n")) == [
        "jtai.yaml: is empty. Write the keys, or remove the file."
    ]


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path / "gone.yaml")

    assert fault.startswith("gone.yaml: cannot be read (No such file or directory).")


def test_a_tag_that_would_run_code_is_refused(write) -> None:
    (fault,) = faults_of(write("title: !!python/object/apply:os.getcwd []\nrules: []\n"))

    assert "title" in fault


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10:00", "10:00"),
        ("07:30", "07:30"),
        ("no", "no"),
        ("on", "on"),
        ("01702215000", "01702215000"),
        ("true", True),
        ("70", 70),
        ("-10", -10),
        ("2018-05-09", datetime.date(2018, 5, 9)),
        ("", None),
    ],
)
def test_words_times_and_telephone_numbers_stay_as_written(write, written: str, value) -> None:
    assert load_yaml(write(f"key: {written}\n")).value == {"key": value}


def test_the_faults_of_every_file_of_a_folder_come_together(write, tmp_path: Path) -> None:
    write("title: A\nrules: []\n", "a.yaml")
    write("title: B\n", "b.yaml")
    write("rules: []\n", "c.yaml")

    with pytest.raises(ConfigFaults) as caught:
        read_folder(tmp_path, Rules)

    assert [fault.file.name for fault in caught.value.faults] == ["b.yaml", "c.yaml"]
    assert str(caught.value).startswith("2 faults in 2 files. Nothing was loaded.")


def test_a_folder_is_read_by_file_name(write, tmp_path: Path) -> None:
    write("title: B\nrules: []\n", "b.yaml")
    write("title: A\nrules: []\n", "a.yaml")

    assert list(read_folder(tmp_path, Rules)) == ["a", "b"]


yaml_like = st.text(alphabet="ab:-[]{}&*!#|>'\"0123456789 \n\t,%@?~<=", max_size=60)


def read_or_faults(path: Path) -> Rules | tuple[Fault, ...]:
    try:
        return read_model(path, Rules)
    except ConfigFaults as found:
        return found.faults


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | yaml_like)
def test_whatever_stands_in_a_file_it_is_read_or_its_faults_are_named(write, text: str) -> None:
    assert read_or_faults(write(text))
