"""Who tells: the source that a sentence credits with the news."""

from spacy.tokens import Token

from detente.coding.mentions import Mentions
from detente.vocabulary.tables import wordlists

_REPORTING = frozenset(wordlists()["reporting"])
_ACCORDING = "according"
_MAX_CHARS = 120


def find_attribution(trigger: Token, mentions: Mentions) -> str | None:
    """Give the words of the source ("a State Department spokesman"), None when the report speaks for itself."""
    for verb in trigger.ancestors:
        if verb.lemma_.lower() in _REPORTING and verb.i != trigger.i:
            speakers = [c for c in verb.children if c.dep_ == "nsubj"]
            if speakers:
                return _words(speakers[0], mentions)
    for token in mentions.doc:
        if token.lower_ == _ACCORDING:
            sources = [p for c in token.children if c.lower_ == "to" for p in c.children if p.dep_ == "pobj"]
            if sources:
                return _words(sources[0], mentions)
    return None


def _words(speaker: Token, mentions: Mentions) -> str:
    mention = mentions.at(speaker)
    if mention is not None:
        return mention.party.text[:_MAX_CHARS]
    last = max([speaker.i, *(t.i for c in speaker.children if c.lower_ in ("of", "for", "in") for t in c.subtree)])
    return mentions.doc[speaker.left_edge.i : last + 1].text[:_MAX_CHARS]
