"""The two Jinja environments: one writes plain text, one writes HTML and escapes all it is given.

Both run every value through :func:`one_line`, and both refuse a name that is not there and a
value that is None: "None" is never a word of a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from notifications.plain_text import COLUMNS, one_line
from rules.wording import MONTHS, counted, listed, long_date

TEMPLATES = Path(__file__).parent / "templates"

_TEXT = "font-size:16px;line-height:24px;color:#0b0c0c;"
# Mail programs drop style sheets, so each element carries its own style; the names are ours.
STYLES = {
    "p": f"margin:0 0 16px 0;{_TEXT}",
    "flat": f"margin:0;{_TEXT}",
    "tight": f"margin:0 0 4px 0;{_TEXT}",
    # The lines of an item take size and colour from their cell: forty items say them once each.
    "item": (
        "border-top:1px solid #b1b4b6;padding:12px 0 8px 0;"
        "font-size:16px;line-height:24px;color:#383f43;"
    ),
    "line": "margin:0 0 4px 0;",
    "h1": "margin:0 0 16px 0;font-size:22px;line-height:28px;color:#0b0c0c;",
    "h2": "margin:24px 0 4px 0;font-size:19px;line-height:26px;color:#0b0c0c;",
    "h3": f"margin:0 0 4px 0;{_TEXT}",
    "ul": "margin:0 0 16px 0;padding:0 0 0 20px;",
    "li": f"margin:0 0 8px 0;{_TEXT}",
    "table": "border-collapse:collapse;margin:0 0 16px 0;",
    "boxed": "border-collapse:collapse;margin:0 0 16px 0;",
    "box": "background:#f3f2f1;border-left:6px solid #b1b4b6;padding:10px 14px;",
    "caption": ("text-align:left;padding:0 0 4px 0;font-size:16px;line-height:24px;color:#383f43;"),
    "th": (
        "border-bottom:1px solid #b1b4b6;padding:8px 12px 8px 0;text-align:left;"
        f"vertical-align:top;font-weight:bold;{_TEXT}"
    ),
    "td": (
        f"border-bottom:1px solid #b1b4b6;padding:8px 0;text-align:left;vertical-align:top;{_TEXT}"
    ),
}

_NO_BREAK = "&nbsp;"
_IN_A_DATE = {
    f" {month}": re.compile(rf" {month}(?<=\d {month})(?: (?=\d{{4}}\b)|(?!\w))")
    for month in MONTHS
}
_A_TELEPHONE_NUMBER = re.compile(r"[+0][0-9 ()]{6,20}")
_BEFORE_A_DATE = re.compile(rf"day (?=\d{{1,2}}{_NO_BREAK})")
_STYLE = re.compile(r"{{ css\.(\w+) }}")


class MissingWords(TypeError):
    """A template printed a value that is None: the message would have said "None"."""


def fill_text(template: str, values: dict[str, Any]) -> str:
    """The template ``template`` as plain text, each paragraph on one line, not yet wrapped."""
    return _filled(template, values, html=False)


def fill_html(template: str, values: dict[str, Any]) -> str:
    """The template ``template`` as HTML, with every value escaped.

    No line of it ends within a date or within the team's telephone number.
    """
    return _filled(template, values, html=True)


def _filled(template: str, values: dict[str, Any], *, html: bool) -> str:
    sentences = _sentences(values["kind"], html=html)
    return _environment(html=html).get_template(template).render(values, **sentences)


@cache
def _sentences(kind: str, *, html: bool) -> dict[str, Any]:
    """The macros that all kinds share, and those of this kind: the same for every message."""
    environment = _environment(html=html)
    return {
        "shared": environment.get_template("_layout/words.jinja").module,
        "words": environment.get_template(f"{kind}/words.jinja").module,
    }


def dates_kept_whole(html: str) -> str:
    """``html`` with non-breaking spaces within its dates, so that no line ends in "Tuesday 4".

    One search for each month that stands in it: one pattern for all dates takes six times as long.
    """
    for month, pattern in _IN_A_DATE.items():
        if month in html:
            html = pattern.sub(_joined, html)
    return _BEFORE_A_DATE.sub(f"day{_NO_BREAK}", html) if _NO_BREAK in html else html


def _joined(found: re.Match[str]) -> str:
    return found[0].replace(" ", _NO_BREAK)


class _DirectCode(CodeGenerator):
    """Templates compiled to the Python that we would write, without Jinja's detours.

    Every printed value is finalized, and not escaped a second time after it: what
    :func:`_printable_html` returns is escaped already, and nothing is printed without passing
    through ``finalize``. An attribute is an attribute, never a key, and a call is a call: what
    templates are given are our own values and functions, none of which asks for the context.
    """

    def _output_child_pre(  # Jinja's own hook; neither the node nor its frame matters here.
        self, _node: nodes.Expr, _frame: Frame, finalize: Any
    ) -> None:
        if finalize.src is None:
            raise TypeError("An environment without finalize would print what is not escaped.")
        self.write(f"({finalize.src}")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if node.dyn_args or node.dyn_kwargs or forward_caller:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class _Environment(Environment):
    code_generator_class = _DirectCode

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary: each context of each message copies it, and Jinja's chain is slow."""
        return {**self.globals, **(d or {})}


class _StyledTemplates(FileSystemLoader):
    """Templates in which ``{{ css.p }}`` is written out once, when the template is loaded."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, name, is_fresh = super().get_source(environment, template)
        return _STYLE.sub(lambda found: f'style="{STYLES[found[1]]}"', source), name, is_fresh


@cache
def _environment(*, html: bool) -> Environment:
    environment = _Environment(
        loader=_StyledTemplates(TEMPLATES),
        autoescape=html,
        undefined=StrictUndefined,
        finalize=_printable_html if html else _printable,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,  # All of them are ours and few: kept for good, in a plain dictionary.
    )
    environment.globals.update(
        counted=counted,
        listed=listed,
        long=long_date,
        rule=_rule,
    )
    # What stands in {% filter whole %} goes out in one piece, and not word by word through the
    # generators of all the templates around it.
    environment.filters["whole"] = _whole
    return environment


def _printable(value: Any) -> Any:
    if type(value) is str:
        return _line(value)
    if value is None:
        raise MissingWords("A message has a place for a value that is not there.")
    if isinstance(value, Markup):
        return value
    return _line(value) if isinstance(value, str) else str(value)


def _printable_html(value: Any) -> Any:
    """The same, escaped here once for all places and messages in which the words stand.

    Nothing is escaped after it: whatever is not markup already is escaped here, of any type.
    """
    if type(value) is str:
        return _escaped(value)
    printable = _printable(value)
    return printable if isinstance(printable, Markup) else _escaped(str(printable))


# The words of a message stand in its text and in its HTML, and most of them in the next one too.
_line = lru_cache(maxsize=4096)(one_line)


@lru_cache(maxsize=4096)
def _escaped(value: str) -> Markup:
    html = str(escape(_line(value)))
    if _A_TELEPHONE_NUMBER.fullmatch(html):
        return Markup(html.replace(" ", _NO_BREAK))  # noqa: S704 - escaped above
    return Markup(dates_kept_whole(html))  # noqa: S704 - escaped above


def _rule(title: str) -> str:
    """A line under a heading of the text part."""
    return "-" * min(len(one_line(title)), COLUMNS)


def _whole(rendered: str) -> str:
    return rendered
