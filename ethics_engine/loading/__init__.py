"""Text to model: the only place that knows YAML. Every error says where it stands, and all are reported at once."""

from .files import (
    MarkedCase,
    check_composition,
    check_ruleset,
    compose,
    compositions_of,
    find_places,
    open_case,
    overlay_title,
    places_of_facts,
    read_case,
    read_case_marked,
    read_case_text,
    read_ruleset,
    read_tests_marked,
    under_of,
    under_of_text,
)
from .from_python import case_from_values, facts_from_options, parse_question, statement_of
from .parse_case import conduct_statements

__all__ = [
    "MarkedCase",
    "case_from_values",
    "check_composition",
    "check_ruleset",
    "compose",
    "compositions_of",
    "conduct_statements",
    "facts_from_options",
    "find_places",
    "open_case",
    "overlay_title",
    "parse_question",
    "places_of_facts",
    "read_case",
    "read_case_marked",
    "read_case_text",
    "read_ruleset",
    "read_tests_marked",
    "statement_of",
    "under_of",
    "under_of_text",
]
