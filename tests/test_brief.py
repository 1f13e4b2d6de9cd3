"""The brief: whole, safe against the text in it, and alive in a real browser without a network."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from datetime import date
from html import unescape

import pytest

from detente.briefs import render_brief
from detente.briefs.brief import web_address
from detente.briefs.printing import one_line
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
    assert re.search(r"90 % interval [+\u2212]\d", html)
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


def test_page_loads_nothing_and_runs_only_its_own_scripts(page):
    html = page.read_text()
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1])
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1]
    scripts = re.findall(r"(?s)<script>(.*?)</script>", html)
    digests = {base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in scripts}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == digests


def test_marks_that_turn_or_steer_a_line_are_shown_as_such():
    assert one_line("Reu\u202esret\u2066 \x1b[31m\x07\r\n two\x9b") == "Reu\ufffdsret\ufffd \ufffd[31m\ufffd two\ufffd"
    assert one_line("中国 said “no” – 🙂 é") == "中国 said “no” – 🙂 é"


@pytest.mark.browser
def test_chart_is_drawn_in_a_browser_and_no_text_of_a_report_runs(page):
    dom = drawn(page)
    assert "<title>United States – China" in dom
    assert len(re.findall(r'aria-roledescription="circle"', dom)) >= 6
    assert not re.search(r"<img[^>]+onerror", dom)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("mark", "says"), [('[aria-roledescription="circle"]', "China condemned"), (".mark-rect.role-mark path", "2023")]
)
def test_hovering_tells_of_an_event_and_of_a_month(page, mark, says):
    dom = drawn(page, hover=mark)
    tooltip = re.search(r'(?s)<div id="vg-tooltip-element" class="vg-tooltip visible.*', dom)
    assert tooltip, "no tooltip"
    assert says in tooltip[0]
    assert "OWNED" not in re.search(r"<title>(.*?)</title>", dom)[1]


HOVER = """<script>window.addEventListener("load", () => setTimeout(() => {
  const mark = document.querySelector(%s), box = mark.getBoundingClientRect();
  const at = {bubbles: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2};
  for (const kind of ["pointerover", "pointermove", "mousemove"]) mark.dispatchEvent(new PointerEvent(kind, at));
}, 1500));</script>"""


def drawn(page, hover=None):
    """Give the page as a browser without a network has drawn it, with the pointer on a mark if one is named."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium on the PATH")
    if hover is not None:  # our own script, which the page's policy would rightly stop
        html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text())
        before, _, after = html.rpartition("</body>")
        page = page.with_name("hover.html")
        page.write_text(f"{before}{HOVER % json.dumps(hover)}</body>{after}")
    quiet = "no-first-run disable-background-networking disable-component-update disable-sync no-sandbox disable-gpu"
    flags = ["--headless", "--virtual-time-budget=8000", "--dump-dom", "--host-resolver-rules=MAP * ~NOTFOUND"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *flags, *(f"--{flag}" for flag in quiet.split()), f"--user-data-dir={profile}"]
        done = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120, check=False)
    return done.stdout
