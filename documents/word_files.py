"""What every Word file of ours has: page, fonts, language, properties, and the same bytes again.

A file made twice from the same values is the same file: the dates in it are those it is given, and
the archive around it bears a fixed one.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.run import Run

from rules.wording import MONTHS

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle

# A weekday may stand before a line's end; the number of a day may not.
_DATE = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)})\b(?: \d{{4}}\b)?")
LANGUAGE = "en-GB"
FONT = "Arial"
# A zip archive knows no date before this one.
NO_DATE = (1980, 1, 1, 0, 0, 0)
SIZES = {"Normal": 12, "Title": 16, "Heading 1": 14, "Heading 2": 12, "Header": 10, "Footer": 10}


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself: its title, who made it, and as at which moment."""

    title: str
    author: str
    made_at: datetime


def new_document(properties: Properties) -> Document:
    """An empty A4 document in Arial, whose language is English as written in Britain."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.3)
    for name, size in SIZES.items():
        _set_style(document, name, size=size)
    _set_properties(document, properties)
    return document


def bytes_of(document: Document) -> bytes:
    """The file, equal for equal documents."""
    written = io.BytesIO()
    document.save(written)
    fixed = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, date_time=NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def dates_whole(text: str) -> str:
    """The text with non-breaking spaces within its dates, so that no line ends in "24"."""
    return _DATE.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


def add_page_number(run: Run) -> None:
    """The number of the page, which Word fills in."""
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def flag(parent: BaseOxmlElement, name: str, value: str = "true") -> None:
    """Give an element of the file a property that python-docx has no name for."""
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    parent.append(element)


def _set_style(document: Document, name: str, *, size: int) -> None:
    style = document.styles[name]
    if style.type is not WD_STYLE_TYPE.PARAGRAPH:
        raise TypeError(f"{name} is no style of paragraphs")
    paragraph_style: ParagraphStyle = style
    font = paragraph_style.font
    font.name, font.size = FONT, Pt(size)
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = paragraph_style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(attribute), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    if name == "Normal":
        _set_language(paragraph_style)


def _set_language(style: ParagraphStyle) -> None:
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    flag(properties, "w:lang", LANGUAGE)


def _set_properties(document: Document, properties: Properties) -> None:
    core = document.core_properties
    at = properties.made_at.astimezone(UTC).replace(tzinfo=None)
    core.title, core.author, core.last_modified_by = properties.title, properties.author, ""
    core.created = core.modified = at
    core.language, core.revision, core.comments = LANGUAGE, 1, ""
