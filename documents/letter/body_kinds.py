"""Which kind of body an addressee speaks for, by the words of role and body."""

from __future__ import annotations

import re

from documents.letter.reading import AddresseeKind

# In order: the first that matches decides. A commissioner of police is a police officer in London
# and an elected person elsewhere, so the elected ones are asked for by their full titles.
_KIND_WORDINGS: tuple[tuple[AddresseeKind, tuple[str, ...]], ...] = (
    (
        AddresseeKind.MAYOR_OR_COMMISSIONER,
        (r"\bmayor", r"crime commissioner", r"\bP(?:F?)CC\b", r"policing and crime"),
    ),
    (
        AddresseeKind.SAFEGUARDING_PARTNERSHIP,
        (
            r"\bLSC[BP]\b",
            r"safeguarding (?:children|child|adults? and children)\S*(?: and \w+)* board",
            r"safeguarding (?:children|child|adults? and children)\S*(?: and \w+)* partnership",
            r"safeguarding (?:board|partnership)",
            r"\bscrutineer\b",
        ),
    ),
    (
        AddresseeKind.POLITICAL,
        (r"\bcouncillor", r"\bcllr\b", r"lead member", r"leader of the council"),
    ),
    (
        AddresseeKind.YOUTH_OFFENDING,
        (r"youth (?:offending|justice|crime)", r"\bYO[ST]\b", r"\bYJ[ST]\b"),
    ),
    (
        AddresseeKind.PROBATION,
        (r"probation", r"rehabilitation company", r"\bCRC\b", r"\bNPS\b"),
    ),
    (AddresseeKind.POLICE, (r"constab", r"police", r"\bcommander\b", r"superintendent")),
    (
        AddresseeKind.COUNCIL,
        (
            r"children[’']?s?[’']? (?:and \w+[’']?s? )?(?:social care|services)",
            r"\bcouncil\b",
            r"local authority",
            r"public health\b",
            r"\bborough\b",
            r"education",
        ),
    ),
    (
        AddresseeKind.HEALTH,
        (
            r"\bNHS\b",
            r"\bCCGs?\b",
            r"\bIC[BS]\b",
            r"clinical|nurs|health|hospital|medical|midwi",
            r"integrated care|foundation trust|accountable officer",
        ),
    ),
)
_KINDS = tuple((kind, re.compile("|".join(ways), re.I)) for kind, ways in _KIND_WORDINGS)
_HEALTH_BODY = re.compile(
    r"\bNHS\b|\bCCGs?\b|\bICB\b|clinical commissioning|integrated care|foundation trust", re.I
)


def kind_of(role_and_body: str, *, name: str = "") -> AddresseeKind:
    """The kind that the printed words show; ``OTHER`` where they show none."""
    if re.match(r"(?:Cllr|Councillor)\b", name):
        return AddresseeKind.POLITICAL
    for kind, pattern in _KINDS:
        if pattern.search(role_and_body):
            if kind is AddresseeKind.COUNCIL and _HEALTH_BODY.search(role_and_body):
                return AddresseeKind.HEALTH
            return kind
    return AddresseeKind.OTHER
