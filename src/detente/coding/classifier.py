"""The classifier: which event, if any, runs from a marked source to a marked target, and whether it took place.

A small encoder, fine-tuned by `training/train.py`, run by onnxruntime in 8-bit integers. Its probabilities are
softened by temperatures measured on sentences it was not trained on (Guo et al. 2017).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from detente.coding.marking import MarkedPair, Tokens, pad, tokenize
from detente.vocabulary.event_types import EventType, Status

NONE = "NONE"
TYPES: tuple[str, ...] = (*(str(kind) for kind in EventType), NONE)
STATUSES: tuple[str, ...] = tuple(str(status) for status in Status)
FOLDER = Path(str(files("detente") / "data" / "classifier"))
_ROWS_AT_ONCE = 16

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities of one pair: `types` in the order of `TYPES`, `statuses` in that of `STATUSES`."""

    types: Shares
    statuses: Shares


class Classifier:
    """The shipped weights, or others that `training/train.py` wrote into `folder`; `threads` for the arithmetic."""

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self.card: dict[str, Any] = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(folder / "model.onnx", options, ["CPUExecutionProvider"])

    def judge(self, pairs: Sequence[MarkedPair]) -> list[Judgement]:
        """Judge marked pairs, in their order; sentences of like length are run together."""
        tokens = [tokenize(self._tokenizer, pair) for pair in pairs]
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i].ids))
        found: dict[int, Judgement] = {}
        for start in range(0, len(order), _ROWS_AT_ONCE):
            rows = order[start : start + _ROWS_AT_ONCE]
            found.update(zip(rows, self._run([tokens[i] for i in rows]), strict=True))
        return [found[i] for i in range(len(tokens))]

    def _run(self, rows: list[Tokens]) -> list[Judgement]:
        batch = pad(rows)
        inputs = {"ids": batch.ids, "mask": batch.mask, "source": batch.source, "target": batch.target}
        types, statuses = self._session.run(["types", "statuses"], inputs)
        warm = self.card["temperatures"]
        return [
            Judgement(t, s)
            for t, s in zip(softmax(types, warm["types"]), softmax(statuses, warm["statuses"]), strict=True)
        ]


def softmax(scores: npt.NDArray[np.floating[Any]], temperature: float = 1.0) -> Shares:
    """Turn scores (rows, classes) into probabilities."""
    scaled = scores.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    shares: Shares = powers / powers.sum(axis=1, keepdims=True)
    return shares
