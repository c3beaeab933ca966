"""The score of the reader: what is gated, and what counts as wrong."""

from __future__ import annotations

from typing import Any

import pytest

from documents.letter.scoring import passes, refused_score, score_letter


def a_finding(**changes: Any) -> dict[str, Any]:
    finding = {
        "kind": "strength",
        "ref_in_order": 1,
        "text": "The harbour team knows every child by name, and rings back on the same day.",
        "page_start": 1,
        "page_end": 1,
    }
    return finding | changes


def a_labelled_finding(**changes: Any) -> dict[str, Any]:
    finding = {
        "kind": "strength",
        "ref_in_order": 1,
        "first_words": "The harbour team knows every",
        "last_words": "back on the same day.",
        "page_start": 1,
        "page_end": 1,
    }
    return finding | changes


def a_reading(**changes: Any) -> dict[str, Any]:
    reading = {
        "letter_date": "2018-06-12",
        "inspection_start": "2018-04-23",
        "inspection_end": "2018-04-27",
        "statement_due": "2018-09-19",
        "area": "Saltmarsh",
        "sender": "The director of children’s services",
        "findings": [a_finding()],
    }
    return reading | changes


def a_label(**changes: Any) -> dict[str, Any]:
    label = a_reading() | {"file": "saltmarsh", "findings": [a_labelled_finding()]}
    return label | changes


def test_a_letter_read_right_is_all_right() -> None:
    score = score_letter(a_label(), a_reading())

    assert (score.gated_right, score.findings_right, score.findings_extra) == (4, 1, 0)
    assert (score.ungated_right, score.ungated_total) == (2, 2)
    assert score.wrong == ()
    assert passes([score])


@pytest.mark.parametrize(
    "field", ["letter_date", "inspection_start", "inspection_end", "statement_due"]
)
def test_one_wrong_gated_field_fails(field: str) -> None:
    score = score_letter(a_label(), a_reading(**{field: None}))

    assert score.gated_right == 3
    assert [wrong.what for wrong in score.wrong] == [field]
    assert not passes([score])


def test_a_null_label_asks_that_nothing_was_found() -> None:
    label = a_label(statement_due=None)

    assert score_letter(label, a_reading(statement_due=None)).gated_right == 4
    assert score_letter(label, a_reading()).gated_right == 3


def test_other_fields_are_reported_and_do_not_decide() -> None:
    score = score_letter(a_label(), a_reading(area="Mudflats"))

    assert [wrong.what for wrong in score.ungated_wrong] == ["area"]
    assert passes([score])


def test_case_and_quotation_marks_do_not_make_a_field_wrong() -> None:
    score = score_letter(a_label(sender="the director of children's services"), a_reading())

    assert score.ungated_wrong == ()


@pytest.mark.parametrize(
    "text",
    [
        "A harbour team knows every child by name, and rings back on the same day.",
        "The harbour team knows every child by name, and rings back on the same day. 2",
        "The harbour team knows every child by name",
    ],
)
def test_a_finding_must_begin_and_end_with_the_labels_words(text: str) -> None:
    score = score_letter(a_label(), a_reading(findings=[a_finding(text=text)]))

    assert score.findings_right == 0
    assert not passes([score])


def test_a_hyphen_at_a_line_end_does_not_make_a_finding_wrong() -> None:
    text = "The har-bour team knows every child by name, and rings back on the same day."

    score = score_letter(a_label(), a_reading(findings=[a_finding(text=text)]))

    assert score.findings_right == 1


def test_an_extra_finding_counts_as_wrong() -> None:
    extra = a_finding(ref_in_order=2)

    score = score_letter(a_label(), a_reading(findings=[a_finding(), extra]))

    assert (score.findings_right, score.findings_total) == (1, 2)
    assert not passes([score])


def test_a_finding_of_another_kind_is_wrong_twice() -> None:
    other = a_finding(kind="priority_action")

    score = score_letter(a_label(), a_reading(findings=[other]))

    assert (score.findings_right, score.findings_total) == (0, 2)


def test_one_in_a_hundred_findings_may_be_wrong_and_no_more() -> None:
    labels = [a_labelled_finding(ref_in_order=ref) for ref in range(1, 101)]
    read = [a_finding(ref_in_order=ref) for ref in range(1, 101)]

    one_wrong = score_letter(a_label(findings=labels), a_reading(findings=read[:99]))
    two_wrong = score_letter(a_label(findings=labels), a_reading(findings=read[:98]))

    assert passes([one_wrong])
    assert not passes([two_wrong])


def test_a_refused_letter_is_all_wrong() -> None:
    score = refused_score(a_label(), "It is encrypted.")

    assert (score.gated_right, score.findings_right, score.findings_labelled) == (0, 0, 1)
    assert not passes([score])
