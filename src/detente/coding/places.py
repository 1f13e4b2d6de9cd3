"""Where a sentence puts what it tells: the state of a place, of a post, of the scene as a whole."""

from spacy.tokens import Doc, Token

from detente.coding.mentions import LOCATIVE, Mention, Mentions, is_locative
from detente.model import Party
from detente.vocabulary.names import Kind, proper_names
from detente.vocabulary.stand_ins import cities, regions

LANDS = (Kind.COUNTRY, Kind.CAPITAL, Kind.DEMONYM)  # kinds of names that a place can have
_POSTED_AT = frozenset({"to", "in", "at"})


def post_of(mention: Mention, doc: Doc) -> tuple[int, str] | None:
    """Give the state where an envoy of a mention serves, with its first token: China of "Japan's envoy in Beijing"."""
    for token in doc[mention.start : mention.end - 1]:
        first = token.i + 2 if token.nbor().lower_ == "the" else token.i + 1
        name = proper_names().get(doc[first : mention.end].text) if token.lower_ in _POSTED_AT else None
        if name is not None and name.country not in (None, mention.party.country) and name.kind in LANDS:
            return first, str(name.country)
    return None


def scene_of(mentions: Mentions) -> str | None:
    """Give the one state in which a sentence says that something happened: "in Cairo", "at the embassy in Peking"."""
    places = {m.party.country for m in mentions.all if m.party.country and is_locative(m, mentions.doc)}
    places |= {post[1] for m in mentions.all if (post := post_of(m, mentions.doc)) is not None}
    spots = [place_at(t) for t in mentions.doc if t.dep_ == "pobj" and t.head.lower_ in LOCATIVE]
    places |= {spot.party.country for spot in spots if spot is not None and spot.party.country}
    return places.pop() if len(places) == 1 else None


def place_at(token: Token) -> Mention | None:
    """Give the state of a city or region that is no name of a party, for where it only says who had the power there."""
    parts = [c for c in token.children if c.dep_ == "compound" and c.i < token.i]
    first = parts[0].i if parts else token.i
    for start, end in dict.fromkeys([(first, token.i + 1), (token.i, token.i + 1), *((c.i, c.i + 1) for c in parts)]):
        words = token.doc[start:end].text
        code = cities().get(words) or regions().get(words)
        if code is not None:
            return Mention(start, end, end - 1, Kind.CAPITAL, Party(code, None, None, words))
    return None
