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

from detente.coding.marking import MarkedPair, Tokens, tokenize
from detente.vocabulary.event_types import EventType, Status

NONE = "NONE"
TYPES: tuple[str, ...] = (*(str(kind) for kind in EventType), NONE)
STATUSES: tuple[str, ...] = tuple(str(status) for status in Status)
FOLDER = Path(str(files("detente") / "data" / "classifier"))

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
        self._session = session(folder, threads)

    @property
    def version(self) -> str:
        """Name the weights by the day they were made and the data that made them."""
        return f"{self.card['made']}-{self.card['data_sha256'][:8]}"

    def judge(self, pairs: Sequence[MarkedPair]) -> list[Judgement]:
        """Judge marked pairs, in their order.

        One at a time: in a batch, the 8-bit scale of each sentence would depend on its neighbours, and the same report
        would be coded differently in different company.
        """
        return [self._run(tokenize(self._tokenizer, pair)) for pair in pairs]

    def _run(self, tokens: Tokens) -> Judgement:
        ids = np.array([tokens.ids], dtype=np.int64)
        places = {"source": np.array([tokens.source]), "target": np.array([tokens.target])}
        inputs = {"ids": ids, "mask": np.ones_like(ids), **places}
        types, statuses = self._session.run(["types", "statuses"], inputs)
        warm = self.card["temperatures"]
        return Judgement(softmax(types, warm["types"])[0], softmax(statuses, warm["statuses"])[0])


def session(folder: Path, threads: int) -> onnxruntime.InferenceSession:
    """Open the weights in a folder for the CPU, with so many threads for the arithmetic."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(folder / "model.onnx", options, ["CPUExecutionProvider"])


def softmax(scores: npt.NDArray[np.floating[Any]], temperature: float = 1.0) -> Shares:
    """Turn scores (rows, classes) into probabilities."""
    scaled = scores.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    shares: Shares = powers / powers.sum(axis=1, keepdims=True)
    return shares
