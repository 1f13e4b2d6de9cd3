"""CAMEO, the older codes of event data, in PLOVER's terms.

`data/cameo_events.tsv` has every code of CAMEO 1.1b3 (Schrodt 2012, "CAMEO: Conflict and Mediation Event Observations.
Event and Actor Codebook", chapter 2) with PLOVER's type and mode; 01 and 02 have none and PLOVER drops them. It follows
the manual of PLOVER 2.0. The project's own map of 2021 (`CAMEO2PLOVER-2021.txt`) has 055 and 056 as SUPPORT, 116 as
ACCUSE and 163 as COERCE. `data/cameo_actors.tsv` has the three-letter pieces of actor codes (chapter 3) that are not
ISO 3166 codes.
"""

from functools import cache

from detente.vocabulary.event_types import EventType
from detente.vocabulary.states import is_state
from detente.vocabulary.tables import rows

_PIECE = 3


@cache
def _events() -> dict[str, tuple[EventType | None, str | None]]:
    return {
        row["code"]: (EventType(row["type"]) if row["type"] else None, row["mode"] or None)
        for row in rows("cameo_events.tsv")
    }


def is_cameo(code: str) -> bool:
    """Say whether CAMEO has a code; codes are text and keep their leading zero."""
    return code in _events()


def plover(code: str) -> tuple[EventType | None, str | None]:
    """Give PLOVER's type and mode for a CAMEO code; no type for statements and appeals (01, 02).

    Raises:
        KeyError: CAMEO has no such code.

    """
    return _events()[code]


@cache
def _pieces() -> dict[str, tuple[str, str | None]]:
    return {row["code"]: (row["kind"], row["value"] or None) for row in rows("cameo_actors.tsv")}


def party(code: str) -> tuple[str | None, str | None]:
    """Read a CAMEO actor code (`USAGOV`, `IGOEUREEC`, `PSEREBHMS`): who, and PLOVER's primary sector.

    Who is the first state among the code's three-letter pieces; failing that the organisation that it names (UNO, EUR),
    and failing that its kind (IGO, NGO, ISM, IMG, MNC). A region is nobody. The sector is the first role named.
    """
    pieces = [code[start : start + _PIECE].upper() for start in range(0, len(code), _PIECE)]
    found: dict[str, str] = {}
    for piece in pieces:
        kind, value = _pieces().get(piece, ("state", piece if is_state(piece) else None))
        if value is not None:
            found.setdefault("state" if kind == "country" else kind, value)
    return found.get("state") or found.get("group") or found.get("body"), found.get("role")
