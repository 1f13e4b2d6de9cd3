"""An entry that the classifier alone has seen, in the report's own words."""

from datetime import timedelta

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.timing import event_date
from detente.ledger.clauses import clause, phrase
from detente.ledger.horizons import find_horizon, scheduled
from detente.ledger.issues import issues_of
from detente.ledger.kinds import imagined
from detente.ledger.parse import negated, subjects_of
from detente.ledger.pooling import Candidate
from detente.ledger.scene import Scene
from detente.ledger.words import REPORTING
from detente.model import LedgerEntry
from detente.vocabulary.frames import Firmness
from detente.vocabulary.issues import Issues
from detente.vocabulary.tables import ledger_words

CONSTRUCTION = "classifier"
HISTORY = timedelta(days=731)
_LATELY = timedelta(days=45)
_RETALIATING = frozenset(ledger_words()["retaliating"])
_FEWEST = 3  # words that can say what


def composed(
    found: Candidate, firmness: Firmness | None, sure: float, scene: Scene, issues: Issues
) -> LedgerEntry | None:
    """Make an entry of what the classifier found; None where it is only imagined or too long past."""
    kind, (by, to) = found
    verb = _verb(scene, by)
    if (kind == "ask" and imagined(verb)) or (kind == "pledge" and _threatened(verb)):
        return None
    claimed = kind == "assessment"
    made_on = min(event_date(verb, scene.report.date).day, scene.report.date)
    if claimed and scene.report.date - made_on > _LATELY:
        made_on = scene.report.date  # the time is in the claim: "at their lowest since the summer of 1989"
    if scene.report.date - made_on > HISTORY:
        return None
    quote = scene.quote(*_words(verb, scene, whole=claimed))
    horizon = find_horizon(scene.sentence().text if claimed else quote.text, scene.report.date)
    if horizon is not None and scheduled(horizon) and (claimed or verb.tag_ in ("VBD", "VBN")):
        horizon = None  # the day on which it was said, or done
    return LedgerEntry(
        kind=kind,
        by=by,
        to=to,
        issues=issues_of(quote.text, scene.sentence().text, scene.before(), issues),
        what=quote,
        firmness=firmness if kind == "pledge" else None,
        made_on=made_on,
        due_on=horizon.due if horizon else made_on if claimed else None,
        horizon=horizon.text if horizon else None,
        speaker=_speaker(scene, by),
        confidence=sure,
        construction=f"{kind}: {CONSTRUCTION}",
        evidence=scene.sentence(),
    )


def _verb(scene: Scene, by: str | None) -> Token:
    """Give the verb that a party's name hangs on, the main one where it is not named."""
    heads = [scene.doc[m.head] for m in scene.mentions.all if by is not None and m.party.country == by]
    heads.sort(key=lambda head: not any(t.dep_ in ("nsubj", "nsubjpass") for t in (head, head.head)))
    above = [a for head in heads for a in head.ancestors if a.pos_ in ("VERB", "AUX")]
    return above[0] if above else next(scene.doc.sents).root


def _threatened(verb: Token) -> bool:
    """Say whether what a verb leads to is a threat: "vowed to respond in kind"."""
    led = [verb, *(c for c in verb.children if c.dep_ in ("xcomp", "ccomp"))]
    return any(t.lemma_.lower() in _RETALIATING and not negated(t) for t in led)


def _words(verb: Token, scene: Scene, *, whole: bool) -> tuple[int, int]:
    """Give the words that say what: the clause or thing that a verb leads to, its own clause, else all of them."""
    below = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp") and c.pos_ in ("VERB", "AUX")]
    found = [clause(c, subject=bool(subjects_of(c))) for c in below]
    if not whole:
        found += [phrase(o) for o in syntax.objects(verb) if o.pos_ != "PRON" and not scene.is_person_or_state(o)]
    if verb.lemma_.lower() not in REPORTING:
        found.append(clause(verb, subject=True))
    everything = (0, len(scene.doc) - scene.doc[-1].is_punct)
    return next((words for words in found if words[1] - words[0] >= _FEWEST), everything)


def _speaker(scene: Scene, by: str | None) -> str | None:
    named = [m.party for m in scene.mentions.all if by is not None and m.party.country == by]
    return (named[0].name or named[0].text) if named else None
