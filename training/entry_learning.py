"""Fine-tuning the entry classifier's network and reading it out, on a CPU, the same for the same seed."""

import random
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from encoders import EVENTS, Encoder, large
from entry_network import EntryNetwork
from exported import restored
from passages import Seen
from torch import Tensor, nn
from tuning import HEAD_RATE, Progress, fine_tune

from detente.ledger.classifier import FIRMNESSES, FOLDER, KINDS, Opinion, opinion, weights
from detente.ledger.windows import Marked, mark

BATCH = 16
PAIRS_WEIGHT = 8.0  # most pairs of a sentence have no entry, so that their mean loss is small
FIRMNESS_WEIGHT = 0.3

Floats = npt.NDArray[np.float32]


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


def taught(one: Example, told: Opinion, share: float = 0.5) -> Example:
    """Give an example whose answers are a mean of the labels and, by a share, of what a teacher makes of the window."""
    codes: list[str | None] = [None, *one.marked.parties]
    pairs, firmness = one.pairs.copy(), one.firmness.copy()
    for (by, to), scores in told.pairs.items():
        place = codes.index(by), codes.index(to)
        pairs[place] += share * (sigmoid(scores) - pairs[place])
        if firmness[place].any():
            firmness[place] += share * (told.firmness[by, to] - firmness[place])
    return Example(one.marked, one.present + share * (sigmoid(told.present) - one.present), pairs, firmness)


def sigmoid(scores: Floats) -> Floats:
    """Turn log odds into probabilities."""
    shares: Floats = 1 / (1 + np.exp(-scores))
    return shares


def begin(seed: int) -> EntryNetwork:
    """Give a network on the large encoder that has learned of events."""
    torch.manual_seed(seed)
    network = EntryNetwork(large(), len(KINDS), len(FIRMNESSES))
    network.encoder.load_state_dict(torch.load(EVENTS, weights_only=True))
    return network


def halved(network: EntryNetwork) -> EntryNetwork:
    """Give a copy with every other layer of the encoder, the last among them (Sanh et al. 2019, "DistilBERT")."""
    half = deepcopy(network)
    half.encoder.encoder.layer = half.encoder.encoder.layer[1::2]
    return half


def shipped() -> EntryNetwork:
    """Give the network with the weights that ship."""
    return restored(halved(EntryNetwork(large(), len(KINDS), len(FIRMNESSES))), FOLDER / "model.onnx")


def train(
    network: EntryNetwork,
    encoder: Encoder,
    examples: Sequence[Example],
    *,
    seed: int,
    epochs: int,
    head_rate: float = HEAD_RATE,
    progress: Progress = print,
) -> EntryNetwork:
    """Fine-tune on examples, as `tuning.fine_tune` does."""
    random.seed(seed)
    torch.manual_seed(seed)
    return fine_tune(
        network,
        encoder,
        examples,
        batch=BATCH,
        length=lambda one: len(one.marked.ids),
        loss_of=lambda trained, batch: _loss(trained, batch, encoder.padding),
        epochs=epochs,
        progress=progress,
        head_rate=head_rate,
    )


def _loss(network: EntryNetwork, batch: list[Example], padding: int) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16):  # twice as fast where the CPU can
        scored = network(*_side_by_side([e.marked for e in batch], padding))
    present, pairs = (scores.float() for scores in scored)
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
    room = {name: np.max([one[name].shape for one in given], axis=0) for name in given[0]}
    filled = {
        name: np.stack([_filled(one[name], size, padding if name == "ids" else 0) for one in given])
        for name, size in room.items()
    }
    mask = np.stack([_filled(np.ones_like(one["ids"]), room["ids"], 0) for one in given])
    parts = (filled["ids"], mask, *(filled[name] for name in ("sentence", "here", "mentions", "parties")))
    return tuple(torch.from_numpy(part) for part in parts)


def _filled(part: npt.NDArray[Any], shape: npt.NDArray[Any], value: int) -> npt.NDArray[Any]:
    """Widen an array to a shape, with a value at the end of each axis."""
    return np.pad(part, [(0, full - has) for full, has in zip(shape, part.shape, strict=True)], constant_values=value)


def opinions(network: EntryNetwork, encoder: Encoder, windows: Sequence[Seen]) -> list[Opinion]:
    """Give what a network makes of windows, in their order."""
    tokenizer = encoder.tokenizer()
    marked = [mark(tokenizer, one.window) for one in windows]
    order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
    found: dict[int, Opinion] = {}
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            present, pairs = network(*_side_by_side([marked[i] for i in chosen], encoder.padding))
            for row, i in enumerate(chosen):
                found[i] = opinion(marked[i], present[row].float().numpy(), pairs[row].float().numpy())
    return [found[i] for i in range(len(marked))]
