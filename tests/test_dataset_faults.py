"""Bad input costs what is bad, is told with its line, and nothing else."""

import gzip
import zipfile
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from dataset_files import cline, gdelt, icews, polecat
from detente.cli import app
from detente.record.datasets import DatasetError, Gdelt, Icews, Phoenix, Polecat, files, import_events, read_mapping

HTML = "<!DOCTYPE html>\n<html><body>504 Gateway Time-out</body></html>\n"


def write(path: Path, data: str | bytes) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_faulty_rows_are_counted_and_written_aside_with_their_lines(tmp_path):
    good = [gdelt(GLOBALEVENTID=str(number), SQLDATE=f"202302{number:02}") for number in range(1, 10)]
    bad = [
        gdelt(SQLDATE="20230231"),
        gdelt(EventCode="999"),
        gdelt(NumMentions="many"),
        "\t".join(gdelt().split("\t")[:-3]) + "\n",
        gdelt().rstrip("\n") + "\tone\ttoo many\n",
    ]
    text = "".join(good[:3] + bad[:2] + good[3:6] + bad[2:] + good[6:])
    found = import_events([write(tmp_path / "a.CSV", text)], Gdelt(), tmp_path / "events.parquet")
    assert pl.read_parquet(tmp_path / "events.parquet").height == 9
    assert found.exit_code == 1
    assert found.tally.faults == {
        "date is not YYYYMMDD": 1,
        "no such CAMEO event code": 1,
        "mentions are no number from 1": 1,
        "wrong number of columns": 2,
    }
    lines = (tmp_path / "events.rejects.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "file\tline\treason\trow"
    fields = [line.split("\t", 3) for line in lines[1:]]
    assert [int(line) for _, line, _, _ in fields] == [4, 5, 9, 10, 11]
    assert [reason for _, _, reason, _ in fields][3:] == [
        "58 columns expected, 55 found",
        "58 columns expected, 60 found",
    ]
    assert [row + "\n" for *_, row in fields] == bad


def test_a_row_with_one_field_too_few_and_one_with_one_too_many_do_not_hide_each_other(tmp_path):
    short, long = gdelt().split("\t"), gdelt().split("\t")
    del short[20]
    long.insert(20, "x")
    text = "".join(["\t".join(short), "\t".join(long), *(gdelt(GLOBALEVENTID=str(n)) for n in range(9))])
    found = import_events([write(tmp_path / "a.CSV", text)], Gdelt(), tmp_path / "events.parquet")
    assert found.tally.faults.total() == 2
    assert pl.read_parquet(tmp_path / "events.parquet")["rows"].sum() == 9


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (HTML, "line 1: this is a web page"),
        ("", "the file is empty"),
        ("a\tb\tc\n1\t2\t3\n", "line 1: this is no gdelt file, which has 57 tab-separated columns or"),
        ("\n\n", "the file has no lines"),
        (b"PK\x03\x04 cut short", "the archive is broken or cut short"),
        (gzip.compress(gdelt().encode() * 50)[:60], "the archive is broken or cut short"),
        (
            "".join(gdelt(SQLDATE=f"no day {n}") for n in range(20)),
            "line 1: date is not YYYYMMDD; none of its first 20",
        ),
    ],
)
def test_a_file_that_is_not_gdelt_gets_one_clear_error(tmp_path, data, said):
    path = write(tmp_path / "20230204.export.CSV", data)
    with pytest.raises(DatasetError, match=said) as caught:
        import_events([path], Gdelt(), tmp_path / "events.parquet")
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "events.parquet").exists()


@pytest.mark.parametrize("adapter", [Icews(), Polecat(), Phoenix()])
def test_a_gdelt_file_is_none_of_the_others(tmp_path, adapter):
    path = write(tmp_path / "a.CSV", gdelt())
    with pytest.raises(DatasetError, match=f"line 1: this is no {adapter.dataset} file"):
        import_events([path], adapter, tmp_path / "events.parquet")


def test_a_bad_file_does_not_cost_the_good_ones(tmp_path):
    files = [write(tmp_path / "a.CSV", HTML), write(tmp_path / "b.CSV", gdelt()), write(tmp_path / "c.zip", b"PK")]
    found = import_events(files, Gdelt(), tmp_path / "events.parquet")
    assert pl.read_parquet(tmp_path / "events.parquet").height == 1
    assert [problem.split(": ")[0] for problem in found.tally.problems] == [f"{files[0]} line 1", str(files[2])]
    assert found.exit_code == 1


def test_bytes_that_are_no_text_spoil_nothing(tmp_path):
    data = gdelt(Actor1Name="CAF\u00c9").encode("latin-1") + gdelt(GLOBALEVENTID="2", EventCode="173\x00").encode()
    found = import_events([write(tmp_path / "a.CSV", data)], Gdelt(), tmp_path / "events.parquet")
    assert pl.read_parquet(tmp_path / "events.parquet").height == 1
    assert found.tally.faults.total() == 1


def test_faults_of_the_other_sets(tmp_path):
    cases = [
        (Icews(), icews({}, {"Event Date": "18.03.2014"}, {"CAMEO Code": "13y"}), 2),
        (Polecat(), polecat({}, {"Event Type": "DEMAND"}, {"Event Date": "None"}), 2),
        (Phoenix(), cline({}, {"day": "32"}, {"code": "", "root_code": ""}) + '"too","few"\n', 3),
    ]
    for adapter, text, faults in cases:
        found = import_events([write(tmp_path / "in", text)], adapter, tmp_path / "events.parquet")
        assert (found.events, found.tally.faults.total()) == (1, faults), adapter.dataset


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns\n", "mapping.toml: "),
        ('[columns]\ndate="d"\nactor="a"\n', r"does not say which column is event"),
        ('[columns]\ndate="d"\nactor="a"\nevent="e"\ncolour="c"\n', "no such column: colour"),
        ('[columns]\ndate="d"\nactor="a"\nevent="e"\n[format]\nevents="WEIS"\n', "it can be CAMEO or PLOVER"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(tmp_path, text, said):
    with pytest.raises(DatasetError, match=said):
        read_mapping(write(tmp_path / "mapping.toml", text))


def test_a_mapping_that_names_a_column_that_is_not_there(tmp_path):
    adapter = read_mapping(write(tmp_path / "m.toml", '[columns]\ndate="d"\nactor="a"\nevent="e"\n'))
    with pytest.raises(DatasetError, match="line 1: no column e; the header has d, a, x"):
        import_events([write(tmp_path / "t.csv", "d,a,x\n2001-01-01,USA,AID\n")], adapter, tmp_path / "events.parquet")


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    return result.exit_code, result.output


def test_exit_codes_of_the_command(tmp_path):
    good, page = write(tmp_path / "good.CSV", gdelt()), write(tmp_path / "page.CSV", HTML)
    out = tmp_path / "events.parquet"
    assert run("import", "gdelt", good, "--out", out)[0] == 0
    code, output = run("import", "gdelt", good, page, "--out", out)
    assert code == 1
    assert "this is a web page" in output
    assert run("import", "gdelt", page, "--out", out)[0] == 2
    assert run("import", "mapping", good, "--out", out)[0] == 2
    assert run("import", "gdelt", tmp_path / "none.CSV", "--out", out)[0] == 2
    nowhere = tmp_path / "nowhere" / "file"
    assert run("import", "gdelt", good, "--out", nowhere)[0] == 2
    assert run("import", "gdelt", good, "--out", out, "--rejects", nowhere)[0] == 2


def test_rejects_go_where_they_are_wanted(tmp_path):
    text = gdelt() + gdelt(SQLDATE="0")
    aside = tmp_path / "aside.tsv"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.CSV", text)
    code, output = run("import", "gdelt", tmp_path / "a.zip", "--out", tmp_path / "e.parquet", "--rejects", aside)
    assert code == 1
    assert "rejected 1 rows: date is not YYYYMMDD" in output
    assert len(aside.read_text(encoding="utf-8").splitlines()) == 2


def test_what_came_before_a_break_in_the_archive_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "BLOCK_BYTES", 2_000)
    rows = [gdelt(GLOBALEVENTID=str(n), SQLDATE=f"2023{1 + n % 12:02}{1 + n % 28:02}") for n in range(600)]
    whole = gzip.compress("".join(rows).encode(), compresslevel=0)
    found = import_events(
        [write(tmp_path / "a.gz", whole[: len(whole) * 3 // 4])], Gdelt(), tmp_path / "events.parquet"
    )
    assert found.exit_code == 1
    assert "cut short" in found.tally.problems[0]
    assert 0 < found.tally.rows < 600
    assert pl.read_parquet(tmp_path / "events.parquet")["rows"].sum() == found.tally.rows


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path):
    theirs = tmp_path / "events.parquet.parts" / "precious.txt"
    theirs.parent.mkdir()
    theirs.write_text("mine", encoding="utf-8")
    code, output = run("import", "gdelt", write(tmp_path / "a.CSV", gdelt()), "--out", tmp_path / "events.parquet")
    assert code == 2
    assert "holds other things" in output
    assert theirs.read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_behind_when_nothing_could_be_read(tmp_path):
    assert run("import", "gdelt", write(tmp_path / "a.CSV", HTML), "--out", tmp_path / "events.parquet")[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["a.CSV"]


def test_states_that_are_none_are_refused(tmp_path):
    good = write(tmp_path / "a.CSV", gdelt())
    for between in ("USA,XXX", "USA", ""):
        assert run("import", "gdelt", good, "--out", tmp_path / "e.parquet", "--between", between)[0] == 2


def test_rejected_rows_of_a_mapping(tmp_path):
    mapping = '[columns]\ndate="d"\nactor="a"\nevent="e"\nstatus="s"\nweight="w"\nconfidence="c"\n'
    text = (
        "d,a,e,s,w,c\n2001-01-01,USA,AID,actual,1,0.5\n2001-01-01,USA,AID,perhaps,1,1\n"
        "2001-01-01,USA,AID,actual,-1,1\n2001-01-01,USA,AID,actual,1,sure\n2001-01-01,USA\n"
        '2001-01-02,USA,AID,negation,"1\n",1\n'
    )
    adapter = read_mapping(write(tmp_path / "m.toml", mapping))
    found = import_events([write(tmp_path / "t.csv", text)], adapter, tmp_path / "events.parquet")
    assert found.events == 1
    lines = (tmp_path / "events.rejects.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[1] for line in lines[1:]] == ["3", "4", "5", "6", "7"]
    assert lines[-1].endswith('2001-01-02,USA,AID,negation,"1\\n",1')
