"""QTI 3.0: a package with a manifest, a test with a section for each topic, and one XML file for each item.

Source: 1EdTech, Question and Test Interoperability 3.0, Assessment, Section and Item information model and XML binding.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import KIND_IN_WORDS, Item
from ethics_engine.rendering.html import readable

from .archive import archive
from .text import by_topic, in_order, instruction, paragraphs, tags

_ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_ITEM_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd"
_PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_PACKAGE_SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"
_METADATA = "http://ltsc.ieee.org/xsd/LOM"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_TEST_ID = "ethics-quiz-test"
_TEST = f"{_TEST_ID}.xml"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


def as_qti(items: Sequence[Item], title: str, citations: Citations) -> bytes:
    """All items in a package of this title, with a test that asks them."""
    return archive({name: written(root) for name, root in package(items, title, citations).items()})


def package(items: Sequence[Item], title: str, citations: Citations) -> Mapping[str, ET.Element]:
    """The files of the package by their names."""
    files = {"imsmanifest.xml": _manifest(items, title), _TEST: _test(items, title)}
    return files | {_file(item): _item(item, citations) for item in items}


def _test(items: Sequence[Item], title: str) -> ET.Element:
    """A test of all items, a section for each topic; every question may be answered once, in any order."""
    named = {"identifier": _TEST_ID, "title": readable(title) or "Quiz", "xml:lang": "en-GB"}
    root = _root("qti-assessment-test", _ITEM, _ITEM_SCHEMA, named)
    score = _add(root, "outcome-declaration", identifier="SCORE", cardinality="single")
    score.set("base-type", "float")
    part = _add(root, "test-part", identifier="part")
    part.set("navigation-mode", "nonlinear")
    part.set("submission-mode", "individual")
    for number, (topic, known) in enumerate(by_topic(items), start=1):
        section = _add(part, "assessment-section", identifier=f"section-{number}", title=readable(topic))
        section.set("visible", "true")
        for item in known:
            _add(section, "assessment-item-ref", identifier=_identifier(item.id), href=_file(item))
    total = _add(_add(root, "outcome-processing"), "set-outcome-value", identifier="SCORE")
    _add(_add(total, "sum"), "test-variables").set("variable-identifier", "SCORE")
    return root


def _manifest(items: Sequence[Item], title: str) -> ET.Element:
    root = _root("manifest", _PACKAGE, _PACKAGE_SCHEMA, {"xmlns:lom": _METADATA, "identifier": _identifier(title)})
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "QTI Package"
    ET.SubElement(metadata, "schemaversion").text = "3.0.0"
    _string(ET.SubElement(_general(metadata), "lom:title"), title)
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    test = ET.SubElement(resources, "resource", {"identifier": _TEST_ID, "type": "imsqti_test_xmlv3p0", "href": _TEST})
    ET.SubElement(test, "file", href=_TEST)
    for item in items:
        ET.SubElement(test, "dependency", identifierref=_identifier(item.id))
    for item in items:
        file = _file(item)
        named = {"identifier": _identifier(item.id), "type": "imsqti_item_xmlv3p0", "href": file}
        resource = ET.SubElement(resources, "resource", named)
        general = _general(ET.SubElement(resource, "metadata"))
        identifier = ET.SubElement(general, "lom:identifier")
        ET.SubElement(identifier, "lom:catalog").text = "ethics-engine"
        ET.SubElement(identifier, "lom:entry").text = readable(item.id)
        for tag in tags(item):
            _string(ET.SubElement(general, "lom:keyword"), tag)
        ET.SubElement(resource, "file", href=file)
    return root


def _root(name: str, namespace: str, schema: str, attributes: Mapping[str, str]) -> ET.Element:
    """A root whose own namespace is the unmarked one, which ElementTree cannot write beside plain attributes."""
    spaces = {"xmlns": namespace, "xmlns:xsi": _INSTANCE, "xsi:schemaLocation": f"{namespace} {schema}"}
    return ET.Element(name, {**spaces, **attributes})


def _general(metadata: ET.Element) -> ET.Element:
    """The general part of an IEEE LOM record."""
    return ET.SubElement(ET.SubElement(metadata, "lom:lom"), "lom:general")


def _string(parent: ET.Element, said: str) -> None:
    ET.SubElement(parent, "lom:string", language="en-GB").text = readable(said)


def _item(item: Item, citations: Citations) -> ET.Element:
    named = {
        "identifier": _identifier(item.id),
        "title": f"{readable(item.topic)}: {KIND_IN_WORDS[item.kind]}",
        "adaptive": "false",
    }
    named |= {"time-dependent": "false", "xml:lang": "en-GB"}
    root = _root("qti-assessment-item", _ITEM, _ITEM_SCHEMA, named)
    many = "multiple" if item.several or item.ordered else "single"
    response = _add(root, "response-declaration", identifier="RESPONSE")
    response.set("cardinality", "ordered" if item.ordered else many)
    response.set("base-type", "identifier")
    correct = _add(response, "correct-response")
    for id_ in item.key:
        _add(correct, "value").text = id_
    score = _add(root, "outcome-declaration", identifier="SCORE", cardinality="single")
    score.set("base-type", "float")
    _add(_add(score, "default-value"), "value").text = "0"
    for name, cardinality in (("FEEDBACK", many), ("EXPLANATION", "single")):
        _add(root, "outcome-declaration", identifier=name, cardinality=cardinality).set("base-type", "identifier")
    _body(root, item)
    _processing(root, item)
    for option in item.options:
        _feedback(root, "FEEDBACK", option.id, [option.feedback])
    _feedback(root, "EXPLANATION", "explanation", [*paragraphs(item.explanation), *citations.resting(item)])
    return root


def _body(root: ET.Element, item: Item) -> None:
    body = _add(root, "item-body")
    for said in paragraphs(item.vignette):
        _paragraph(body, said)
    if item.ordered:
        interaction = _add(body, "order-interaction", shuffle="true")
    else:
        interaction = _add(body, "choice-interaction", shuffle="false")
        interaction.set("max-choices", "0" if item.several else "1")
    interaction.set("response-identifier", "RESPONSE")
    _paragraph(_add(interaction, "prompt"), f"{readable(item.question)} {instruction(item)}")
    for option in item.options:
        _add(interaction, "simple-choice", identifier=option.id).text = readable(option.text)


def _processing(root: ET.Element, item: Item) -> None:
    """One mark for the whole answer; then the feedback of what was chosen, or of every step, and the explanation."""
    processing = _add(root, "response-processing")
    right = _add(_add(processing, "response-condition"), "response-if")
    match = _add(right, "match")
    _add(match, "variable", identifier="RESPONSE")
    _add(match, "correct", identifier="RESPONSE")
    _value(_add(right, "set-outcome-value", identifier="SCORE"), "float", "1")
    feedback = _add(processing, "set-outcome-value", identifier="FEEDBACK")
    if item.ordered:
        steps = _add(feedback, "multiple")
        for id_ in in_order(item):
            _value(steps, "identifier", id_)
    else:
        _add(feedback, "variable", identifier="RESPONSE")
    _value(_add(processing, "set-outcome-value", identifier="EXPLANATION"), "identifier", "explanation")


def _feedback(root: ET.Element, outcome: str, identifier: str, said: Sequence[str]) -> None:
    feedback = _add(root, "modal-feedback", identifier=identifier)
    feedback.set("outcome-identifier", outcome)
    feedback.set("show-hide", "show")
    content = _add(feedback, "content-body")
    for part in said:
        _paragraph(content, part)


def _value(parent: ET.Element, type_: str, said: str) -> None:
    value = _add(parent, "base-value")
    value.set("base-type", type_)
    value.text = said


def _paragraph(parent: ET.Element, said: str) -> None:
    ET.SubElement(parent, "p").text = readable(said)


def _add(parent: ET.Element, name: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"qti-{name}", attributes)


def written(root: ET.Element) -> bytes:
    """An element as the content of a file."""
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _file(item: Item) -> str:
    return f"items/{_identifier(item.id)}.xml"


def _identifier(name: str) -> str:
    """An identifier that XML allows and that no other name has."""
    if _NAME.fullmatch(name):
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"i-{re.sub(r'[^A-Za-z0-9_.-]+', '-', name)[:40]}-{digest}"
