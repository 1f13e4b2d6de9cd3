"""Where the trigger lexicon's rules hold in a parsed sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.mentions import Mention, Mentions
from detente.vocabulary.names import Kind
from detente.vocabulary.triggers import Condition, PartOfSpeech, Trigger, triggers

_COMPANIONS = frozenset({"prt", "prep", "advmod", "dobj", "acomp", "oprd"})
_NOT_CIVIL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "SPY", "BUS", "UAF", "PRM", None})


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that holds at a token; `pos` says whether it stands as verb, noun or adjective."""

    token: Token
    trigger: Trigger

    @property
    def text(self) -> str:
        """Give the words that carry the event, as in the report: verb and the nouns that the rule demanded."""
        words = [self.token, *_demanded(self.token, self.trigger)]
        return " … ".join(w.text for w in sorted(dict.fromkeys(words), key=lambda t: t.i))


def find_triggers(mentions: Mentions) -> list[Match]:
    """Give, for every word of a sentence that the lexicon knows, the most demanding rule that holds."""
    found = []
    words = {form for token in mentions.doc for form in (token.lemma_.lower(), token.lower_)}
    for token in mentions.doc:
        pos = _part_of_speech(token)
        if pos is None:
            continue
        rules = triggers().get((pos, token.lemma_.lower())) or triggers().get((pos, token.lower_), ())
        trigger = next((rule for rule in rules if rule.possible(words) and _holds(rule, token, mentions)), None)
        if trigger is not None:
            found.append(Match(token, trigger))
    return found


def _part_of_speech(token: Token) -> PartOfSpeech | None:
    if syntax.is_verb(token):
        return "v"
    if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.text.istitle()):
        return "n"
    if token.pos_ == "ADJ" and token.dep_ in ("acomp", "oprd", "conj", "ROOT", "attr"):
        return "a"
    return None


def _holds(rule: Trigger, token: Token, mentions: Mentions) -> bool:
    if not all(_has_companion(token, other, rule.pos) for other in rule.others):
        return False
    return all(_met(condition, token, mentions) for condition in rule.conditions)


def _has_companion(token: Token, word: str, pos: PartOfSpeech) -> bool:
    if pos == "n":
        return any(c.lemma_.lower() == word or c.lower_ == word for c in token.children)
    return any(c.lower_ == word and c.dep_ in _COMPANIONS for c in token.children)


def _met(condition: Condition, token: Token, mentions: Mentions) -> bool:
    held = any(_slot_holds(slot, condition, token, mentions) for slot in condition.slots)
    return held is not condition.denied


def _slot_holds(slot: str, condition: Condition, token: Token, mentions: Mentions) -> bool:
    heads = slot_heads(token, slot)
    if "@any" in condition.kinds and heads:
        return True
    words = heads if slot in ("any", "comp", "acomp") else [w for head in heads for w in syntax.phrase(head)]
    if slot == "comp":
        words = [w for head in heads for w in (head, *(c for c in head.children if c.dep_ in ("aux", "acomp", "neg")))]
    if condition.words and any(w.lemma_.lower() in condition.words or w.lower_ in condition.words for w in words):
        return True
    return any(_is_kind(mention, condition.kinds) for head in heads for mention in _filling(head, slot, mentions))


def _filling(head: Token, slot: str, mentions: Mentions) -> list[Mention]:
    if slot == "any":
        mention = mentions.at(head)
        return [mention] if mention is not None else []
    return mentions.of(head)


def _is_kind(mention: Mention, kinds: Iterable[str]) -> bool:
    states = (Kind.COUNTRY, Kind.CAPITAL, Kind.BODY)
    tests = {
        "@person": mention.kind in (Kind.OFFICE, Kind.GROUP),
        "@country": mention.kind in states,
        "@civil": mention.kind is Kind.GROUP and mention.party.sector not in _NOT_CIVIL,
    }
    return any(tests.get(kind, False) for kind in kinds)


def slot_heads(token: Token, slot: str) -> list[Token]:
    """Give the head words of what fills a slot of a construction."""
    if slot == "obj":
        return syntax.objects(token)
    if slot == "subj":
        return syntax.agents(token)
    if slot == "comp":
        return syntax.complements(token)
    if slot == "acomp":
        return [c for c in token.children if c.dep_ in ("acomp", "attr", "oprd")]
    if slot == "any":
        return [t for t in token.subtree if t.i != token.i]
    return syntax.prepositional(token, slot)


def _demanded(token: Token, rule: Trigger) -> list[Token]:
    """Give the words that met the rule's conditions, nearest first, one a condition."""
    words = []
    for condition in rule.conditions:
        if condition.denied or not condition.words:
            continue
        below = [w for slot in condition.slots for head in slot_heads(token, slot) for w in syntax.phrase(head)]
        met = (w for w in below if w.lemma_.lower() in condition.words or w.lower_ in condition.words)
        first = next(met, None)
        if first is not None:
            words.append(first)
    return words
