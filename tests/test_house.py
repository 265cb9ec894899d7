"""The house is built as `docs/architecture.md` says: arrows downward only, one name for one thing, closed matches."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("ethics_engine/**/*.py"), *ROOT.glob("cli/**/*.py")])

LAYERS = (
    ("errors", "suggestions", "version"),
    ("argument_types", "deadline", "rendering"),
    ("model", "settings"),
    ("vocabulary_search",),
    ("loading", "engines", "story_search", "text"),
    ("consultation",),
    ("case_law", "counterfactual"),
    ("explanation",),
    ("audit", "composition", "handbook", "interview", "quiz", "ruleset_diff", "screening"),
    ("web",),
    ("ethics_engine",),
    ("cli",),
)
"""From the ground up; a package imports from lower layers only. `ethics_engine` is the list of public names."""

SHARED_BASE_NAMES = {
    "actions": "`text` has the model in words, module by module; `consultation/report` has a section for each",
    "answer_page": "`model` has what stands on the page; `consultation` puts it together",
    "answers": "`text` has the words of `consultation`'s answers",
    "citations": "`model` has what a source cites; `quiz` has how an item cites sources",
    "conditions": "`text` has the model in words",
    "conduct": "`quiz/items` has a module for each kind of item",
    "corpus": "`cli` has what commands share on the decided cases of `case_law`",
    "facts": "`consultation/report` has a section for each",
    "formats": "each package with a report lists its formats in a module of this name",
    "html": "each way out has a module for each format",
    "json": "each way out has a module for each format",
    "page": "`text` has the words of the page of one answer; `consultation/report` writes it",
    "reasons": "`consultation/report` has the section of what `consultation` finds",
    "redaction": "each package whose report holds narrative leaves it out in a module of this name",
    "report": "each package with a report has it in a module of this name",
    "report_sections": "each package with a report puts it into sections in a module of this name",
    "result": "the packages `explanation` and `ruleset_diff` each hold their result in a module of this name",
    "rules": "`text` has the model in words",
    "session": "a consultation that grows by statements; a run of quiz items: both are sessions in plain words",
    "sources": "`text` has the model in words",
    "text": "each way out has a module for each format; the package `text` is what they draw on",
    "trace": "what an engine fired on what; `handbook` has the links from rules to cases",
}
"""Base names that modules of several packages have on purpose, each with the reason. A command is named by what one
types, and a package may have a module of its own name, so neither is looked at."""

OPEN_MATCHES = {
    "cli/interview_dialogue.py": "what was typed",
    "ethics_engine/counterfactual/goal_report.py": "a protocol, which has no list of its classes",
    "ethics_engine/explanation/formats.py": "the name of a format, as it was given",
    "ethics_engine/loading/field_parsers.py": "a scalar of a file",
    "ethics_engine/loading/files.py": "a path of keys of any length",
    "ethics_engine/loading/python_nodes.py": "any object of Python",
    "ethics_engine/rendering/document_markdown.py": "a piece of a line: plain text, where it is nothing else",
    "ethics_engine/ruleset_diff/item_parts.py": "any part of a ruleset",
    "ethics_engine/web/problems.py": "any error",
}
"""Modules with a match over something that has no list of members, so that it needs a `case _`, with what it is over.
All other matches name every member of their enum or union: mypy then lists those that a new member falls out of."""


PARTIAL_TABLES = {
    ("audit/condition_ids.py", "Operator"): "operators of facts with several choices have words in place of a sign",
    ("audit/reachability.py", "Status"): "the statuses of an action that the rules speak for",
    ("case_law/conflicting_rules.py", "Answer"): "answers that name a side; other answers name none",
    ("case_law/conflicting_rules.py", "Verdict"): "verdicts that name a side; other verdicts name none",
    ("case_law/coverage.py", "Operator"): "operators of counts",
    ("consultation/batch_answers.py", "Verdict"): "the verdict of no act at all",
    ("consultation/page_prospects.py", "ResultPart"): "other parts are added if the case has them",
    ("consultation/report/actions.py", "Status"): "statuses that have a heading of their own",
    ("counterfactual/finder.py", "Ask"): "the answers of other questions are no words",
    ("engines/bitset/compiler.py", "Force"): "no way is at stake: there is nothing to compute",
    ("engines/forward_chaining/compile.py", "Truth"): "what is unknown fires no rule",
    ("engines/forward_chaining/dispositions.py", "Force"): "no way is at stake: there is nothing to compute",
    ("engines/forward_chaining/trace.py", "NotionKind"): "facts and statuses are put in other words",
    ("explanation/proof_svg.py", "StepKind"): "other boxes have square corners",
    ("explanation/proof_svg.py", "StepRole"): "other lines are whole",
    ("handbook/graph_layout.py", "GraphNodeKind"): "a concept stands as deep as what it reads",
    ("handbook/graph_svg.py", "GraphRelation"): "other lines are whole",
    ("handbook/vocabulary_chapters.py", "Citing"): "a fact is cited in the list that it stands in",
    ("loading/parse_conditions.py", "FactType"): "yes-no facts have no operators",
    ("loading/parse_holdings.py", "Ask"): "the answers of other questions are no words",
    ("model/rules.py", "Modality"): "only a way that is required or advised speaks against its rivals",
    ("quiz/items/build.py", "ItemKind"): "a trainer's own items are written, not made",
    ("quiz/items/positions.py", "Answer"): "answers that a rule by itself can give",
    ("quiz/items/positions.py", "Frame"): "what was left undone waits for no step",
    ("quiz/items/positions.py", "Verdict"): "verdicts that a rule by itself can give",
    ("quiz/items/option_texts.py", "Answer"): "`may` and `must` have different answers",
    ("quiz/items/written.py", "Answer"): "answers and verdicts that are put without their strength",
    ("quiz/spaced_repetition.py", "Certainty"): "in between, the grade is the usual one",
    ("ruleset_diff/text_diff.py", "DeclarationKind"): "the ruleset itself is not declared in a list",
    ("text/answers.py", "Answer"): "`may` and `must` have different answers, and what is open is put in other words",
    ("text/answers.py", "Status"): "the statuses of an action that the rules speak for",
    ("text/answers.py", "Firmness"): "what is open says so in its own sentence",
    ("text/conditions.py", "Operator"): "operators of counts",
    ("text/hits.py", "FoundBy"): "what a question says is quoted in other words",
    ("text/sources.py", "Confidence"): "what was verified needs no remark",
    ("vocabulary_search.py", "FactType"): "a value of other types is any of the list",
}
"""Tables keyed by an enum that leave members out, each with the reason. All other tables have every member: what is
added to an enum without a line in each of them fails here, not at a user's."""


@cache
def nodes(module: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))


def name(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def package(parts: tuple[str, ...]) -> str:
    """The part of the house that a dotted name belongs to."""
    if parts[:1] == ("cli",) or parts[:2] == ("ethics_engine", "cli"):
        return "cli"
    return parts[1] if len(parts) > 1 else "ethics_engine"


def imported(module: Path) -> Iterator[tuple[int, str]]:
    """The parts of the house that a module imports from, wherever in it, each with the line."""
    parts = module.relative_to(ROOT).with_suffix("").parts
    inside = parts[:-1]
    for node in nodes(module):
        if isinstance(node, ast.ImportFrom):
            above = inside[: len(inside) - node.level + 1] if node.level else ()
            target = (*above, *(node.module.split(".") if node.module else ()))
            for alias in node.names:
                full = (*target, alias.name) if target == ("ethics_engine",) else target
                if full[:1] in (("ethics_engine",), ("cli",)):
                    known = package(full)
                    yield node.lineno, known if known in RANK else "ethics_engine"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "ethics_engine":
                    yield node.lineno, package(tuple(alias.name.split(".")))


RANK: Mapping[str, int] = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}


def test_every_package_stands_in_a_layer() -> None:
    of_modules = {package(module.relative_to(ROOT).with_suffix("").parts) for module in MODULES} - {"__init__"}

    assert of_modules <= RANK.keys()
    assert RANK.keys() - of_modules <= {"ethics_engine"}


def test_imports_point_downward_only() -> None:
    upward = [
        f"{name(module)}:{line}: {here} imports from {there}"
        for module in MODULES
        if (here := package(module.relative_to(ROOT).with_suffix("").parts)) != "__init__"
        for line, there in imported(module)
        if there != here and RANK[there] >= RANK[here]
    ]

    assert not upward, "\n".join(upward)


def test_no_class_name_is_defined_twice() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        for node in nodes(module):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(name(module))

    assert {each: places for each, places in found.items() if len(places) > 1} == {}


def test_no_module_name_stands_for_two_things_unless_on_purpose() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        if "commands" not in module.parts and module.stem != module.parent.name:
            found[module.parent.name if module.stem == "__init__" else module.stem].append(name(module))
    twice = {each for each, places in found.items() if len(places) > 1}

    assert twice == SHARED_BASE_NAMES.keys()


def test_a_match_over_an_enum_or_union_names_every_member() -> None:
    wild = {
        name(module): case.pattern.lineno
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.Match)
        for case in node.cases
        if isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None
    }

    assert wild.keys() == OPEN_MATCHES.keys(), wild


def members() -> Mapping[str, frozenset[str]]:
    """The members of every enum, by the name of the enum."""
    enums = (
        node
        for module in MODULES
        for node in nodes(module)
        if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id.endswith("Enum") for b in node.bases)
    )
    return {
        enum.name: frozenset(
            target.id
            for line in enum.body
            if isinstance(line, ast.Assign)
            for target in line.targets
            if isinstance(target, ast.Name) and not target.id.startswith("_")
        )
        for enum in enums
    }


def tables(module: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """The dictionaries of a module whose keys are all members of one enum, as the enum and the members."""
    for node in nodes(module):
        if isinstance(node, ast.Dict):
            keys = [key for key in node.keys if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name)]
            owners = {key.value.id for key in keys if isinstance(key.value, ast.Name)}
            if len(keys) == len(node.keys) and len(owners) == 1:
                yield owners.pop(), frozenset(key.attr for key in keys)


def test_a_table_keyed_by_an_enum_has_every_member_unless_on_purpose() -> None:
    of_enum = members()
    partial = {
        (name(module).removeprefix("ethics_engine/"), enum): sorted(of_enum[enum] - keys)
        for module in MODULES
        for enum, keys in tables(module)
        if enum in of_enum and keys < of_enum[enum]
    }

    assert partial.keys() == PARTIAL_TABLES.keys(), partial
