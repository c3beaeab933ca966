"""What holds for every message, whatever its kind: the words, the width, the two parts."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Callable

import pytest

from notifications.contents import DigestContent
from notifications.message import Item, Raising, Recipient, Rendered, Sender, Tone
from notifications.render import render
from rules.wording import MONTHS, WEEKDAYS

FOOT = (
    "What you write may be published, or disclosed under freedom of information law. "
    "Please do not include anything that could identify a child."
)
TO_OTHER_BODIES = (
    "correction",
    "courtesy",
    "digest-embargoed",
    "digest-introduction",
    "digest-nothing-due",
    "digest-rehearsal",
    "digest-weekly",
    "escalation",
    "statutory",
    "update-request",
)
A_DATE = re.compile(
    rf"(?:(?:{'|'.join(WEEKDAYS)}) )?\d{{1,2}} (?:{'|'.join(MONTHS)})(?: \d{{4}})?(?!\w)"
)


def read_aloud(message: Rendered) -> str:
    """The HTML part as its reader hears it: no tags, no style, one space between words."""
    body = message.html.partition("<body")[2].partition(">")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def flat(text: str) -> str:
    return " ".join(text.split())


def test_no_line_of_the_text_part_is_longer_than_72_columns(sample: Rendered) -> None:
    assert [line for line in sample.text.splitlines() if len(line) > 72] == []


def test_no_date_is_broken_across_lines(sample: Rendered) -> None:
    whole = A_DATE.findall(flat(sample.text))
    by_line = [date for line in sample.text.splitlines() for date in A_DATE.findall(line)]

    assert by_line == whole


def test_the_text_part_has_ordinary_spaces_only(sample: Rendered) -> None:
    assert set(re.findall(r"\s", sample.text)) == {" ", "\n"}


def test_both_parts_name_the_same_dates(sample: Rendered) -> None:
    in_text = set(A_DATE.findall(flat(sample.text)))

    assert in_text <= set(A_DATE.findall(read_aloud(sample)))


def test_both_parts_say_the_same_sentences(sample: Rendered) -> None:
    aloud = read_aloud(sample)
    paragraphs = [flat(one) for one in re.split(r"\n\s*\n", sample.text)]
    # Rows of dates and rules under headings are laid out, not said.
    prose = [one for one in paragraphs if "---" not in one and not one.startswith("- ")]

    missing = [one for one in prose if any(part not in aloud for part in one.split(". "))]

    assert missing == []


def test_nobody_reads_the_words_of_the_engine(sample: Rendered) -> None:
    heard = f"{sample.subject} {sample.text} {read_aloud(sample)}".lower()

    assert re.findall(r"\b(?:chas|rung|sweep|ladder|longstop|none\.)\w*", heard) == []


def test_no_value_that_is_missing_is_printed(sample: Rendered) -> None:
    assert "None" not in f"{sample.subject} {sample.text} {sample.html}"


def test_there_is_no_link_yet(sample: Rendered) -> None:
    visible = sample.text + sample.html.partition("<body")[2]

    assert not re.search(r"https?:|href|www\.", visible)


def test_the_subject_is_one_line_and_carries_the_marking(sample: Rendered) -> None:
    assert sample.subject.startswith("[OFFICIAL] ")
    assert sample.subject.isprintable()


@pytest.mark.parametrize("name", TO_OTHER_BODIES)
def test_another_body_never_reads_overdue(
    name: str, render_sample: Callable[[str], Rendered]
) -> None:
    message = render_sample(name)

    assert "overdue" not in f"{message.subject} {message.text} {message.html}".lower()


@pytest.mark.parametrize("name", TO_OTHER_BODIES)
def test_mail_to_another_body_ends_with_the_foot(
    name: str, render_sample: Callable[[str], Rendered]
) -> None:
    message = render_sample(name)

    assert flat(message.text).endswith(FOOT)
    assert read_aloud(message).endswith(FOOT)


def test_own_staff_read_overdue_and_no_foot(render_sample: Callable[[str], Rendered]) -> None:
    message = render_sample("digest-own-staff")

    assert "Overdue: 2 working days late" in message.text
    assert FOOT not in flat(message.text)


def test_the_statutory_message_holds_the_dates_apart(
    render_sample: Callable[[str], Rendered],
) -> None:
    message = render_sample("statutory")

    sentence = (
        "The letter says Saturday 18 August 2018. We are working to Thursday 16 August,"
        " the 70th working day after publication."
    )
    assert sentence in flat(message.text)
    assert sentence in read_aloud(message)


def test_a_rehearsal_names_whom_it_would_have_gone_to(
    render_sample: Callable[[str], Rendered],
) -> None:
    message = render_sample("digest-rehearsal")

    heading = "Rehearsal: this would have gone to Priya Shah, single point of contact"
    assert flat(message.text).startswith(heading)
    assert "Rehearsal for Priya Shah" in message.subject
    assert "Dear Priya Shah" in message.text


def test_a_demonstration_says_so_in_both_parts(render_sample: Callable[[str], Rendered]) -> None:
    message = render_sample("digest-weekly")

    assert message.text.startswith("Demonstration: filed, not sent.\n")
    assert "Demonstration: filed, not sent." in read_aloud(message)


def test_a_live_message_is_no_demonstration(render_sample: Callable[[str], Rendered]) -> None:
    assert "Demonstration" not in render_sample("digest-rehearsal").text


def test_the_replay_says_that_its_answers_are_invented(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender
) -> None:
    invented = Sender(
        council=sender.council,
        team=sender.team,
        from_address=sender.from_address,
        reply_to=sender.reply_to,
        telephone=None,
        illustration=True,
    )
    item = make_item()

    message = render(
        DigestContent(items=(item,)),
        recipient=spoc,
        sender=invented,
        today=item.due,
        demonstration=True,
    )

    assert "Illustration: invented answers." in message.text
    assert "Illustration: invented answers." in message.html
    assert "telephone" not in message.text


def test_an_item_due_today_says_so(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender
) -> None:
    item = make_item(days_left=0)

    message = render(
        DigestContent(items=(item,)),
        recipient=spoc,
        sender=sender,
        today=item.due,
        demonstration=True,
    )

    assert "Due today, Friday 14 September 2018." in message.text


def test_the_plans_own_words_are_never_changed(
    make_item: Callable[..., Item], spoc: Recipient, sender: Sender
) -> None:
    item = make_item(plan_words="21 st Nov - 8 th Dec 17\nthen 'ongoing'", tone=Tone.LATE)

    message = render(
        DigestContent(items=(item,)),
        recipient=spoc,
        sender=sender,
        today=item.due,
        demonstration=True,
    )

    assert "\"21 st Nov - 8 th Dec 17 / then 'ongoing'\"" in message.text


def test_an_item_that_came_back_says_why(
    make_item: Callable[..., Item], own_staff: Recipient, sender: Sender
) -> None:
    because = "its evidence was refused: An agenda shows no owner. Please send the action log."
    item = make_item(tone=Tone.LATE_WHEN_ENTERED, reopened=because)

    message = render(
        DigestContent(items=(item,)),
        recipient=own_staff,
        sender=sender,
        today=item.due + datetime.timedelta(days=3),
        demonstration=True,
    )

    assert f"Open again because: {because}" in flat(message.text)
    assert "had passed before it was opened again." in flat(message.text)


def test_a_date_that_is_raised_before_it_comes_is_not_called_overdue(
    make_item: Callable[..., Item], own_staff: Recipient, sender: Sender
) -> None:
    today = datetime.date(2018, 9, 5)
    item = make_item(
        tone=Tone.COURTESY,
        days_left=7,
        raising=Raising(on=datetime.date(2018, 9, 7), to="Alex Thorn, director"),
    )

    message = render(
        DigestContent(items=(item,)),
        recipient=own_staff,
        sender=sender,
        today=today,
        demonstration=True,
    )

    assert "verdue" not in message.subject + message.text
    assert "Due Friday 14 September 2018 (7 working days left)." in message.text


def test_when_every_item_is_overdue_the_subject_counts_them_once(
    make_item: Callable[..., Item], own_staff: Recipient, sender: Sender
) -> None:
    item = make_item(tone=Tone.LATE, days_left=-2)

    message = render(
        DigestContent(items=(item,)),
        recipient=own_staff,
        sender=sender,
        today=item.due + datetime.timedelta(days=4),
        demonstration=True,
    )

    assert message.subject.endswith("1 item overdue for Children's Services")
