"""What is wrong with a declared value, and what to write instead, in words for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean 'count'?`` for a near miss, else the choices there are (with a space first).

    Empty when there is nothing to choose from.
    """
    choices = sorted(known)
    close = get_close_matches(word, choices, n=1)
    if close:
        return f" Did you mean '{close[0]}'?"
    return f" It may be: {', '.join(choices)}." if choices else ""


def remedy(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """What is wrong and what to write, in words for the person who edits the file."""
    match detail["type"]:
        case "missing":
            return "is missing. Add it."
        case "extra_forbidden":
            word = str(detail["loc"][-1])
            return f"is not known here.{did_you_mean(word, _known_keys(model, detail['loc'][:-1]))}"
        case "enum" | "literal_error":
            expected = detail["ctx"]["expected"]
            return f"is {detail['input']!r}, but must be {expected}."
        case "union_tag_not_found":
            return "does not say what is done. Add 'do'."
        case "union_tag_invalid":
            tag, known = detail["ctx"]["tag"], detail["ctx"]["expected_tags"]
            meant = did_you_mean(tag, re.findall(r"'(\w+)'", known))
            return f"cannot '{tag}'.{meant}"
        case "value_error":
            return str(detail["ctx"]["error"])
    return f"is {_shown(detail['input'])}: {_lower_first(detail['msg'])}."


def _known_keys(model: type[BaseModel], key_path: tuple[str | int, ...]) -> set[str]:
    """The keys that may stand at ``key_path`` of a file read into ``model``."""
    candidates = {model}
    for step in key_path:
        inside = {
            found
            for candidate in candidates
            if step in candidate.model_fields
            for found in _models_in(candidate.model_fields[str(step)].annotation)
        }
        # A list's index or a mapping's own key names no field: the candidates stay.
        candidates = inside or candidates
    return {name for candidate in candidates for name in candidate.model_fields}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
