"""What can be wrong between the keys of a declared inspection: refs, orders of dates, counts.

Works on the raw values, so that these faults are named together with missing and wrong keys. A
value of the wrong kind is left to the model, which has its own words for it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from config.loader import SHIPPED as FRAMEWORKS
from config.loader import load_framework
from config.yaml_files import Fault, KeyPath, YamlFile, did_you_mean

COUNTED_KINDS = {
    "strengths": "strength",
    "areas_for_improvement": "area_for_improvement",
    "priority_actions": "priority_action",
}


def faults_between_keys(source: YamlFile) -> Iterator[Fault]:
    """Every fault that no single key shows, in no particular order."""
    if not isinstance(source.value, dict):
        return
    yield from _repeated_refs(source)
    yield from _unknown_refs(source)
    yield from _dates_out_of_order(source)
    yield from _wrong_counts(source)
    yield from _unknown_rules(source)


def _unknown_rules(source: YamlFile) -> Iterator[Fault]:
    """A framework that is not shipped, and rules that it does not have."""
    name = source.value.get("framework")
    if not isinstance(name, str):
        return
    known = {path.stem for path in FRAMEWORKS.glob("*.yaml")}
    yield from _unknown(
        source, ("framework",), name, what="framework", where="config/frameworks", known=known
    )
    if name not in known:
        return
    rules = {rule.key for rule in load_framework(name).rules}
    for keys in ("meetings", "stated_elsewhere"):
        for index, row in enumerate(_rows(source.value, keys)):
            yield from _unknown(
                source,
                (keys, index, "rule"),
                row.get("rule"),
                what="rule",
                where=f"config/frameworks/{name}.yaml",
                known=rules,
            )


def _rows(value: Any, *keys: str) -> list[dict[str, Any]]:
    """The mappings of the list found under these keys; others become empty, to keep positions."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {} for row in rows]


def _refs(rows: list[dict[str, Any]]) -> list[str]:
    return [row["ref"] for row in rows if isinstance(row.get("ref"), str)]


def _repeated_refs(source: YamlFile) -> Iterator[Fault]:
    for keys in (("bodies",), ("findings",), ("plan", "actions")):
        seen: set[str] = set()
        for index, row in enumerate(_rows(source.value, *keys)):
            ref = row.get("ref")
            if not isinstance(ref, str):
                continue
            if ref in seen:
                yield source.fault(
                    (*keys, index, "ref"), f"{ref!r} stands twice. Give each its own ref."
                )
            seen.add(ref)


def _unknown_refs(source: YamlFile) -> Iterator[Fault]:
    bodies = set(_refs(_rows(source.value, "bodies")))
    findings = set(_refs(_rows(source.value, "findings")))
    boards = {board for board in _list(source.value, "boards") if isinstance(board, str)}
    for key_path, ref in _body_refs(source.value):
        yield from _unknown(source, key_path, ref, what="body", where="bodies", known=bodies)
    for index, action in enumerate(_rows(source.value, "plan", "actions")):
        key_path = ("plan", "actions", index, "finding")
        ref = action.get("finding")
        yield from _unknown(source, key_path, ref, what="finding", where="findings", known=findings)
    for index, finding in enumerate(_rows(source.value, "findings")):
        key_path = ("findings", index, "board")
        board = finding.get("board")
        yield from _unknown(source, key_path, board, what="board", where="boards", known=boards)


def _unknown(
    source: YamlFile, key_path: KeyPath, ref: Any, *, what: str, where: str, known: set[str]
) -> Iterator[Fault]:
    if isinstance(ref, str) and ref not in known:
        hint = did_you_mean(ref, known) or f" There are no {where} in this file."
        yield source.fault(key_path, f"names the {what} {ref!r}, which is not in '{where}'.{hint}")


def _body_refs(value: Any) -> Iterator[tuple[KeyPath, Any]]:
    """Every place where a body's ref stands."""
    for index, finding in enumerate(_rows(value, "findings")):
        yield ("findings", index, "accountable"), finding.get("accountable")
        for place, ref in enumerate(_list(finding, "contributing")):
            yield ("findings", index, "contributing", place), ref
    for index, action in enumerate(_rows(value, "plan", "actions")):
        yield ("plan", "actions", index, "lead"), action.get("lead")
        for place, ref in enumerate(_list(action, "supporting")):
            yield ("plan", "actions", index, "supporting", place), ref


def _list(row: Any, key: str) -> list[Any]:
    value = row.get(key) if isinstance(row, dict) else None
    return value if isinstance(value, list) else []


# Each pair: the earlier date, the later date, and what to say when they are the other way round.
ORDERED = (
    (
        ("fieldwork", "start"),
        ("fieldwork", "end"),
        "lies before the start of the fieldwork. Check both.",
    ),
    (
        ("fieldwork", "end"),
        ("letter", "date"),
        "lies before the end of the fieldwork. A letter follows it.",
    ),
    (
        ("letter", "date"),
        ("letter", "stated_due"),
        "lies before the date of the letter that states it. Check the year.",
    ),
    (
        ("letter", "received_on"),
        ("letter", "stated_due"),
        "lies before the letter was received. Check the year.",
    ),
)


def _dates_out_of_order(source: YamlFile) -> Iterator[Fault]:
    for earlier, later, remedy in ORDERED:
        first, second = _date_at(source.value, earlier), _date_at(source.value, later)
        if first is not None and second is not None and second < first:
            yield source.fault(later, f"{second.isoformat()} {remedy}")


def _date_at(value: Any, key_path: tuple[str, ...]) -> datetime.date | None:
    for key in key_path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, datetime.date) else None


def _wrong_counts(source: YamlFile) -> Iterator[Fault]:
    counts = source.value.get("counts")
    if not isinstance(counts, dict):
        return
    kinds = [row.get("kind") for row in _rows(source.value, "findings")]
    for key, kind in COUNTED_KINDS.items():
        stated = counts.get(key, 0)
        if isinstance(stated, int) and stated != kinds.count(kind):
            yield source.fault(
                ("counts", key),
                f"says {stated}, but 'findings' holds {kinds.count(kind)} of kind {kind}. "
                "Add the missing ones or correct the count.",
            )
