"""The ledger: what a report says, in whose name, how firmly, until when; and what becomes of it."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente import Coder, Record, Report, ledger_reader, settle
from detente.coding import Stages
from detente.ledger import board, changes_of
from detente.model import Said
from detente.vocabulary.issues import Issues
from detente.vocabulary.tables import VocabularyError


@pytest.fixture(scope="module")
def coder():
    return Coder(stages=Stages.GRAMMAR, ledger=ledger_reader())


def said(coder, text, day=date(2023, 6, 19)) -> Said:
    return next(iter(coder.read_all([Report("r", text, day)])))[2]


def kinds(coder, text):
    return [(e.kind, e.by, e.to) for e in said(coder, text).entries]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Austin urged China to curb its drills around Taiwan.", [("ask", "USA", "CHN")]),
        ("India demanded that Pakistan hand over the suspects.", [("ask", "IND", "PAK")]),
        ("Japan and France called on Iran to release the crew.", [("ask", "JPN", "IRN"), ("ask", "FRA", "IRN")]),
        ("Moscow demanded an end to American flights over the Black Sea.", [("ask", "RUS", "USA")]),
        ("Turkey promised Greece that it would reopen the seminary.", [("pledge", "TUR", "GRC")]),
        (
            "China and the United States agreed to set up a hotline.",
            [("pledge", "CHN", "USA"), ("pledge", "USA", "CHN")],
        ),
        ("Iran refused to receive American inspectors.", [("refusal", "IRN", "USA")]),
        ("Israel rejected an Egyptian request for a truce.", [("refusal", "ISR", "EGY"), ("ask", "EGY", "ISR")]),
        ("China has not agreed to restore the talks with the United States.", [("refusal", "CHN", "USA")]),
    ],
)
def test_who_asks_promises_and_refuses(coder, text, expected):
    assert sorted(kinds(coder, text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "China rejected the American accusation as groundless.",
        "Russia vowed to retaliate against the United States.",
        "Tehran denied that it had asked Moscow to mediate.",
        "The State Department declined to comment on the report from Beijing.",
        "Washington is expected to ask China for more visas.",
        "If Beijing asked Tokyo to close the base, nothing would happen.",
        "President Xi will visit France in May.",
    ],
)
def test_what_only_sounds_like_an_entry_is_none(coder, text):
    assert kinds(coder, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China promised the United States to reopen the line by June.", "firm"),
        ("China promised the United States to reopen the line if the sanctions were lifted.", "conditional"),
        ("China agreed with the United States to explore setting up a working group.", "vague"),
        ("China agreed in principle to let American inspectors in.", "vague"),
        ("Iran is ready to discuss a prisoner exchange with the United States.", "vague"),
    ],
)
def test_firmness_of_a_pledge(coder, text, expected):
    entries = [e for e in said(coder, text).entries if e.kind == "pledge"]
    assert [e.firmness for e in entries] == [expected]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("China promised the United States to reopen the line by October.", date(2023, 10, 31)),
        ("China promised the United States to free the men within two weeks.", date(2023, 7, 3)),
        ("China promised the United States to cut its emissions by 2030.", date(2030, 12, 31)),
        ("China promised the United States to free the men.", None),
        ("Washington has been asking China for years to curb the exports.", None),
        ("By October, China promised the United States, the line would be open.", date(2023, 10, 31)),
    ],
)
def test_until_when(coder, text, due):
    (entry,) = said(coder, text).entries
    assert entry.due_on == due


def test_an_assessment_names_who_foretells_what_until_when(coder):
    text = "General Minihan said that a war between China and the United States was likely. "
    text += "CIA Director William Burns warned that China could invade Taiwan within the next four years."
    (entry,) = [e for e in said(coder, text).entries if e.kind == "assessment"]
    assert (entry.by, entry.to, entry.due_on) == ("USA", "CHN", date(2027, 6, 19))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            "China United States urged agreed to refused talks by June if the 🚀 not "
            'will \n . , " ’s Xi Biden resume we they he both said'.split(" ")
        ),
        max_size=25,
    )
)
def test_every_quote_stands_in_its_report(coder, words):
    text = " ".join(words)
    found = said(coder, text)
    quotes = [q for e in found.entries for q in (e.what, e.evidence)] + [c.evidence for c in found.changes]
    assert all(text[q.start : q.end] == q.text and q.text for q in quotes)


STORY = [
    Report("a", "China cancelled military talks with the United States on Friday.", date(2022, 8, 5)),
    Report("b", "The Pentagon asked China for a call between the defence chiefs.", date(2022, 11, 16)),
    Report("c", "China refused to take a telephone call from Defense Secretary Lloyd Austin.", date(2023, 2, 7)),
    Report("d", "China agreed with the United States to explore a working group on fentanyl.", date(2023, 6, 19)),
    Report(
        "e", "China on Monday promised the United States to explore a working group on fentanyl.", date(2023, 6, 20)
    ),
    Report("f", "China and the United States agreed on Wednesday to restore military talks.", date(2023, 11, 15)),
    Report("g", "China and the United States launched a working group on fentanyl on Tuesday.", date(2024, 1, 30)),
]


@pytest.fixture(scope="module")
def coded(coder):
    return list(coder.read_all(STORY))


def kept(folder, order):
    record = Record(folder / "record.sqlite")
    for report, events, found in order:
        record.add(report, events, found)
    settle(record)
    return record


def test_what_became_of_asks_and_pledges(coded, tmp_path):
    with kept(tmp_path, coded) as record:
        ledger = record.ledger("USA", "CHN")
    states = {(row["kind"], row["by"], row["what"]): row for row in ledger.iter_rows(named=True)}
    call = next(row for key, row in states.items() if key[0] == "ask")
    assert [(c["state"], c["report"]) for c in call["changes"]] == [("refused", "c")]
    assert call["state"] == "refused"
    group = next(row for key, row in states.items() if "working group" in key[2])
    assert group["state"] == "met"
    assert {e["report"] for e in group["evidence"]} == {"d", "e"}
    assert group["changes"][-1]["report"] == "g"


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(STORY))))
def test_the_order_of_reading_changes_nothing(coded, tmp_path_factory, order):
    with kept(tmp_path_factory.mktemp("one"), coded) as first:
        expected, standing = first.ledger(), board(changes_of(first), "USA", "CHN", date(2024, 2, 1))
    with kept(tmp_path_factory.mktemp("two"), [coded[i] for i in order]) as second:
        assert second.ledger().equals(expected)
        assert board(changes_of(second), "USA", "CHN", date(2024, 2, 1)) == standing


def test_the_board_on_any_day(coded, tmp_path):
    with kept(tmp_path, coded) as record:
        changes = record.channel_changes()
    for day, state in ((date(2022, 9, 1), "cut"), (date(2023, 3, 1), "refused"), (date(2023, 12, 1), "resuming")):
        standing = {s.channel: s for s in board(changes, "CHN", "USA", day)}["military_calls"]
        assert standing.state == state
        assert standing.evidence
    assert board(changes, "CHN", "USA", date(2022, 1, 1)) == []


def test_a_decision_sticks_until_it_is_forgotten(coded, tmp_path):
    with kept(tmp_path, coded) as record:
        ask = record.ledger().filter(kind="ask")["id"][0]
        record.decide(ask, "met", date(2024, 2, 1))
        settle(record)
        assert record.ledger().filter(id=ask)["state"].to_list() == ["met"]
        for report, events, found in coded:
            record.recode(report, events, found)
        settle(record)
        assert record.ledger().filter(id=ask)["state"].to_list() == ["met"]
        record.decide(ask, None, date(2024, 2, 1))
        settle(record)
        assert record.ledger().filter(id=ask)["state"].to_list() == ["refused"]


def test_recoding_gives_the_same_record(coded, tmp_path):
    with kept(tmp_path, coded) as record:
        before = record.ledger(), record.events(), record.counts()
        for report, events, found in reversed(coded):
            record.recode(report, events, found)
        settle(record)
        after = record.ledger(), record.events(), record.counts()
    assert after[0].equals(before[0])
    assert after[1].equals(before[1])
    assert after[2] == before[2]


def detente(*arguments, cwd):
    command = [str(Path(sys.executable).with_name("detente")), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


def test_the_commands(tmp_path):
    lines = [{"id": r.id, "date": r.date.isoformat(), "text": r.text} for r in STORY]
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert detente("read", "wire.jsonl", "--coder", "grammar", cwd=tmp_path).returncode == 0
    listed = detente("ledger", "USA", "CHN", "--kind", "ask", "--to", "jsonl", cwd=tmp_path)
    (ask,) = [json.loads(line) for line in listed.stdout.splitlines()]
    fields = ("kind", "by", "to", "issues", "what", "firmness", "state", "made_on", "due_on", "horizon", "confidence")
    assert list(ask)[:12] == [*fields, "evidence"]
    assert (ask["by"], ask["to"], ask["state"]) == ("USA", "CHN", "refused")
    shown = detente("ledger", "USA", "CHN", "--channels", "--on", "2022-09-01", "--to", "jsonl", cwd=tmp_path)
    board_line = json.loads(shown.stdout)
    assert list(board_line) == ["channel", "issues", "state", "since", "evidence"]
    assert (board_line["channel"], board_line["state"]) == ("military_calls", "cut")
    assert detente("ledger", "confirm", ask["id"], "met", cwd=tmp_path).returncode == 0
    assert detente("rebuild", "--coder", "grammar", cwd=tmp_path).returncode == 0
    again = detente("ledger", "USA", "CHN", "--kind", "ask", "--to", "jsonl", cwd=tmp_path)
    assert json.loads(again.stdout)["state"] == "met"
    assert detente("ledger", "confirm", "nobody", "met", cwd=tmp_path).returncode == 2
    assert detente("ledger", "confirm", ask["id"], "splendid", cwd=tmp_path).returncode == 2
    for option in ("--summary", "--assessments", "--channels"):
        assert detente("ledger", "USA", "CHN", option, cwd=tmp_path).returncode == 0
    coded = detente("code", "wire.jsonl", "--ledger", cwd=tmp_path)
    assert {json.loads(line)["kind"] for line in coded.stdout.splitlines()} == {"ask", "pledge", "refusal"}


def test_issues_of_ones_own(tmp_path):
    (tmp_path / "mine.tsv").write_text("issue\tname\twords\npandas\tPandas\tpanda*|zoo\n")
    assert Issues(tmp_path / "mine.tsv").of("two giant pandas for the zoo")[0] == "pandas"
    (tmp_path / "bad.tsv").write_text("issue\tname\twords\npandas\tPandas\t\n")
    with pytest.raises(VocabularyError, match="line 2"):
        Issues(tmp_path / "bad.tsv")
