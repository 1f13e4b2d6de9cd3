"""The shipped record: U.S.-China relations 1969-2024, in reports that we wrote."""

from importlib.resources import files

SHIPPED_REPORTS = str(files("detente") / "data" / "us_china" / "reports.jsonl")
FIRST, SECOND = "USA", "CHN"
