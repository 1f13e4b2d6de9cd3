"""How sure an entry is: the share of its construction that was right where it was measured."""

from functools import cache

from detente.vocabulary.tables import rows


@cache
def _shares() -> dict[str, float]:
    return {row["construction"]: float(row["share_right"]) for row in rows("ledger_confidence.tsv")}


def confidence(kind: str, construction: str) -> float:
    """Give the share of entries of a kind and construction that were right where it was measured."""
    return _shares().get(f"{kind}: {construction}", _shares()[f"{kind}: other"])
