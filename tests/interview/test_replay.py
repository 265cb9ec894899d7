"""On the decided cases the interview asks half of what backward chaining does, and ends with the right answer."""

from __future__ import annotations

import pytest

import ethics_engine as ee
from ethics_engine.interview.replay import BACKWARD, FIXED, HINDSIGHT, INTERVIEW, Replay, replay_all, tally
from ethics_engine.model.knowledge import TRIED


def test_a_sample_of_the_decided_cases(ruleset: ee.Ruleset, decided: tuple[ee.Case, ...]) -> None:
    # the interview does not ask what was tried
    askable = [case for case in decided if all(said.known != TRIED for said in case.facts.values())]
    replays = list(replay_all(askable[3::40], ruleset, decided))

    assert tally(replays, ruleset, INTERVIEW).agreeing >= len(replays) - 1  # of every sixth case nine in ten, as below
    assert tally(replays, ruleset, INTERVIEW).mean < tally(replays, ruleset, BACKWARD).mean
    agreeing = [replay for replay in replays if replay.asked[INTERVIEW].agrees]
    assert all(replay.asked[HINDSIGHT].questions <= replay.asked[INTERVIEW].questions for replay in agreeing)
    assert all(fact in ruleset.fact or fact.startswith("done:") for replay in replays for fact in _asked(replay))


@pytest.mark.exhaustive
def test_every_sixth_decided_case(ruleset: ee.Ruleset, decided: tuple[ee.Case, ...]) -> None:
    """All of them are what `ethics audit questions` measures, in some minutes."""
    replays = list(replay_all(decided[::6], ruleset, decided))
    interview = tally(replays, ruleset, INTERVIEW)

    assert interview.mean <= tally(replays, ruleset, BACKWARD).mean / 2
    assert interview.agreeing >= 0.9 * len(replays)  # of all of them it is more; few cases say little


def test_a_case_that_contradicts_itself_is_left_out(outing: ee.Ruleset) -> None:
    torn = ee.new_case(outing, "may go", {"rain": True, "wet": False}, id="torn")
    sound = ee.new_case(outing, "may go", {"storm": True}, id="sound")

    assert [replay.case.id for replay in replay_all([torn, sound], outing, [])] == ["sound"]


def _asked(replay: Replay) -> list[str]:
    return [fact for order in (INTERVIEW, BACKWARD, FIXED) for fact in replay.asked[order].facts]
