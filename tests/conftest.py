"""What several tests share."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import settings

from detente.coding import Coder
from detente.model import Report

settings.register_profile("untimed", deadline=None)  # no test asserts how fast the machine is
settings.load_profile("untimed")

REPORTED = date(2023, 6, 21)  # a Wednesday


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()


@pytest.fixture
def make_report() -> Callable[..., Report]:
    def make(text: str, day: date = REPORTED, id: str = "r1") -> Report:
        return Report(id, text, day)

    return make
