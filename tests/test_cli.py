"""The command line, as a user types it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

DETENTE = Path(sys.executable).parent / "detente"
MET = "Antony Blinken met Qin Gang in Beijing on Sunday."
REFUSED = "China rejected a U.S. request to reopen military channels."
BALLOON = "The United States shot down a Chinese balloon. China strongly condemned the United States on Saturday."
AGAIN = "China on Monday rejected a U.S. request to reopen military channels between them."
REPORTS = [
    {"id": "a", "date": "2023-06-19", "text": f"{MET} {REFUSED}"},
    {"id": "b", "date": "2023-02-04", "text": BALLOON},
    {"id": "c", "date": "2023-06-20", "text": AGAIN},
]


def detente(*arguments, cwd, stdin=None):
    command = [str(DETENTE), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def folder(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "wire.jsonl").write_text("".join(json.dumps(r) + "\n" for r in REPORTS))
    (inbox / "2023-06-21-note.txt").write_text("The United States imposed sanctions on China on Wednesday.")
    return tmp_path


def test_small_folder_from_reports_to_brief(folder):
    done = detente("read", "inbox", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "4 reports read" in done.stdout
    again = detente("read", "inbox", cwd=folder)
    assert (again.returncode, "0 reports read" in again.stdout, "4 known already" in again.stdout) == (0, True, True)

    listed = detente("events", "USA", "CHN", "--to", "csv", cwd=folder)
    events = pl.read_csv(listed.stdout.encode())
    assert {"REJECT", "CONSULT", "COERCE"} <= set(events["event_type"])
    assert len(events.filter(pl.col("event_type") == "REJECT")) == 1  # told by two reports

    said = detente("index", "USA", "CHN", "--on", "2023-06-30", cwd=folder)
    assert said.stdout.startswith("June 2023: ")
    series = pl.read_csv(detente("index", "USA", "CHN", "--to", "csv", "--plot", "i.svg", cwd=folder).stdout.encode())
    assert series.columns == ["month", "level", "lower", "upper", "events", "news"]
    plain = detente("index", "USA", "CHN", "--measure", "tsinghua", "--to", "csv", cwd=folder).stdout
    assert pl.read_csv(plain.encode()).columns == ["month", "level", "events"]
    assert (folder / "i.svg").read_text().startswith("<svg")

    assert detente("brief", "USA", "CHN", "--out", "b.html", cwd=folder).returncode == 0
    assert "imposed sanctions on China on Wednesday" in (folder / "b.html").read_text()


def test_code_writes_the_contract(folder):
    done = detente("code", "inbox", cwd=folder)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines
    wanted = (
        "report sentence start end date date_precision actors recipients event_type mode contexts quad_class intensity"
        " status attribution trigger confidence coder coder_version"
    )
    assert all(list(line) == wanted.split() for line in lines)
    texts = {r["id"]: r["text"] for r in REPORTS}
    assert all(texts[e["report"]][e["start"] : e["end"]] == e["sentence"] for e in lines if e["report"] in texts)
    assert "words/s" in done.stderr


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_code_writes_files_of_the_same_events(folder, to):
    assert detente("code", "inbox", "--to", to, "--out", f"e.{to}", cwd=folder).returncode == 0
    frame = pl.read_csv(folder / "e.csv") if to == "csv" else pl.read_parquet(folder / "e.parquet")
    lines = detente("code", "inbox", cwd=folder).stdout.splitlines()
    assert frame["event_type"].to_list() == [json.loads(line)["event_type"] for line in lines]


def test_code_reads_standard_input(tmp_path):
    done = detente("code", "-", cwd=tmp_path, stdin=json.dumps(REPORTS[2]) + "\n")
    assert json.loads(done.stdout.splitlines()[0])["event_type"] == "REJECT"


def test_skipped_input_is_listed_and_the_exit_code_tells(folder):
    (folder / "inbox" / "bad.jsonl").write_text('{"id": "x"\n')
    done = detente("read", "inbox", cwd=folder)
    assert done.returncode == 1
    assert "skipped inbox/bad.jsonl:1: broken JSON" in done.stderr
    assert "4 reports read" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("read", "nowhere.jsonl"),
        ("read", "https://example.org/"),
        ("index", "USA", "XXX"),
        ("index", "USA", "CHN"),
        ("index", "USA", "USA"),
        ("read", "inbox", "--record", "no/such/folder.sqlite"),
        ("code", "inbox", "--to", "xml"),
        ("code", "inbox", "--model", "en_core_web_nope"),
        ("brief", "USA", "CHN", "--out", "b.docx"),
        ("index", "USA", "CHN", "--events", "nowhere.parquet"),
        ("index", "USA", "CHN", "--measure", "tsinghua", "--by", "week"),
        ("compare", "USA", "CHN", "--with", "JPN"),
    ],
)
def test_wrong_call_ends_in_two_and_says_why(folder, arguments):
    done = detente(*arguments, cwd=folder)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_killed_reading_loses_nothing_written_and_goes_on(tmp_path):
    many = [r | {"id": f"{r['id']}{i}", "text": f"{r['text']} Report {i}."} for i in range(400) for r in REPORTS]
    (tmp_path / "many.jsonl").write_text("".join(json.dumps(r) + "\n" for r in many))
    started = subprocess.Popen([str(DETENTE), "read", "many.jsonl"], cwd=tmp_path, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    deadline = time.monotonic() + 60
    while _reports(tmp_path) < 40 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    kept = _reports(tmp_path)
    assert 0 < kept < len(many)
    done = detente("read", "many.jsonl", cwd=tmp_path)
    assert f"{kept} known already" in done.stdout
    whole = tmp_path / "whole.sqlite"
    assert detente("read", "many.jsonl", "--record", whole, cwd=tmp_path).returncode == 0
    assert _content(tmp_path / "detente.sqlite") == _content(whole)


def _reports(folder):
    from detente.record import Record  # noqa: PLC0415 - opened only once the file is there

    file = folder / "detente.sqlite"
    if not file.exists():
        return 0
    try:
        with Record(file) as record:
            return record.counts()["reports"]
    except Exception:
        return 0


def _content(file):
    from detente.record import Record  # noqa: PLC0415

    with Record(file) as record:
        return record.events().rows(), record.evidence().rows()
