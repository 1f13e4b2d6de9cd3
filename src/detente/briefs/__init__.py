"""What an analyst reads: summary, charts, the brief."""

from detente.briefs.brief import render_brief
from detente.briefs.summary import Summary, summarise

__all__ = ["Summary", "render_brief", "summarise"]
