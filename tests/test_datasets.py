"""Published event data become one events frame."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dataset_files import (
    POLECAT_HEADER,
    REDUCED_HEADER,
    cline,
    gdelt,
    icews,
    phoenix,
    polecat,
    reduced,
)
from detente.measures import index
from detente.record.datasets import (
    EVENTS,
    Adapter,
    Gdelt,
    Icews,
    Imported,
    Phoenix,
    Polecat,
    import_events,
    read_mapping,
)


def imported(folder: Path, adapter: Adapter, *texts: str | bytes) -> tuple[pl.DataFrame, Imported]:
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"in-{number}.dat")
        paths[-1].write_bytes(text.encode() if isinstance(text, str) else text)
    found = import_events(paths, adapter, folder / "events.parquet")
    frame = pl.read_parquet(folder / "events.parquet")
    assert dict(frame.schema) == EVENTS
    assert not (folder / "events.parquet.parts").exists()
    return frame, found


@pytest.mark.parametrize("layout", ["gdelt-1-backfile", "gdelt-1-daily", "gdelt-2"])
def test_a_gdelt_row_is_an_event_in_plovers_terms(tmp_path, layout):
    frame, found = imported(tmp_path, Gdelt(), gdelt(layout))
    assert frame.to_dicts() == [
        {
            "date": date(2023, 2, 3),
            "actor": "CHN",
            "recipient": "USA",
            "event_type": "ACCUSE",
            "mode": "allege",
            "quad_class": "verbal conflict",
            "intensity": -3.5,
            "status": "actual",
            "confidence": None,
            "weight": 0.8,
            "actor_sector": "GOV",
            "recipient_sector": None,
            "event": "900000001",
            "source": "GDELT",
            "code": "112",
            "mentions": 4,
            "rows": 1,
        }
    ]
    assert found.exit_code == 0


def test_the_reduced_gdelt_file_has_no_ids_and_counts_articles(tmp_path):
    frame, _ = imported(tmp_path, Gdelt(), REDUCED_HEADER + reduced())
    row = frame.row(0, named=True)
    assert (row["event"], row["mentions"], row["rows"], row["mode"]) == ("20010401-CHNMIL-USAMIL-173", 9, 3, "arrest")


def test_gdelt_rows_of_one_day_dyad_root_and_place_are_one_event(tmp_path):
    text = (
        gdelt()
        + gdelt(GLOBALEVENTID="900000002", Actor1Code="CHN", Actor2Code="USAGOV", EventCode="1123", NumMentions="6")
        + gdelt(GLOBALEVENTID="900000003", ActionGeo_Lat="38.8951", ActionGeo_Long="-77.0364")
        + gdelt(GLOBALEVENTID="900000004", EventCode="173")
        + gdelt(GLOBALEVENTID="900000005", Actor1Code="USA", Actor2Code="CHN")
        + gdelt(GLOBALEVENTID="900000006", SQLDATE="20230204")
    )
    frame, found = imported(tmp_path, Gdelt(), text)
    assert frame.height == 5
    assert found.joined == 1
    joined = frame.filter(pl.col("rows") == 2).row(0, named=True)
    assert (joined["event"], joined["code"], joined["mentions"]) == ("900000002", "1123", 10)
    assert joined["weight"] == pytest.approx(10 / 11)


def test_an_icews_row_names_its_parties(tmp_path):
    text = icews(
        {},
        {"Event ID": "2", "Source Name": "UN Security Council", "Source Country": "", "Source Sectors": ""},
        {"Event ID": "3", "Source Name": "Police (Ukraine)", "Source Sectors": "Police,Government"},
        {"Event ID": "4", "CAMEO Code": "42", "Event Text": "Make a visit"},
        {"Event ID": "5", "Source Name": "Somebody", "Source Country": "NULL", "Source Sectors": "Business"},
    )
    frame, found = imported(tmp_path, Icews(), text)
    rows = {row["event"]: row for row in frame.iter_rows(named=True)}
    putin = rows["20718170"]
    assert (putin["actor"], putin["recipient"], putin["actor_sector"]) == ("RUS", "UKR", "GOV")
    assert (putin["event_type"], putin["weight"], putin["mentions"]) == ("THREATEN", 1.0, None)
    assert rows["2"]["actor"] == "UNO"
    assert rows["3"]["actor_sector"] == "COP"
    assert (rows["4"]["event_type"], rows["4"]["mode"]) == ("CONSULT", "visit")
    assert "5" not in rows
    assert found.tally.left_out.total() == 1


def test_an_icews_id_used_again_on_another_day_is_another_event(tmp_path):
    frame, found = imported(tmp_path, Icews(), icews({}, {"Event Date": "2014-03-19"}, {}))
    assert frame.height == 2
    assert found.joined == 1


def test_a_polecat_row_keeps_its_type_and_mode(tmp_path):
    frame, _ = imported(tmp_path, Polecat(), polecat({}))
    row = frame.row(0, named=True)
    assert (row["actor"], row["recipient"], row["actor_sector"], row["recipient_sector"]) == ("USA", "CHN", "GOV", None)
    assert (row["event_type"], row["mode"], row["intensity"]) == ("ACCUSE", "disapprove", -2.0)


def test_polecat_parties_of_several_states_make_pairs(tmp_path):
    several = {"Event ID": "a", "Actor Country": "USA; GBR", "Primary Actor Sector": "GOV; MIL"}
    meeting = {"Event ID": "b", "Event Type": "CONSULT", "Event Mode": "None", "Actor Country": "USA; CHN; JPN"}
    frame, _ = imported(tmp_path, Polecat(), polecat(several, meeting | {"Recipient Country": "None"}))
    pairs = frame.filter(pl.col("event") == "a").select("actor", "actor_sector", "recipient", "weight").rows()
    assert sorted(pairs) == [("GBR", "MIL", "CHN", 1.0), ("USA", "GOV", "CHN", 1.0)]
    mutual = frame.filter(pl.col("event") == "b")
    assert mutual.height == 6
    assert set(mutual["weight"]) == {0.5}


def test_polecat_headers_that_name_more_columns_than_there_are(tmp_path):
    header = [*POLECAT_HEADER[:7], "Headline", "Event Text", *POLECAT_HEADER[7:]]
    frame, found = imported(tmp_path, Polecat(), polecat({}, header=header))
    assert (frame["actor"][0], frame["recipient"][0], found.exit_code) == ("USA", "CHN", 0)


def test_both_phoenix_layouts(tmp_path):
    old, _ = imported(tmp_path, Phoenix(), cline({}, {"eid": "2", "code": "10", "root_code": "1"}))
    new, _ = imported(tmp_path, Phoenix(), phoenix(), phoenix(EventID="1003", TargetActorFull="IGOEUREEC"))
    assert old.select("date", "actor", "recipient", "mode").rows() == [(date(1972, 2, 21), "USA", "CHN", "visit")]
    assert new.select("recipient", "recipient_sector").rows() == [("CHN", "GOV"), ("EUR", None)]


def test_a_quoted_field_may_hold_a_line_break(tmp_path):
    frame, found = imported(tmp_path, Phoenix(), cline({"placename": 'A "place"\nof two lines'}, {"eid": "2"}))
    assert (frame.height, found.exit_code) == (2, 0)


def mapping(folder: Path, text: str) -> Adapter:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return read_mapping(path)


OWN = """
[columns]
date = "day"
actor = "who"
recipient = "whom"
event = "what"
id = "number"
confidence = "sure"
[format]
name = "Our archive"
date = "%d.%m.%Y"
"""


def test_any_table_with_a_mapping(tmp_path):
    text = "number,day,who,whom,what,sure\n1,21.02.1972,United States,China,consult,0.9\n2,22.02.1972,USA,CHN,AGREE,\n"
    frame, found = imported(tmp_path, mapping(tmp_path, OWN), text)
    assert found.exit_code == 0
    assert frame.select("date", "actor", "recipient", "event_type", "confidence", "source").rows() == [
        (date(1972, 2, 21), "USA", "CHN", "CONSULT", 0.9, "Our archive"),
        (date(1972, 2, 22), "USA", "CHN", "AGREE", None, "Our archive"),
    ]


def test_a_parquet_table_with_a_mapping(tmp_path):
    table = pl.DataFrame(
        {"day": [date(2001, 4, 1), date(2001, 4, 2)], "who": ["CHNMIL", "USA"], "code": ["173", "nonsense"]}
    )
    table.write_parquet(tmp_path / "own.parquet")
    adapter = mapping(
        tmp_path, '[columns]\ndate="day"\nactor="who"\nevent="code"\n[format]\nevents="CAMEO"\nactors="CAMEO"\n'
    )
    found = import_events([tmp_path / "own.parquet"], adapter, tmp_path / "events.parquet")
    row = pl.read_parquet(tmp_path / "events.parquet").row(0, named=True)
    assert (row["actor"], row["recipient"], row["event_type"], row["mode"]) == ("CHN", None, "COERCE", "arrest")
    assert found.tally.faults == {"no such CAMEO event": 1}


@pytest.mark.parametrize("pack", ["plain", "gzip", "zip", "zip of two"])
def test_packed_or_not(tmp_path, pack):
    text = (gdelt() + gdelt(GLOBALEVENTID="900000002", EventCode="173")).encode()
    path = tmp_path / f"20230204.export.CSV.{pack}"
    if pack == "plain":
        path.write_bytes(text)
    elif pack == "gzip":
        path.write_bytes(gzip.compress(text))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("20230204.export.CSV", text)
            if pack == "zip of two":
                archive.writestr("20230205.export.CSV", gdelt(GLOBALEVENTID="3", SQLDATE="20230205"))
    import_events([path], Gdelt(), tmp_path / "events.parquet")
    assert pl.read_parquet(tmp_path / "events.parquet").height == (3 if pack == "zip of two" else 2)


def test_a_measure_takes_the_frame(tmp_path):
    frame, _ = imported(tmp_path, Gdelt(), gdelt() + gdelt(GLOBALEVENTID="2", SQLDATE="20230310", EventCode="042"))
    series = index(frame, "goldstein")
    assert series["level"].to_list() == [-3.5, 4.0]


def test_between_keeps_what_the_states_do_to_each_other(tmp_path):
    text = (
        gdelt()
        + gdelt(GLOBALEVENTID="2", Actor1Code="USAMIL", Actor2Code="CHN")
        + gdelt(GLOBALEVENTID="3", Actor2Code="CHNBUS")
        + gdelt(GLOBALEVENTID="4", Actor2Code="JPN")
        + gdelt(GLOBALEVENTID="5", Actor2Code="")
    )
    path = tmp_path / "a.CSV"
    path.write_text(text, encoding="utf-8")
    found = import_events([path], Gdelt(), tmp_path / "events.parquet", between=frozenset({"USA", "CHN"}))
    assert pl.read_parquet(tmp_path / "events.parquet")["event"].to_list() == ["900000001", "2"]
    assert found.tally.left_out.total() == 3


def test_a_year_of_icews_through_a_mapping_agrees_with_the_file_itself(tmp_path):
    path = Path(__file__).parents[2] / "shared" / "data" / "icews14" / "icews14.parquet"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    adapter = mapping(
        tmp_path,
        '[columns]\ndate="date"\nactor="actor"\nrecipient="recipient"\nevent="cameo"\n[format]\nevents="CAMEO"\n',
    )
    found = import_events([path], adapter, tmp_path / "events.parquet", between=frozenset({"USA", "CHN"}))
    frame = pl.read_parquet(tmp_path / "events.parquet")
    own = pl.read_parquet(path).filter(
        pl.col("actor").is_in(["USA", "CHN"])
        & pl.col("recipient").is_in(["USA", "CHN"])
        & (pl.col("actor") != pl.col("recipient"))
        & ~pl.col("cameo").str.slice(0, 2).is_in(["01", "02"])
    )
    assert found.tally.rows == 90_730
    assert not found.tally.faults
    assert frame["rows"].sum() == own.height > 500
    theirs = own.select("date", "actor", "recipient", "event_type", code="cameo").unique()
    told = frame.join(theirs, on=["date", "actor", "recipient", "code"], how="left", suffix="_theirs")
    assert told["event_type_theirs"].null_count() == 0
    differing = told.filter(pl.col("event_type") != pl.col("event_type_theirs"))["code"].unique()
    assert set(differing) <= {"055", "056", "116", "163"}
