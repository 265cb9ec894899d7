"""Grades as JSON."""

from __future__ import annotations

import json
from typing import Any

from .grade_tables import TABLES, GradeTable, rounded
from .grades import Analysis, Grades
from .item_warnings import LEARNERS, QUESTIONS, flags, is_enough, remarks

FORMAT = 1
"""The version of the JSON; within it, keys are only ever added."""


def as_json(grades: Grades) -> str:
    """All of it; numbers to four decimals, null where there is none."""
    value = {
        "format": FORMAT,
        "title": grades.responses.title,
        "learners": _records(TABLES["learners"](grades)),
        "absent": list(grades.responses.absent),
        "paper": {
            "questions": len(grades.analyses),
            "mean": rounded(grades.mean),
            "standard_deviation": rounded(grades.deviation),
            "kr20": rounded(grades.kr20),
            "standard_error": rounded(grades.standard_error),
            "upper_third": grades.upper,
            "lower_third": grades.lower,
            "answers_missing": grades.responses.missing,
        },
        "enough": {
            **{
                statistic.name.lower(): {"learners_wanted": wanted, "enough": is_enough(statistic, len(grades.scores))}
                for statistic, wanted in LEARNERS.items()
            },
            "questions_wanted_for_reliability": QUESTIONS,
        },
        "remarks": list(remarks(grades)),
        "items": [_item(analysis, grades) for analysis in grades.analyses],
        "topics": _records(TABLES["topics"](grades)),
        "rules": _records(TABLES["rules"](grades)),
        "certainties": _records(TABLES["certainties"](grades)),
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _records(table: GradeTable) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def _item(analysis: Analysis, grades: Grades) -> dict[str, Any]:
    return {
        "number": analysis.number,
        "id": analysis.item.id,
        "fingerprint": analysis.item.fingerprint,
        "topic": analysis.item.topic,
        "kind": analysis.item.kind.value,
        "rules": list(analysis.item.rules),
        "asked": analysis.asked,
        "right": analysis.right,
        "difficulty": rounded(analysis.difficulty),
        "discrimination": rounded(analysis.discrimination),
        "confident_mistakes": analysis.confident_mistakes,
        "flags": list(flags(analysis, grades)),
        "options": [
            {
                "answer": option.answer,
                "right": option.is_key,
                "chosen": option.times,
                "upper_third": option.upper,
                "lower_third": option.lower,
            }
            for option in analysis.options
        ],
    }
