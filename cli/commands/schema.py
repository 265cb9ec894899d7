"""`ethics schema`: the JSON Schema of a file format."""

from __future__ import annotations

import json

import click

import ethics_engine as ee
from ethics_engine.audit.mutants.mutation_report import report_schema
from ethics_engine.consultation.report.schema import determination_schema
from ethics_engine.loading.schemas import case_schema, schema
from ethics_engine.text.hits import hits_schema

from ..output import say

_PRINTED = {"determination": determination_schema, "facts": hits_schema, "mutants": report_schema}


@click.command("schema")
@click.argument("name", type=click.Choice(["case", "tests", "ruleset", *_PRINTED]))
@click.option("--rules", metavar="NAME|PATH", help="With `case`: add the facts and actions of this ruleset.")
def command(name: str, rules: str | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a case, tests or ruleset file, a determination, or what `facts` finds.

    With --rules, an editor completes the names of facts, values and actions in a case, and shows what they mean.
    """
    if rules is not None and name != "case":
        raise click.UsageError("`--rules` goes with `case` only")
    if rules is not None:
        found = case_schema(ee.load_ruleset(rules))
    else:
        found = _PRINTED[name]() if name in _PRINTED else schema(name)
    say(json.dumps(found, indent=2), "json")
