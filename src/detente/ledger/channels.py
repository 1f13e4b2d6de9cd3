"""Channels between two states: what a sentence says of one."""

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from detente.coding import syntax
from detente.coding.dates import When
from detente.coding.status import resolve_status
from detente.coding.timing import event_date
from detente.ledger.confidences import confidence
from detente.ledger.parse import is_infinitive, negated
from detente.ledger.scene import Scene, taking_part
from detente.model import ChannelChange, ChannelState, How
from detente.vocabulary.event_types import Status
from detente.vocabulary.issues import Channel, channels
from detente.vocabulary.states import is_state
from detente.vocabulary.tables import ledger_words

_AGREEING = frozenset(ledger_words()["channel_agreeing"])
_REFUSING = frozenset(ledger_words()["channel_refuse"])
_WISHES = frozenset(ledger_words()["channel_wishes"])
_CONTACTS = frozenset(ledger_words()["contact_nouns"])
_CARRIERS = frozenset(ledger_words()["channel_carriers"]) | _CONTACTS
_HAPPENS = frozenset(ledger_words()["channel_happens"])
_SESSIONS = frozenset(ledger_words()["sessions"])
_NOUNS = frozenset(ledger_words()["channel_nouns"])


@cache
def _state_of(word: str) -> ChannelState | None:
    words = ledger_words()
    lists: tuple[tuple[str, ChannelState], ...] = (
        ("channel_resume", "resuming"), ("channel_refuse", "refused"), ("channel_cut", "cut"),
        ("channel_suspend", "suspended"), ("channel_open", "open"),
    )  # fmt: skip
    return next((state for name, state in lists if word in words[name]), None)


def changes(scene: Scene) -> Iterator[ChannelChange]:
    """Give the changes of channels that a sentence tells of, each channel once for each word that moves it."""
    seen: set[tuple[str, int]] = set()
    for channel, noun in _named(scene):
        for word, state, told in _moves(noun, scene):
            dyad = _dyad(scene, word, noun)
            if dyad is None or (channel.key, word.i) in seen or _of_others(noun, dyad, scene):
                continue
            seen.add((channel.key, word.i))
            when = event_date(word, scene.report.date)
            background = word.dep_ in ("relcl", "acl") and when.start == when.end and not is_infinitive(word)
            how: How = "aside" if background else told
            agents = scene.states(_agents(word))
            yield ChannelChange(
                channel=channel.key,
                dyad=dyad,
                state=state,
                since=min(when.day, scene.report.date),
                precision=when.precision,
                told=how,
                by=agents[0] if len(agents) == 1 else None,
                confidence=confidence("channel", how),
                evidence=scene.sentence(),
            )


def _named(scene: Scene) -> Iterator[tuple[Channel, Token]]:
    """Give the channels that a sentence names, each with its noun: by name, or as a contact noun with a topic."""
    text = scene.doc.text
    for channel in channels():
        found = False
        for match in channel.pattern.finditer(text):
            span = scene.doc.char_span(match.start(), match.end(), alignment_mode="expand")
            if span is not None:
                found = True
                yield channel, _contact(span.root)
        if found:
            continue
        for token in scene.doc:
            if token.pos_ != "NOUN" or token.lemma_.lower() not in _CONTACTS:
                continue
            if channel.topics.search(_beside(token)) or channel.topics.search(_those_who_meet(token)):
                yield channel, token


def _contact(root: Token) -> Token:
    """Give the contact noun that a name qualifies: "the maritime agreement meetings"."""
    if root.dep_ in ("compound", "amod", "nmod", "poss") and root.head.pos_ in ("NOUN", "PROPN"):
        return _contact(root.head)
    holder = root.head.head if root.dep_ == "pobj" else root
    if holder.lemma_ == "be":  # "the gathering, under the maritime agreement, was the first"
        holder = next((c for c in holder.children if c.dep_ == "nsubj"), root)
    return holder if holder.lemma_.lower() in _CONTACTS and holder.pos_ == "NOUN" else root


def _those_who_meet(token: Token) -> str:
    """Give the words for those who hold a session: "the climate envoys closed two days of talks"."""
    verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
    if verb is None or token.lemma_.lower() not in _SESSIONS or _topical(token):
        return ""
    people = [t for a in syntax.agents(verb) for t in a.subtree if t.pos_ in ("NOUN", "PROPN", "ADJ") and t.i < verb.i]
    return " ".join(t.text for t in people)


def _topical(token: Token) -> bool:
    """Say whether a contact noun has its own topic: "talks on trade"."""
    return any(
        c.dep_ in ("amod", "compound") or (c.dep_ == "prep" and c.lower_ in ("on", "about")) for c in token.children
    )


def _beside(token: Token) -> str:
    """Give the words that say what a contact noun is about: modifiers and "on" or "between" phrases."""
    words = [t for c in token.children if c.dep_ in ("amod", "compound", "nmod", "poss") for t in c.subtree]
    following = [
        t for t in token.doc[token.i + 1 : token.i + 2] if t.head == token.head
    ]  # where the parse hangs it higher
    for prep in (c for c in (*token.children, *following) if c.dep_ == "prep" and c.lower_ in _ABOUT):
        if not any(c.lemma_.lower() in _REASONS for c in prep.children):
            words += [t for t in prep.subtree if not _in_clause(t, prep)]
    return " ".join(t.text for t in sorted(words, key=lambda t: t.i))


def _in_clause(token: Token, prep: Token) -> bool:
    """Say whether a word is in a clause below a preposition: "talks in Peking, where he said that trade ..."."""
    return any(t.dep_ in ("relcl", "acl", "ccomp") for t in (token, *token.ancestors) if t.i > prep.i)


_REASONS = frozenset(ledger_words()["reasons"])


def _of_others(noun: Token, dyad: tuple[str, str], scene: Scene) -> bool:
    """Say whether a channel is about or with a third state: "talks on North Korea's nuclear program"."""
    named = {m.party.country for m in taking_part(scene.mentions) if scene.doc[m.head] in noun.subtree}
    return any(is_state(code) and code not in (*dyad, *_OWN_MATTERS) for code in named if code)


_OWN_MATTERS = ("TWN", "HKG", "MAC")
_ABOUT = frozenset(
    {"on", "about", "against", "over", "under", "between", "of", "for", "among", "in", "regarding", "from", "with"}
)


def _moves(noun: Token, scene: Scene) -> Iterator[tuple[Token, ChannelState, How]]:
    """Give the words that move a channel: above its noun, beside it, or in a clause that tells of it."""
    for child in noun.children:
        if child.dep_ == "amod" and child.tag_ == "VBN" and _state_of(child.lemma_.lower()):
            yield child, _state_of(child.lemma_.lower()) or "suspended", "aside"
        if child.dep_ in ("relcl", "acl") and child.pos_ == "VERB" and _state_of(child.lemma_.lower()):
            if child.dep_ == "acl" and child.tag_ != "VBN":
                continue
            if child.dep_ == "relcl" and not syntax.is_passive(child) and scene.mentions.at(noun):
                continue
            yield from _judged(child, scene)
    path = noun
    for step, token in enumerate(noun.ancestors):
        word = token.lemma_.lower()
        if path.dep_ in ("advcl", "relcl", "ccomp") and path.pos_ == "VERB" and step > 0:
            return
        if path.dep_ == "conj" and token.pos_ == "NOUN":
            path = token
            continue
        if token.lemma_ == "be" and path.dep_ in ("nsubj", "nsubjpass"):
            yield from _of_being(token, scene)
            return
        acts = token.pos_ == "VERB" or (token.pos_ == "NOUN" and word in _NOUNS)
        if acts and _state_of(word) and _governs(token, path):
            yield from _judged(token, scene)
            return
        if token.pos_ == "VERB" and token.dep_ not in ("xcomp", "pcomp"):
            return
        if token.pos_ == "NOUN" and word not in _CARRIERS:
            return
        path = token


def _of_being(be: Token, scene: Scene) -> Iterator[tuple[Token, ChannelState, How]]:
    """Read "the talks are all to restart", "the gathering was the first since 2021"."""
    for verb in be.children:
        if verb.dep_ == "xcomp" and is_infinitive(verb) and _state_of(verb.lemma_.lower()) and not negated(be):
            yield from _judged(verb, scene)
    told = [c for c in be.children if c.dep_ in ("attr", "acomp") and c.i > be.i]
    counted = any(t.lower_ in _COUNTED for c in told for t in (c, *c.children))
    if counted and be.tag_ in ("VBD", "VBZ", "VBP") and not negated(be):
        status, _ = resolve_status(be, None, When(scene.report.date, "day"), scene.report.date)
        if status in (Status.ACTUAL, Status.HISTORICAL):
            yield be, "open", "act"


_COUNTED = frozenset(ledger_words()["counted"])


def _governs(token: Token, path: Token) -> bool:
    if token.pos_ == "NOUN":
        return path.dep_ in ("prep", "pobj")
    if path.dep_ == "nsubj" and token.lemma_.lower() not in _HAPPENS:
        return False
    if token.lemma_.lower() in (
        "deny",
        "hold",
        "call",
        "set",
        "put",
        "stand",
        "meet",
        "gather",
        "sit",
        "assemble",
        "return",
        "walk",
        "say",
        "talk",
        "speak",
    ):
        return _particle_fits(token, path)
    return path.dep_ in (
        "dobj",
        "nsubjpass",
        "nsubj",
        "prep",
        "pobj",
        "conj",
        "attr",
        "oprd",
        "xcomp",
        "agent",
        "dep",
        "ccomp",
        "pcomp",
        "npadvmod",
    )


def _particle_fits(token: Token, path: Token) -> bool:
    """Hold phrasal verbs to their sense: "hold talks" but not "call for talks"; "called off", "set up"."""
    particles = {c.lower_ for c in token.children if c.dep_ in ("prt", "advmod", "prep")}
    lemma = token.lemma_.lower()
    if lemma == "deny":
        return path.lemma_.lower() in _ASKED_FOR
    if lemma in ("meet", "gather", "sit", "assemble") and path.dep_ == "prep":
        return path.lower_ == "for"  # "met for consultations on arms control"
    if lemma == "call":
        return "off" in particles
    if lemma in ("put", "stand"):
        return any(c.lower_ in ("hold", "ice", "off", "frozen") for c in token.subtree)
    if lemma == "set":
        return "up" in particles
    if lemma == "walk":
        return "out" in particles or "away" in particles
    if lemma == "return":
        return path.dep_ == "prep" and path.lower_ == "to"
    return path.dep_ in ("dobj", "nsubjpass") or (
        path.dep_ == "nsubj" and path.lemma_.lower() in ("group", "committee", "commission")
    )


_ASKED_FOR = frozenset(ledger_words()["denied_requests"])


def _judged(word: Token, scene: Scene) -> Iterator[tuple[Token, ChannelState, How]]:
    """Give what a word makes of a channel, in view of the verbs above it: agreed, refused, only wished."""
    state = _state_of(word.lemma_.lower())
    if state is None:
        return
    if word.lemma_.lower() == "hold" and any(c.lower_ in ("off", "back", "hostage") for c in word.children):
        return
    if word.lemma_.lower() in ("end", "close", "finish") and any(
        o.lemma_.lower() in _SESSIONS for o in syntax.objects(word)
    ):
        state = "open"  # a session that ended was held
    if word.lower_ == "open" and word.tag_ == "VB":
        return  # "committed to open communication": no verb at all, perhaps
    if any(c.dep_ == "mark" and c.lower_ == "since" for c in word.children):
        return  # "the lowest since the two set up ties"
    above = _verbs_above(word)
    if above is None:
        return
    denied, agreed, refused = above
    status, _ = resolve_status(word, None, When(scene.report.date, "day"), scene.report.date)
    if status is Status.HYPOTHETICAL and not agreed and not refused:
        return
    if state == "open" and word.tag_ == "VB" and not (agreed or refused or status is Status.FUTURE):
        return
    told = _outcome(state, no=denied or refused, agreed=agreed, ahead=status is Status.FUTURE, noun=word.pos_ == "NOUN")
    if told is not None:
        yield word, *told


def _verbs_above(word: Token) -> tuple[bool, bool, bool] | None:
    """Say whether the verbs that govern a move deny it, agree to it, refuse it; None where they only wish for it."""
    denied, agreed, refused = negated(word), False, False
    path = word
    for above in word.ancestors:
        if path.dep_ not in _CHAIN:
            break
        lemma = above.lemma_.lower()
        if above.pos_ == "NOUN" and any(c.lower_ in ("no", "neither") for c in above.children):
            return None  # "with no agreement on establishing relations"
        if path.dep_ == "ccomp" and lemma not in _AGREEING:
            if any(c.dep_ == "neg" for c in above.children):
                return None
            break
        if path.dep_ not in ("conj", "advcl"):
            refused = refused or lemma in _REFUSING
            agrees = lemma in _AGREEING and (above.pos_ in ("VERB", "AUX", "ADJ") or path.dep_ == "acl")
            agreed = agreed or agrees
            if not agrees and lemma not in _REFUSING and lemma in _WISHES:
                return None
            denied = denied or (above.pos_ == "VERB" and negated(above))
        path = above
    return denied, agreed, refused


_CHAIN = frozenset({"xcomp", "pcomp", "pobj", "prep", "acl", "dobj", "conj", "ccomp", "advcl"})


def _outcome(
    state: ChannelState, *, no: bool, agreed: bool, ahead: bool, noun: bool
) -> tuple[ChannelState, How] | None:
    """Give the state that a move leaves a channel in, and whether by an act or by word; None where it moves nothing."""
    opens = state in ("resuming", "open")
    if no:
        return ("refused", "act") if opens else None
    if state == "resuming":
        if agreed or ahead:
            return "resuming", "word"
        return ("resuming" if noun else "open"), "act"
    if state == "open":
        return ("never opened", "word") if agreed or ahead else ("open", "act")
    return None if ahead and not agreed else (state, "act")


def _agents(word: Token) -> list[Token]:
    if word.pos_ != "VERB":
        return [c for c in word.children if c.dep_ == "poss"]
    return syntax.agents(word)


def _dyad(scene: Scene, word: Token, noun: Token) -> tuple[str, str] | None:
    """Give the two states that a channel joins: those beside it, else the one who moves it and the other one."""
    named = list(dict.fromkeys(m.party.country for m in scene.mentions.all if m.party.country))
    pair = scene.company.pair
    if len(pair) == 2 and (not named or set(named) & set(pair)):
        return pair[0], pair[1]
    if len(named) == 2:
        first, second = sorted(named)
        return first, second
    return None
