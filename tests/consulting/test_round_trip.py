"""What was written is read back as it was: determinations, cases and sessions."""

from __future__ import annotations

import json

import pytest

import ethics_engine as ee
from ethics_engine import bundled


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


def through_json(content: object) -> object:
    return json.loads(json.dumps(content))


@pytest.mark.parametrize("name", sorted(bundled.cases())[::5])
def test_a_determination_is_read_back_as_it_was(name: str, ruleset: ee.Ruleset) -> None:
    try:
        determination = ee.consult(ruleset, ee.load_case(name, ruleset))
    except ee.ContradictionError:
        pytest.skip("a case that was decided to be impossible has no determination")

    assert ee.Determination.from_dict(through_json(determination.to_dict())) == determination


def test_what_is_no_determination_is_refused_with_the_place(ruleset: ee.Ruleset) -> None:
    content = ee.consult(ruleset, ee.new_case(ruleset, "may refer")).to_dict()

    for message, changed in {
        "determination: error: `format` is not 2": {**content, "format": 1},
        "determination: error: `case` is missing": {key: content[key] for key in content if key != "case"},
        "determination.ask: error: this is no Ask": {**content, "ask": "whether"},
        "determination.provenance.as_of: error: this is no date": {
            **content,
            "provenance": {**content["provenance"], "as_of": "yesterday"},
        },
        "determination.plan: error: this is no ": {**content, "plan": "nothing"},
    }.items():
        with pytest.raises(ee.InputError) as raised:
            ee.Determination.from_dict(changed)
        assert str(raised.value).startswith(message)


def test_keys_that_a_later_release_adds_are_ignored(ruleset: ee.Ruleset) -> None:
    determination = ee.consult(ruleset, ee.new_case(ruleset, "may refer"))

    assert ee.Determination.from_dict({**determination.to_dict(), "new": 1}) == determination
