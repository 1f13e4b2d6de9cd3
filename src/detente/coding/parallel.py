"""Coding with several processes; results come in the order of the reports, memory stays bounded."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Protocol

from detente.coding.coder import REPORTS_AT_ONCE, Coder, Stages
from detente.coding.parser import DEFAULT_MODEL
from detente.coding.sentences import LedgerReader
from detente.model import Event, Report, Said

Coded = tuple[Report, list[Event]]
Read = tuple[Report, list[Event], Said]


class CodesReports(Protocol):
    """Whatever turns a stream of reports into their events, in order."""

    def code_all(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Give each report with its events."""

    def read_all(self, reports: Iterable[Report]) -> Iterator[Read]:
        """Give each report with its events and what it says for the ledger."""


class ParallelCoder:
    """A coder in each of `jobs` processes. Takes and gives what `Coder` does."""

    def __init__(
        self,
        jobs: int,
        model: str = DEFAULT_MODEL,
        stages: Stages = Stages.CLASSIFIER,
        ledger: LedgerReader | None = None,
    ) -> None:
        self._jobs = jobs
        self._settings = (model, stages, ledger)

    def code_all(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code a stream of reports, two batches ahead of each process at most."""
        for report, events, _ in self.read_all(reports):
            yield report, events

    def read_all(self, reports: Iterable[Report]) -> Iterator[Read]:
        """Code a stream of reports and read each for the ledger, two batches ahead of each process at most."""
        stream = iter(reports)
        waiting: deque[Future[list[Read]]] = deque()
        # Spawned, not forked: a forked child would share the parent's locks of onnxruntime.
        with ProcessPoolExecutor(self._jobs, get_context("spawn"), _start, self._settings) as pool:
            try:
                while batch := list(islice(stream, REPORTS_AT_ONCE)):
                    waiting.append(pool.submit(_code, batch))
                    if len(waiting) >= 2 * self._jobs:
                        yield from waiting.popleft().result()
                while waiting:
                    yield from waiting.popleft().result()
            finally:
                pool.shutdown(wait=True, cancel_futures=True)


_coder: Coder | None = None  # one in each process: loading takes a second


def _start(model: str, stages: Stages, ledger: LedgerReader | None) -> None:
    global _coder  # noqa: PLW0603 - set once, when the process starts
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    Thread(target=_end_with_parent, daemon=True).start()
    _coder = Coder(model, stages, ledger)


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, killed without a word or not."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _code(batch: list[Report]) -> list[Read]:
    assert _coder is not None
    return list(_coder.read_all(batch))


def make_coder(
    model: str = DEFAULT_MODEL,
    stages: Stages = Stages.CLASSIFIER,
    jobs: int = 1,
    ledger: LedgerReader | None = None,
) -> CodesReports:
    """Give a coder that works in this process, or in `jobs` others."""
    return Coder(model, stages, ledger) if jobs == 1 else ParallelCoder(jobs, model, stages, ledger)
