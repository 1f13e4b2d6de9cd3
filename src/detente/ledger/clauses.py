"""Which words of a sentence say what was asked, promised or refused."""

from spacy.tokens import Token

from detente.ledger.parse import strays

_ASIDE = frozenset({"as", "while", "when", "after", "because", "although", "though", "whereas", "since", "before"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_LONGEST = 40


def clause(head: Token, *, subject: bool) -> tuple[int, int]:
    """Give the tokens (start, end) of a clause, from its verb (or its subject if asked for) to its last own word.

    What only tells when or why it was said is left out, what makes it conditional is kept.
    """
    start = _start(head, subject=subject)
    end = max(_end(head), head.i + 1)
    return start, _trim(head, start, min(end, start + _LONGEST))


def phrase(noun: Token) -> tuple[int, int]:
    """Give the tokens (start, end) of a noun with all that hangs on it."""
    start = noun.left_edge.i
    end = max(_end(noun), noun.i + 1)
    return start, _trim(noun, start, min(end, start + _LONGEST))


def _start(head: Token, *, subject: bool) -> int:
    kept = {"neg", "auxpass"} | (_SUBJECTS | {"aux"} if subject else set())
    left = [c for c in head.children if c.i < head.i and (c.dep_ in kept or c.dep_ == "advmod") and c.lower_ != "to"]
    begin = min([head.i, *(c.left_edge.i for c in left)])
    if subject:
        return begin
    return begin


def _end(head: Token) -> int:
    """Give the end of the own words: the first aside or afterthought ends it."""
    own = {head.i, *(t.i for t in head.subtree)}
    cut = len(head.doc)
    for child in head.children:
        if child.i > head.i and _is_aside(child):
            cut = min(cut, child.left_edge.i)
    end = head.i + 1
    while end < len(head.doc) and end in own and end < cut:
        end += 1
    return end


def _is_aside(child: Token) -> bool:
    if strays(child):
        return True
    if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and any(c.dep_ in _SUBJECTS for c in child.children):
        return True
    if child.dep_ in ("parataxis", "ccomp") and any(c.dep_ in _SUBJECTS for c in child.children):
        return child.dep_ == "parataxis"
    if child.dep_ != "advcl":
        return False
    marks = [c.lower_ for c in child.children if c.dep_ in ("mark", "advmod")]
    if any(m in _ASIDE for m in marks):
        return True
    comma = child.left_edge.i > 0 and child.left_edge.nbor(-1).text == ","
    return not marks and child.tag_ in ("VBG", "VBN", "VBD") and comma


def _trim(head: Token, start: int, end: int) -> int:
    doc = head.doc
    while end > start + 1 and (doc[end - 1].is_punct or doc[end - 1].lower_ in ("and", "but", "or")):
        if doc[end - 1].text in (")", "%") or (doc[end - 1].text == '"' and '"' in doc[start : end - 1].text):
            break
        end -= 1
    return end
