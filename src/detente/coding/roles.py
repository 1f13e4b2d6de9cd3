"""Who acts and who is acted upon, for a trigger in a parsed sentence."""

from dataclasses import dataclass

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.anaphora import Antecedents
from detente.coding.mentions import Mention, Mentions, is_disputed, is_locative
from detente.coding.places import LANDS, place_at
from detente.coding.triggering import Match
from detente.vocabulary.event_types import EventType
from detente.vocabulary.names import Kind
from detente.vocabulary.tables import wordlists

_BY_ACTOR = ("by", "from", "between", "among")
_TO_RECIPIENT = (
    *("against", "on", "to", "with", "toward", "towards", "at", "for", "into", "from", "over"),
    *("near", "off", "around", "in", "of"),
)
_PLACE_TAKES_PART = frozenset(
    {EventType.CONSULT, EventType.ASSAULT, EventType.MOBILIZE, EventType.AID, EventType.RETREAT}
)
_OTHER_CLAUSES = frozenset({"ccomp", "relcl", "advcl", "conj", "pcomp"})
_MOVES_OWN = frozenset({EventType.MOBILIZE, EventType.AID, EventType.RETREAT})
# Acts that answer somebody: whom need not be said again in the sentence.
_ANSWERS = frozenset(
    {EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN, EventType.SANCTION, EventType.AGREE}
    | {EventType.CONCEDE}
)
# Acts whose means name who acts: "was placed under Chinese sanctions", "was added to a U.S. blacklist".
_BY_MEANS = frozenset({EventType.SANCTION, EventType.COERCE})
_MEANS = ("under", "with", "to", "on")
# Where nobody is said to hold, arrest or free, the state does where it happens.
_OF_CUSTODY = frozenset({"arrest", "seize", "deport", "release"})
_WHERE = ("in", "at", "on", "from", "off")
_WELCOMING = frozenset(wordlists()["welcoming"])
_LIGHT = frozenset(wordlists()["light"])


@dataclass(frozen=True, slots=True)
class Roles:
    """The parties of one event; a reciprocal event (`together`) has them all as actors.

    `construction` says how they were found, which is what confidence rests on; `by_place` that who acts is only where
    it happened, of which the classifier knows nothing.
    """

    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    construction: str
    together: bool = False
    by_place: bool = False


def assign_roles(match: Match, mentions: Mentions, antecedents: Antecedents) -> Roles | None:
    """Find the parties of a trigger; None when nobody acts."""
    finder = _Finder(match, mentions, antecedents)
    roles = finder.of_noun() if match.trigger.pos == "n" else finder.of_verb()
    if roles is None or not roles.actors:
        return None
    unsaid = all(_is_content(r, mentions) or _is_own(r, roles.actors, mentions) for r in roles.recipients)
    answers = _answers(match) or roles.by_place  # whoever is held is of the other state named
    if unsaid and answers and not _acts_on_pronoun(match.token):
        other = antecedents.counterpart(roles.actors, mentions)
        return Roles(roles.actors, (other,), "inferred", by_place=roles.by_place) if other is not None else roles
    if match.trigger.mutual or (match.trigger.event_type is EventType.CONSULT and match.trigger.mode != "visit"):
        return _mutual(roles)
    if match.trigger.swapped and roles.recipients:
        return Roles(roles.recipients, roles.actors, roles.construction)
    return roles


def _answers(match: Match) -> bool:
    """Say whether an act answers somebody. Support does where it welcomes or accords, not where it defends a thing."""
    if match.trigger.event_type is EventType.SUPPORT:
        return match.trigger.mutual or match.trigger.word in _WELCOMING
    return match.trigger.event_type in _ANSWERS


def _acts_on_pronoun(token: Token) -> bool:
    return any(o.pos_ == "PRON" for o in syntax.objects(token))


def _is_content(mention: Mention, mentions: Mentions) -> bool:
    """Say whether a group without a state only tells what an act is about: "demanded the return of the crew"."""
    head = mentions.doc[mention.head]
    return mention.party.country is None and head.dep_ == "pobj" and head.head.lower_ in ("of", "between")


def _is_own(mention: Mention, actors: tuple[Mention, ...], mentions: Mentions) -> bool:
    """Say whether a state's name only tells whose a thing is: Washington's "collision with an American spy plane"."""
    qualifies = mention.kind is Kind.DEMONYM or mentions.doc[mention.head].dep_ in ("compound", "amod")
    return qualifies and mention.party.country in {a.party.country for a in actors}


def _mutual(roles: Roles) -> Roles | None:
    """Make all parties actors; a meeting needs two of them."""
    together = roles.actors + tuple(r for r in roles.recipients if r not in roles.actors)
    distinct = {(m.party.country, m.party.sector, m.party.text) for m in together}
    return Roles(together, (), roles.construction, together=True) if len(distinct) > 1 else None


class _Finder:
    def __init__(self, match: Match, mentions: Mentions, antecedents: Antecedents) -> None:
        self.match = match
        self.token = match.token
        self.mentions = mentions
        self.antecedents = antecedents

    def of_verb(self) -> Roles | None:
        token = self.token
        actors = self._of_all(syntax.agents(token))
        construction = "passive" if syntax.is_passive(token) else "active"
        if not actors and construction == "passive" and self.match.trigger.event_type in _BY_MEANS:
            actors = self._of_all([m for means in _MEANS for m in syntax.prepositional(token, means)])
        if not actors and construction == "passive" and self.match.trigger.mode in _OF_CUSTODY:
            holders = self._holders()
            held = self._without(self._of_all(syntax.objects(token)), holders)
            return Roles(tuple(holders), tuple(held), "inferred", by_place=True) if holders else None
        if not actors and self.match.trigger.swapped:
            return None
        recipients = self._without(self._verb_recipients(actors), actors)
        if self.match.trigger.swapped:
            source = self._without(self._of_all(syntax.prepositional(token, "from")), actors)
            recipients = source or recipients
        return Roles(tuple(actors), tuple(recipients), construction) if actors else None

    def _verb_recipients(self, actors: list[Mention]) -> list[Mention]:
        """Search from the object outwards: object, its prepositions, the clauses below, anything after the trigger.

        A group without a state ("deployed warships") gives way to a state that is named further out.
        """
        token = self.token
        direct = self._without(self._of_all(syntax.objects(token)), actors)
        if any(m.party.country for m in direct):
            return direct
        for preposition in _TO_RECIPIENT:
            found = self._of_all(syntax.prepositional(token, preposition))
            found = [m for m in self._without(found, actors) if self._takes_part(m)]
            if found:
                return found
        if direct:
            return [] if self.match.trigger.event_type in _MOVES_OWN else direct
        for clause in syntax.complements(token):
            found = self._without(self._of_all(syntax.agents(clause)), actors)
            found = found or self._without(self._of_all(syntax.objects(clause)), actors)
            if found:
                return found
        return self._below(token)

    def _holders(self) -> list[Mention]:
        """Give the state where somebody is held, freed or arrested by nobody named: "is being held in Tehran"."""
        held = {m.party.country for m in self._of_all(syntax.objects(self.token))}
        places = [p for preposition in _WHERE for p in syntax.prepositional(self.token, preposition)]
        if self.token.dep_ == "relcl" and any(c.lower_ == "where" for c in self.token.children):
            places.append(self.token.head)
        named = [m for place in places for m in self._of(place) if m.party.country and m.kind in LANDS]
        found = named or [spot for place in places if (spot := place_at(place)) is not None]
        return [m for m in found if m.party.country not in held][:1]

    def of_noun(self) -> Roles | None:
        """Read a noun's own parties ("Chinese sanctions on U.S. officials"), else its light verb's subject."""
        token = self.token
        if token.dep_ in ("compound", "amod"):
            return None
        actors = [m for c in token.children if c.dep_ in ("poss", "amod", "compound", "nmod") for m in self._of(c)]
        for preposition in _BY_ACTOR:
            actors = actors or self._of_all(syntax.prepositional(token, preposition))
        recipients: list[Mention] = []
        for preposition in _TO_RECIPIENT:
            recipients = recipients or self._without(self._of_all(syntax.prepositional(token, preposition)), actors)
        verb = token.head
        if not actors and token.dep_ == "dobj" and verb.lemma_.lower() in _LIGHT:
            actors = self._without(self._of_all(syntax.agents(verb)), recipients)
        if not actors and self.match.trigger.mutual:
            actors, recipients = recipients, []
        return Roles(tuple(actors), tuple(recipients), "nominal") if actors else None

    def _below(self, token: Token) -> list[Mention]:
        """Take the nearest party after the trigger, within its own clause and not inside a reported one."""
        later = [m for m in self.mentions.all if m.start > token.i and self._takes_part(m)]
        later = [m for m in later if not is_disputed(m, self.mentions.doc)]
        later.sort(key=lambda m: m.party.country is None)  # a state before a group whose state is unknown
        for mention in later:
            head = self.mentions.doc[mention.head]
            between = [a for a in head.ancestors if a.i > token.i and a.dep_ in _OTHER_CLAUSES]
            if token in list(head.ancestors) and not any(a.pos_ in ("VERB", "AUX") for a in between):
                return self.mentions.of(head)
        return []

    def _of(self, token: Token) -> list[Mention]:
        return self.mentions.of(token) or self.antecedents.resolve(token, self.mentions)

    def _of_all(self, tokens: list[Token]) -> list[Mention]:
        found: list[Mention] = []
        for token in tokens:
            found += [m for m in self._of(token) if m not in found]
        return found

    def _takes_part(self, mention: Mention) -> bool:
        if not is_locative(mention, self.mentions.doc):
            return True
        return self.match.trigger.event_type in _PLACE_TAKES_PART

    @staticmethod
    def _without(found: list[Mention], actors: list[Mention]) -> list[Mention]:
        """Leave out those who act: nobody acts on himself in one event."""
        texts = {(m.party.country, m.party.sector, m.party.name) for m in actors}
        return [m for m in found if m not in actors and (m.party.country, m.party.sector, m.party.name) not in texts]
