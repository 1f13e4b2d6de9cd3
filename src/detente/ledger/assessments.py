"""Claims that time can test: what somebody foretells by when, and where somebody says things stand."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.timing import event_date
from detente.ledger.clauses import clause
from detente.ledger.confidences import confidence
from detente.ledger.horizons import find_horizon
from detente.ledger.issues import issues_of
from detente.ledger.scene import Scene, taking_part
from detente.model import LedgerEntry
from detente.vocabulary.issues import Issues
from detente.vocabulary.tables import ledger_words, wordlists

_REPORTING = frozenset(wordlists()["reporting"]) | frozenset(ledger_words()["reporting"])
_BELIEVING = frozenset(ledger_words()["believing"]) - {"hope", "fear", "find", "conclude"}
_GAUGING = frozenset(ledger_words()["gauging"])
_CONVINCED = frozenset(ledger_words()["convinced"])
_WITHOUT_STATE = frozenset(ledger_words()["assessors"]) | {"diplomat", "embassy", "mediator", "envoy", "people"}
_CLAIMING = frozenset(ledger_words()["claiming"]) | _REPORTING | _BELIEVING
_STANDING = frozenset(ledger_words()["standing"])
_FUTURE = frozenset({"will", "would", "'ll", "shall", "could", "may", "might", "wo", "'d"})
_LIKELY = frozenset(ledger_words()["likely"])  # fmt: skip
_JUDGEMENTS = frozenset({"judgement", "judgment", "view", "opinion", "forecast", "prediction", "estimate"})
_EVENT = re.compile(
    r"\b(?:before|until|by the time|when|after)\s+(?!that\b|this\b)"
    r"(?:the\s+|a\s+|his\s+|its\s+|their\s+|next\s+)?[\w'’ -]{3,}|"
    r"\b(?:within|inside|in)\s+(?:the\s+)?(?:weeks|months|years|days|a year|two years|the year)\b|"
    r"\bimminent\w*|\bsoon\b|"
    r"\b(?:another year|(?:this|next) (?:year|month|decade|century|week|winter|summer|spring|autumn))\b",
    re.I,
)
_POINT = re.compile(r"point|low|ebb|nadir|bottom", re.I)


def _any_of(words: Sequence[str], *, raw: bool = False) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(ordered if raw else map(re.escape, ordered))


@cache
def _superlative() -> re.Pattern[str]:
    words = ledger_words()
    top, since = _any_of(words["superlatives"]), _any_of(words["since"], raw=True)
    return re.compile(rf"\b(?:{top})\b(?:[^.;]{{0,60}}?\b(?P<since>{since})\b)?", re.I)


def assessments(scene: Scene, issues: Issues, taken: Sequence[LedgerEntry]) -> Iterator[LedgerEntry]:
    """Give the assessments of a sentence, at most one of each sort: who claims what, and when it can be checked.

    What was read as a promise, an ask or a refusal (`taken`) is no forecast as well.
    """
    standing = _standing(scene, issues)
    if standing is not None:
        yield standing
    for verb in scene.doc:
        word = verb.lemma_.lower()
        if (verb.pos_ in ("VERB", "NOUN") and word in _CLAIMING) or word in _CONVINCED or verb.lower_ in _CONVINCED:
            found = _forecast(verb, scene, issues, taken)
            if found is not None:
                yield found
                return
    found = _by_source(scene, issues, taken)
    if found is not None:
        yield found


def _standing(scene: Scene, issues: Issues) -> LedgerEntry | None:
    """Read "described relations as at their lowest since 1979"."""
    for match in _superlative().finditer(scene.doc.text):
        if match["since"] is None and not _POINT.search(match[0]):
            continue
        token = next((t for t in scene.doc if t.idx <= match.start() < t.idx + len(t.text_with_ws)), None)
        if token is None or not _of_relations(token):
            continue
        teller, claim = _claimant(token)
        if teller is None:
            continue
        start, end = clause(claim, subject=True)
        last = next(t for t in scene.doc if t.idx + len(t.text) >= match.end())
        span = (min(start, token.i), max(end, last.i + 1))
        return _entry(scene, issues, teller, span, "standing", None)
    return None


def _of_relations(token: Token) -> bool:
    """Say whether a superlative tells how relations stand: its clause speaks of ties, tension, trust."""
    clauses = [a for a in (token, *token.ancestors) if a.pos_ in ("VERB", "AUX")][:2]
    words = [t for a in clauses for t in a.subtree] or list(token.doc)
    return any(t.lemma_.lower() in _STANDING or t.lower_ in _STANDING for t in words)


def _claimant(token: Token) -> tuple[Token | None, Token]:
    """Give who claims, and the head of the claim, from the nearest verb of claiming above."""
    path = token
    for verb in token.ancestors:
        if verb.pos_ == "VERB" and verb.lemma_.lower() in _CLAIMING:
            tellers = syntax.agents(verb)
            if tellers:
                return tellers[0], path
        path = verb
    return None, token


def _sources(scene: Scene) -> list[Token]:
    """Give who is named after "according to" and "in the judgement of", and whose forecast it is."""
    named = [
        p for t in scene.doc if t.lower_ == "according" for c in t.children if c.lower_ == "to"
        for p in c.children if p.dep_ == "pobj"
    ]  # fmt: skip
    judging = [t for t in scene.doc if t.lemma_.lower() in _JUDGEMENTS]
    owners = [o for t in judging for o in t.children if o.dep_ == "poss"]
    owners += [
        o for t in judging for c in t.children if c.lower_ in ("of", "by", "from") for o in c.children
        if o.dep_ == "pobj"
    ]  # fmt: skip
    return named + owners


def _by_source(scene: Scene, issues: Issues, taken: Sequence[LedgerEntry]) -> LedgerEntry | None:
    """Read "China could have 700 warheads in six years, according to the Pentagon"."""
    sources = _sources(scene)
    if not sources or (find_horizon(scene.doc.text, scene.report.date) is None and not _EVENT.search(scene.doc.text)):
        return None
    claims = (t for t in scene.doc if t.dep_ in ("ROOT", "ccomp", "acl", "conj") and _looks_ahead(t))
    root = next(claims, None)
    if root is None:
        return None
    span = clause(root, subject=True)
    if _own_plan(root, sources, scene, believing=False) or _read_already(scene, span, taken):
        return None
    return _entry(scene, issues, sources[0], span, "forecast", root)


def _forecast(verb: Token, scene: Scene, issues: Issues, taken: Sequence[LedgerEntry]) -> LedgerEntry | None:
    """Read what a verb of claiming foretells: a claim about what others will do, or what will be, with a time."""
    claims = [c for c in verb.children if c.dep_ in ("ccomp", "parataxis")]
    believing = verb.lemma_.lower() in _BELIEVING or verb.pos_ == "ADJ" or verb.lower_ in _CONVINCED
    if verb.dep_ == "parataxis" and verb.head.pos_ in ("VERB", "AUX"):
        claims.append(verb.head)
    if believing:
        claims += [
            c for c in verb.children if c.dep_ in ("dobj", "xcomp") and c.pos_ in ("NOUN", "VERB", "NUM", "PRON")
        ]
    if verb.lemma_.lower() in _GAUGING:
        claims = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _LIKELY]
    if syntax.is_passive(verb) and verb.lemma_.lower() not in ("tell", "warn", "convince"):
        return None
    tellers = _tellers(verb)
    for claim in claims:
        if not tellers or not (believing or _looks_ahead(claim)):
            continue
        if believing and claim.tag_ in ("VBD", "VBN") and not _looks_ahead(claim):
            continue
        span = claim.left_edge.i, claim.right_edge.i + 1
        text = scene.doc[span[0] : span[1]].text
        horizon = find_horizon(text, scene.report.date)
        if horizon is not None and horizon.text.lower().startswith("on "):
            horizon = None
        if horizon is None and not _EVENT.search(text):
            continue
        if _own_plan(claim, tellers, scene, believing=believing) or _read_already(scene, span, taken):
            continue
        found = _entry(scene, issues, tellers[0], clause(claim, subject=True), "forecast", claim)
        if found is not None:
            return found
    return None


def _tellers(verb: Token) -> list[Token]:
    if verb.pos_ == "NOUN":
        return [c for c in verb.children if c.dep_ == "poss"]
    if verb.pos_ == "ADJ" or verb.lower_ in _CONVINCED:
        above = verb.head if verb.dep_ in ("acomp", "oprd", "advcl", "acl") else verb
        return syntax.agents(above) if above.pos_ in ("VERB", "AUX") else [above]
    return syntax.agents(verb)


def _looks_ahead(claim: Token) -> bool:
    words = [t for t in claim.subtree if claim in (t, t.head, t.head.head)]
    return any((t.dep_ == "aux" and t.lower_ in _FUTURE) or t.lower_ in _LIKELY for t in words)


def _own_plan(claim: Token, tellers: list[Token], scene: Scene, *, believing: bool) -> bool:
    """Say whether a claim is what its speaker's own side will do: a plan or a threat, and no forecast."""
    acting = scene.states([c for c in claim.children if c.dep_ in ("nsubj", "nsubjpass")])
    own = [*scene.states(tellers), scene.speaker_code(tellers[0])]
    if believing:
        return False
    if not acting:
        return claim.lemma_.lower() not in ledger_words()["stative"] and not any(
            t.lower_ in _LIKELY or t.lower_ in ("could", "may", "might") for t in claim.subtree
        )
    return bool(set(acting) & set(own))


def _read_already(scene: Scene, span: tuple[int, int], taken: Sequence[LedgerEntry]) -> bool:
    quote = scene.quote(*span)
    return any(
        e.evidence.start == scene.span.start_char and e.what.start < quote.end and quote.start < e.what.end
        for e in taken
    )


def _entry(
    scene: Scene, issues: Issues, teller: Token, span: tuple[int, int], sort: str, claim: Token | None
) -> LedgerEntry | None:
    quote = scene.quote(*span)
    by = scene.speaker_code(teller)
    if by is None and teller.lemma_.lower() not in _WITHOUT_STATE:
        return None
    horizon = find_horizon(quote.text, scene.report.date) if sort == "forecast" else None
    made_on = scene.report.date
    if sort == "standing":
        made_on = min(event_date(teller.head, scene.report.date).day, made_on)
    mention = scene.mentions.at(teller)
    return LedgerEntry(
        kind="assessment",
        by=by,
        to=_about(scene, claim, span, by),
        issues=issues_of(quote.text, scene.sentence().text, issues),
        what=quote,
        firmness=None,
        made_on=made_on,
        due_on=horizon.due if horizon else made_on if sort == "standing" else None,
        horizon=horizon.text if horizon else None,
        speaker=(mention.party.name or mention.party.text) if mention else teller.text,
        confidence=confidence("assessment", sort),
        construction=f"assessment: {sort}",
        evidence=scene.sentence(),
    )


def _about(scene: Scene, claim: Token | None, span: tuple[int, int], by: str | None) -> str | None:
    """Give the state whose conduct is foretold, or the other one of the speaker's own relationship."""
    acting: list[str] = []
    if claim is not None:
        acting = scene.states([c for c in claim.children if c.dep_ in ("nsubj", "nsubjpass")])
    acting = [code for code in acting if code != by]
    if acting:
        return acting[0] if len(acting) == 1 or by is not None else None
    within = [m.party.country for m in taking_part(scene.mentions) if span[0] <= m.start < span[1] and m.party.country]
    others = list(dict.fromkeys(code for code in within if code != by))
    if by is None:
        return others[0] if len(others) == 1 else None
    return others[0] if others else scene.other(by)
