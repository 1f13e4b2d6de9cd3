"""Names of states and organisations by their code."""

from functools import cache

from detente.vocabulary.tables import rows


@cache
def _names() -> dict[str, str]:
    return {row["iso3"]: row["name"] for row in rows("countries.tsv")} | {
        "UNO": "United Nations",
        "EUR": "European Union",
    }


def state_name(code: str) -> str:
    """Give the name of a state by its code; the code itself if it is not known."""
    return _names().get(code, code)


def is_state(code: str) -> bool:
    """Say whether a code stands for a state, the UN or the EU."""
    return code in _names()
