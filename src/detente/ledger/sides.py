"""Who asks, promises or refuses, and whom: what the words say, and what they leave to the report."""

from spacy.tokens import Token

from detente.coding import syntax
from detente.ledger.firmness import any_word
from detente.ledger.parse import agents_of, partners, subjects_of
from detente.ledger.readings import Reading
from detente.ledger.scene import Scene
from detente.vocabulary.frames import EntryKind
from detente.vocabulary.tables import ledger_words

_DESPITE = frozenset({"despite", "after", "following", "against", "at", "notwithstanding"})
_MADE = frozenset({"make", "come", "issue", "send", "deliver", "put", "bring", "hand", "lodge", "submit", "back"})
_ASKED = frozenset(ledger_words()["asked"])


def offered(reading: Reading) -> bool:
    """Say whether what is turned down was an offer to give something: its own pledge, if the other takes it up."""
    for thing in (reading.content, *syntax.objects(reading.token)):
        if thing.lemma_.lower() == "offer":
            given = {t.lemma_.lower() for c in thing.children if c.lower_ in ("of", "to") for t in c.children}
            return bool(given) and not given & _JOINT
    return False


_JOINT = frozenset(ledger_words()["joint"])


def owners(reading: Reading, scene: Scene) -> list[str]:
    """Give those whose request, call or proposal was refused or granted, where the words say whose it was."""
    if reading.frame.kind == "ask":
        return []
    heads = {reading.token, reading.content}
    things = [reading.content, *(t for h in heads for t in (*syntax.objects(h), *syntax.prepositional(h)))]
    if reading.frame.construction in ("to do", "will", "be to", "that") and not any_word("weighing", [reading.content]):
        things = []
    things += [
        p for h in heads for c in h.children if c.lower_ in _DESPITE for p in c.children if p.dep_ in ("pobj", "pcomp")
    ]
    asked = [t for t in dict.fromkeys(things) if t.lemma_.lower() in _ASKED]
    found: list[str] = []
    for thing in asked:
        owners = [c for c in thing.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
        made = [v for v in thing.children if v.dep_ in ("acl", "relcl") and v.lemma_ in _MADE]
        for word in (thing, *made):
            owners += [p for c in word.children if c.lower_ in ("by", "from") for p in c.children if p.dep_ == "pobj"]
        for owner in owners:
            found += [code for code in scene.states([owner]) if code not in found]
    return found


def addressees(
    reading: Reading, scene: Scene, kind: EntryKind, one: str, by: list[str], to: list[str], what: tuple[int, int]
) -> list[str | None]:
    """Give whom one of those who speak addresses: named, asked before, or the other state; None where it stays open."""
    named: list[str | None] = [code for code in to if code != one]
    if named or (to and kind != "pledge" and reading.frame.construction != "that"):
        return named
    within = scene.named_in(what, one)
    if kind == "ask" and any(scene.is_unnamed(t) for t in reading.to):
        return [None]
    if kind == "ask" and any(scene.is_named_somebody(t) for t in reading.to):
        return []
    if kind == "refusal" and one in scene.company.askers and len(within) != 1:
        return list(scene.company.askers[one])
    if kind == "pledge" and one in scene.company.askers and not scene.named_in((0, len(scene.doc)), one):
        return list(scene.company.askers[one])
    if reading.frame.construction == "must" and not reading.to:
        return []
    return [scene.other(one, what, [] if kind == "pledge" else by)]


def sides(reading: Reading, scene: Scene, kind: EntryKind) -> tuple[list[str], list[str], str | None]:
    """Give who asks, promises or refuses, whom the words address, and the words for whoever speaks."""
    to = scene.states(reading.to)
    by = [] if _at_home(reading, scene, kind) else _speaking(reading, scene, kind, to)
    to = to or _addressed(reading, scene, kind, by)
    if kind == "ask" and len(by) > 1 and to:
        by = [code for code in by if code not in to] or by
    return by, to, _speaker(reading, scene)


def _at_home(reading: Reading, scene: Scene, kind: EntryKind) -> bool:
    """Say whether people who speak for no state ask or promise, or a state promises its own people."""
    if reading.by and scene.is_of_the_people(reading.by[0]):
        return True
    told = [c for c in reading.token.children if c.dep_ in ("dobj", "dative") and c != reading.content]
    return kind == "pledge" and any_word("at_home", told)


def _speaking(reading: Reading, scene: Scene, kind: EntryKind, to: list[str]) -> list[str]:
    """Give who asks, promises or refuses: the subject, whoever tells it, else whoever the report leads to expect."""
    tellers, words = scene.speaker(reading.token)
    subject = reading.by[0] if reading.by else None
    by = scene.states(reading.by)
    last_asked, last_subject = scene.company.last_asked, scene.company.last_subject
    if len(by) > 1 and kind == "refusal" and subject is not None and subject.pos_ == "PRON":
        by = [code for code in by if code == last_asked] or by
    if not by and subject is not None and subject.lemma_.lower() in _PAPERS:
        by = scene.states(agents_of(subject.head)) if subject.dep_ in ("dobj", "pobj") else tellers
    if not by and subject is None:
        by = tellers
    if not by and subject is None and kind == "refusal" and syntax.is_passive(reading.token):
        by = scene.states(syntax.prepositional(reading.token, "in"))  # "was brushed aside in Ankara"
    nameless = subject is None or subject.lemma_.lower() in _SPOKEN
    expected = [code for code in (last_asked or last_subject,) if code]
    if not by and subject is None and words is not None:
        by = expected
    if not by and to and (nameless or scene.is_unknown_name(subject)):
        by = [code for code in (scene.other(to[0]),) if code]
    return by or (expected if subject is not None and nameless else [])


def _addressed(reading: Reading, scene: Scene, kind: EntryKind, by: list[str]) -> list[str]:
    """Give whom the words address where the construction names nobody: with whom, who is told, who has to act first."""
    ends = reading.content.lemma_.lower() in _ENDING
    with_whom = {"ask": reading.frame.construction in ("sth", "doing"), "refusal": True, "pledge": not ends}[kind]
    for found in (
        scene.states(partners(reading.content)) if with_whom else [],
        scene.audience(reading.token),
        scene.states(_conditioned(reading))[:1] if kind == "pledge" else [],
    ):
        to = [code for code in found if code not in by]
        if to:
            return to
    return []


def _speaker(reading: Reading, scene: Scene) -> str | None:
    _, words = scene.speaker(reading.token)
    if words is not None or not reading.by:
        return words
    mention = scene.mentions.at(reading.by[0])
    return mention.party.name or mention.party.text if mention else reading.by[0].text


def _conditioned(reading: Reading) -> list[Token]:
    """Give who would have to act first: the subject of "if Washington lifted the sanctions"."""
    heads = [reading.content, reading.token]
    clauses = [c for h in heads for k in (h, *h.children) for c in k.children if c.dep_ == "advcl"]
    met = [c for c in clauses if any(m.lower_ in _IF and m.dep_ in ("mark", "advmod") for m in c.children)]
    return [s for c in met for s in subjects_of(c)]


_IF = frozenset({"if", "once", "unless", "provided", "until", "as"})
_PAPERS = frozenset(ledger_words()["papers"])
_ENDING = frozenset(ledger_words()["easing"]) | frozenset(ledger_words()["ceasing_acts"])
_SPOKEN = frozenset(ledger_words()["spoken_for"])
