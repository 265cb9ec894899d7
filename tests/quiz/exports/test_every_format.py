"""What holds of exports in whatever format; each format's own module reads it back by the format's documentation."""

from __future__ import annotations

import attrs
import pytest

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.exports import FORMATS, export

from .made import DAY, ITEMS, TITLE, exported


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_items_give_the_same_bytes(form: str) -> None:
    assert exported(form) == exported(form)


@pytest.mark.parametrize("form", FORMATS)
def test_other_feedback_gives_other_bytes(form: str) -> None:
    first, *others = ITEMS
    changed = attrs.evolve(first, options=(attrs.evolve(first.options[0], feedback="Otherwise."), *first.options[1:]))

    assert exported(form, [changed, *others]) != exported(form)


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        exported("pdf")


@pytest.mark.parametrize("form", ["moodle", "gift", "anki", "qti"])
def test_rules_go_by_their_ids_and_sources_by_their_titles(form: str) -> None:
    cited = Citations({"S3-31": "A book of values"})
    content = export(ITEMS[:1], form, title=TITLE, dated=DAY, citations=cited).content

    said = content.decode("latin-1").replace("\\", "")
    assert "Rules: values.bracket, referral.steps. Sources:" in said
    assert "Sources: ACA A.11.b; A book of values (S3-31)" in said
