"""The network that is trained: an encoder under two linear heads.

The heads read the mean of all token states beside the states at the source's and the target's mark (Baldini Soares et
al. 2019, "Matching the Blanks", entity markers).
"""

from encoders import Encoder
from torch import Tensor, arange, cat, nn
from transformers import AutoModel


class PairClassifier(nn.Module):
    """Scores of event types and of statuses for marked pairs."""

    def __init__(self, encoder: Encoder, types: int, statuses: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder.folder)
        width = 3 * self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.types = nn.Linear(width, types)
        self.statuses = nn.Linear(width, statuses)

    def forward(self, ids: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Give logits (rows, types) and (rows, statuses) for a batch as `batches.pad` makes it."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1)
        rows = arange(ids.shape[0])
        pooled = self.dropout(cat([mean, states[rows, source], states[rows, target]], dim=-1))
        return self.types(pooled), self.statuses(pooled)
