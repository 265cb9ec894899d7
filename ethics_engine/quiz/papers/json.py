"""A paper as JSON: what is shown and what is right in parts of their own, enough to grade with and to read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.loading.diagnostics import Diagnostics
from ethics_engine.loading.source_text import name_of, reason_of
from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item, ItemKind, Option
from ethics_engine.quiz.paper import Paper

VERSION = 1
"""The version of the format."""

_MOST_BYTES = 32 * 1024 * 1024
_HINT = "make one with `ethics quiz build --format json`"


def as_json(paper: Paper) -> str:
    """The questions, then the key."""
    written = {
        "format": "ethics-quiz-paper",
        "version": VERSION,
        "title": paper.title,
        "mark": paper.mark,
        "seed": paper.seed,
        "rules": paper.rules,
        "cited": {"sources": dict(paper.citations.sources)},
        "questions": [_question(number, item) for number, item in enumerate(paper.items, start=1)],
        "key": [_key(number, item) for number, item in enumerate(paper.items, start=1)],
    }
    return json.dumps(written, indent=2, ensure_ascii=False) + "\n"


def _question(number: int, item: Item) -> dict[str, Any]:
    return {
        "number": number,
        "id": item.id,
        "kind": item.kind.value,
        "topic": item.topic,
        "difficulty": item.difficulty,
        "vignette": item.vignette,
        "question": item.question,
        "answer": "order" if item.ordered else "several" if item.several else "one",
        "options": [{"id": option.id, "text": option.text} for option in item.options],
    }


def _key(number: int, item: Item) -> dict[str, Any]:
    return {
        "number": number,
        "id": item.id,
        "fingerprint": item.fingerprint,
        "key": list(item.key),
        "feedback": {option.id: option.feedback for option in item.options},
        "explanation": item.explanation,
        "cases": list(item.cases),
        "family": item.family,
        "rules": list(item.rules),
        "sources": list(item.sources),
    }


def read_paper(path: Path | str) -> Paper:
    """The paper in a JSON file.

    Raises:
        InputError: The file cannot be read, is no such paper, is of a later version, or was changed since it was made.
    """
    file = name_of(path)
    written = _loaded(Path(path), file)
    if not isinstance(written, Mapping) or written.get("format") != "ethics-quiz-paper":
        raise InputError([Finding(Place(file), "not a paper", _HINT)])
    if written.get("version") != VERSION:
        raise InputError([Finding(Place(file), "made by a newer version of ethics-engine", "update ethics-engine")])
    try:
        pairs = list(zip(written["questions"], written["key"], strict=True))
        cited = written.get("cited", {})
        paper = Paper(
            title=_text(written["title"]),
            seed=int(written["seed"]),
            rules=_text(written["rules"]),
            items=tuple(map(_item, pairs)),
            citations=Citations(_by_name(cited.get("sources", {}))),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError([Finding(Place(file), "the paper is incomplete", _HINT)]) from None
    changed = [
        Finding(
            Place(file), f"question {number} was changed after it was made", "make the paper again from its blueprint"
        )
        for number, (item, (_, key)) in enumerate(zip(paper.items, pairs, strict=True), start=1)
        if item.fingerprint != key["fingerprint"]
    ]
    if written.get("mark", paper.mark) != paper.mark and not changed:
        message = "the questions are not in their original order"
        changed = [Finding(Place(file), message, "make the paper again from its blueprint")]
    if changed:
        raise InputError(changed)
    return paper


def _loaded(path: Path, file: str) -> Any:
    report = Diagnostics()
    try:
        with path.open("rb") as opened:
            raw = opened.read(_MOST_BYTES + 1)
        if len(raw) <= _MOST_BYTES:
            return json.loads(raw.decode("utf-8-sig"))
        report.error(Place(file), "the file is larger than 32 MiB")
    except json.JSONDecodeError as error:
        report.error(Place(file, error.lineno, error.colno), "not valid JSON", _HINT)
    except (UnicodeDecodeError, RecursionError):
        report.error(Place(file), "not valid JSON", _HINT)
    except FileNotFoundError:
        report.error(Place(file), "file not found", "check the path")
    except IsADirectoryError:
        report.error(Place(file), "a folder, not a file")
    except (OSError, ValueError) as error:
        report.error(Place(file), f"cannot read it: {reason_of(error)}")
    raise InputError(report.findings)


def _item(pair: tuple[Mapping[str, Any], Mapping[str, Any]]) -> Item:
    """The item of a question and its key."""
    question, key = pair
    feedback = key["feedback"]
    options = tuple(
        Option(_text(option["id"]), _text(option["text"]), _text(feedback[option["id"]]))
        for option in question["options"]
    )
    item = Item(
        id=_text(question["id"]),
        kind=ItemKind(question["kind"]),
        topic=_text(question["topic"]),
        cases=_texts(key["cases"]),
        vignette=_text(question["vignette"]),
        question=_text(question["question"]),
        options=options,
        key=_texts(key["key"]),
        explanation=_text(key["explanation"]),
        rules=_texts(key["rules"]),
        sources=_texts(key["sources"]),
        difficulty=int(question["difficulty"]),
        family=_text(key["family"]),
        ordered=question["answer"] == "order",
    )
    if not item.key or not set(item.key) <= set(item.option):
        raise ValueError("a key that names no option")
    return item


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _by_name(values: Any) -> dict[str, str]:
    return {_text(name): _text(words) for name, words in values.items()}


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(map(_text, values))
