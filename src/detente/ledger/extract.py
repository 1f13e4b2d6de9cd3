"""Text to ledger: asks, pledges, refusals, assessments and changes of channels, each with the words that say so."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.anaphora import Antecedents
from detente.coding.dates import When
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.coding.status import resolve_status
from detente.coding.timing import event_date
from detente.ledger.assessments import assessments
from detente.ledger.channels import changes
from detente.ledger.confidences import confidence
from detente.ledger.clauses import clause, phrase
from detente.ledger.constructions import Reading, negated, readings
from detente.ledger.firmness import any_word, firmness
from detente.ledger.horizons import find_horizon
from detente.ledger.issues import issues_of
from detente.ledger.scene import Company, Scene
from detente.ledger.words import may_say_something
from detente.model import LedgerEntry, Report, Said
from detente.vocabulary.event_types import Status
from detente.vocabulary.frames import EntryKind, Firmness
from detente.vocabulary.issues import Issues


def ledger_reader(own_issues: Path | None = None) -> LedgerReader:
    """Give the reader that a coder takes to read the ledger off its parse."""
    return LedgerReader(may_say_something, partial(read_report, issues=Issues(own_issues)))


def read_report(report: Report, sentences: Sequence[ReadSentence], *, issues: Issues) -> Said:
    """Read what a report says for the ledger, from its parsed sentences."""
    company, antecedents = Company(sentences), Antecedents()
    entries: list[LedgerEntry] = []
    moved = []
    for read in sentences:
        scene = Scene(report, read, company, antecedents)
        entries += _entries(scene, issues)
        entries += assessments(scene, issues)
        moved += changes(scene)
        antecedents.leave(read.mentions)
        company.leave(read.mentions)
    return Said(tuple(dict.fromkeys(entries)), tuple(dict.fromkeys(moved)))


def _entries(scene: Scene, issues: Issues) -> Iterator[LedgerEntry]:
    for reading in readings(scene):
        kind, given = _kind(reading, scene)
        if kind is None:
            continue
        by, to, speaker = _sides(reading, scene, kind)
        what = _what(reading, scene)
        when = event_date(reading.token, scene.report.date)
        for one in by:
            whom = [t for t in to if t != one] or ([] if to else [scene.other(one)])
            for other in whom[:1] if kind != "ask" else whom:
                yield _entry(scene, reading, kind, given, one, other, what, when, speaker, issues)


def _entry(
    scene: Scene, reading: Reading, kind: EntryKind, given: Firmness | None, by: str, to: str | None,
    what: tuple[int, int], when: When, speaker: str | None, issues: Issues,
) -> LedgerEntry:  # fmt: skip
    quote = scene.quote(*what)
    made_on = min(when.day, scene.report.date)
    horizon = find_horizon(scene.doc[what[0] : _clause_end(reading, what[1])].text, scene.report.date)
    firm = None
    if kind == "pledge":
        around = _around(reading, scene, what)
        firm = firmness(reading.content, quote.text, around, given)
    return LedgerEntry(
        kind=kind,
        by=by,
        to=to,
        issues=issues_of(quote.text, scene.sentence().text, issues),
        what=quote,
        firmness=firm,
        made_on=made_on,
        due_on=horizon.due if horizon else None,
        horizon=horizon.text if horizon else None,
        speaker=speaker,
        confidence=confidence(kind, reading.frame.construction),
        construction=f"{kind}: {reading.frame.construction}",
        evidence=scene.sentence(),
    )


def _kind(reading: Reading, scene: Scene) -> tuple[EntryKind | None, Firmness | None]:
    """Give the kind of an entry with the firmness that its word sets; no kind where nothing was said after all."""
    frame, token = reading.frame, reading.token
    given = frame.firmness
    status, _ = resolve_status(token, None, When(scene.report.date, "day"), scene.report.date)
    if frame.construction == "will":
        return _promise(reading, scene), given
    if frame.construction == "must":
        return "ask", None
    if status is Status.HYPOTHETICAL and frame.construction != "noun":
        return None, None
    no = negated(token)
    if frame.kind == "ask":
        return (None if no or status is Status.FUTURE else "ask"), None
    if frame.kind == "refusal":
        return (None if no and frame.construction != "not" else "refusal"), None
    if no:
        return "refusal", None
    if negated(reading.content) and not any_word("harmful", [reading.content]):
        return "refusal", None
    if _threatens(reading.content):
        return None, None
    return "pledge", given


def _promise(reading: Reading, scene: Scene) -> EntryKind | None:
    verb = reading.token
    states = scene.states(reading.by)
    if not states:
        return None
    subject = reading.by[0]
    if not scene.is_person_or_state(subject) and not scene.mentions.at(subject):
        return None
    tellers, _ = scene.speaker(verb)
    if tellers and not set(tellers) & set(states):
        return None
    if _hypothetical_would(verb, tellers):
        return None
    if negated(verb):
        return "pledge" if any_word("harmful", [verb]) else "refusal"
    if any_word("stative", [verb]) or _threatens(verb):
        return None
    return "pledge"


def _hypothetical_would(verb: Token, tellers: list[str]) -> bool:
    would = any(c.dep_ == "aux" and c.lower_ in ("would", "'d") for c in verb.children)
    return would and not (verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN"))


def _threatens(head: Token) -> bool:
    """Say whether what is announced does harm; ending a burden does none."""
    things = [*syntax.objects(head), *(t for t in head.subtree if t.dep_ in ("dobj", "pobj"))]
    if head.pos_ == "VERB" and any_word("hostile", [head]):
        return not any_word("burdens", things)
    taken = syntax.objects(head) if head.pos_ == "VERB" else [head]
    return any_word("hostile_things", taken) and head.lemma_ not in ("lift", "remove", "cut", "reduce", "ease", "end", "drop", "waive", "cancel", "suspend", "relax", "avoid", "stop")


def _sides(reading: Reading, scene: Scene, kind: EntryKind) -> tuple[list[str], list[str], str | None]:
    by, to = scene.states(reading.by), scene.states(reading.to)
    tellers, words = scene.speaker(reading.token)
    speaker = words
    if not by and not reading.by:
        by = tellers
    if not by and to:
        other = scene.other(to[0])
        by = [other] if other and (not reading.by or reading.by[0].pos_ != "PRON") else []
    if reading.by and speaker is None:
        mention = scene.mentions.at(reading.by[0])
        speaker = mention.party.name or mention.party.text if mention else reading.by[0].text
    if kind == "ask" and len(by) > 1 and to:
        by = [code for code in by if code not in to] or by
    return by, to, speaker


def _what(reading: Reading, scene: Scene) -> tuple[int, int]:
    content = reading.content
    if content.pos_ in ("VERB", "AUX"):
        return clause(content, subject=reading.with_subject)
    return phrase(content)


def _clause_end(reading: Reading, end: int) -> int:
    return max(end, reading.token.right_edge.i + 1 if reading.frame.construction == "will" else end)


def _around(reading: Reading, scene: Scene, what: tuple[int, int]) -> str:
    """Give the words of a promise with what it hangs on: from its verb to the end of the clause, and its conditions."""
    words = [scene.doc[min(reading.token.i, what[0]) : max(what[1], reading.token.i + 1)].text]
    for token in (reading.token, reading.content, reading.token.head):
        words += [scene.doc[c.left_edge.i : c.right_edge.i + 1].text for c in token.children if _conditional(c)]
        words += [c.text for c in token.children if c.dep_ in ("advmod", "aux") and token != reading.token.head]
    return " ".join(words)


def _conditional(child: Token) -> bool:
    return child.dep_ == "advcl" or (child.dep_ == "prep" and child.lower_ in ("on", "in", "under", "subject", "pending", "depending", "at", "provided"))

