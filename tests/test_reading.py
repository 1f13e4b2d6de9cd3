"""Reading: every good report comes through; every bad input is one clear line."""

import io
import json
import os
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import Report
from detente.reading import Problem, read_reports
from detente.reading.jsonl import read_jsonl

TODAY = date(2023, 6, 21)
ARTICLE = "<p>The United States imposed sanctions on Russia on Tuesday, officials said in Washington.</p>" * 6
PAGE = f"""<html><head><title>Sanctions</title><meta property="article:published_time" content="2023-06-20T10:00:00Z">
</head><body><nav>Home | World</nav><article><h1>Sanctions</h1>{ARTICLE}</article></body></html>"""


def line(id="r1", text="China rejected it.", day="2023-06-20", **more):
    return json.dumps({"id": id, "text": text, "date": day, **more})


def read(*paths, **options):
    return list(read_reports([str(p) for p in paths], today=TODAY, **options))


def problems(found):
    return [str(item) for item in found if isinstance(item, Problem)]


def test_jsonl_gives_reports_with_their_metadata(tmp_path):
    file = tmp_path / "a.jsonl"
    file.write_text(line(title="T", url="https://example.org/1", publisher="P") + "\n")
    assert read(file) == [Report("r1", "China rejected it.", date(2023, 6, 20), "T", "https://example.org/1", "P")]


def test_broken_line_is_named_and_the_rest_is_read(tmp_path):
    file = tmp_path / "a.jsonl"
    lines = [line(f"r{i}") for i in range(1, 10)]
    lines[6] = '{"id": "r7", "text": '
    file.write_text("\n".join(lines))
    found = read(file)
    assert [r.id for r in found if isinstance(r, Report)] == [f"r{i}" for i in (1, 2, 3, 4, 5, 6, 8, 9)]
    assert problems(found)[0].startswith(f"{file}:7: broken JSON")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b'{"id": "a", "text": "caf\xe9", "date": "2023-06-20"}', "not UTF-8"),
        (line(day="2023-06-23").encode(), "in the future"),
        (line(day="20/06/2023").encode(), "not ISO"),
        (line(day=None).encode(), "no date"),
        (line(text="  ").encode(), "no text"),
        (line(id="").encode(), "no usable id"),
        (b"[1, 2]", "not a JSON object"),
        (b"[" * 100_000, "broken JSON"),
        (b'{"id": ' + b"9" * 6000 + b', "text": "China rejected it.", "date": "2023-06-20"}', "broken JSON"),
        (line(id=True).encode(), "no usable id"),
        (line(text="\x00\x1b ").encode(), "no text"),
        (line(day=float("nan")).encode(), "not ISO"),
        ((line("a") + "\n" + line("a")).encode(), "seen before"),
    ],
)
def test_bad_input_is_one_clear_line(tmp_path, content, says):
    file = tmp_path / "a.jsonl"
    file.write_bytes(content)
    (told,) = problems(read(file))
    assert says in told
    assert told.startswith(str(file))
    assert "; " in told  # and what to do about it


def test_huge_line_is_passed_over_without_being_held(tmp_path):
    file = tmp_path / "a.jsonl"
    with file.open("wb") as out:
        out.write(line("before").encode() + b"\n")
        out.write(b'{"id": "huge", "text": "' + b"x" * 50_000_000 + b'"}\n')
        out.write(line("after").encode() + b"\n")
    found = read(file)
    assert [r.id for r in found if isinstance(r, Report)] == ["before", "after"]
    assert problems(found) == [f"{file}:2: line longer than 5,000,000 bytes; split it into reports, one a line"]


def test_text_file_takes_its_date_from_its_name_or_the_call(tmp_path):
    (tmp_path / "2023-06-01-talks.txt").write_text("China met the United States.")
    (tmp_path / "undated.txt").write_text("China met Japan.")
    assert [type(i) for i in read(tmp_path)] == [Report, Problem]
    dated = read(tmp_path, default_date=date(2023, 5, 5))
    assert [r.date for r in dated] == [date(2023, 6, 1), date(2023, 5, 5)]


def test_web_page_gives_its_article_and_date(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(PAGE)
    (report,) = read(file)
    assert (report.date, report.title) == (date(2023, 6, 20), "Sanctions")
    assert "Home | World" not in report.text


def test_web_page_without_an_article_is_skipped(tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<html><body><nav>Home</nav></body></html>")
    assert "no article" in problems(read(file))[0]


def test_page_is_not_dated_by_its_copyright_notice(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(f"<html><body><article>{ARTICLE}</article><footer>Copyright 2019</footer></body></html>")
    assert "no date" in problems(read(file))[0]
    (report,) = read(file, default_date=date(2023, 5, 5))
    assert report.date == date(2023, 5, 5)


def test_offsets_count_in_the_text_as_it_was_given(tmp_path):
    text = "Talks.\r\nChina\x00 \ud800rejected\u2028 it\x1b[31m \x0b\tat\x85 last.\r"
    file = tmp_path / "a.jsonl"
    file.write_text(line(text=text, title="a\x00\ud800\x1b"))
    (report,) = read(file)
    assert report.text == "Talks.\r\nChina\ufffd \ufffdrejected\u2028 it\ufffd[31m \x0b\tat\x85 last.\r"
    assert report.title == "a\ufffd\ufffd\ufffd"


def test_text_file_has_the_line_ends_that_opening_it_as_text_gives(tmp_path):
    file = tmp_path / "2023-06-20.txt"
    file.write_bytes(b"\xef\xbb\xbfChina met Japan.\r\nThey talked.\rTwice.")
    (report,) = read(file)
    assert report.text == file.read_text(encoding="utf-8-sig")


def test_folder_tells_of_what_cannot_be_opened(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / os.fsdecode(b"\xff-2023-06-20.txt")).write_text("China met Japan.")
    os.mkfifo(tmp_path / "pipe.txt")
    report, problem = sorted(read(tmp_path), key=lambda item: isinstance(item, Problem))
    assert report.id == "\ufffd-2023-06-20.txt"
    assert str(problem).startswith(f"{tmp_path}/gone.txt: No such file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_closed_folder_is_told_of(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert "Permission denied" in problems(read(tmp_path))[0]


def test_standard_input_is_jsonl_or_text(monkeypatch):
    def feed(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        return read("-", default_date=TODAY)

    assert [r.id for r in feed((line("a") + "\n" + line("b") + "\n").encode())] == ["a", "b"]
    assert [r.text for r in feed(b"China met Japan.\nThey talked.")] == ["China met Japan.\nThey talked."]
    assert "empty" in problems(feed(b" \n"))[0]
    assert [r.id for r in feed(b"\xef\xbb\xbf\n" + line("a").encode())[-1:]] == ["a"]
    assert [r.id for r in feed(b"\xef\xbb\xbf" + line("a").encode())] == ["a"]
    assert problems(feed(b"\n\n" + line("a").encode() + b"\nbad\n"))[0].startswith("stdin:4: broken JSON")
    assert "not a JSON object" in problems(feed(b"[" + line("a").encode() + b"]"))[0]
    assert [r.text for r in feed(b"\n\n[Wire] China met Japan.")] == ["\n\n[Wire] China met Japan."]


def test_folder_is_read_in_order_of_names(tmp_path):
    for name in ("b", "a", "c"):
        (tmp_path / f"{name}.jsonl").write_text(line(name))
    assert [r.id for r in read(tmp_path)] == ["a", "b", "c"]


@given(st.lists(st.one_of(st.binary(max_size=80), st.just(line().encode())), max_size=6))
def test_any_bytes_give_a_report_or_a_problem_for_each_line(lines):
    content = b"\n".join(lines)
    found = list(read_jsonl(io.BytesIO(content), "f", None, TODAY))
    assert all(isinstance(item, Report | Problem) for _, item in found)
    held = [part for part in content.split(b"\n") if part.strip()]
    assert len(found) == (len(held) if content else 1)
