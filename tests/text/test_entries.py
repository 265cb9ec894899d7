"""What `ethics rules show` says of each kind of thing."""

from __future__ import annotations

from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.text.entries import entry, norms_in_brief


@pytest.fixture(scope="module")
def world() -> ee.Ruleset:
    return ee.load_ruleset(Path(__file__).parent.parent / "loading" / "world")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "culture.no-referral",
            [
                "  Unless: there is a threat and it is not true that the work is long",
                "      Safety comes first.",
                "  In force: from 2020-01-01 until further notice",
                "  Source ACA A.4.b (code, must): Set your values aside.",
            ],
        ),
        ("culture.threat", ["  Overrides: culture.no-referral#unless", "  Because: The supervisor knows."]),
        (
            "threat",
            [
                "  It is a judgement.",
                "  It is sensitive: --redact leaves it out.",
                "  Source B-1 (guidance, must): Learn.",
            ],
        ),
        (
            "stage",
            [
                "  Values, from less to more:",
                "      late: end",
                "  Assumed unless stated: middle",
                "  Used by terms: long",
            ],
        ),
        ("reasons", ["  Nothing is assumed: It is what the case is about."]),
        (
            "long",
            ["  Used by rules: culture.no-referral", "  Source ACA A.4.b (code, must): Set your values aside."],
        ),
        (
            "not_both",
            [
                (
                    "not_both (an impossible combination): "
                    "the work is at its beginning and the sessions were is at least 10 sessions"
                ),
                "  Because: Ten sessions are no beginning.",
                "  Source B-1 (guidance, must): Learn.",
            ],
        ),
        ("cover", ["cover (a step of the agency): see that the client is seen", "  Can be met by: go_on, refer"]),
        ("tell", ["  A step of: refer the client", "  Comes after: consult"]),
        ("refer", ["  Can be combined with: pause", "  must not: culture.no-referral"]),
        ("pause", ['  Possible only if: the setting is is "a school" or "a clinic"']),
        (
            "ACA A.4.b",
            [
                "  From: A code.",
                "  Authority: code of ethics",
                "  Strength of its own words: must",
                "  Confidence: wording not checked",
                "  Used by terms: long",
            ],
        ),
        ("B-7", ["  Authority: professional guidance", "  Not encoded: a statement about the world"]),
    ],
)
def test_an_entry_tells_what_matters(name: str, lines: list[str], world: ee.Ruleset) -> None:
    shown = entry(name, world).splitlines()

    assert [line for line in lines if line not in shown] == []


def test_a_rule_in_brief(world: ee.Ruleset) -> None:
    assert [norms_in_brief(rule) for rule in world.rules] == [
        "must not refer; must not pause; should consult before go_on",
        "overrides culture.no-referral#unless",
    ]
