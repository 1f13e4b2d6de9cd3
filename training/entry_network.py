"""The network of the entry classifier: an encoder, and scores for every ordered pair of the parties marked in a window.

The scores rest on the states at the parties' marks (as Baldini Soares et al. 2019, "Matching the Blanks") with those of
the sentence; all pairs share one pass of the encoder. A party may be named more than once, and who asks in this
sentence may only be spoken of in the one before: so each pair of mentions is scored, and the best of them speak for
their parties (LogSumExp, as Verga et al. 2018, "Simultaneously Self-Attending to All Mentions").
"""

import torch
from encoders import Encoder
from torch import Tensor, nn
from transformers import AutoModel

HIDDEN = 256
_NEVER = -30.0  # log odds


class EntryNetwork(nn.Module):
    """Log odds of kinds in a sentence and between parties, and scores of firmness."""

    def __init__(self, encoder: Encoder, kinds: int, firmnesses: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder.folder)
        width = self.encoder.config.hidden_size
        self.nobody = nn.Parameter(torch.randn(2, width) * 0.02)
        self.dropout = nn.Dropout(dropout)
        self.present = nn.Linear(2 * width, kinds)
        self.context = nn.Linear(2 * width, HIDDEN)
        self.from_whom = nn.Linear(width, HIDDEN, bias=False)
        self.to_whom = nn.Linear(width, HIDDEN, bias=False)
        self.pairs = nn.Linear(HIDDEN, kinds + firmnesses)

    def forward(
        self, ids: Tensor, mask: Tensor, sentence: Tensor, here: Tensor, mentions: Tensor, parties: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Score windows.

        Args:
            ids: (rows, tokens).
            mask: (rows, tokens), 0 at padding.
            sentence: (rows, tokens), weights of the sentence's tokens.
            here: (rows, tokens), 1 at the mark before the sentence.
            mentions: (rows, mentions, tokens), 1 at each mention's mark.
            parties: (rows, 1 + parties, 1 + mentions), 1 at each party's mentions, nobody first on both sides.

        Returns:
            `present` (rows, kinds), and (rows, 1 + parties, 1 + parties, kinds and firmnesses): by whom and to whom,
            nobody first.

        """
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        around = torch.stack([sentence, here], 1).to(states.dtype) @ states
        context = self.dropout(around.flatten(1))
        named = mentions.to(states.dtype) @ states
        nobody = self.nobody.to(states.dtype).expand(len(ids), 2, -1)
        by = self.dropout(torch.cat([nobody[:, :1], named], 1))
        to = self.dropout(torch.cat([nobody[:, 1:], named], 1))
        mixed = self.context(context)[:, None, None] + self.from_whom(by)[:, :, None] + self.to_whom(to)[:, None]
        scores = self.pairs(self.dropout(nn.functional.gelu(mixed))).float()
        others = parties == 0
        scores = scores[:, None].masked_fill(others[:, :, :, None, None], _NEVER).logsumexp(2)
        return self.present(context), scores[:, :, None].masked_fill(others[:, None, :, :, None], _NEVER).logsumexp(3)
