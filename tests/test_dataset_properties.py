"""What must not change the events of a data set: the order of its rows, how they lie in files, a stop on the way."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from dataset_files import gdelt
from detente.record.datasets import Gdelt, files, import_events, runs

_ROWS = st.fixed_dictionaries(
    {
        "SQLDATE": st.sampled_from(["20230203", "20230204", "20220203", "20230230"]),
        "Actor1Code": st.sampled_from(["CHN", "CHNGOV", "USA", "GOV", "", "RUSMIL"]),
        "Actor2Code": st.sampled_from(["USA", "USAGOV", "CHN", ""]),
        "EventCode": st.sampled_from(["112", "1121", "042", "010", "190", "0871", "99"]),
        "NumMentions": st.sampled_from(["1", "2", "10", "-1", ""]),
        "ActionGeo_Lat": st.sampled_from(["39.9", "38.9", "", "#"]),
    }
)
_TABLES = st.lists(_ROWS, min_size=11, max_size=40).map(
    lambda rows: [gdelt(GLOBALEVENTID=str(9000 + number), **row) for number, row in enumerate(rows)]
)


def events(folder: Path, *texts: str) -> pl.DataFrame:
    paths = [folder / f"{number}.CSV" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(gdelt(EventCode="010") + text, encoding="utf-8")
    import_events(paths, Gdelt(), folder / "events.parquet")
    return pl.read_parquet(folder / "events.parquet")


@given(table=_TABLES, data=st.data())
@settings(max_examples=30, deadline=None)
def test_order_and_splitting_change_nothing(tmp_path_factory, table, data):
    folder = tmp_path_factory.mktemp("order")
    whole = events(folder, "".join(table))
    shuffled = data.draw(st.permutations(table))
    cut = data.draw(st.integers(0, len(table)))
    assert_frame_equal(events(folder, "".join(shuffled)), whole)
    assert_frame_equal(events(folder, "".join(shuffled[:cut]), "".join(shuffled[cut:])), whole)


@given(table=_TABLES)
@settings(max_examples=15, deadline=None)
def test_every_row_is_an_event_or_accounted_for(tmp_path_factory, table):
    path = tmp_path_factory.mktemp("sum") / "a.CSV"
    path.write_text(gdelt() + "".join(table), encoding="utf-8")
    found = import_events([path], Gdelt(), path.with_name("events.parquet"))
    frame = pl.read_parquet(path.with_name("events.parquet"))
    assert frame["rows"].sum() + found.tally.left_out.total() + found.tally.faults.total() == len(table) + 1
    assert frame.height + found.joined == frame["rows"].sum()
    assert (frame["weight"] == frame["mentions"] / (frame["mentions"] + 1)).all()


def spread(count: int) -> str:
    return "".join(
        gdelt(GLOBALEVENTID=str(number), SQLDATE=f"20{number % 23:02}0{1 + number % 9}1{number % 10}", NumMentions="2")
        for number in range(count)
    )


def test_size_of_blocks_and_runs_changes_nothing(tmp_path, monkeypatch):
    text = spread(3000)
    whole = events(tmp_path, text)
    monkeypatch.setattr(files, "BLOCK_BYTES", 10_000)
    monkeypatch.setattr(runs, "_RUN_ROWS", 200)
    monkeypatch.setattr(runs, "_STRETCH_ROWS", 150)
    assert_frame_equal(events(tmp_path, text), whole)


def test_a_stopped_import_goes_on_after_the_last_file_it_finished(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "_RUN_ROWS", 40)
    paths = [tmp_path / f"{number}.CSV" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_text(spread(100 + number) + gdelt(SQLDATE="0"), encoding="utf-8")
    import_events(paths, Gdelt(), tmp_path / "whole.parquet")

    class Stops(Gdelt):
        read = 0

        def code(self, raw, layout):
            Stops.read += 1
            if Stops.read == 3:
                raise KeyboardInterrupt
            return super().code(raw, layout)

    out = tmp_path / "events.parquet"
    with pytest.raises(KeyboardInterrupt):
        import_events(paths, Stops(), out)
    assert not out.exists()
    found = import_events(paths, Stops(), out)
    assert found.resumed == 2
    assert Stops.read == 5
    assert found.tally.rows == 410
    assert_frame_equal(pl.read_parquet(out), pl.read_parquet(tmp_path / "whole.parquet"))
    rejects = [(tmp_path / f"{name}.rejects.tsv").read_text(encoding="utf-8") for name in ("events", "whole")]
    assert rejects[0] == rejects[1]


def test_a_file_that_changed_is_read_again(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "_RUN_ROWS", 40)
    path, other = tmp_path / "a.CSV", tmp_path / "b.CSV"
    path.write_text(spread(100), encoding="utf-8")
    other.write_text(spread(50), encoding="utf-8")

    class Stops(Gdelt):
        def recognise(self, head, file):
            if file.endswith("b.CSV"):
                raise KeyboardInterrupt
            return super().recognise(head, file)

    with pytest.raises(KeyboardInterrupt):
        import_events([path, other], Stops(), tmp_path / "events.parquet")
    path.write_text(spread(70), encoding="utf-8")
    found = import_events([path, other], Gdelt(), tmp_path / "events.parquet")
    assert (found.resumed, found.tally.rows) == (0, 120)
