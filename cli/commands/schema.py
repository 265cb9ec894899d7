"""`ethics schema`: the JSON Schema of a file format."""

from __future__ import annotations

import json
from functools import partial

import click

from ethics_engine.audit.mutants.mutation_report import report_schema
from ethics_engine.consultation.report.schema import determination_schema
from ethics_engine.loading.schemas import case_schema, schema
from ethics_engine.text.hits import hits_schema

from ..options import given, rules_option
from ..output import say
from ..rules_choice import RulesChoice

_PRINTED = {"determination": determination_schema, "facts": hits_schema, "mutants": report_schema}


@click.command("schema")
@click.argument("name", type=click.Choice(["case", "tests", "ruleset", *_PRINTED]))
@rules_option
@click.pass_context
def command(ctx: click.Context, *, name: str, rules: RulesChoice) -> None:
    """Print the JSON Schema (draft 2020-12) of a case, tests or ruleset file, a determination, or what `facts` finds.

    With `case` and --rules or --under, an editor completes the names of facts, values and actions in a case, and shows
    what they mean. The schema of a ruleset file is also that of an overlay's.
    """
    with_names = given(ctx, "rules") or rules.under is not None
    if with_names and name != "case":
        raise click.UsageError("`--rules` and `--under` go with `case` only")
    plain = _PRINTED.get(name, partial(schema, name))
    found = case_schema(rules.load()) if with_names else plain()
    say(json.dumps(found, indent=2), "json")
