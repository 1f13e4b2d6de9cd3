"""Where reading, coding and the record meet: reports in, nothing read twice, stopped and resumed at any moment."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from detente.coding.parallel import CodesReports
from detente.ledger import settle
from detente.model import Report
from detente.reading import Problem, read_reports
from detente.record import AddResult, Record

Progress = Callable[["Outcome"], None]


@dataclass
class Outcome:
    """What a reading came to: reports added, known already, their coded events, and the inputs that were skipped."""

    added: int = 0
    known: int = 0
    events: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Give 0 when all was read, 1 when some inputs were skipped."""
        return 1 if self.problems else 0


def ingest(
    paths: Iterable[str],
    record: Record,
    coder: CodesReports,
    *,
    default_date: date | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Read reports, code those that are new, and write each with its events into the record.

    A report is in the record whole or not at all, so the same call after an interruption goes on where it stopped.
    Give a coder that reads the ledger (`ledger=ledger_reader()`) to have entries; the ledger is settled at the end.
    """
    outcome = Outcome()
    found = read_reports(paths, default_date=default_date, today=today)
    for report, events, said in coder.read_all(_new(found, record, outcome)):
        result = record.add(report, events, said)
        if result is AddResult.ADDED:
            outcome.added += 1
            outcome.events += len(events)
        else:
            _pass_over(report, result, outcome)
        if progress is not None:
            progress(outcome)
    settle(record)
    return outcome


def rebuild(record: Record, coder: CodesReports, *, progress: Progress | None = None) -> Outcome:
    """Code every report of a record again, and settle its ledger; what an analyst decided stays.

    Each report is coded anew as a whole, so a rebuilding that is stopped can simply be run again.
    """
    outcome = Outcome()
    for report, events, said in coder.read_all(list(record.reports())):
        record.recode(report, events, said)
        outcome.added += 1
        outcome.events += len(events)
        if progress is not None:
            progress(outcome)
    settle(record)
    return outcome


def _new(found: Iterable[Report | Problem], record: Record, outcome: Outcome) -> Iterator[Report]:
    for item in found:
        if isinstance(item, Problem):
            outcome.problems.append(item)
            continue
        state = record.state_of(item)
        if state is None:
            yield item
        else:
            _pass_over(item, state, outcome)


def _pass_over(report: Report, state: AddResult, outcome: Outcome) -> None:
    if state is AddResult.KNOWN:
        outcome.known += 1
    else:
        what = f"report {report.id!r} is in the record with another text or date"
        outcome.problems.append(Problem(report.id, None, what, "give the new version an id of its own"))
