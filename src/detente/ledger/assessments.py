"""Claims that time can test: what somebody foretells by when, and where somebody says things stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.mentions import Mention
from detente.coding.timing import event_date
from detente.ledger.claims import Claim, claims
from detente.ledger.clauses import clause
from detente.ledger.confidences import confidence
from detente.ledger.horizons import Horizon, find_horizon, find_occasion, scheduled
from detente.ledger.issues import issues_of
from detente.ledger.parse import is_infinitive, negated, says_must
from detente.ledger.scene import Scene, taking_part
from detente.ledger.seats import scholarly
from detente.ledger.tellers import half_of_korea, is_somebody, states_of, tells
from detente.ledger.words import MAYBE
from detente.model import LedgerEntry
from detente.vocabulary.issues import Issues
from detente.vocabulary.tables import ledger_words

_FORESEEING = frozenset(ledger_words()["foreseeing"])
_STANDING = frozenset(ledger_words()["standing"])
_FUTURE = frozenset({"will", "would", "'ll", "’ll", "shall", "could", "may", "might", "wo", "'d", "’d"})
_LIKELY = frozenset(ledger_words()["likely"])
_STATIVE = frozenset(ledger_words()["stative"])
_TIMETABLE = frozenset(ledger_words()["timetable"]) - {"be"} | {"begin", "resume", "restart", "return"}
_OUTSIDE = frozenset(ledger_words()["outside"])
_SPANS = frozenset(ledger_words()["spans"])
_BUSINESS = frozenset(ledger_words()["business"])
_ACTING = frozenset(ledger_words()["own_people"]) | frozenset(ledger_words()["official"])
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_POINT = re.compile(r"point|low|ebb|nadir|bottom", re.I)


def assessments(scene: Scene, issues: Issues, taken: Sequence[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Give the assessments of a sentence, at most one of each sort: who claims what, and when it can be checked.

    What was read as a promise, an ask or a refusal (`taken`) is no forecast as well, but for what is expected of
    somebody, or foretold by people who speak for no government.
    """
    made = [_attributed(claim, scene) for claim in claims(scene) if claim.teller is None or tells(claim.teller, scene)]
    yield from _standing(scene, issues, made)
    for claim in made:
        span = _forecast(claim, scene, taken)
        if span is not None:
            yield from _entries(scene, issues, claim, span, "forecast")
            return


def _attributed(claim: Claim, scene: Scene) -> Claim:
    """Put whoever speaks in the place of a thing: "Powell saw no reason to expect a test"."""
    if claim.teller is None or states_of(claim.teller, scene) or is_somebody(claim.teller, scene):
        return claim
    outer = next((c for c in claims(scene) if c.around in claim.around.ancestors and c.teller is not None), None)
    return replace(claim, teller=outer.teller) if outer is not None else claim


def not_foretold(taken: Sequence[LedgerEntry], found: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """Leave out what was read as promised or asked within what is only foretold."""
    return [
        e for e in taken
        if not any(f.what.start <= e.what.start and e.what.end <= f.what.end for f in found)
    ]  # fmt: skip


# How things stand


def _any_of(words: Sequence[str], *, raw: bool = False) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(ordered if raw else map(re.escape, ordered))


@cache
def _superlative() -> re.Pattern[str]:
    words = ledger_words()
    top, since = _any_of(words["superlatives"]), _any_of(words["since"], raw=True)
    never = _any_of(words["never"], raw=True)
    any_top = rf"(?:{top}|\w{{3,}}est|(?:most|least) \w+)"
    return re.compile(rf"\b(?:{any_top}\b(?:[^.;]{{0,60}}?\b(?P<since>{since})\b)?|(?P<never>{never})\b)", re.I)


def _standing(scene: Scene, issues: Issues, made: Sequence[Claim]) -> Iterator[LedgerEntry]:
    """Read "described relations as at their lowest since 1979", "ties have never been better, the envoy said"."""
    for match in _superlative().finditer(scene.doc.text):
        if not (match["since"] or match["never"] or _POINT.search(match[0])):
            continue
        token = next((t for t in scene.doc if t.idx <= match.start() < t.idx + len(t.text_with_ws)), None)
        if token is None or not _of_relations(token):
            continue
        if match["since"] and token.lower_.endswith("est") and token.tag_ not in ("JJS", "RBS", "NN"):
            continue  # "the West has ..."
        claim = _over(token, made)
        if claim is None or claim.teller is None:
            continue
        start, end = clause(claim.head, subject=True)
        last = next(t for t in scene.doc if t.idx + len(t.text) >= match.end())
        last = last.head if last.dep_ == "mark" else last  # "since the two set up ties"
        yield from _entries(scene, issues, claim, (min(start, token.i), max(end, last.right_edge.i + 1)), "standing")
        return


def _of_relations(token: Token) -> bool:
    """Say whether a superlative tells how relations stand: its clause speaks of ties, tension, trust."""
    clauses = [a for a in (token, *token.ancestors) if a.pos_ in ("VERB", "AUX")][:2]
    words = [t for a in clauses for t in a.subtree] or list(token.doc)
    return any(t.lemma_.lower() in _STANDING or t.lower_ in _STANDING for t in words)


def _over(token: Token, made: Sequence[Claim]) -> Claim | None:
    """Give the nearest claim that a word is part of, or the verb of description that it hangs on."""
    above = [token, *token.ancestors]
    within = [c for c in made if c.head in above and c.around not in token.subtree]
    if within:
        return min(within, key=lambda c: above.index(c.head))
    return next((c for c in made if c.around in above), None)


# What is to come


def _forecast(claim: Claim, scene: Scene, taken: Sequence[LedgerEntry]) -> tuple[int, int] | None:
    """Give the words of what somebody foretells: a claim about what others will do, or what will be, with a time."""
    if not _foretells(claim):
        return None
    span = _words(claim)
    if _until(scene.doc[span[0] : span[1]].text, claim, scene) is None:
        return None
    if (
        _of_business(claim, scene)
        or _own_plan(claim, scene)
        or _hearsay(claim, scene)
        or _read_already(claim, scene, span, taken)
    ):
        return None
    return span


def _until(text: str, claim: Claim, scene: Scene) -> Horizon | None:
    """Give the time or occasion of a claim; a condition that an official names ("until it appears") is none."""
    if claim.head.lemma_.lower() in _SPANS:
        left, right = claim.head.left_edge.i, claim.head.i + 1
        text = f"within {scene.doc[left:right].text}"  # "gave Saigon less than a month": the span is all that is said
    found = find_horizon(text, scene.report.date)
    if found is not None and _LOOKING_BACK.search(text[: text.find(found.text)]):
        return None  # "the most senior visitor in 25 years"
    if found is not None and (claim.believing or not scheduled(found)):
        return found
    occasion = find_occasion(text)
    official = not (claim.believing or _maybe(claim.head) or claim.teller is None or scholarly(claim.teller))
    return None if occasion and official and _CONDITION.match(occasion.text) else occasion


_LOOKING_BACK = re.compile(
    r"\b(?:first|most|least|only|worst|(?!\w*(?:test|quest|rest|gest|vest|nest|west)\b)\w{3,}est)\b[^,;]{0,60}$", re.I
)
_CONDITION = re.compile(r"(?:until|as soon as|once|when|after)\b", re.I)


def _words(claim: Claim) -> tuple[int, int]:
    """Give the tokens of a claim, without those of the words that only carry it."""
    head = claim.head
    left, right = head.left_edge.i, head.right_edge.i + 1
    if head.pos_ not in ("VERB", "AUX") and claim.around in (head.head, head.head.head):
        # "expects a crisis over Taiwan this year", "warns of one"
        left = min(left, claim.around.i + 1) if claim.around == head.head else left
        right = claim.around.right_edge.i + 1
    if claim.around in head.subtree and claim.around != head:
        carrier = next(a for a in (claim.around, *claim.around.ancestors) if head in (a.head, a))
        if carrier.left_edge.i > head.i or claim.around.i > head.i:
            commas = [t.i for t in head.doc[head.i : claim.around.i] if t.text == ","]
            right = min(right, max([carrier.left_edge.i, *commas]))
        elif carrier.right_edge.i < head.i:
            left = carrier.right_edge.i + 1
    stops = [t.i for t in head.doc if t.text == ";"]
    left = max([left, *(i + 1 for i in stops if i < head.i)])
    return left, min([right, *(i for i in stops if i > head.i)])


def _foretells(claim: Claim) -> bool:
    if looks_ahead(claim.head):
        return True
    head = claim.head
    if head.lemma_.lower() in _SPANS and not (claim.teller is not None and scholarly(claim.teller)):
        return False  # "gave China thirty days" is an ultimatum
    if claim.around.text == ":" or head.lemma_.lower() in _SPANS:
        return is_infinitive(head) or head.lemma_.lower() in _SPANS
    if any(says_must(c) for c in head.children):
        return False
    if _AWAY.search(_clause_text(head)):
        return True
    past = head.tag_ in ("VBD", "VBN") and not negated(head) and not is_infinitive(head)
    return claim.believing and not past


_AWAY = re.compile(r"\b(?:is|are|was|were|at)\b[^,;]{0,18}\b(?:days|weeks|months|years|decades) (?:away|off|from)\b")


def _clause_text(head: Token) -> str:
    """Give the words of a clause."""
    return str(head.doc[head.left_edge.i : head.right_edge.i + 1].text)


def looks_ahead(claim: Token) -> bool:
    """Say whether a clause speaks of what will or may be."""
    words = [t for t in claim.subtree if claim in (t, t.head, t.head.head)]
    return any((t.dep_ == "aux" and t.lower_ in _FUTURE) or _of_chance(t) for t in words)


def _own_plan(claim: Claim, scene: Scene) -> bool:
    """Say whether a claim is what its speaker's own side will do: a plan or a threat, and no forecast."""
    head = claim.head
    if claim.teller is None:
        return False
    subjects = [c for c in head.children if c.dep_ in _SUBJECTS]
    if claim.believing:
        return head.dep_ == "xcomp" and not subjects and head.lemma_.lower() not in _STATIVE
    if any(s.lower_ == "it" for s in subjects) and _maybe(head):
        return False  # "considers it unlikely that"
    acting = {*scene.states(subjects), *(m.party.country for s in subjects for m in scene.mentions.of(s))} - {None}
    if not acting:
        arranged = syntax.is_passive(head) or head.lemma_.lower() in _TIMETABLE
        return arranged and not _maybe(head) and not scholarly(claim.teller)
    return bool(acting & {*scene.states([claim.teller]), *states_of(claim.teller, scene)})


def _of_business(claim: Claim, scene: Scene) -> bool:
    """Say whether a forecast is one of prices and harvests, and of no relationship."""
    subjects = [claim.head, *(c for c in claim.head.children if c.dep_ in _SUBJECTS)]
    spoken_of = {*scene.company.named, *(states_of(claim.teller, scene) if claim.teller is not None else [])}
    return len(spoken_of) < _TWO and any(t.lemma_.lower() in _BUSINESS for t in subjects)


_TWO = 2


def _hearsay(claim: Claim, scene: Scene) -> bool:
    """Say whether a claim only passes on what another state means to do: "China will free them, Washington said"."""
    if claim.believing or claim.teller is None or scholarly(claim.teller) or _maybe(claim.head):
        return False
    subjects = [c for c in claim.head.children if c.dep_ in _SUBJECTS]
    if any(t.lower_ == "unless" for t in claim.head.subtree):
        return True  # a threat
    acting = any(scene.mentions.at(s) is not None or (_acts(s) and scene.states([s])) for s in subjects)
    return acting and not negated(claim.head) and claim.head.lemma_.lower() not in _STATIVE


def _acts(subject: Token) -> bool:
    """Say whether a word is one for who acts for a state, and not for a thing of its: "China's arsenal will double"."""
    return subject.pos_ == "PRON" or subject.lemma_.lower() in _ACTING


def _maybe(head: Token) -> bool:
    return any(_of_chance(t) or (t.lower_ in MAYBE and t.dep_ == "aux") for t in head.subtree)


def _of_chance(token: Token) -> bool:
    return token.lower_ in _LIKELY or (token.pos_ == "NOUN" and token.lemma_.lower() in _LIKELY)


def _read_already(claim: Claim, scene: Scene, span: tuple[int, int], taken: Sequence[LedgerEntry]) -> bool:
    """Say whether the words claimed were read as promised or asked; what is claimed inside of that is another thing."""
    chance = any(_of_chance(t) for t in (claim.head, *(g for c in claim.head.children for g in (c, *c.children))))
    if (
        claim.around.lemma_.lower() in _FORESEEING
        or claim.around.pos_ == "NOUN"
        or (claim.teller is not None and scholarly(claim.teller))
        or chance
    ):
        return False
    quote, around = scene.quote(*span), scene.quote(claim.around.i, claim.around.i + 1)
    return any(
        e.evidence.start == scene.span.start_char
        and e.what.start < quote.end
        and quote.start < e.what.end
        and not e.what.start <= around.start < e.what.end
        for e in taken
    )


def _entries(scene: Scene, issues: Issues, claim: Claim, words: tuple[int, int], sort: str) -> Iterator[LedgerEntry]:
    teller = claim.teller
    start, end = clause(claim.head, subject=True)
    span = words if sort == "standing" or end - start < _FEWEST else (start, max(end, claim.head.i + 1))
    quote, made_on, horizon = scene.quote(*span), scene.report.date, None
    if sort == "forecast":
        horizon = _until(scene.doc[words[0] : words[1]].text, claim, scene)
    elif teller is not None:
        made_on = min(event_date(teller.head, made_on).day, made_on)
    mention = scene.mentions.at(teller) if teller is not None else None
    named = (mention.party.name or mention.party.text) if mention else teller.text if teller is not None else None
    tellers: list[str | None] = [*states_of(teller, scene)] if teller is not None else []
    for by in tellers or [None]:
        yield LedgerEntry(
            kind="assessment",
            by=by,
            to=_about(scene, claim, words, by),
            issues=issues_of(quote.text, scene.sentence().text, scene.before(), issues),
            what=quote,
            firmness=None,
            made_on=made_on,
            due_on=horizon.due if horizon else made_on if sort == "standing" else None,
            horizon=horizon.text if horizon else None,
            speaker=named,
            confidence=confidence("assessment", sort),
            construction=f"assessment: {sort}",
            evidence=scene.sentence(),
        )


_FEWEST = 4
_MUTUAL = frozenset(ledger_words()["mutual"])


def _about(scene: Scene, claim: Claim, span: tuple[int, int], by: str | None) -> str | None:
    """Give the state whose conduct is foretold, or the other one of the speaker's own relationship.

    The first other state that the claim names acts in it, but where two others are joined ("Riyadh and Israel").
    """
    own = [c for c in claim.head.children if c.dep_ in _SUBJECTS and c.pos_ == "PRON"]
    meant = [code for code in scene.states(own) if code != by]
    named = [
        (m.start, m.party.country) for m in taking_part(scene.mentions) if m.party.country and not _acted_on(m, scene)
    ]
    named += [(t.i, half) for t in scene.doc if (half := half_of_korea(t, scene))]
    within = sorted((i, code) for i, code in named if span[0] <= i < span[1])
    others = list(dict.fromkeys(code for _, code in within if code != by))
    if meant or not others:
        return meant[0] if len(meant) == 1 else _fellow(scene, span, by)
    if len(others) > 1 and by not in {code for _, code in within} and _joined(scene, within, others):
        return None
    return others[0]


def _fellow(scene: Scene, span: tuple[int, int], by: str | None) -> str | None:
    """Give the other state of the speaker's relationship, where the report has one or the claim is about both."""
    if by is None:
        return scene.company.told_of[0] if len(scene.company.told_of) == 1 else None
    fellows = {code for code in scene.company.named if code != by}
    shared = any(t.lemma_.lower() in _MUTUAL or t.lower_ in _MUTUAL for t in scene.doc[span[0] : span[1]])
    around = {code for code in scene.company.told_of if code != by}
    for known in (fellows, around if shared else set()):
        if len(known) == 1:
            return next(iter(known))
    return scene.other(by, span) if shared else None


def _acted_on(mention: Mention, scene: Scene) -> bool:
    """Say whether a name only says against whom something of others is: "sanctions on Belgrade"."""
    token = scene.doc[mention.head]
    governed = token.dep_ == "pobj" and token.head.lower_ in _TOPICAL
    return governed and (token.head.lower_ == "over" or token.head.head.pos_ == "NOUN")


_TOPICAL = frozenset({"on", "against", "over", "about"})


def _joined(scene: Scene, within: Sequence[tuple[int, str]], others: Sequence[str]) -> bool:
    first = next(i for i, code in within if code == others[0])
    second = next(i for i, code in within if code == others[1])
    between = [t.lower_ for t in scene.doc[first + 1 : second]]
    return bool(set(between) & {"and", "or", "-", ","}) and len(between) <= _APART


_APART = 3
