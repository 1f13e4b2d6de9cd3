"""The shipped record's ledger: what reading it must show, each with its evidence."""

from datetime import date

import polars as pl
import pytest

from detente import Coder, Record, demo, ingest, ledger_reader
from detente.ledger import board, changes_of


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with Record(tmp_path_factory.mktemp("shipped") / "record.sqlite") as kept:
        ingest([demo.SHIPPED_REPORTS], kept, Coder(ledger=ledger_reader()))
        yield kept


@pytest.fixture(scope="module")
def standing(record):
    changes = changes_of(record)
    return lambda day: {s.channel: s for s in board(changes, "USA", "CHN", day)}


@pytest.mark.slow
def test_channels_cut_in_august_2022_show_as_cut_or_suspended(standing):
    then = standing(date(2022, 8, 10))
    for channel in ("military_calls", "defence_policy_talks", "maritime_talks", "climate_talks", "counternarcotics"):
        assert then[channel].state in ("cut", "suspended"), channel
        assert then[channel].since == date(2022, 8, 5), channel
        assert any(c.evidence.text.startswith(("Beijing", "China")) for c in then[channel].evidence), channel


@pytest.mark.slow
def test_military_channels_are_refused_in_mid_2023_and_resume_after_november(standing):
    assert standing(date(2023, 6, 30))["military_calls"].state == "refused"
    resumed = standing(date(2023, 12, 1))["military_calls"]
    assert resumed.state == "resuming"
    assert resumed.since == date(2023, 11, 15)
    assert any("restore the military communications" in c.evidence.text for c in resumed.evidence)


@pytest.mark.slow
def test_the_vague_pledge_on_narcotics_is_met_later(record):
    ledger = record.ledger("USA", "CHN")
    found = ledger.filter((pl.col("kind") == "pledge") & (pl.col("made_on") == date(2023, 6, 19)))
    (pledge,) = found.filter(pl.col("what").str.contains("working group") & (pl.col("by") == "CHN")).to_dicts()
    assert pledge["firmness"] == "vague"
    assert pledge["state"] in ("met", "partly met")
    assert all(change["text"] for change in pledge["changes"])
    assert any("group" in change["text"] for change in pledge["changes"])
