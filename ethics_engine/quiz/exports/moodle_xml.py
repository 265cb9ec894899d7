"""Moodle XML, as Moodle writes and reads it (its `question/format/xml`).

An item that asks for an order is an `ordering` question, which is part of Moodle since 4.4 and a plugin before.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item
from ethics_engine.rendering.html import readable

from .text import asked, by_topic, category, explained, fractions, html, in_order, tags

_COMBINED = {
    "correctfeedback": "That is right.",
    "partiallycorrectfeedback": "That is right in part.",
    "incorrectfeedback": "That is not right.",
}


def as_moodle_xml(items: Sequence[Item], title: str, citations: Citations) -> bytes:
    """All items, in a category for each topic within one of this title."""
    quiz = ET.Element("quiz")
    for topic, known in by_topic(items) or (("", ()),):
        place = ET.SubElement(quiz, "question", type="category")
        _text(ET.SubElement(place, "category"), category(title, topic))
        for item in known:
            _question(quiz, item, citations)
    ET.indent(quiz)
    written: bytes = ET.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _question(quiz: ET.Element, item: Item, citations: Citations) -> None:
    question = ET.SubElement(quiz, "question", type="ordering" if item.ordered else "multichoice")
    _text(ET.SubElement(question, "name"), readable(item.id))
    _html(question, "questiontext", asked(item))
    _html(question, "generalfeedback", explained(item, citations))
    settings = {"defaultgrade": "1", "penalty": "0.3333333", "hidden": "0", "idnumber": readable(item.id)}
    if item.ordered:
        settings |= {"layouttype": "VERTICAL", "selecttype": "ALL", "selectcount": str(len(item.options))}
        settings |= {"gradingtype": "ALL_OR_NOTHING", "showgrading": "SHOW", "numberingstyle": "none"}
    else:
        settings |= {"single": "false" if item.several else "true", "shuffleanswers": "false"}
        settings |= {"answernumbering": "abc", "showstandardinstruction": "0"}
    for name, value in settings.items():
        ET.SubElement(question, name).text = value
    for name, said in _COMBINED.items():
        _html(question, name, said)
    earned = {} if item.ordered else fractions(item)
    for number, id_ in enumerate(in_order(item), start=1):
        option = item.option[id_]
        answer = ET.SubElement(question, "answer", fraction=earned.get(id_, str(number)), format="html")
        _text(answer, html(option.text))
        _html(answer, "feedback", html(option.feedback))
    tagged = ET.SubElement(question, "tags")
    for tag in tags(item):
        _text(ET.SubElement(tagged, "tag"), tag)


def _html(parent: ET.Element, name: str, content: str) -> None:
    _text(ET.SubElement(parent, name, format="html"), content)


def _text(parent: ET.Element, content: str) -> None:
    ET.SubElement(parent, "text").text = content
