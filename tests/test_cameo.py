"""CAMEO in PLOVER's terms, and parties by the codes and names of publishers."""

import csv
from pathlib import Path

import pytest

from detente.vocabulary import cameo, tables
from detente.vocabulary.event_types import EventType, modes
from detente.vocabulary.names import Kind, proper_names
from detente.vocabulary.spellings import country_code, icews_sector, organisation_code

SHARED = Path(__file__).parents[2] / "shared" / "data"
# Where the manual of PLOVER 2.0 and the map of 2021 part, the manual is followed.
MANUAL_OVER_MAP = {"055": "CONCEDE", "056": "CONCEDE", "116": "SANCTION", "163": "SANCTION"}


def test_the_table_is_whole_and_its_modes_are_plovers():
    rows = tables.rows("cameo_events.tsv")
    codes = {row["code"] for row in rows}
    assert len(codes) == len(rows) == 318
    assert {code[:2] for code in codes} == {f"{root:02}" for root in range(1, 21)}
    assert all(code[:-1] in codes for code in codes if len(code) > 2)
    for row in rows:
        assert (row["type"] == "") == (row["code"][:2] in ("01", "02"))
        assert not row["mode"] or row["mode"] in modes(EventType(row["type"]))


def test_the_table_agrees_with_plovers_own_map():
    path = SHARED / "goldstein.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8") as stream:
        theirs = {row["code"]: row["plover_type"] for row in csv.DictReader(stream)}
    assert all(cameo.is_cameo(code) for code in theirs)
    for code, kind in theirs.items():
        if code != "08":  # the map leaves the root open: half of it is CONCEDE, half RETREAT
            assert (cameo.plover(code)[0] or "") == MANUAL_OVER_MAP.get(code, kind), code


@pytest.mark.parametrize(
    ("code", "who", "sector"),
    [
        ("USA", "USA", None),
        ("USAGOV", "USA", "GOV"),
        ("USAGOVMIL", "USA", "GOV"),
        ("GOVUSA", "USA", "GOV"),
        ("ROMMED", "ROU", "JRN"),
        ("TMP", "TLS", None),
        ("MTN", "MNE", None),
        ("WSBCVL", "PSE", "CVL"),
        ("IGOUNO", "UNO", None),
        ("IGOUNOPKO", "UNO", "MIL"),
        ("IGOEUREEC", "EUR", None),
        ("EUR", None, None),
        ("NGOHRI", "NGO", "SOC"),
        ("IMGMOSALQ", "IMG", None),
        ("MNCUSA", "USA", None),
        ("PSEREBHMS", "PSE", "REB"),
        ("TAL", "AFG", None),
        ("GOV", None, "GOV"),
        ("INS", None, "REB"),
        ("usagov", "USA", "GOV"),
        ("QQQ", None, None),
        ("US", None, None),
        ("", None, None),
    ],
)
def test_actor_codes(code, who, sector):
    assert cameo.party(code) == (who, sector)


def test_names_of_states_and_organisations():
    assert country_code("Russian Federation") == "RUS"
    assert country_code("Palestinian Territory, Occupied") == "PSE"
    assert country_code("Congo") == "COG"
    assert country_code("chn") == "CHN"
    assert country_code("IGO") == "IGO"
    assert country_code("Atlantis") is None
    assert organisation_code("United Nations") == "UNO"
    assert organisation_code("Atlantis Bank") is None


def test_icews_sectors_go_by_the_tables_order():
    assert icews_sector("Foreign Ministry,Executive,Government") == "GOV"
    assert icews_sector("Government,Military,Army") == "MIL"
    assert icews_sector("Social,General Population / Civilian / Social") == "CVL"
    assert icews_sector("Nationalist,Ideological") is None


def test_every_sector_and_state_of_the_tables_is_known():
    sectors = {row["sector"] for row in tables.rows("sectors.tsv")} | {"PTY"}
    states = {name.country for name in proper_names().values() if name.kind is Kind.COUNTRY}
    actors = tables.rows("cameo_actors.tsv")
    assert {row["value"] for row in actors if row["kind"] == "role"} <= sectors
    assert {row["sector"] for row in tables.rows("icews_sectors.tsv")} <= sectors
    assert {row["value"] for row in actors if row["kind"] == "country"} <= states
    assert {row["iso3"] for row in tables.rows("country_spellings.tsv")} <= states
    assert not {row["code"] for row in actors} & states


def test_every_state_that_icews_names_is_known():
    path = SHARED / "icews" / "icews18_entities.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    with path.open(encoding="utf-8") as stream:
        named = {
            row["iso3"]: row["name"].rpartition("(")[2].rstrip(")") for row in csv.DictReader(stream) if row["iso3"]
        }
    assert [name for code, name in named.items() if country_code(name) != code] == []
