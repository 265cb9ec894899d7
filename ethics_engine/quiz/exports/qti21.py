"""QTI 2.1, for systems that do not read QTI 3.0 yet: the same package in the names of the older version.

QTI 3.0 renamed what 2.1 has by one rule, such as `responseDeclaration` to `qti-response-declaration`.
Source: 1EdTech, Question and Test Interoperability 2.1, Assessment Test, Section and Item information model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item

from .archive import archive
from .qti import package, written

_ITEM = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_ITEM_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1p2.xsd"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_PACKAGE_SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"


def as_qti21(items: Sequence[Item], title: str, citations: Citations) -> bytes:
    """All items in a package of this title, with a test that asks them."""
    files = package(items, title, citations)
    return archive({name: written(_older(root)) for name, root in files.items()})


def _older(root: ET.Element) -> ET.Element:
    if root.tag == "manifest":
        return _older_manifest(root)
    found = _renamed(root)
    found.set("xmlns", _ITEM)
    found.set("xsi:schemaLocation", f"{_ITEM} {_ITEM_SCHEMA}")
    return found


def _older_manifest(root: ET.Element) -> ET.Element:
    root.set("xmlns", _PACKAGE)
    root.set("xsi:schemaLocation", f"{_PACKAGE} {_PACKAGE_SCHEMA}")
    for version in root.iter("schemaversion"):
        version.text = "2.1.0"
    for schema in root.iter("schema"):
        schema.text = "QTIv2.1 Package"
    for resource in root.iter("resource"):
        resource.set("type", resource.get("type", "").replace("v3p0", "v2p1"))
    return root


def _renamed(element: ET.Element) -> ET.Element:
    """An element with the names of 2.1; the body that 3.0 puts around the content of feedback falls away."""
    found = ET.Element(_camel(element.tag.removeprefix("qti-")))
    for name, value in element.attrib.items():
        found.set(name if ":" in name else _camel(name), value)
    found.text = element.text
    for child in element:
        found.extend(map(_renamed, child) if child.tag == "qti-content-body" else [_renamed(child)])
    return found


def _camel(name: str) -> str:
    return re.sub(r"-([a-z])", lambda letter: letter[1].upper(), name)
