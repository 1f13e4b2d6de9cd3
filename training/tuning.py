"""Fine-tuning an encoder with heads on top of it, on a CPU: what all networks here have in common."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np
import torch
from encoders import Encoder
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

HEAD_RATE = 5e-4

Network = TypeVar("Network", bound=nn.Module)
Step = TypeVar("Step")
Progress = Callable[[str], None]


def fine_tune(
    network: Network,
    encoder: Encoder,
    steps: Sequence[Step],
    *,
    batch: int,
    length: Callable[[Step], int],
    loss_of: Callable[[Network, list[Step]], Tensor],
    epochs: int,
    progress: Progress,
    head_rate: float = HEAD_RATE,
) -> Network:
    """Fine-tune on steps of so many tokens (`length`): AdamW, linear warm-up over a tenth of the way, then decay.

    Word vectors stay as they are, so that words that our sentences lack keep their place among those they have. The
    weights given are the mean of those after each epoch of the second half (Izmailov et al. 2018, "Averaging Weights").
    """
    network.encoder.embeddings.requires_grad_(False)
    layers = list(network.encoder.encoder.parameters())
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": layers, "lr": encoder.rate}, {"params": heads, "lr": head_rate}]
    mean = AveragedModel(network)
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    total = epochs * -(-len(steps) // batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, 10 * (s + 1) / total) * (1 - s / total))
    for epoch in range(epochs):
        network.train()
        losses = []
        for chosen in _batches(steps, batch, length):
            loss = loss_of(network, chosen)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([*layers, *heads], 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        progress(f"{encoder.name}, epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}")
        if epoch >= epochs // 2:
            mean.update_parameters(network)
    averaged: Network = mean.module
    return averaged.eval()


def _batches(steps: Sequence[Step], size: int, length: Callable[[Step], int]) -> Iterator[list[Step]]:
    """Shuffle, then put steps of like length together, eight batches at a time, to waste little on padding."""
    shuffled = random.sample(steps, len(steps))
    batches = []
    for i in range(0, len(shuffled), 8 * size):
        pool = sorted(shuffled[i : i + 8 * size], key=length)
        batches += [pool[j : j + size] for j in range(0, len(pool), size)]
    random.shuffle(batches)
    yield from batches
