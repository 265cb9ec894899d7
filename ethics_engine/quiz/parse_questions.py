"""Questions that somebody wrote on decided cases: files `*.quiz.yaml` beside the cases.

Whoever writes a question writes the right option first and then what tempts, and says of each option which answer it
gives. When items are made, the rules must agree.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import InputError
from ethics_engine.loading import yaml_nodes
from ethics_engine.loading.diagnostics import Diagnostics, quoted
from ethics_engine.loading.field_parsers import kind_of, record, text, word, words
from ethics_engine.loading.source_text import name_of, text_of
from ethics_engine.loading.yaml_tree import tree_of
from ethics_engine.model.case import Answer, Verdict

SUFFIX = ".quiz.yaml"
EITHER_STRENGTH: Mapping[str, Collection[str]] = {
    "against": (Answer.NO.value, Answer.ADVISED_AGAINST.value),
    "called_for": (Answer.YES.value, Answer.ADVISED.value),
    "wrong": (Verdict.BREACH.value, Verdict.DEPARTURE.value),
}
"""Words for two answers that differ in strength alone, which a story seldom tells apart."""
_FEWEST, _MOST, _COMPARED = 3, 5, 2
_OPTIONAL = ("beside", "codes", "answers", "question", "sources", "why")


@frozen
class WrittenOption:
    """An option as somebody wrote it.

    Attributes:
        answer: The word of the answer that it gives, or one for either of two that differ in strength.

        feedback: Why it is right or wrong in this case.

        step: The step that has to come first, if the option names one.

        rule: The rule whose reason the option gives, if the reason counts and not the answer alone.
    """

    answer: str
    text: str
    feedback: str
    step: str | None = None
    rule: str | None = None


@frozen
class WrittenQuestion:
    """A question on a case, or on two cases that differ in one fact.

    Attributes:
        case: The id of the case.

        beside: The id of a second case, if it is asked what made the difference; an option's answer is a fact then.

        codes: The two codes that are compared, by name; an option's answer is `first`, `second`, `both` or `neither`.

        question: What is asked; empty if it is what the case asks.

        sources: The passages that the answer rests on, where those of the rule are not the ones to show.

        why: The reasons in this story, where the rationale of the case is not the one to show.

        answers: The answers of two cases in words, where those of the rules are too general.
    """

    case: str
    beside: str | None
    codes: tuple[str, ...]
    question: str
    options: tuple[WrittenOption, ...]
    sources: tuple[str, ...] = ()
    why: str = ""
    answers: tuple[str, ...] = ()


def question_files(cases: Iterable[Path | str]) -> tuple[Path, ...]:
    """The files of questions that stand beside case files."""
    folders = dict.fromkeys(Path(case).parent for case in cases if str(case) != "-")
    return tuple(file for folder in folders for file in sorted(folder.glob(f"*{SUFFIX}")))


def read_questions(path: Path) -> tuple[WrittenQuestion, ...]:
    """The questions in one file: a list under `questions`.

    Raises:
        InputError: The file holds no sound questions; everything that is wrong is named at once.
    """
    report = Diagnostics()
    written = text_of(path, report)
    root = None if written is None else tree_of(written, name_of(path), report)
    found: list[WrittenQuestion] = []
    if root is not None:
        fields = record(root, "a file of questions", ("questions",), (), report)
        for node in _items(fields.get("questions"), "questions", report):
            question = _question(node, report)
            if question is None:
                continue
            if _about(question) in map(_about, found):
                report.error(node, f"two questions on {quoted(question.case)}", "remove one")
            found.append(question)
    if report.findings:
        raise InputError(report.findings)
    return tuple(found)


def _about(question: WrittenQuestion) -> tuple[str, str | None, tuple[str, ...]]:
    return question.case, question.beside, question.codes


def _question(node: yaml_nodes.Node, report: Diagnostics) -> WrittenQuestion | None:
    fields = record(node, "a question", ("case", "options"), _OPTIONAL, report)
    case = word(fields["case"], "the id of a case", report) if "case" in fields else None
    beside = word(fields["beside"], "the id of a case", report) if "beside" in fields else None
    options = [_option(each, report) for each in _items(fields.get("options"), "options", report)]
    if "options" in fields and not _FEWEST <= len(options) <= _MOST:
        report.error(fields["options"], f"{len(options)} options", f"give {_FEWEST} to {_MOST}")
    known = tuple(option for option in options if option is not None)
    if case is None or len(known) < len(options):
        return None
    codes = tuple(each.text for each in words(fields.get("codes"), "the name of a code", report))
    if "codes" in fields and len(codes) != _COMPARED:
        report.error(fields["codes"], f"{len(codes)} codes", "name the two that are compared")
    asked = text(fields.get("question"), report)
    sources = tuple(each.text for each in words(fields.get("sources"), "a passage", report))
    why = _line(text(fields.get("why"), report))
    answers = tuple(text(each, report) for each in _items(fields.get("answers"), "answers", report))
    if "answers" in fields and len(answers) != _COMPARED:
        report.error(fields["answers"], f"{len(answers)} answers", "give one for each of the two cases")
    return WrittenQuestion(case.text, beside.text if beside else None, codes, asked, known, sources, why, answers)


def _option(node: yaml_nodes.Node, report: Diagnostics) -> WrittenOption | None:
    fields = record(node, "an option", ("answer", "text", "feedback"), ("step", "rule"), report)
    named = {
        key: word(fields[key], f"the name of the {key}", report) for key in ("answer", "step", "rule") if key in fields
    }
    said, feedback = text(fields.get("text"), report), text(fields.get("feedback"), report)
    answer = named.get("answer")
    if answer is None or not said or not feedback:
        return None
    step, rule = named.get("step"), named.get("rule")
    return WrittenOption(
        answer.text, _line(said), _line(feedback), step.text if step else None, rule.text if rule else None
    )


def _line(said: str) -> str:
    return " ".join(said.split())


def _items(node: yaml_nodes.Node | None, what: str, report: Diagnostics) -> tuple[yaml_nodes.Node, ...]:
    if node is None:
        return ()
    if not isinstance(node, yaml_nodes.Sequence):
        report.error(node, f"`{what}` must be a list, not {kind_of(node)}", "start each entry with `-`")
        return ()
    return tuple(node.items)
