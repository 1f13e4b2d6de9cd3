"""Text to ledger: asks, pledges, refusals, assessments and changes of channels, each with the words that say so."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.anaphora import Antecedents
from detente.coding.dates import When
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.coding.timing import event_date
from detente.ledger.assessments import assessments, not_foretold
from detente.ledger.channels import changes
from detente.ledger.clauses import clause, phrase
from detente.ledger.confidences import confidence
from detente.ledger.constructions import Reading, readings
from detente.ledger.firmness import firmness
from detente.ledger.happenings import happenings
from detente.ledger.horizons import find_horizon
from detente.ledger.issues import issues_of
from detente.ledger.kinds import kind_of
from detente.ledger.parse import partners
from detente.ledger.scene import Company, Scene
from detente.ledger.similarity import overlap, words_of
from detente.ledger.words import may_say_something
from detente.model import ChannelChange, Happening, LedgerEntry, Report, Said
from detente.vocabulary.frames import EntryKind, Firmness
from detente.vocabulary.issues import Issues
from detente.vocabulary.tables import ledger_words


def ledger_reader(own_issues: Path | None = None) -> LedgerReader:
    """Give the reader that a coder takes to read the ledger off its parse."""
    return LedgerReader(may_say_something, partial(read_report, issues=Issues(own_issues)))


def read_report(report: Report, sentences: Sequence[ReadSentence], *, issues: Issues) -> Said:
    """Read what a report says for the ledger, from its parsed sentences."""
    company, antecedents = Company(sentences), Antecedents()
    entries: list[LedgerEntry] = []
    moved: list[ChannelChange] = []
    told: list[Happening] = []
    for read in sentences:
        scene = Scene(report, read, company, antecedents)
        said = list(_entries(scene, issues))
        foretold = list(assessments(scene, issues, said))
        entries += [*not_foretold(said, foretold), *foretold]
        moved += changes(scene)
        told += happenings(scene)
        antecedents.leave(read.mentions)
        company.leave(read.mentions)
    return Said(tuple(_once(entries)), tuple(dict.fromkeys(moved)), tuple(told))


def _once(entries: list[LedgerEntry]) -> list[LedgerEntry]:
    """Keep what a report tells twice once, at the first sentence that tells it."""
    kept: list[LedgerEntry] = []
    for entry in entries:
        said = [k for k in kept if (k.kind, k.by, k.to) == (entry.kind, entry.by, entry.to)]
        if entry.kind == "refusal" and any(entry.evidence.start - k.evidence.end <= 1 for k in said):
            continue
        if not any(overlap(words_of(k.what.text), words_of(entry.what.text)) >= _SAME for k in said):
            kept.append(entry)
    return kept


_SAME = 0.6


def _entries(scene: Scene, issues: Issues) -> Iterator[LedgerEntry]:
    for reading in readings(scene):
        kind, given = kind_of(reading, scene)
        if kind is None:
            continue
        what = _what(reading, scene)
        by, to, speaker = _sides(reading, scene, kind)
        when = event_date(reading.token, scene.report.date)
        if scene.report.date - when.day > _HISTORY:
            continue
        asked = [code for code in _owners(reading, scene) if kind == "refusal" and code not in by]
        for one in by:
            for other in _addressees(reading, scene, kind, one, to or asked, what):
                if kind == "ask" and other:
                    scene.company.note_ask(one, other)
                yield _entry(scene, reading, kind, given, one, other, what, when, speaker, issues)
        for asker in asked:
            for refuser in by:
                scene.company.note_ask(asker, refuser)
                yield _entry(scene, reading, "ask", None, asker, refuser, what, when, speaker, issues)


_HISTORY = timedelta(days=731)
_ASKED = frozenset(ledger_words()["asked"])


def _owners(reading: Reading, scene: Scene) -> list[str]:
    """Give those whose request, call or proposal was refused, where the words say whose it was."""
    if reading.frame.construction not in ("sth", "no to", "not", "noun"):
        return []
    asked = [
        t for t in (*syntax.objects(reading.token), *syntax.prepositional(reading.token)) if t.lemma_.lower() in _ASKED
    ]
    found: list[str] = []
    for thing in asked:
        owners = [c for c in thing.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
        owners += [p for c in thing.children if c.lower_ in ("by", "from") for p in c.children if p.dep_ == "pobj"]
        owners += [
            p for v in thing.children if v.dep_ == "acl" for c in v.children if c.lower_ in ("by", "from")
            for p in c.children if p.dep_ == "pobj"
        ]  # fmt: skip
        for owner in owners:
            found += [code for code in scene.states([owner]) if code not in found]
    return found


def _addressees(
    reading: Reading, scene: Scene, kind: EntryKind, one: str, to: list[str], what: tuple[int, int]
) -> list[str | None]:
    named: list[str | None] = [code for code in to if code != one]
    if to and (named or reading.frame.construction != "that"):
        return named
    within = scene.named_in(what, one)
    if kind == "ask" and any(scene.is_named_somebody(t) for t in reading.to):
        return []
    if kind == "refusal" and one in scene.company.askers and len(within) != 1:
        return list(scene.company.askers[one])
    if kind == "pledge" and one in scene.company.askers and not scene.named_in((0, len(scene.doc)), one):
        return list(scene.company.askers[one])
    if reading.frame.construction == "must" and not reading.to:
        return []
    return [scene.other(one, what)]


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


def _sides(reading: Reading, scene: Scene, kind: EntryKind) -> tuple[list[str], list[str], str | None]:
    by, to = scene.states(reading.by), scene.states(reading.to)
    tellers, words = scene.speaker(reading.token)
    speaker = words
    if not by and not reading.by:
        by = tellers
    if not by and not reading.by and words is not None:
        by = [scene.company.last_subject] if scene.company.last_subject else []
    if not by and to and not (reading.by and scene.is_private(reading.by[0])):
        other = scene.other(to[0])
        by = [other] if other and not reading.by else []
    if not by and reading.by and reading.by[0].lemma_.lower() in _SPOKEN and scene.company.last_subject:
        by = [scene.company.last_subject]
    if reading.by and speaker is None:
        mention = scene.mentions.at(reading.by[0])
        speaker = mention.party.name or mention.party.text if mention else reading.by[0].text
    if not to and kind == "refusal":
        to = [code for code in scene.states(partners(reading.content)) if code not in by]
    if not to:
        to = [code for code in scene.audience(reading.token) if code not in by]
    if kind == "ask" and len(by) > 1 and to:
        by = [code for code in by if code not in to] or by
    return by, to, speaker


_SPOKEN = frozenset(ledger_words()["spoken_for"])


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
    return child.dep_ == "advcl" or (
        child.dep_ == "prep"
        and child.lower_ in ("on", "in", "under", "subject", "pending", "depending", "at", "provided")
    )
