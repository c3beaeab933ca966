"""Build config/holidays/england-and-wales.json from two well-kept libraries, checked together.

    .venv/bin/python scripts/build_holidays.py --version 2026.1 --as-at 2026-11-24

`govuk-bank-holidays` carries what GOV.UK publishes, from 2012 on; `holidays` knows the years
before. Where both know a year they must agree on every weekday, else nothing is written. Days
before 2012 come from `holidays` alone and are marked `verified: false`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import holidays

FILE = Path(__file__).resolve().parents[1] / "config" / "holidays" / "england-and-wales.json"
FIRST_YEAR = 1990

GOVUK_NAMES = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "New Year's Day": "New Year’s Day",
    "Golden Jubilee of Elizabeth II": "Queen’s Golden Jubilee",
    "Wedding of William and Catherine": "Wedding of Prince William and Catherine Middleton",
    "Millennium Celebrations": "Millennium bank holiday",
}


@dataclass(frozen=True)
class Announcement:
    """When a single holiday became known, and where we read that (or that we did not)."""

    day: str | None
    source: str
    verified: bool
    moved_from: str | None = None


# Without a day we treat the holiday as always known: none of these years has letters of ours.
ANNOUNCED = {
    "1995-05-08": Announcement(None, "day of announcement not found", False, "1995-05-01"),
    "1999-12-31": Announcement(None, "day of announcement not found", False),
    "2002-06-03": Announcement(None, "day of announcement not found", False),
    "2002-06-04": Announcement(None, "day of announcement not found", False, "2002-05-27"),
    "2011-04-29": Announcement(
        "2010-11-23", "https://www.muddymatches.co.uk/muddy-news/2010/11/23/"
        "public-holiday-announced-to-mark-the-royal-wedding", True
    ),
    "2012-06-04": Announcement(
        "2010-01-05", "Lord Mandelson in the Lords, as the Yorkshire Post reported the day after;"
        " the day itself remembered", False, "2012-05-28"
    ),
    "2012-06-05": Announcement(
        "2010-01-05", "Lord Mandelson in the Lords, as the Yorkshire Post reported the day after;"
        " the day itself remembered", False
    ),
    "2020-05-08": Announcement(
        "2019-06-08", "https://www.itv.com/news/2019-06-08/may-day-bank-holiday-to-move-to-a-"
        "friday-to-mark-75th-anniversary-of-ve-day/ (the day of the report)", True, "2020-05-04"
    ),
    "2022-06-02": Announcement("2020-11-12", "remembered", False, "2022-05-30"),
    "2022-06-03": Announcement("2020-11-12", "remembered", False),
    "2022-09-19": Announcement("2022-09-10", "https://www.thegazette.co.uk/notice/4158896", True),
    "2023-05-08": Announcement(
        "2022-11-06", "https://www.independent.co.uk/news/uk/"
        "prime-minister-government-westminster-abbey-charles-iii-downing-street-b2218656.html", True
    ),
}  # fmt: skip

# By the Banking and Financial Dealings Act 1971, section 1(3), these come by yearly proclamation,
# so in years after the present one they may still change.
PROCLAIMED_YEARLY = ("New Year’s Day", "Early May bank holiday")

Days = dict[datetime.date, str]


def govuk_days() -> Days:
    """What GOV.UK publishes, from the bundle of the library: it must not go online here."""
    bundle = resources.files("govuk_bank_holidays").joinpath("bank-holidays.json")
    events = json.loads(bundle.read_text(encoding="utf-8"))["england-and-wales"]["events"]
    return {
        datetime.date.fromisoformat(event["date"]): named(
            event["title"], is_substitute=event["notes"] == "Substitute day"
        )
        for event in events
    }


def library_days(years: Iterable[int]) -> Days:
    """The weekdays that `holidays` knows as public holidays in England."""
    known = holidays.country_holidays("GB", subdiv="ENG", years=years, language="en_GB")
    return {
        day: named(
            GOVUK_NAMES.get(name.removesuffix(" (observed)"), name.removesuffix(" (observed)")),
            is_substitute=name.endswith(" (observed)"),
        )
        for day, name in sorted(known.items())
        if day.weekday() < 5
    }


def named(title: str, *, is_substitute: bool) -> str:
    return f"{title} (substitute day)" if is_substitute else title


def disagreements(govuk: Days, library: Days) -> list[str]:
    """The days of the years both know that only one of them lists."""
    return [
        f"{day} {day:%A}: only {'GOV.UK' if day in govuk else 'the library'} lists it"
        f" ({govuk.get(day) or library.get(day)})"
        for day in sorted(set(govuk) ^ set(library))
    ]


def comes_by_proclamation(day: datetime.date, name: str) -> bool:
    """Whether the day is named each year; 27 December after a Christmas Sunday is in the Act."""
    is_in_the_act = (day.month, day.day) == (12, 27) and day.weekday() in (0, 1)
    is_substitute = name.endswith("(substitute day)") and not is_in_the_act
    return is_substitute or name in PROCLAIMED_YEARLY


def row(day: datetime.date, name: str, *, is_checked: bool, as_at: datetime.date) -> dict[str, Any]:
    """One line of the file."""
    announcement = ANNOUNCED.get(day.isoformat())
    line: dict[str, Any] = {
        "date": day.isoformat(),
        "name": name,
        "source": "GOV.UK, agrees with holidays" if is_checked else "holidays alone",
        "verified": is_checked,
    }
    if day.year > as_at.year and comes_by_proclamation(day, name):
        line["provisional"] = True
    if announcement is not None:
        line |= {
            "announced": announcement.day,
            "announced_source": announcement.source,
            "announced_verified": announcement.verified,
            "moved_from": announcement.moved_from,
        }
    return {key: value for key, value in line.items() if value is not None}


def written(header: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> str:
    """JSON with one holiday a line, so that a change of the file reads well."""
    head = json.dumps(header, ensure_ascii=False, indent=1)[:-2]
    lines = ",\n".join(f"  {json.dumps(each, ensure_ascii=False)}" for each in rows)
    return f'{head},\n "holidays": [\n{lines}\n ]\n}}\n'


def build(version: str, as_at: datetime.date) -> str:
    """The file's text; ends the program where the two sources disagree."""
    govuk = govuk_days()
    first_published, last_year = min(govuk).year, max(govuk).year
    library = library_days(range(FIRST_YEAR, last_year + 1))
    overlap = {day: name for day, name in library.items() if day.year >= first_published}
    faults = disagreements(govuk, overlap)
    if faults:
        sys.exit("The sources disagree; nothing was written.\n" + "\n".join(faults))
    before = {day: name for day, name in library.items() if day.year < first_published}
    rows = [row(day, name, is_checked=False, as_at=as_at) for day, name in before.items()]
    rows += [row(day, name, is_checked=True, as_at=as_at) for day, name in sorted(govuk.items())]
    header = {
        "division": "england-and-wales",
        "version": version,
        "first": f"{FIRST_YEAR}-01-01",
        "last": f"{last_year}-12-31",
        "note": (
            "Built by scripts/build_holidays.py; do not edit. From"
            f" {first_published} on GOV.UK's own list, which agrees with the library 'holidays' on"
            " every weekday; before that the library alone. Provisional days come by yearly"
            f" proclamation and were not yet due on {as_at}."
        ),
        "sources": {name: metadata.version(name) for name in ("govuk-bank-holidays", "holidays")},
    }
    return written(header, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--version", required=True, help="such as 2026.1")
    parser.add_argument("--as-at", required=True, type=datetime.date.fromisoformat)
    parser.add_argument("--to", default=FILE, type=Path, help="another file, to compare with")
    arguments = parser.parse_args()
    arguments.to.write_text(build(arguments.version, arguments.as_at), encoding="utf-8")
    print(f"Wrote {arguments.to.name}, version {arguments.version}.")


if __name__ == "__main__":
    main()
