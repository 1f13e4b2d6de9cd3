from datetime import date

import numpy as np
import pytest

from detente.coding import Coder, Stages
from detente.coding.classifier import STATUSES, TYPES, Classifier, Judgement
from detente.coding.judging import decide
from detente.coding.marking import MarkedPair
from detente.coding.parallel import make_coder
from detente.model import Report
from detente.vocabulary.event_types import EventType, Status

REPORTS = [
    Report("a", "China condemned the U.S. sanctions. Japan and India signed a treaty.", date(2020, 5, 1)),
    Report("b", "Iran rejected an offer from Russia on Monday.", date(2020, 5, 2)),
    *(Report(f"c{n}", f"France sent {n + 2} envoys to Egypt.", date(2020, 6, 1)) for n in range(40)),
]


def judgement(**shares: float) -> Judgement:
    types = np.full(len(TYPES), 1e-4)
    for name, share in shares.items():
        types[TYPES.index(name)] = share
    statuses = np.full(len(STATUSES), 0.01)
    statuses[STATUSES.index("actual")] = 0.96
    return Judgement(types / types.sum(), statuses)


def test_the_stages_agree_or_the_surer_one_wins() -> None:
    sure = judgement(REJECT=0.98)
    verdict = decide(sure, EventType.ACCUSE, Status.ACTUAL, "active plain")
    assert verdict is not None and verdict.event_type is EventType.REJECT
    torn = judgement(REJECT=0.45, ACCUSE=0.40)
    verdict = decide(torn, EventType.ACCUSE, Status.ACTUAL, "active plain")
    assert verdict is not None and verdict.event_type is EventType.ACCUSE


def test_no_event_is_an_answer() -> None:
    assert decide(judgement(NONE=0.99), EventType.ACCUSE, Status.ACTUAL, "active plain") is None


def test_agreement_raises_confidence() -> None:
    mixed = judgement(REJECT=0.6, ACCUSE=0.3)
    agreed = decide(mixed, EventType.REJECT, Status.ACTUAL, "active plain")
    alone = decide(mixed, EventType.THREATEN, Status.ACTUAL, "loose")
    assert agreed is not None and alone is not None
    assert 0 <= alone.confidence < agreed.confidence <= 1


def test_the_classifier_knows_who_acts() -> None:
    text = "Libya attacked Egypt on Monday."  # in a passive it does not know: there the grammar tells who acts
    forth, back = Classifier().judge([MarkedPair(text, (0, 5), (15, 20)), MarkedPair(text, (15, 20), (0, 5))])
    assert TYPES[int(forth.types.argmax())] == "ASSAULT"
    assert forth.types[TYPES.index("ASSAULT")] > back.types[TYPES.index("ASSAULT")]


def test_order_and_company_do_not_change_a_judgement() -> None:
    pairs = [MarkedPair(f"Egypt {verb} Libya{' at noon' * n}.", (0, 5), (7 + len(verb), 12 + len(verb)))
             for n, verb in enumerate(["met", "condemned", "bombed", "paid"] * 6)]  # fmt: skip
    together = Classifier().judge(pairs)
    for pair, judged in zip(pairs[::5], together[::5], strict=True):
        (alone,) = Classifier().judge([pair])
        assert np.array_equal(judged.types, alone.types)


@pytest.mark.parametrize("stages", list(Stages))
def test_several_processes_give_what_one_gives(stages: Stages) -> None:
    alone = list(Coder(stages=stages).code_all(REPORTS))
    assert list(make_coder(stages=stages, jobs=2).code_all(iter(REPORTS))) == alone
    assert [report.id for report, _ in alone] == [report.id for report in REPORTS]
    assert {e.coder for _, events in alone for e in events} == {str(stages)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "India suspended its dialogue with Pakistan on Tuesday, a day after Islamabad said it would propose a "
            "resolution criticizing it.",
            [("SANCTION", "IND", "PAK")],
        ),
        (
            "President Macron signed a memorandum on Thursday accusing Turkey of stealing French technology.",
            [("ACCUSE", "FRA", "TUR")],
        ),
    ],
)
def test_what_one_does_to_another_is_not_read_as_done_together(coder, make_report, text, told) -> None:
    events = coder.code(make_report(text))
    assert [(e.event_type, *(p.country for p in (*e.actors, *e.recipients))) for e in events] == told
    assert all(len(e.actors) == 1 for e in events)


def test_a_second_act_is_not_lost_to_the_first(coder, make_report) -> None:
    text = (
        "Turkey, which claims the island as its territory, opposes all American arms supplies to it and has repeatedly "
        "asked Washington to end them."
    )
    assert [str(e.event_type) for e in coder.code(make_report(text))] == ["ACCUSE", "REQUEST"]


def sides(events):
    return [(str(e.event_type), {p.country for p in e.actors}, {p.country for p in e.recipients}) for e in events]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Two British sailors are being held in Iran.", ("COERCE", {"IRN"}, {"GBR"})),
        ("Three American hikers were freed in Iran on Sunday.", ("RETREAT", {"IRN"}, {"USA"})),
        ("An American plane landed on Hainan island, where its crew is being held.", ("COERCE", {"CHN"}, {"USA"})),
        ("Protesters in Shanghai stoned the Japanese consulate.", ("PROTEST", {"CHN"}, {"JPN"})),
        ("Demonstrators outside the U.S. embassy in Beijing burned American flags.", ("PROTEST", {"CHN"}, {"USA"})),
        ("Students marched on the Japanese embassy in the Chinese capital.", ("PROTEST", {"CHN"}, {"JPN"})),
    ],
)
def test_where_it_happens_says_who_acts_if_nobody_else_does(make_report, text, told) -> None:
    assert told in sides(Coder(stages=Stages.GRAMMAR).code(make_report(text)))


def test_nobody_is_held_by_his_own_state_for_being_there(make_report) -> None:
    assert sides(Coder(stages=Stages.GRAMMAR).code(make_report("An Iranian poet was arrested in Iran."))) == []


def test_a_clause_with_a_subject_of_its_own_tells_of_a_second_act(coder, make_report) -> None:
    text = (
        "Secretary of State Colin Powell expressed regret on Wednesday over the loss of a Turkish pilot, but the "
        "Bush administration refused to apologize for the collision with an American plane."
    )
    assert [str(e.event_type) for e in coder.code(make_report(text))] == ["CONCEDE", "REJECT"]


def test_what_is_ones_own_is_not_whom_one_answers(coder, make_report) -> None:
    text = "After the loss of a Turkish pilot Athens refused to apologise for the collision with a Greek patrol boat."
    assert ("REJECT", {"GRC"}, {"TUR"}) in sides(coder.code(make_report(text)))


def test_what_one_defends_is_no_support_of_another(make_report) -> None:
    text = "Turkey and Greece met on Monday. The Turkish president defended the arrests as necessary."
    told = sides(Coder(stages=Stages.GRAMMAR).code(make_report(text)))
    assert ("SUPPORT", {"TUR"}, {"GRC"}) not in told


def test_who_is_listed_does_not_bar_himself(make_report) -> None:
    text = "Forty Turkish firms were added to a British blacklist on Monday, barring sales to them."
    told = sides(Coder(stages=Stages.GRAMMAR).code(make_report(text)))
    assert [(actors, recipients) for _, actors, recipients in told] == [({"GBR"}, {"TUR"})]
