"""Claims that time can test: what somebody foretells by when, and where somebody says things stand."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.timing import event_date
from detente.ledger.clauses import clause
from detente.ledger.confidences import confidence
from detente.ledger.horizons import Horizon, find_horizon
from detente.ledger.issues import issues_of
from detente.ledger.scene import Scene
from detente.model import LedgerEntry
from detente.vocabulary.issues import Issues
from detente.vocabulary.tables import ledger_words, rows, wordlists

_REPORTING = frozenset(wordlists()["reporting"]) | frozenset(ledger_words()["reporting"])


def _any_of(words: tuple[str, ...], *, raw: bool = False) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(ordered if raw else map(re.escape, ordered))


@cache
def _superlative() -> re.Pattern[str]:
    words = ledger_words()
    top, since = _any_of(words["superlatives"]), _any_of(words["since"], raw=True)
    return re.compile(rf"\b(?:{top})\b(?:[^.;]{{0,60}}?\b(?P<since>{since})\b)?", re.I)


@cache
def _forecast() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of(ledger_words()['forecasts'])})\b", re.I)


_CLAIMING = frozenset(ledger_words()["claiming"]) | _REPORTING
_STANDING = frozenset(ledger_words()["standing"])


def assessments(scene: Scene, issues: Issues) -> Iterator[LedgerEntry]:
    """Give the assessments of a sentence: who claims what, and when it can be checked."""
    text = scene.doc.text
    for match in _superlative().finditer(text):
        token = _token_at(scene, match.start())
        if match["since"] is None and not _POINT.search(match[0]):
            continue
        if token is not None and _standing(token):
            found = _claim(scene, token, issues, match.end(), None)
            if found is not None:
                yield found
                return
    for match in _forecast().finditer(text):
        token = _token_at(scene, match.start())
        if token is None or not (horizon := find_horizon(text, scene.report.date)):
            continue
        if _foretells(token, scene, horizon):
            found = _claim(scene, token, issues, match.end(), horizon)
            if found is not None:
                yield found
                return


_POINT = re.compile(r"point|low|ebb|nadir|bottom", re.I)


def _token_at(scene: Scene, char: int) -> Token | None:
    return next((t for t in scene.doc if t.idx <= char < t.idx + len(t.text_with_ws)), None)


def _standing(token: Token) -> bool:
    """Say whether a superlative tells how relations stand: its clause speaks of ties, tension, trust."""
    near = [token, *token.ancestors]
    clauses = [a for a in near if a.pos_ in ("VERB", "AUX")][:2]
    words = [t for a in clauses for t in a.subtree] or list(token.doc)
    return any(t.lemma_.lower() in _STANDING or t.lower_ in _STANDING for t in words)


def _foretells(token: Token, scene: Scene, horizon: Horizon) -> bool:
    """Say whether a claim is about what others or events will do, and not a plan of the speaker's own."""
    verb = token if token.pos_ == "VERB" else token.head
    if token.dep_ == "aux" and token.lower_ in ("will", "would"):
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        acting, tellers = scene.states(subjects), scene.speaker(verb)[0]
        stative = verb.lemma_.lower() in ledger_words()["stative"]
        return bool(tellers or scene.speaker(verb)[1]) and bool(subjects) and (stative or set(acting).isdisjoint(tellers)) and bool(acting or stative)
    if token.lower_ in ("may", "might", "could"):
        subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        return bool(subjects) and scene.speaker(verb)[1] is not None
    return token.pos_ in ("VERB", "ADJ", "NOUN", "ADV") and token.tag_ != "NNS" or token.lower_ in ("odds", "chances")


def _claim(scene: Scene, token: Token, issues: Issues, reach: int, horizon: Horizon | None) -> LedgerEntry | None:
    by, speaker, claim = _claimant(scene, token)
    if not by:
        return None
    start, end = clause(claim, subject=True)
    last = _token_at(scene, reach - 1)
    if last is not None:
        start, end = min(start, last.i), max(end, last.i + 1)
    quote = scene.quote(start, end)
    others = [m.party.country for m in scene.mentions.all if m.party.country and m.party.country != by]
    kind = "forecast" if horizon else "standing"
    made_on = min(event_date(claim, scene.report.date).day, scene.report.date) if horizon is None else scene.report.date
    return LedgerEntry(
        kind="assessment",
        by=by,
        to=others[0] if others else scene.other(by),
        issues=issues_of(quote.text, scene.sentence().text, issues),
        what=quote,
        firmness=None,
        made_on=made_on,
        due_on=horizon.due if horizon else made_on,
        horizon=horizon.text if horizon else None,
        speaker=speaker,
        confidence=confidence("assessment", kind),
        construction=f"assessment: {kind}",
        evidence=scene.sentence(),
    )


def _claimant(scene: Scene, token: Token) -> tuple[str | None, str | None, Token]:
    """Give who claims (code and words) and the head of the claim, from the nearest verb of claiming at or above."""
    path = token
    for verb in [token, *token.ancestors]:
        if verb.pos_ == "VERB" and verb.lemma_.lower() in _CLAIMING:
            tellers = syntax.agents(verb)
            code = _code(scene, tellers[0]) if tellers else None
            if code:
                claim = path if path != verb else next((c for c in verb.children if c.dep_ in ("ccomp", "dobj", "xcomp", "prep")), verb)
                return code, scene.mentions.at(tellers[0]).party.text if scene.mentions.at(tellers[0]) else tellers[0].text, claim
        path = verb
    states, words = scene.speaker(token)
    return (states[0] if states else None), words, token


def _code(scene: Scene, teller: Token) -> str | None:
    states = scene.states([teller])
    if states:
        return states[0]
    mention = scene.mentions.at(teller)
    if mention is not None and mention.party.sector:
        return mention.party.sector
    return "EDU" if teller.lemma_.lower() in ledger_words()["assessors"] else None
