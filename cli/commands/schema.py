"""`ethics schema`: the JSON Schema of a file format."""

from __future__ import annotations

import json

import click

from ethics_engine.consultation.report.schema import determination_schema
from ethics_engine.loading.schemas import schema

from ..output import say


@click.command("schema")
@click.argument("name", type=click.Choice(["case", "ruleset", "determination"]))
def command(name: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a case file, a ruleset file, or a determination."""
    found = determination_schema() if name == "determination" else schema(name)
    say(json.dumps(found, indent=2), "json")
