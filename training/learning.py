"""Fine-tuning and reading out, on a CPU, the same for the same seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

import numpy as np
import numpy.typing as npt
import torch
from batches import pad
from encoders import Encoder
from examples import Example
from network import PairClassifier
from torch import nn
from torch.optim.swa_utils import AveragedModel

from detente.coding.classifier import STATUSES, TYPES
from detente.coding.marking import MarkedPair, Tokens, tokenize

BATCH = 32
HEAD_RATE = 5e-4
STATUS_WEIGHT = 0.5

Progress = Callable[[str], None]
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
    """Fine-tune on examples: AdamW, linear warm-up over a tenth of the steps, then linear decay.

    Begins from the encoder as published, or from a copy of `start`. Word vectors stay as they are, so that words
    that our sentences lack keep their place among those they have. The weights given are the mean of those after each
    epoch of the second half (Izmailov et al. 2018, "Averaging Weights").
    """
    random.seed(seed)
    torch.manual_seed(seed)
    epochs = epochs or encoder.epochs
    tokenizer = encoder.tokenizer()
    steps = [(tokenize(tokenizer, example.pair), example) for example in examples]
    network = PairClassifier(encoder, len(TYPES), len(STATUSES)) if start is None else deepcopy(start)
    network.encoder.embeddings.requires_grad_(False)
    heads = [*network.types.parameters(), *network.statuses.parameters()]
    layers = list(network.encoder.encoder.parameters())
    groups = [{"params": layers, "lr": encoder.rate}, {"params": heads, "lr": HEAD_RATE}]
    mean = AveragedModel(network)
    rarity = _rarity(examples)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    total = epochs * -(-len(steps) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, 10 * (s + 1) / total) * (1 - s / total))
    for epoch in range(epochs):
        network.train()
        losses = []
        for batch in _batches(steps):
            loss = _loss(network, encoder, batch, rarity)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"{encoder.name}, epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
        if epoch >= epochs // 2:
            mean.update_parameters(network)
    averaged: PairClassifier = mean.module
    return averaged.eval()


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


def _batches(steps: list[Step]) -> Iterator[list[Step]]:
    """Shuffle, then put sentences of like length together, eight batches at a time, to waste little on padding."""
    shuffled = random.sample(steps, len(steps))
    pools = [shuffled[i : i + 8 * BATCH] for i in range(0, len(shuffled), 8 * BATCH)]
    batches = []
    for pool in pools:
        pool.sort(key=lambda step: len(step[0].ids))
        batches += [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
    random.shuffle(batches)
    yield from batches


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
