"""The people a letter is written to: name, role and body as printed, and the kind of body.

The list has no fixed punctuation, so a line begins a new entry when it begins with what can be a
person's name, or when the line before had room to spare; any other line runs on from the one above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from documents.letter.body_kinds import kind_of
from documents.letter.pages import Line
from documents.letter.reading import Addressee

_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Baroness|Prof(?:essor)?|Rev(?:erend)?"
    r"|Cllr|Councillor|Mayor)"
)
_HONOURS = r"(?:CBE|OBE|MBE|KBE|DBE|QPM|KPM|QC|KC|DL|JP|MP|PhD|FRSA)"
_POST_WORDS = re.compile(
    r"(?:accountable|acting|assistant|associate|borough|cabinet|ceo|chair|chief|commander|"
    r"commissioner|corporate|county|deputy|designated|director|divisional|executive|"
    r"head|independent|interim|joint|lead|leader|manager|managing|member|nurse|officer|"
    r"operational|principal|regional|scrutineer|secretary|senior|statutory|strategic|"
    r"superintendent|territorial|vice)"
)
_BODY_WORDS = re.compile(
    r"(?:a|adult|adults|and|at|authority|board|cafcass|care|ccg|ccgs|children|"
    r"children's|city|clinical|combined|commissioning|committee|community|company|"
    r"constabulary|council|crc|district|division|education|family|fire|foundation|"
    r"gangs|group|groups|health|healthcare|her|his|hmpps|hospital|hospitals|icb|icbs|"
    r"icp|integrated|justice|local|lscb|metropolitan|national|nhs|nps|nursing|of|"
    r"offending|partnership|partnerships|people|police|policing|practice|prison|"
    r"probation|public|quality|rehabilitation|safeguarding|service|services|social|"
    r"south|team|the|trust|trusts|university|youth|yjs|yos|yot)"
)
_NAME_WORD = re.compile(r"(?:[A-Z][\w’'‘-]*\.?|de|du|van|von|der|la|le|al|bin)")
_SECOND_PERSON = re.compile(rf"(?<=[\w).])\s+(?={_TITLES}\.?\s+[A-Z][a-z])")
_PARTS = re.compile(r"\s*,\s+|\s+[–—-]\s+|\s*,$")
_OF_BODY = re.compile(
    r"(?P<role>.+?)\s+(?:of|for|at)\s+(?P<body>(?:the\s+)?.*"
    r"(?:police|constabulary|lscb|board|partnership|ccg|icb|trust|council|company|authority"
    r"|probation service|nhs).*)",
    re.IGNORECASE,
)
_BODY_ENDING = re.compile(
    r"(?P<role>.+?)\s+(?P<body>(?:NHS\s.+|National Probation Service|NPS|CCG|CAFCASS|Cafcass))"
)


def addressees_in(lines: Sequence[Line]) -> tuple[Addressee, ...]:
    """The addressees in the block of lines between the letter's date and its greeting."""
    entries: list[str] = []
    right_edge = max((line.x1 for line in lines), default=0.0)
    above: Line | None = None
    for line in lines:
        begins = above is None or _begins_entry(line, above, right_edge)
        if begins:
            entries.append(line.text)
        else:
            entries[-1] = _run_on(entries[-1], line.text)
        above = line
    people = [person for entry in entries for person in _SECOND_PERSON.split(entry)]
    return tuple(addressee_of(person) for person in people if any(map(str.isalpha, person)))


def _run_on(entry: str, text: str) -> str:
    return entry + text if entry.endswith("-") and not entry.endswith(" -") else f"{entry} {text}"


def _begins_entry(line: Line, above: Line, right_edge: float) -> bool:
    if above.text.rstrip().endswith((",", " and", "&", "–", "-")) or line.text[0] in "(&":
        return False
    if _name_length(line.text):
        return True
    first_word = line.text.split()[0]
    if first_word[0].islower():
        return False
    letter_width = (line.x1 - line.x0) / max(len(line.text), 1)
    had_room = above.x1 + letter_width * (len(first_word) + 2) < right_edge
    return had_room and above.y - line.y > 0


def _name_length(text: str) -> int:
    """How many words at the start of the entry are a person's name; 0 where none can be.

    A name is two to five capitalised words of which none belongs to a post or a body, up to a
    comma, a dash, or the first word of a post.
    """
    words = text.split()
    titled = bool(words) and re.fullmatch(rf"{_TITLES}\.?", words[0]) is not None
    start = 1 if titled else 0
    count = start
    for word in words[start:]:
        bare = word.rstrip(",").lower().replace("’", "'")
        if _POST_WORDS.fullmatch(bare):
            return count if count - start >= 2 or (titled and count > start) else 0
        if _BODY_WORDS.fullmatch(bare) or not _NAME_WORD.fullmatch(word.rstrip(",")):
            return count if word in "–—-" and count - start >= 2 else 0
        count += 1
        if word.endswith(","):
            break
    least = 1 if titled else 2
    return count if least <= count - start <= 6 else 0


def addressee_of(entry: str) -> Addressee:
    """One entry parted into name, role and body. ``name`` is empty where only a role is printed."""
    entry = re.sub(r"\s+", " ", entry.replace(" ,", ",")).strip(" .,;[")
    entry = re.sub(rf",\s+(?={_HONOURS}\b)", " ", entry)
    words = entry.split()
    length = _name_length(entry)
    if length:
        name, rest = " ".join(words[:length]).strip(" ,"), " ".join(words[length:])
    else:
        name, rest = _name_after_post(entry)
    rest = rest.strip(" ,–—-")
    role, body = _role_and_body(rest)
    return Addressee(name=name, role=role, body=body, kind=kind_of(rest, name=name))


def _name_after_post(entry: str) -> tuple[str, str]:
    """'Chief Constable Ann Other, Estuary Police': the name, and the rest without it."""
    first, comma, others = entry.partition(",")
    words = first.split()
    posts = 0
    while posts < len(words) and _is_post_title(words[posts]):
        posts += 1
    name = words[posts:]
    is_name = 2 <= len(name) <= 4 and all(_is_name_word(word) for word in name)
    if not posts or not is_name:
        return "", entry
    return " ".join(name), " ".join(words[:posts]) + comma + others


def _is_post_title(word: str) -> bool:
    return _POST_WORDS.fullmatch(word.lower()) is not None or word == "Constable"


def _is_name_word(word: str) -> bool:
    bare = word.lower().replace("’", "'")
    listed = _POST_WORDS.fullmatch(bare) or _BODY_WORDS.fullmatch(bare)
    return _NAME_WORD.fullmatch(word) is not None and listed is None


def _role_and_body(rest: str) -> tuple[str | None, str | None]:
    # The comma in this title parts nothing.
    rest = rest.replace("Police, Fire", "Police%Fire")
    parts = [part.replace("%", ", ") for part in _PARTS.split(rest) if part]
    if not parts:
        return None, None
    patterns = (_OF_BODY,) if len(parts) > 1 else (_OF_BODY, _BODY_ENDING)
    for pattern in patterns:
        found = pattern.fullmatch(parts[0])
        if found and _has_post(found["role"]):
            return found["role"], ", ".join([_without_article(found["body"]), *parts[1:]])
    if len(parts) > 1 and not _has_post(parts[0]) and _has_post(parts[-1]):
        return ", ".join(parts), None
    if len(parts) > 1:
        return parts[0], ", ".join(parts[1:])
    return (parts[0], None) if _has_post(parts[0]) else (None, parts[0])


def _without_article(body: str) -> str:
    return re.sub(r"^the\s+", "", body)


def _has_post(text: str) -> bool:
    return any(_POST_WORDS.fullmatch(word.strip("(),").lower()) for word in text.split())
