"""The published JSON Schemas: what the reader takes they take, and what they refuse the reader refuses."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import ethics_engine as ee
from ethics_engine.consultation.report.schema import determination_schema
from ethics_engine.loading import bundled, read_case_text, read_ruleset
from ethics_engine.loading.schemas import NAMES, case_schema, schema
from tests.sampling import Of, each_case, sampled_cases

RULESET_FILES = sorted(file for folder in bundled.rulesets().values() for file in folder.rglob("*.yaml"))


class WordsOfYaml12(yaml.SafeLoader):
    """As editors read: `yes` and `no` are words."""


WordsOfYaml12.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_json(value: Any) -> Any:
    """What was read from YAML as JSON has it: days are texts, and so is every key."""
    if isinstance(value, dict):
        words = {True: "yes", False: "no"}
        return {words.get(key, str(key)): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    if name == "determination":
        wanted = determination_schema()
    elif name == "page":
        wanted = {"$ref": "#/$defs/AnswerPage", "$defs": determination_schema()["$defs"]}
    else:
        wanted = schema(name)
    return jsonschema.Draft202012Validator(wanted, format_checker=jsonschema.FormatChecker())


def validate(name: str, value: Any) -> None:
    validator(name).validate(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_itself_sound(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


def test_the_schema_of_determinations_is_itself_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(determination_schema())


def test_there_is_no_other_schema() -> None:
    with pytest.raises(KeyError):
        schema("recipe")


@pytest.mark.parametrize("loader", [yaml.SafeLoader, WordsOfYaml12])
@pytest.mark.parametrize("name", each_case(Of.ANSWER))
def test_every_bundled_case_fits_the_schema(name: str, loader: type[yaml.SafeLoader]) -> None:
    validate("case", as_json(yaml.load(bundled.cases()[name].read_text(encoding="utf-8"), Loader=loader)))


@pytest.mark.parametrize("loader", [yaml.SafeLoader, WordsOfYaml12])
@pytest.mark.parametrize("file", RULESET_FILES, ids=lambda file: file.name)
def test_every_file_of_a_bundled_ruleset_fits_the_schema(file: Path, loader: type[yaml.SafeLoader]) -> None:
    validate("ruleset", as_json(yaml.load(file.read_text(encoding="utf-8"), Loader=loader)))


BROKEN_CASES = {
    "without an id": "question: {ask: what}",
    "without a question": "id: a",
    "with a key it cannot have": "{id: a, question: {ask: what}, story: x}",
    "with a capital in its id": "{id: A, question: {ask: what}}",
    "with a question of no known kind": "{id: a, question: {ask: whether}}",
    "that asks may of nothing": "{id: a, question: {ask: may}}",
    "that asks what of something": "{id: a, question: {ask: what, action: refer}}",
    "that asks right of no conduct": "{id: a, question: {ask: right}}",
    "with conduct and another question": "{id: a, question: {ask: what}, did: [refer]}",
    "with steps that are no list": "{id: a, question: {ask: what}, done: consult_supervisor}",
    "with a step listed twice": "{id: a, question: {ask: what}, done: [consult_supervisor, consult_supervisor]}",
    "with a note on nothing": "{id: a, question: {ask: what}, facts: {client_is_angry: {note: x}}}",
    "with nothing stated of a fact": "{id: a, question: {ask: what}, facts: {client_is_angry: {}}}",
    "with a comparison nobody knows": "{id: a, question: {ask: what}, facts: {progress: {more_than: none}}}",
    "with a decimal number": "{id: a, question: {ask: what}, facts: {progress: 1.5}}",
    "with a day that is no day": "{id: a, question: {ask: what}, as_of: tomorrow}",
    "decided by nobody": "{id: a, question: {ask: what}, decided: {date: 2026-01-31}}",
    "of which nothing was held": "{id: a, question: {ask: what}, held: {}}",
    "held with a status nobody knows": "{id: a, question: {ask: what}, held: {statuses: {refer: fine}}}",
    "with a verdict on no conduct": "{id: a, question: {ask: what}, held: {verdict: breach}}",
    "with an answer to what": "{id: a, question: {ask: what}, held: {answer: yes}}",
    "with an answer to another question": "{id: a, question: {ask: may, action: refer}, held: {answer: advised}}",
    "with a title that is empty": "{id: a, question: {ask: what}, title: ''}",
}


@pytest.mark.parametrize("text", BROKEN_CASES.values(), ids=BROKEN_CASES)
def test_a_broken_case_fits_neither_the_schema_nor_the_reader(text: str, ruleset: ee.Ruleset) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate("case", as_json(yaml.safe_load(text)))
    with pytest.raises(ee.CaseError):
        read_case_text(text, "broken", ruleset)


BROKEN_RULESETS = {
    "with a section nobody knows": "law: []",
    "with a section that is no list": "facts: {id: a}",
    "with a fact of no type": "facts: [{id: a, ask: Is it so, says: it is}]",
    "with a choice of nothing": "facts: [{id: a, ask: Is it so, says: it is, type: choice}]",
    "with a count of nothing": "facts: [{id: a, ask: Is it so, says: it is, type: count}]",
    "with values of a yes or no": "facts: [{id: a, ask: Is it so, says: it is, type: yes_no, values: {b: b, c: c}}]",
    "with an assumption and a reason for none": (
        "facts: [{id: a, ask: Is it so, says: it is, type: yes_no, presumed: no, unpresumed: why}]"
    ),
    "with a fact called as a word of the language": "facts: [{id: any, ask: Is it so, says: it is, type: yes_no}]",
    "with a rule without a reason": "rules: [{id: r, then: [{must: go}], sources: [B-1]}]",
    "with a rule that says nothing": "rules: [{id: r, because: so, sources: [B-1]}]",
    "with a rule that rests on nothing": "rules: [{id: r, then: [{must: go}], because: so, sources: []}]",
    "with a norm of two minds": "rules: [{id: r, then: [{must: go, may: go}], because: so, sources: [B-1]}]",
    "with a prohibition before something": (
        "rules: [{id: r, then: [{must not: go, before: go}], because: so, sources: [B-1]}]"
    ),
    "with a reason for no exception": (
        "rules: [{id: r, then: [{must: go}], unless_because: x, because: so, sources: [B-1]}]"
    ),
    "with an empty condition": "rules: [{id: r, when: {}, then: [{must: go}], because: so, sources: [B-1]}]",
    "with a condition that is a list": "rules: [{id: r, when: [], then: [{must: go}], because: so, sources: [B-1]}]",
    "with a concept that asks for a status": "concepts: [{id: c, means: {status: {go: required}}, says: it is}]",
    "with a way that is the manner of one": "actions: [{id: a, label: go, way: yes, of: [go]}]",
    "with a step that can be combined": "actions: [{id: a, label: go, compatible: [go]}]",
    "with a confidence nobody has": (
        "sources: [{id: C, title: A book, passages: {'1': {says: so, confidence: absolute}}}]"
    ),
}
SOUND = (
    "actions: [{id: go, label: go, way: yes}]\nsources: [{id: B, title: A book, separator: '-', passages: {'1': so}}]"
)
MAIN = "{name: small, version: '1', language: 1, title: Small}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ruleset.yaml").write_text(MAIN)
    (tmp_path / "sound.yaml").write_text(SOUND)
    return tmp_path


@pytest.mark.parametrize("text", BROKEN_RULESETS.values(), ids=BROKEN_RULESETS)
def test_a_broken_file_of_a_ruleset_fits_neither_the_schema_nor_the_reader(text: str, folder: Path) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate("ruleset", as_json(yaml.safe_load(text)))
    (folder / "broken.yaml").write_text(text)
    with pytest.raises(ee.RulesetError):
        read_ruleset(folder)


@pytest.mark.parametrize(
    "text",
    [
        MAIN.replace("language: 1", "language: 3"),
        MAIN.replace(", title: Small", ""),
        MAIN.replace("small", "Small"),
        MAIN.replace("}", ", motto: x}"),
    ],
)
def test_a_broken_main_file_fits_neither_the_schema_nor_the_reader(text: str, folder: Path) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate("ruleset", as_json(yaml.safe_load(text)))
    (folder / "ruleset.yaml").write_text(text)
    with pytest.raises(ee.RulesetError):
        read_ruleset(folder)


def test_what_the_broken_files_start_from_is_sound(folder: Path) -> None:
    for file in folder.iterdir():
        validate("ruleset", as_json(yaml.safe_load(file.read_text())))
    assert read_ruleset(folder).name == "small"


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.mark.parametrize("name", each_case(Of.ANSWER))
def test_the_determination_of_a_bundled_case_fits_its_schema(name: str, ruleset: ee.Ruleset) -> None:
    try:
        determination = ee.consult(ruleset, ee.load_case(name, ruleset))
    except ee.ContradictionError:
        return  # there is no determination; that it is one of ours is tested with the command
    for shown in (determination, ee.redacted(determination)):
        validate("determination", json.loads(ee.render(shown, "json")))
        page = json.loads(ee.render(shown, "json", brief=True))
        assert page.pop("format") == 2
        validate("page", page)


def test_a_determination_without_one_of_its_keys_does_not_fit(ruleset: ee.Ruleset) -> None:
    whole = json.loads(ee.render(ee.consult(ruleset, ee.new_case(ruleset, "what")), "json"))
    del whole["plan"]

    with pytest.raises(jsonschema.ValidationError, match="'plan' is a required property"):
        validate("determination", whole)


def test_every_key_is_explained_for_the_tooltips_of_an_editor() -> None:
    def unexplained(part: Any, definitions: dict[str, Any]) -> list[str]:
        found = []
        for key, inner in (part.get("properties") or {}).items():
            if isinstance(inner, dict):
                target = definitions.get(inner.get("$ref", "").removeprefix("#/$defs/"), {})
                if key != "id" and "description" not in inner and "description" not in target:
                    found.append(key)
        return found

    for name in NAMES:
        whole = schema(name)
        parts = [whole, *whole["$defs"].values()]
        assert [key for part in parts for key in unexplained(part, whole["$defs"])] == []


def test_the_schema_of_a_ruleset_takes_its_cases_and_knows_its_names() -> None:
    ruleset = ee.load_ruleset()
    wanted = jsonschema.Draft202012Validator(case_schema(ruleset))
    jsonschema.Draft202012Validator.check_schema(wanted.schema)
    for name in sampled_cases(Of.ANSWER):
        wanted.validate(as_json(yaml.load(bundled.cases()[name].read_text(encoding="utf-8"), Loader=WordsOfYaml12)))

    case = {"id": "a", "question": "may refer", "facts": {"client_in_crisis": "yes"}, "done": ["consult_supervisor"]}
    assert wanted.is_valid(case)
    assert not wanted.is_valid({**case, "facts": {"suicidal": "yes"}})
    assert not wanted.is_valid({**case, "done": ["refer"]})
