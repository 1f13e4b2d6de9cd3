"""What was wrong with an input, where, and what its owner can do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One input that was skipped. `line` counts from 1; None when the whole file is meant."""

    file: str
    line: int | None
    what: str
    cure: str

    def __str__(self) -> str:
        """Give the one line that a user reads."""
        place = f"{self.file}:{self.line}" if self.line is not None else self.file
        return f"{place}: {self.what}; {self.cure}"


class Unreadable(Exception):  # noqa: N818 - named for the state, as it never leaves this room
    """Raised inside reading when one input cannot become a report; carries what was wrong and the cure."""

    def __init__(self, what: str, cure: str) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure

    def at(self, file: str, line: int | None = None) -> Problem:
        """Place the problem."""
        return Problem(file, line, self.what, self.cure)
