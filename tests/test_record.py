"""The record: nothing twice, nothing half, the same whatever the order of reading."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.model import Event, Evidence, Party, Report
from detente.record import AddResult, Record, RecordError
from detente.vocabulary.event_types import EventType, Status

DAY = date(2023, 6, 19)


def coded(report, kind=EventType.REJECT, day=DAY, actor="CHN", recipient="USA", confidence=0.5, status=Status.ACTUAL):
    told = Evidence(report.id, report.text, 0, len(report.text), "x", None, confidence)
    actors, recipients = (Party(actor, "GOV", None, actor),), (Party(recipient, None, None, recipient),)
    return Event(day, "day", actors, recipients, kind, None, (), status, confidence, "test", "0", (told,))


def make(id, text="China turned down the American request for talks.", day=DAY):
    return Report(id, text, day)


def content(record):
    columns = ["event", "date", "reported", "actor", "recipient", "event_type", "status", "confidence", "weight"]
    evidence = record.evidence().sort("report", "event").select("event", "report", "sentence", "start", "end")
    return record.events().select(columns).rows(), evidence.rows()


def test_same_report_again_adds_nothing(tmp_path):
    report = make("a")
    with Record(tmp_path / "r.sqlite") as record:
        assert record.add(report, [coded(report)]) is AddResult.ADDED
        before = content(record)
        assert record.add(report, [coded(report)]) is AddResult.KNOWN
        assert content(record) == before


def test_other_text_under_a_known_id_is_a_conflict(tmp_path):
    with Record(tmp_path / "r.sqlite") as record:
        record.add(make("a"), [])
        assert record.add(make("a", "Something else."), []) is AddResult.CONFLICT


def test_one_event_told_by_several_reports_has_several_pieces_of_evidence(tmp_path):
    with Record(tmp_path / "r.sqlite") as record:
        for id_, day in (("a", DAY), ("b", DAY), ("c", DAY + timedelta(days=1))):
            record.add(make(id_), [coded(make(id_), day=day)])
        assert record.counts() == {"reports": 3, "events": 1, "evidence": 3}


@pytest.mark.parametrize(
    "other",
    [
        {"kind": EventType.ACCUSE},
        {"actor": "RUS"},
        {"recipient": "JPN"},
        {"day": DAY - timedelta(days=2)},
        {"status": Status.NEGATION},
    ],
)
def test_different_events_stay_apart(tmp_path, other):
    with Record(tmp_path / "r.sqlite") as record:
        record.add(make("a"), [coded(make("a"))])
        record.add(make("b"), [coded(make("b"), **other)])
        assert record.counts()["events"] == 2


def test_next_day_is_the_same_event_only_if_the_words_agree(tmp_path):
    with Record(tmp_path / "r.sqlite") as record:
        record.add(make("a"), [coded(make("a"))])
        other = make("b", "Beijing refused visas to forty senators.")
        record.add(other, [coded(other, day=DAY + timedelta(days=1))])
        assert record.counts()["events"] == 2


TEXTS = st.sampled_from(
    ["China turned down the request for talks.", "Beijing refused the visas.", "No talks, said China."]
)
OFFERS = st.lists(
    st.tuples(TEXTS, st.integers(0, 4), st.sampled_from([EventType.REJECT, EventType.ACCUSE]), st.floats(0.1, 0.9)),
    min_size=1,
    max_size=7,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(OFFERS, st.randoms(use_true_random=False))
def test_order_of_reading_changes_nothing(tmp_path_factory, offers, random):
    folder = tmp_path_factory.mktemp("r")
    reports = [make(str(i), text, DAY + timedelta(days=d)) for i, (text, d, _, _) in enumerate(offers)]
    pairs = [
        (report, coded(report, kind, report.date, confidence=round(confidence, 3)))
        for report, (_, _, kind, confidence) in zip(reports, offers, strict=True)
    ]
    with Record(folder / "a.sqlite") as first, Record(folder / "b.sqlite") as second:
        for report, event in pairs:
            first.add(report, [event])
        random.shuffle(pairs)
        for report, event in pairs:
            second.add(report, [event])
        assert content(first) == content(second)


def test_reciprocal_event_counts_once_over_both_directions(tmp_path):
    report = make("a")
    both = (Party("USA", None, None, "U.S."), Party("CHN", None, None, "China"))
    meeting = coded(report, EventType.CONSULT)
    meeting = Event(**{f: getattr(meeting, f) for f in meeting.__slots__} | {"actors": both, "recipients": ()})
    with Record(tmp_path / "r.sqlite") as record:
        record.add(report, [meeting])
        frame = record.events("USA", "CHN")
    assert sorted(frame.select("actor", "recipient", "weight").rows()) == [("CHN", "USA", 0.5), ("USA", "CHN", 0.5)]


def test_file_that_is_no_record_is_refused(tmp_path):
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(RecordError, match=r"x\.sqlite"):
        Record(file)


def test_record_in_a_missing_folder_says_what_to_do(tmp_path):
    with pytest.raises(RecordError, match="make it first"):
        Record(tmp_path / "no" / "r.sqlite")


def test_database_of_something_else_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(file)) as other:
        other.execute("create table places (name)")
        other.commit()
    with pytest.raises(RecordError, match="something else"):
        Record(file)
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("select name from sqlite_master").fetchall() == [("places",)]


@pytest.mark.parametrize(
    ("where", "says"),
    [("foo://bar", "no such kind"), ("sqlite:///no/such/folder/r.sqlite", "unable to open"), ("://", "URL")],
)
def test_record_that_cannot_be_opened_is_one_line(where, says):
    with pytest.raises(RecordError, match=says) as told:
        Record(where)
    assert "\n" not in str(told.value)


def test_password_in_a_url_is_never_told(tmp_path):
    with pytest.raises(RecordError) as told:
        Record("foo://me:secret@host/db")
    assert "secret" not in str(told.value)


def test_record_by_url_is_the_record_by_path(tmp_path):
    with Record(f"sqlite:///{tmp_path}/r.sqlite") as record:
        record.add(make("a"), [coded(make("a"))])
    with Record(tmp_path / "r.sqlite") as record:
        assert record.counts() == {"reports": 1, "events": 1, "evidence": 1}


def test_report_that_another_process_wrote_meanwhile_is_known(tmp_path, monkeypatch):
    with Record(tmp_path / "r.sqlite") as one, Record(tmp_path / "r.sqlite") as two:
        answers = [None, *[AddResult.KNOWN] * 2]
        monkeypatch.setattr(two, "state_of", lambda _: answers.pop(0))
        one.add(make("a"), [coded(make("a"))])
        assert two.add(make("a"), [coded(make("a"))]) is AddResult.KNOWN
        assert one.counts() == {"reports": 1, "events": 1, "evidence": 1}


def test_many_may_open_a_new_record_at_once(tmp_path):
    def write(i):
        with Record(tmp_path / "r.sqlite") as record:
            return record.add(make(str(i)), [coded(make(str(i)))])

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(write, range(6))) == [AddResult.ADDED] * 6
