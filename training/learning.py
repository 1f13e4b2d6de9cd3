"""Fine-tuning and reading out, on a CPU, the same for the same seed."""

import random
from collections.abc import Sequence
from copy import deepcopy

import numpy as np
import numpy.typing as npt
import torch
from batches import pad
from encoders import Encoder
from examples import Example
from network import PairClassifier
from torch import nn
from tuning import Progress, fine_tune

from detente.coding.classifier import STATUSES, TYPES
from detente.coding.marking import MarkedPair, Tokens, tokenize

BATCH = 32
STATUS_WEIGHT = 0.5

Step = tuple[Tokens, Example]


def train(
    encoder: Encoder,
    examples: Sequence[Example],
    *,
    seed: int,
    epochs: int | None = None,
    start: PairClassifier | None = None,
    progress: Progress = print,
) -> PairClassifier:
    """Fine-tune on examples, as `tuning.fine_tune` does.

    Begins from the encoder as published, or from a copy of `start`.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    tokenizer = encoder.tokenizer()
    steps = [(tokenize(tokenizer, example.pair), example) for example in examples]
    rarity = _rarity(examples)
    return fine_tune(
        PairClassifier(encoder, len(TYPES), len(STATUSES)) if start is None else deepcopy(start),
        encoder,
        steps,
        batch=BATCH,
        length=lambda step: len(step[0].ids),
        loss_of=lambda network, batch: _loss(network, encoder, batch, rarity),
        epochs=epochs or encoder.epochs,
        progress=progress,
    )


def _loss(network: PairClassifier, encoder: Encoder, batch: list[Step], rarity: torch.Tensor) -> torch.Tensor:
    types, statuses = _apply(network, encoder, [tokens for tokens, _ in batch])
    loss = nn.functional.cross_entropy(types, torch.stack([example.types for _, example in batch]))
    told = [i for i, (_, example) in enumerate(batch) if example.statuses is not None]
    if told:
        wanted = torch.stack([s for _, example in batch if (s := example.statuses) is not None])
        each = nn.functional.cross_entropy(statuses[told], wanted, reduction="none")
        weights = (wanted * rarity).sum(1)
        loss = loss + STATUS_WEIGHT * (each * weights).sum() / weights.sum()
    return loss


def _rarity(examples: Sequence[Example]) -> torch.Tensor:
    """Weigh statuses by the root of how rare they are: most of our sentences tell what took place."""
    told = [example.statuses for example in examples if example.statuses is not None]
    counts = torch.stack(told).sum(0).clamp(min=1) if told else torch.ones(len(STATUSES))
    return (counts.max() / counts).sqrt()


def _apply(network: PairClassifier, encoder: Encoder, rows: list[Tokens]) -> tuple[torch.Tensor, torch.Tensor]:
    batch = pad(rows, encoder.padding)
    with torch.autocast("cpu", torch.bfloat16, enabled=network.training):  # twice as fast where the CPU can
        types, statuses = network(
            *(torch.from_numpy(part) for part in (batch.ids, batch.mask, batch.source, batch.target))
        )
    return types.float(), statuses.float()


def logits(
    network: PairClassifier, encoder: Encoder, pairs: Sequence[MarkedPair]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Give the scores of types (rows, types) and statuses (rows, statuses)."""
    tokenizer = encoder.tokenizer()
    tokens = [tokenize(tokenizer, pair) for pair in pairs]
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i].ids))
    types = np.zeros((len(pairs), len(TYPES)), dtype=np.float32)
    statuses = np.zeros((len(pairs), len(STATUSES)), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            kinds, states = _apply(network, encoder, [tokens[i] for i in chosen])
            types[chosen], statuses[chosen] = kinds.numpy(), states.numpy()
    return types, statuses
