"""The brief: whole, safe against the text in it, and alive in a real browser without a network."""

import json
import re
import shutil
import subprocess
from datetime import date

import pytest

from detente.briefs import render_brief
from detente.briefs.brief import web_address
from detente.ingest import ingest
from detente.record import Record

EVIL = '</script><script>document.title="OWNED"</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def page(coder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("brief")
    source = {"title": EVIL, "url": "javascript:alert(1)", "source": EVIL}
    text = f"China condemned the United States on Monday over {EVIL}. Washington held talks with Beijing on Tuesday."
    lines = [{"id": f"r{i}", "date": f"2023-0{i}-21", "text": text, **source} for i in range(1, 7)]
    (folder / "r.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines))
    with Record(folder / "r.sqlite") as record:
        ingest([str(folder / "r.jsonl")], record, coder)
        html = render_brief(record, "USA", "CHN", measure="tsinghua", on=date(2023, 6, 30))
    file = folder / "brief.html"
    file.write_text(html, encoding="utf-8")
    return file


def test_text_from_reports_is_escaped(page):
    html = page.read_text()
    assert EVIL not in html
    assert "<img src=x" not in html
    assert "javascript:alert" not in html
    assert html.count("</script>") == html.count("<script")


def test_latent_level_is_drawn_with_its_interval_and_its_low_told_with_a_probability(page):
    with Record(page.parent / "r.sqlite") as record:
        html = render_brief(record, "USA", "CHN", measure="latent", on=date(2023, 6, 30))
    assert re.search(r"90 % interval [+-]\d", html)
    assert re.search(
        r"lowest month since the record begins in January 2023 with probability (under |over )?\d+ %", html
    )
    assert '"upper"' in html


def test_nothing_is_fetched(page):
    html = re.sub(r"(?s)<script>.*?</script>", "", page.read_text())
    assert not re.search(r"<(script|img|iframe)[^>]+src=|<link[^>]+href=|@import", html)


def test_events_are_quoted_with_their_place_in_the_report(page):
    html = page.read_text()
    assert "ACCUSE" in html
    assert re.search(r"r6 \[0:\d+\]", html)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_linked(url, kept):
    assert (web_address(url) == url and url is not None) is kept


@pytest.mark.browser
def test_chart_is_drawn_in_a_browser(page):
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on the PATH")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", "--dump-dom",
             "--host-resolver-rules=MAP * ~NOTFOUND"]  # fmt: skip
    done = subprocess.run([browser, *flags, page.as_uri()], capture_output=True, text=True, timeout=120, check=False)
    assert "<title>United States – China" in done.stdout
    assert len(re.findall(r'aria-roledescription="circle"', done.stdout)) >= 6
