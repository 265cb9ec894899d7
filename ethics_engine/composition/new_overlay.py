"""A new overlay to start from: a rule, its source, and a case that the rule decides."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from ethics_engine.loading.bundled import CASE_SUFFIX
from ethics_engine.model.conditions import FactTest, tests_in
from ethics_engine.model.ruleset import Ruleset

_OVERLAY = """\
# An overlay: what a code, a law or an agency lays over a base. docs/write-an-overlay.md explains every line.
name: {name}
version: "0.1"
language: 2
title: "TITLE: what it is called in print"
description: What it asks for beyond the base, or otherwise than the base.
# The base, and the versions of it that this was written for.
over: {{ruleset: {base}{versions}}}
# The days on which it counts; leave out what is open.
in_force: {{from: {day}}}

# A rule of the base that is stronger or weaker here: same condition, other norms. `ethics rules list` shows the rules.
# restates:
#   {rule}:
#     then: [{{may: {way}}}]
#     because: Why it is so here.
#     sources: ["{doc} 1"]
"""
_SOURCES = """\
# What the rules rest on, in your own words. `said` is how strongly the text puts it: must, should, may or none.
sources:
  - id: {doc}
    title: What the document is called
    authority: guidance # law, code, guidance, article, lay or brief
    date: "{year}"
    passages:
      "1": {{says: The manager is told before this., said: must}}
"""
_RULES = """\
topic: {name}
# A step that the base lacks. Only a base declares courses of action.
actions:
  - id: {prefix}_tell_manager
    label: tell the manager
    sources: ["{doc} 1"]
# A fact needs an assumption: what is ordinarily so.
# facts:
#   - id: {prefix}_waiting_list
#     ask: Is there a waiting list?
#     says: there is a waiting list
#     denies: there is no waiting list
#     type: yes_no
#     presumed: no
# The id of a rule begins with the name of the overlay.
rules:
  - id: {name}.tell-the-manager
    always: yes # or a condition, such as when: {{{prefix}_waiting_list: yes}}
    then: [{{must: {prefix}_tell_manager, before: {way}}}]
    because: Here the manager is told before this is done.
{unless}    sources: ["{doc} 1"]
"""
_CASE = """\
id: {name}-001
title: Nobody told the manager
question: may {way}
under: [{name}]
narrative: >-
  What happened, as a colleague would tell it, with nothing that identifies anybody.
facts: {{}} # `ethics rules list --facts` lists them
not_done: [{prefix}_tell_manager]
held:
  statuses: {{{prefix}_tell_manager: required}}
  ratio: [{name}.tell-the-manager]
rationale: The manager is told first.
decided: {{by: YOU, date: {day}, under: {base}+{name} {version}+0.1}}
sources: ["{doc} 1"]
"""


def new_overlay(name: str, base: Ruleset, day: datetime.date) -> Mapping[str, str]:
    """The files of a new overlay on a base, by their paths in its folder; it loads as it is, and its case passes."""
    prefix = name.replace("-", "_").replace(".", "_")
    ways = [way.id for way in base.ways]
    values = {
        "name": name,
        "prefix": prefix if prefix[:1].isalpha() else f"o_{prefix}",
        "doc": prefix.upper(),
        "base": base.name,
        "version": base.version,
        "versions": _versions(base.version),
        "day": day.isoformat(),
        "year": str(day.year),
        "way": "refer" if "refer" in ways else ways[0],
        "rule": base.rules[0].id if base.rules else "RULE",
        "unless": _unless(base),
    }
    texts = {
        "overlay.yaml": _OVERLAY,
        "sources.yaml": _SOURCES,
        "rules.yaml": _RULES,
        f"cases/{name}-001{CASE_SUFFIX}": _CASE,
    }
    return {path: text.format_map(values) for path, text in texts.items()}


def _unless(base: Ruleset) -> str:
    """The exception for danger, by a term of the base or else a fact of its safety lines; nothing if it has neither."""
    facts = [
        test.fact
        for line in base.safety
        for test in tests_in(line.when)
        if isinstance(test, FactTest) and test.operands == ("yes",)
    ]
    danger = _DANGER if _DANGER in base.concept else next(iter(facts), None)
    because = "    unless_because: Nobody who is in danger waits for it.\n"
    return "" if danger is None else f"    unless: {{{danger}: yes}}\n{because}"


_DANGER = "danger_at_hand"
"""The term of the bundled base for danger of any kind."""


def _versions(version: str) -> str:
    """From this version to the next whose first number is higher; nothing where it is no number."""
    first = re.match(r"(\d+)(\.\d+)*$", version)
    return f', version: ">={version},<{int(first[1]) + 1}"' if first else ""
