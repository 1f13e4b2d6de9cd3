"""Text to ledger: asks, pledges, refusals, assessments and changes of channels, each with the words that say so."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from spacy.tokens import Span, Token

from detente.coding.anaphora import Antecedents
from detente.coding.dates import When
from detente.coding.sentences import LedgerReader, ReadSentence
from detente.coding.timing import event_date
from detente.ledger.answers import answers
from detente.ledger.assessments import assessments, not_foretold
from detente.ledger.channels import changes
from detente.ledger.classifier import FIRMNESSES, Opinion, shipped
from detente.ledger.clauses import clause, phrase
from detente.ledger.composing import HISTORY, composed
from detente.ledger.confidences import confidence
from detente.ledger.constructions import readings
from detente.ledger.firmness import firmness
from detente.ledger.happenings import happenings
from detente.ledger.horizons import find_horizon
from detente.ledger.issues import issues_of
from detente.ledger.kinds import kind_of
from detente.ledger.pooling import Candidate, pooled
from detente.ledger.readings import Reading
from detente.ledger.scene import Company, Scene
from detente.ledger.sides import addressees, offered, owners, sides
from detente.ledger.similarity import overlap, words_of
from detente.ledger.windows import Window, windows
from detente.ledger.words import may_say_something
from detente.model import ChannelChange, Happening, LedgerEntry, Report, Said
from detente.vocabulary.frames import EntryKind, Firmness
from detente.vocabulary.issues import Issues
from detente.vocabulary.tables import ledger_words

Pooling = Callable[[Opinion, Sequence[LedgerEntry], frozenset[EntryKind]], dict[Candidate, float]]


def ledger_reader(own_issues: Path | None = None, *, classifier: bool = True) -> LedgerReader:
    """Give the reader that a coder takes to read the ledger off its parse; without `classifier` by rules alone."""
    pooling = pooled if classifier else None
    return LedgerReader(may_say_something, partial(read_report, issues=Issues(own_issues), pooling=pooling))


def read_report(
    report: Report, sentences: Sequence[ReadSentence], *, issues: Issues, pooling: Pooling | None = pooled
) -> Said:
    """Read what a report says for the ledger, from its parsed sentences.

    `pooling` says which of the entries that rules and classifier see in a sentence it holds, and how sure each is;
    without it all stand that rules read, and no classifier is asked.
    """
    company, antecedents = Company(sentences), Antecedents()
    entries: list[LedgerEntry] = []
    moved: list[ChannelChange] = []
    told: list[Happening] = []
    for read, window in zip(sentences, windows(sentences, report.date), strict=True):
        scene = Scene(report, read, company, antecedents)
        unreal: set[EntryKind] = set()
        said = list(_entries(scene, issues, unreal))
        foretold = list(assessments(scene, issues, said))
        by_rule = [*not_foretold(said, foretold), *foretold]
        entries += by_rule if pooling is None else _judged(by_rule, frozenset(unreal), window, pooling, scene, issues)
        moved += changes(scene)
        told += happenings(scene)
        antecedents.leave(read.mentions)
        company.leave(read.mentions)
    return Said(tuple(_once(entries)), tuple(dict.fromkeys(moved)), tuple(told))


def _judged(
    read: list[LedgerEntry],
    unreal: frozenset[EntryKind],
    window: Window,
    pooling: Pooling,
    scene: Scene,
    issues: Issues,
) -> Iterator[LedgerEntry]:
    """Keep what rules have read and the classifier bears out, and add what it alone has seen."""
    opinion = shipped().judge(window)
    held = pooling(opinion, read, unreal)
    yield from (replace(e, confidence=held[e.kind, (e.by, e.to)]) for e in read if (e.kind, (e.by, e.to)) in held)
    known = {(e.kind, (e.by, e.to)) for e in read}
    for kind, (by, to) in (found for found in held if found not in known):
        if kind == "ask" and by and to:
            scene.company.note_ask(by, to)
        firm = FIRMNESSES[int(opinion.firmness[by, to].argmax())]
        entry = composed((kind, (by, to)), firm, held[kind, (by, to)], scene, issues)
        if entry is not None:
            yield entry


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


def _entries(scene: Scene, issues: Issues, unreal: set[EntryKind]) -> Iterator[LedgerEntry]:
    """Read entries by rule; `unreal` takes the kinds of what the words name, but as denied, expected or supposed."""
    told: list[Reading] = []
    for reading in chain(readings(scene), answers(scene, told)):
        kind, given = kind_of(reading, scene)
        if kind is None:
            if reading.frame.kind == "ask":  # rules tell an ask that is not one; of pledges they know less
                unreal.add("ask")
            continue
        told.append(reading)
        what = _what(reading, scene)
        by, to, speaker = sides(reading, scene, kind)
        when = _told_on(reading, scene, what)
        if scene.report.date - when.day > HISTORY:
            continue
        asked = [code for code in owners(reading, scene) if code not in by]
        for one in by:
            for other in addressees(reading, scene, kind, one, by, to or asked, what):
                if kind == "ask" and other:
                    scene.company.note_ask(one, other)
                yield _entry(scene, reading, kind, given, one, other, what, when, speaker, issues)
        for asker in asked:
            for refuser in by:
                scene.company.note_ask(asker, refuser)
                own: EntryKind = "pledge" if kind == "refusal" and offered(reading) else "ask"
                yield _entry(scene, reading, own, None, asker, refuser, what, when, speaker, issues)


def _told_on(reading: Reading, scene: Scene, what: tuple[int, int]) -> When:
    """Date the words. A day inside what is to be done ("will begin on February 21") is no day on which it was said."""
    when = event_date(reading.token, scene.report.date)
    start, end = scene.doc[what[0]].idx, scene.doc[what[1] - 1].idx + len(scene.doc[what[1] - 1])
    to_be_done = reading.content.pos_ in ("VERB", "AUX") and start <= when.start < when.end <= end
    return When(scene.report.date, "day") if to_be_done else when


def _entry(
    scene: Scene, reading: Reading, kind: EntryKind, given: Firmness | None, by: str, to: str | None,
    what: tuple[int, int], when: When, speaker: str | None, issues: Issues,
) -> LedgerEntry:  # fmt: skip
    quote = scene.quote(*what)
    made_on = min(when.day, scene.report.date)
    ahead = _ahead(scene.doc[what[0] : _clause_end(reading, what[1])])
    horizon = find_horizon(ahead, scene.report.date) or find_horizon(_deadlines(reading), scene.report.date)
    firm: Firmness | None = None
    if kind == "pledge" and reading.frame.kind == "refusal":
        firm = "conditional"  # an offer that the other has not taken up
    elif kind == "pledge":
        around = _around(reading, scene, what)
        firm = firmness(reading.content, quote.text, around, given)
    return LedgerEntry(
        kind=kind,
        by=by,
        to=to,
        issues=issues_of(quote.text, scene.sentence().text, scene.before(), issues),
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


def _what(reading: Reading, scene: Scene) -> tuple[int, int]:
    content = reading.content
    if content.pos_ in ("VERB", "AUX"):
        return clause(content, subject=reading.with_subject)
    return phrase(content)


def _clause_end(reading: Reading, end: int) -> int:
    return max(end, reading.token.right_edge.i + 1 if reading.frame.construction == "will" else end)


def _ahead(words: Span) -> str:
    """Give the words without those that tell of what is over: "after two days of talks that ended on Friday"."""
    over = [
        t for t in words
        if (t.dep_ == "prep" and t.lower_ in _OVER) or (t.dep_ == "relcl" and t.tag_ in ("VBD", "VBN") and not _aux(t))
    ]  # fmt: skip
    left_out = {t.i for token in over for t in token.subtree}
    return "".join(t.text_with_ws for t in words if t.i not in left_out)


def _deadlines(reading: Reading) -> str:
    """Give the deadlines that stand beside the words of what is to be done: "By June, Cairo promised, it would"."""
    beside = [c for t in (reading.token, reading.token.head) for c in t.children if c.dep_ == "prep"]
    return "; ".join(c.doc[c.left_edge.i : c.right_edge.i + 1].text for c in beside if c.lower_ in _BY)


_BY = frozenset({"before", "by", "until", "within"})


def _aux(verb: Token) -> bool:
    return any(c.lower_ in ("will", "would", "to") for c in verb.children)


_OVER = frozenset({"after", "during", "following"})


def _around(reading: Reading, scene: Scene, what: tuple[int, int]) -> str:
    """Give the words of a promise with what it hangs on: from its verb to the end of the clause, and its conditions."""
    words = [scene.doc[min(reading.token.i, what[0]) : max(what[1], reading.token.i + 1)].text]
    for token in (reading.token, reading.content, reading.token.head):
        words += [scene.doc[c.left_edge.i : c.right_edge.i + 1].text for c in token.children if _conditional(c)]
        words += [c.text for c in token.children if c.dep_ in ("advmod", "aux") and token != reading.token.head]
    rest = scene.doc[what[0] :].text
    words += [f"{strong} " for strong in ledger_words()["strong_conditions"] if strong in rest]
    if reading.token.lemma_ == "offer":
        words.append("if")  # an offer waits for the other to take it up
    return " ".join(words)


def _conditional(child: Token) -> bool:
    return child.dep_ == "advcl" or (
        child.dep_ == "prep"
        and child.lower_ in ("on", "in", "under", "subject", "pending", "depending", "at", "provided")
    )
