"""What a template prints is escaped once in HTML, whatever type of value it is."""

from __future__ import annotations

from enum import StrEnum

import pytest
from markupsafe import Markup

from notifications.templating import MissingWords, _environment

HOSTILE = '<script>alert("x")</script> & <b>'
ESCAPED = "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; &lt;b&gt;"


class Word(StrEnum):
    HOSTILE = "<i>word</i>"


class _Speaks:
    def __str__(self) -> str:
        return "<u>said</u>"


def html(source: str, **values: object) -> str:
    return _environment(html=True).from_string(source).render(values)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (HOSTILE, ESCAPED),
        (Word.HOSTILE, "&lt;i&gt;word&lt;/i&gt;"),
        (_Speaks(), "&lt;u&gt;said&lt;/u&gt;"),
        (Markup("<br>"), "<br>"),
        (7, "7"),
    ],
)
def test_html_escapes_every_kind_of_value_once(value: object, printed: str) -> None:
    assert html("{{ value }}", value=value) == printed


def test_html_from_a_macro_is_not_escaped_a_second_time() -> None:
    source = "{% macro said(words) %}<p>{{ words }}</p>{% endmacro %}{{ said(value) }}"

    assert html(source, value=HOSTILE) == f"<p>{ESCAPED}</p>"


def test_words_joined_within_a_template_are_escaped() -> None:
    assert html('{{ "<" ~ value ~ ">" }}', value="&") == "&lt;&amp;&gt;"


def test_a_value_that_is_none_is_never_printed() -> None:
    with pytest.raises(MissingWords):
        html("{{ value }}", value=None)
