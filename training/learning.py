"""Fine-tuning and reading out, on a CPU, the same for the same seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

import numpy as np
import numpy.typing as npt
import torch
from batches import pad
from network import ENCODER, PairClassifier
from sentences import Labelled
from tokenizers import Tokenizer
from torch import nn
from torch.optim.swa_utils import AveragedModel

from detente.coding.classifier import STATUSES, TYPES
from detente.coding.marking import Tokens, tokenize

BATCH = 32
ENCODER_RATE, HEAD_RATE = 8e-5, 5e-4
STATUS_WEIGHT = 0.5
SMOOTHING = 0.1
_UNKNOWN = -100

Progress = Callable[[str], None]


def load_tokenizer() -> Tokenizer:
    """Give the encoder's own tokenizer, without padding or truncation."""
    tokenizer = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def train(
    rows: Sequence[Labelled],
    *,
    epochs: int,
    seed: int,
    start: PairClassifier | None = None,
    progress: Progress = print,
) -> PairClassifier:
    """Fine-tune on labelled sentences: AdamW, linear warm-up over a tenth of the steps, then linear decay.

    Begins from the encoder as published, or from a copy of `start`. Word vectors stay as they are, so that words
    that our sentences lack keep their place among those they have. The weights given are the mean of those after each
    epoch of the second half (Izmailov et al. 2018, "Averaging Weights").
    """
    random.seed(seed)
    torch.manual_seed(seed)
    tokenizer = load_tokenizer()
    examples = [(tokenize(tokenizer, row.pair), _soft_type(row), _status(row)) for row in rows]
    network = PairClassifier(len(TYPES), len(STATUSES)) if start is None else deepcopy(start)
    network.encoder.embeddings.requires_grad_(False)
    heads = [*network.types.parameters(), *network.statuses.parameters()]
    layers = list(network.encoder.encoder.parameters())
    groups = [{"params": layers, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    mean = AveragedModel(network)
    rarity = _rarity([status for _, _, status in examples])
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, 10 * (s + 1) / steps) * (1 - s / steps))
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in _batches(examples):
            type_scores, status_scores = _apply(network, [tokens for tokens, _, _ in batch])
            kinds = torch.stack([kind for _, kind, _ in batch])
            loss = nn.functional.cross_entropy(type_scores, kinds, label_smoothing=SMOOTHING)
            status = torch.tensor([status for _, _, status in batch])
            if bool((status != _UNKNOWN).any()):
                status_loss = nn.functional.cross_entropy(status_scores, status, rarity, ignore_index=_UNKNOWN)
                loss = loss + STATUS_WEIGHT * status_loss
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
        if epoch >= epochs // 2:
            mean.update_parameters(network)
    averaged: PairClassifier = mean.module
    return averaged.eval()


def _rarity(statuses: list[int]) -> torch.Tensor:
    """Weigh statuses by the root of how rare they are: nine in ten of our sentences tell what took place."""
    counts = torch.tensor([max(1, statuses.count(i)) for i in range(len(STATUSES))], dtype=torch.float)
    return (counts.max() / counts).sqrt()


def _soft_type(row: Labelled) -> torch.Tensor:
    target = torch.zeros(len(TYPES))
    for name in row.types:
        target[TYPES.index(name)] = 1 / len(row.types)
    return target


def _status(row: Labelled) -> int:
    return STATUSES.index(row.status) if row.status and row.types != ("NONE",) else _UNKNOWN


Example = tuple[Tokens, torch.Tensor, int]


def _batches(examples: list[Example]) -> Iterator[list[Example]]:
    """Shuffle, then put sentences of like length together, eight batches at a time, to waste little on padding."""
    shuffled = random.sample(examples, len(examples))
    pools = [shuffled[i : i + 8 * BATCH] for i in range(0, len(shuffled), 8 * BATCH)]
    batches = []
    for pool in pools:
        pool.sort(key=lambda example: len(example[0].ids))
        batches += [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
    random.shuffle(batches)
    yield from batches


def _apply(network: PairClassifier, rows: list[Tokens]) -> tuple[torch.Tensor, torch.Tensor]:
    batch = pad(rows)
    with torch.autocast("cpu", torch.bfloat16, enabled=network.training):  # twice as fast where the CPU can
        types, statuses = network(
            *(torch.from_numpy(part) for part in (batch.ids, batch.mask, batch.source, batch.target))
        )
    return types.float(), statuses.float()


def logits(
    network: PairClassifier, rows: Sequence[Labelled]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Give the scores of types (rows, types) and statuses (rows, statuses)."""
    tokenizer = load_tokenizer()
    tokens = [tokenize(tokenizer, row.pair) for row in rows]
    found = []
    with torch.inference_mode():
        for start in range(0, len(tokens), BATCH):
            found.append([part.numpy() for part in _apply(network, tokens[start : start + BATCH])])
    return np.concatenate([t for t, _ in found]), np.concatenate([s for _, s in found])
