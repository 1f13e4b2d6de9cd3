"""Who tells: the source that a sentence credits with the news."""

from spacy.tokens import Token

from detente.coding.mentions import Mentions

_REPORTING = frozenset(
    "say tell report announce claim state add note declare assert confirm acknowledge allege argue write quote".split()
)
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
    doc = mentions.doc
    inner = [t.i for t in speaker.subtree if not any(a.dep_ in ("relcl", "acl", "appos") for a in [t, *t.ancestors]
             if a.i > speaker.i)]  # fmt: skip
    return doc[min(inner) : max(inner) + 1].text[:_MAX_CHARS]
