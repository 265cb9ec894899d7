"""Where a rule has its reason from, as a student is shown it: the text of most authority, never the brief alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.sources import Authority, Said
from ethics_engine.text.sources import AUTHORITY_IN_WORDS, SAID_IN_WORDS

_RANK = {authority: place for place, authority in enumerate(Authority)}


@lru_cache(maxsize=4096)
def cited(enactment: Enactment, rule: str) -> str:
    """The source of a rule in a sentence: document, section, kind of text, and how strongly it is put."""
    ruleset, written = enactment.ruleset, enactment.rule[rule]
    known = published(ruleset, written.strength_from) or published(ruleset, written.sources)
    if not known:
        return "No published source is cited for this rule."
    passage = ruleset.passage[min(known, key=lambda name: _rank(ruleset, name))]
    document = ruleset.document[passage.document]
    section = passage.reference.removeprefix(document.id).strip() if " " in passage.reference else ""
    authority = _authority(ruleset, passage.reference)
    words = [AUTHORITY_IN_WORDS[authority]] if authority else []
    if passage.said not in (None, Said.NONE):
        words.append(f"“{SAID_IN_WORDS[passage.said]}”")
    named = ", ".join([document.title, *([section] if section else [])])
    return f"Source: {named} ({', '.join(words)})." if words else f"Source: {named}."


def published(ruleset: Ruleset, sources: Iterable[str]) -> tuple[str, ...]:
    """The sources of a rule without the brief that this ruleset was made after, which is no authority for anybody."""
    return tuple(name for name in sources if _authority(ruleset, name) is not Authority.BRIEF)


def _authority(ruleset: Ruleset, reference: str) -> Authority | None:
    passage = ruleset.passage[reference]
    return passage.authority or ruleset.document[passage.document].authority


def _rank(ruleset: Ruleset, reference: str) -> int:
    authority = _authority(ruleset, reference)
    return _RANK[authority] if authority else len(_RANK)
