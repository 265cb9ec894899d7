"""`ethics consult --jsonl`: a case a line in, a result a line out, for other programs."""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

import ethics_engine as ee
from ethics_engine.errors import Finding, Place
from ethics_engine.loading import case_from_values

_AT_ONCE = 1 << 20


def consult_lines(
    ruleset: ee.Ruleset, question: str, detail: str, *, as_of: datetime.date | None, assumptions: bool
) -> None:
    """Answer the lines of standard input in their order, as soon as they come in.

    A line that is no case gets a result with `error`; `line` numbers each result.
    """
    first = 1
    for lines in _arriving():
        cases: dict[int, ee.Case] = {}
        errors: dict[int, list[str]] = {}
        for number, line in enumerate(lines, start=first):
            if line.strip():
                try:
                    cases[number] = _case(line, number, question, ruleset)
                except ee.CaseError as error:
                    errors[number] = [str(finding) for finding in error.findings]
        found = ee.consult_many(ruleset, cases.values(), detail=detail, as_of=as_of, assumptions=assumptions)
        results = dict(zip(cases, found, strict=True))
        for number in range(first, first + len(lines)):
            if number in results:
                click.echo(json.dumps({"line": number, **results[number].to_dict()}))
            elif number in errors:
                click.echo(json.dumps({"line": number, "error": errors[number]}))
        sys.stdout.flush()
        first += len(lines)


def _arriving() -> Iterator[list[bytes]]:
    """The lines of standard input, as many at once as are there, so that a program may wait for each answer."""
    rest = b""
    source = sys.stdin.buffer.fileno() if _is_a_file() else None
    while True:
        read = os.read(source, _AT_ONCE) if source is not None else sys.stdin.buffer.read(_AT_ONCE)
        *lines, rest = (rest + read).split(b"\n")
        if not read:
            if rest:
                yield [rest]
            return
        if lines:
            yield lines


def _is_a_file() -> bool:
    """Whether standard input belongs to the system, and not to a test."""
    try:
        sys.stdin.buffer.fileno()
    except OSError:
        return False
    return True


def _case(line: bytes, number: int, question: str, ruleset: ee.Ruleset) -> ee.Case:
    place = Place(f"line {number}")
    try:
        values: Any = json.loads(line)
    except (ValueError, RecursionError):
        hint = 'write {"question": "may refer", "facts": {"client_romance": "casual"}}'
        raise ee.CaseError([Finding(place, "this is not JSON", hint)]) from None
    if not isinstance(values, Mapping):
        raise ee.CaseError([Finding(place, "this is no JSON object", "write {...}")])
    asked = values.get("question", question)
    if isinstance(asked, str):
        ask, _, action = asked.partition(" ")
        asked = {"ask": ask, "action": action.strip()} if action.strip() else {"ask": ask}
    return case_from_values({"id": f"line-{number}", **values, "question": asked}, ruleset)
