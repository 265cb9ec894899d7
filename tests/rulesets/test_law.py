"""The overlays of law that come with the package: laid together with codes, and apart by place."""

from __future__ import annotations

import pytest

import ethics_engine as ee
from ethics_engine.loading import bundled

PLACES = ("california", "colorado", "minnesota", "mississippi", "ontario", "tennessee", "texas")


def test_the_law_of_a_place_is_no_code() -> None:
    assert {*PLACES, "us-duty-to-protect"}.isdisjoint(bundled.codes())
    assert {*PLACES, "us-duty-to-protect"} <= {*bundled.overlays()}


@pytest.mark.parametrize("place", PLACES)
def test_the_law_of_a_place_goes_with_every_code_and_with_the_duty_to_protect(place: str) -> None:
    ruleset = ee.load_ruleset(under=[place, "us-duty-to-protect", *bundled.codes()])

    assert ruleset.has_law
    assert ruleset.settings == {"jurisdiction": place}


def test_every_place_that_has_a_law_on_danger_can_be_named() -> None:
    ruleset = ee.load_ruleset(under=["us-duty-to-protect"])

    places = {*ruleset.fact["jurisdiction"].value_ids} - {"ontario", "elsewhere"}

    ruled = {rule.id.partition(".")[2].replace("-", "_") for rule in ruleset.rules if rule.id.startswith("us-duty")}
    assert len(places) == 51
    assert places <= ruled
