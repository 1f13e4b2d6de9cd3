"""The entry classifier: which asks, promises, refusals and claims a sentence holds, and who is on each side of them.

Half of an encoder's layers, fine-tuned by `training/train_entries.py`, run by onnxruntime in 8-bit integers. It reads a
sentence with the two before it, all parties marked alike, and scores every ordered pair of parties at once, "nobody
named" among them, from the states at their marks.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from detente.coding.classifier import Shares, session, softmax
from detente.ledger.windows import Marked, Window, mark
from detente.vocabulary.frames import EntryKind, Firmness

KINDS: tuple[EntryKind, ...] = ("ask", "pledge", "refusal", "assessment")
FIRMNESSES: tuple[Firmness, ...] = ("firm", "vague", "conditional")
FOLDER = Path(str(files("detente") / "data" / "entries"))

Pair = tuple[str | None, str | None]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the classifier makes of a sentence; scores are log odds, each array in the order of `KINDS`.

    `present`: that the sentence holds an entry of a kind; `pairs`: that one runs from a party to another;
    `firmness`: probabilities in the order of `FIRMNESSES`, should it be a pledge.
    """

    present: Floats
    pairs: Mapping[Pair, Floats]
    firmness: Mapping[Pair, Shares]


class EntryClassifier:
    """The shipped weights, or others that `training/train_entries.py` wrote into `folder`."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self.card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._session = session(folder, threads)

    def judge(self, window: Window) -> Opinion:
        """Judge the sentence of a window. One at a time, as the other classifier: company changes nothing."""
        marked = mark(self._tokenizer, window)
        inputs = {name: value[None] for name, value in weights(marked).items()}
        inputs["mask"] = np.ones_like(inputs["ids"])
        present, scores = self._session.run(["present", "pairs"], inputs)
        return opinion(marked, present[0], scores[0])


def opinion(marked: Marked, present: Floats, scores: Floats) -> Opinion:
    """Read the network's scores of a window, `present` (kinds) and (1 + parties, 1 + parties, kinds and firmnesses)."""
    codes: list[str | None] = [None, *marked.parties]
    grid = {
        (by, to): scores[i, j]
        for i, by in enumerate(codes)
        for j, to in enumerate(codes)
        if by != to or by is None
    }  # fmt: skip
    return Opinion(
        present,
        {pair: score[: len(KINDS)] for pair, score in grid.items()},
        {pair: softmax(score[None, len(KINDS) :])[0] for pair, score in grid.items()},
    )


@cache
def shipped() -> EntryClassifier:
    """Give the shipped classifier, loaded once a process."""
    return EntryClassifier()


def weights(marked: Marked) -> dict[str, npt.NDArray[Any]]:
    """Give a marked window as the network takes it.

    `ids` (tokens); `sentence` (tokens) weighs the tokens of the sentence alike, `here` (tokens) is one at its mark,
    `mentions` (mentions, tokens) at each mention's mark, `parties` (1 + parties, 1 + mentions) at each party's
    mentions, nobody first. Where nobody is named there is one mention, of nobody and nowhere.
    """
    length = len(marked.ids)
    sentence, here = np.zeros(length, np.float32), np.zeros(length, np.float32)
    sentence[marked.focus :] = 1 / (length - marked.focus)
    here[marked.focus] = 1
    named = [(party, place) for party, places in enumerate(marked.parties.values(), 1) for place in places]
    mentions = np.zeros((max(len(named), 1), length), np.float32)
    parties = np.zeros((1 + len(marked.parties), 1 + len(mentions)), np.float32)
    parties[0, 0] = 1
    for mention, (party, place) in enumerate(named):
        mentions[mention, place] = parties[party, 1 + mention] = 1
    return {
        "ids": np.array(marked.ids, np.int64), "sentence": sentence, "here": here,
        "mentions": mentions, "parties": parties,
    }  # fmt: skip
