"""Bullets: which lines begin a list item, and where its words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.letter.pages import Line

# One sign that is no letter or figure, from the list signs in use and the private area of symbol
# fonts; or a letter that stands for a sign where a symbol font is not named as one ('n' is the
# square of Wingdings) or, the small 'o', is itself the sign of one common list style.
_SIGN = re.compile(
    r"(?P<sign>[•◦‣▪▫■□●○◼◾◆◇⬧❖➢➤✓✔·∙*§–—\-]|[\ue000-\uf8ff]|o|[nlquvØü](?=\s+[A-Z‘“]))"
    r"\s+(?P<rest>\S.*)"
)
_SIGN_ALONE = re.compile(r"[•◦‣▪▫■□●○◼◾◆◇⬧❖➢➤✓✔·∙*§]|[\ue000-\uf8ff]")
_NUMBER = re.compile(r"(?P<sign>\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?P<rest>\S.*)")

STRONG_SIGNS = re.compile(r"[•◦‣▪▫■□●○◼◾◆◇⬧❖➢➤✓✔∙n]|[\ue000-\uf8ff]")
"""Signs that are never anything but a bullet; a dash may also be a dash."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """A list item's sign and the words after it on the same line."""

    sign: str
    words: str

    @property
    def is_strong(self) -> bool:
        """Whether the sign can be nothing but a bullet."""
        return STRONG_SIGNS.fullmatch(self.sign) is not None


def bullet_of(line: Line) -> Bullet | None:
    """The bullet that the line begins with, or ``None``."""
    text = line.text
    if _SIGN_ALONE.fullmatch(text):
        return Bullet(sign=text, words="")
    glued = None if text[0].isalpha() else STRONG_SIGNS.match(text)
    found = _SIGN.fullmatch(text)
    if found:
        return Bullet(sign=found["sign"], words=found["rest"].strip())
    return Bullet(sign=glued.group(), words=text[1:].strip()) if glued else None


def numbered_item_of(line: Line) -> Bullet | None:
    """The number or letter that the line begins with ('1.', 'b)'), as a bullet, or ``None``."""
    found = _NUMBER.fullmatch(line.text)
    return Bullet(sign=found["sign"], words=found["rest"].strip()) if found else None
