"""Fine-tuning the entry classifier's network and reading it out, on a CPU, the same for the same seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from encoders import Encoder
from entry_network import EntryNetwork
from passages import Seen
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from detente.coding.classifier import softmax
from detente.ledger.classifier import FIRMNESSES, KINDS, Opinion, Pair, weights
from detente.ledger.windows import Marked, mark

BATCH = 16
EPOCHS = 6
HEAD_RATE = 5e-4
PAIRS_WEIGHT = 8.0  # most pairs of a sentence have no entry, so that their mean loss is small
FIRMNESS_WEIGHT = 0.3

Floats = npt.NDArray[np.float32]
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Example:
    """A marked window with the probabilities wanted; grids are (1 + parties, 1 + parties, ...), nobody first.

    `firmness` is zero throughout where there is no pledge to be firm.
    """

    marked: Marked
    present: Floats
    pairs: Floats
    firmness: Floats


def example(encoder: Encoder, one: Seen) -> Example:
    """Give a labelled window with the answers wanted."""
    marked = mark(encoder.tokenizer(), one.window)
    codes: list[str | None] = [None, *marked.parties]
    size = len(codes)
    present = np.zeros(len(KINDS), np.float32)
    pairs = np.zeros((size, size, len(KINDS)), np.float32)
    firmness = np.zeros((size, size, len(FIRMNESSES)), np.float32)
    for label in one.labels:
        kind = KINDS.index(label.kind)
        present[kind] = 1
        if all(code in codes for code in label.pair):
            by, to = (codes.index(code) for code in label.pair)
            pairs[by, to, kind] = 1
            if label.firmness:
                firmness[by, to, FIRMNESSES.index(label.firmness)] = 1
    return Example(marked, present, pairs, firmness)


def sigmoid(scores: Floats) -> Floats:
    """Turn log odds into probabilities."""
    shares: Floats = 1 / (1 + np.exp(-scores))
    return shares


def train(
    encoder: Encoder,
    examples: Sequence[Example],
    *,
    start: Path,
    seed: int,
    epochs: int = EPOCHS,
    progress: Progress = print,
) -> EntryNetwork:
    """Fine-tune on examples: AdamW, linear warm-up over a tenth of the steps, then linear decay.

    Begins from the encoder's weights in `start`; word vectors stay as they are. The weights given are the mean of
    those after each epoch of the second half (Izmailov et al. 2018, "Averaging Weights").
    """
    random.seed(seed)
    torch.manual_seed(seed)
    network = EntryNetwork(encoder, len(KINDS), len(FIRMNESSES))
    network.encoder.load_state_dict(torch.load(start, weights_only=True))
    network.encoder.embeddings.requires_grad_(False)
    layers = list(network.encoder.encoder.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": encoder.rate}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    total = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, 10 * (s + 1) / total) * (1 - s / total))
    mean = AveragedModel(network)
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in _batches(examples):
            with torch.autocast("cpu", torch.bfloat16):  # twice as fast where the CPU can
                loss = _loss(network, batch, encoder.padding)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"{encoder.name}, epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
        if epoch >= epochs // 2:
            mean.update_parameters(network)
    averaged: EntryNetwork = mean.module
    return averaged.eval()


def _loss(network: EntryNetwork, batch: list[Example], padding: int) -> Tensor:
    present, pairs = (scores.float() for scores in network(*_side_by_side([e.marked for e in batch], padding)))
    size = pairs.shape[1]
    wanted, firmness, possible = (
        torch.from_numpy(np.stack([_widened(part, size) for part in parts]))
        for parts in (
            [e.pairs for e in batch],
            [e.firmness for e in batch],
            [_possible(len(e.pairs)) for e in batch],
        )
    )
    odds = nn.functional.binary_cross_entropy_with_logits
    kinds, firm = pairs[..., : len(KINDS)][possible], pairs[..., len(KINDS) :][possible]
    loss = odds(present, torch.from_numpy(np.stack([e.present for e in batch])))
    loss = loss + PAIRS_WEIGHT * odds(kinds, wanted[possible], weight=1 + wanted[possible])
    share = firmness[possible].sum(-1)
    if share.sum() > 0:
        each = nn.functional.cross_entropy(firm, firmness[possible], reduction="none")
        loss = loss + FIRMNESS_WEIGHT * each.sum() / share.sum()
    return loss


def _possible(size: int) -> npt.NDArray[np.bool_]:
    """Say which pairs can be: nobody deals with himself, but it may be that nobody is named on either side."""
    possible = ~np.eye(size, dtype=np.bool_)
    possible[0, 0] = True
    return possible


def _widened(part: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    room = size - len(part)
    return np.pad(part, [(0, room), (0, room), *[(0, 0)] * (part.ndim - 2)])


def _side_by_side(rows: Sequence[Marked], padding: int) -> tuple[Tensor, ...]:
    """Give windows as the network takes them, the short ones filled up."""
    given = [weights(row) for row in rows]
    longest = max(len(row.ids) for row in rows)
    most = max(len(one["parties"]) for one in given)
    ids = np.full((len(rows), longest), padding, np.int64)
    mask = np.zeros_like(ids)
    sentence, here = np.zeros((2, len(rows), longest), np.float32)
    parties = np.zeros((len(rows), most, longest), np.float32)
    for i, one in enumerate(given):
        length = len(one["ids"])
        ids[i, :length], mask[i, :length] = one["ids"], 1
        sentence[i, :length], here[i, :length] = one["sentence"], one["here"]
        parties[i, : len(one["parties"]), :length] = one["parties"]
    return tuple(torch.from_numpy(part) for part in (ids, mask, sentence, here, parties))


def _batches(examples: Sequence[Example]) -> Iterator[list[Example]]:
    """Shuffle, then put windows of like length together, eight batches at a time, to waste little on padding."""
    shuffled = random.sample(examples, len(examples))
    batches = []
    for i in range(0, len(shuffled), 8 * BATCH):
        pool = sorted(shuffled[i : i + 8 * BATCH], key=lambda e: len(e.marked.ids))
        batches += [pool[j : j + BATCH] for j in range(0, len(pool), BATCH)]
    random.shuffle(batches)
    yield from batches


def opinions(network: EntryNetwork, encoder: Encoder, windows: Sequence[Seen]) -> list[Opinion]:
    """Give what a network makes of windows, in their order."""
    tokenizer = encoder.tokenizer()
    marked = [mark(tokenizer, one.window) for one in windows]
    order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
    found: dict[int, Opinion] = {}
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            present, pairs = network(*_side_by_side([marked[i] for i in chosen], encoder.padding))
            for row, i in enumerate(chosen):
                found[i] = _opinion(marked[i], present[row].numpy(), pairs[row].numpy())
    return [found[i] for i in range(len(marked))]


def _opinion(marked: Marked, present: Floats, scores: Floats) -> Opinion:
    codes: list[str | None] = [None, *marked.parties]
    grid: dict[Pair, Floats] = {
        (by, to): scores[i, j] for i, by in enumerate(codes) for j, to in enumerate(codes) if by != to or by is None
    }
    firm = {pair: softmax(score[None, len(KINDS) :])[0] for pair, score in grid.items()}
    return Opinion(present, {pair: score[: len(KINDS)] for pair, score in grid.items()}, firm)
