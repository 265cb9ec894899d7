"""QTI 3.0, with the order of elements in the XML binding of the ASI model."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from .made import ITEMS, exported

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/LOM}"
ORDER: Mapping[str, tuple[str, ...]] = {
    "qti-assessment-item": (
        *("qti-context-declaration", "qti-response-declaration", "qti-outcome-declaration"),
        *("qti-template-declaration", "qti-template-processing", "qti-assessment-stimulus-ref"),
        *("qti-companion-materials-info", "qti-stylesheet", "qti-item-body", "qti-catalog-info"),
        *("qti-response-processing", "qti-modal-feedback"),
    ),
    "qti-response-declaration": ("qti-default-value", "qti-correct-response", "qti-mapping", "qti-area-mapping"),
    "qti-outcome-declaration": ("qti-default-value", "qti-match-table", "qti-interpolation-table"),
    "qti-choice-interaction": ("qti-prompt", "qti-simple-choice"),
    "qti-order-interaction": ("qti-prompt", "qti-simple-choice"),
    "qti-response-condition": ("qti-response-if", "qti-response-else-if", "qti-response-else"),
    "qti-modal-feedback": ("qti-stylesheet", "qti-content-body", "qti-catalog-info"),
}
REQUIRED = {
    "qti-assessment-item": {"identifier", "title", "time-dependent"},
    "qti-response-declaration": {"identifier", "cardinality", "base-type"},
    "qti-outcome-declaration": {"identifier", "cardinality", "base-type"},
    "qti-choice-interaction": {"response-identifier", "max-choices", "shuffle"},
    "qti-order-interaction": {"response-identifier", "shuffle"},
    "qti-simple-choice": {"identifier"},
    "qti-modal-feedback": {"identifier", "outcome-identifier", "show-hide"},
    "qti-set-outcome-value": {"identifier"},
    "qti-base-value": {"base-type"},
    "qti-variable": {"identifier"},
    "qti-correct": {"identifier"},
}


class TestQti:
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(exported("qti"))) as packed:
            assert packed.testzip() is None
            return {name: packed.read(name) for name in packed.namelist()}

    def items(self) -> list[ET.Element]:
        return [ET.fromstring(content) for name, content in self.files().items() if name.startswith("items/")]

    def test_the_manifest_names_every_file_once(self) -> None:
        files = self.files()
        manifest = ET.fromstring(files["imsmanifest.xml"])

        assert manifest.tag == f"{CP}manifest"
        assert [child.tag for child in manifest] == [f"{CP}metadata", f"{CP}organizations", f"{CP}resources"]
        assert manifest.findtext(f"{CP}metadata/{CP}schema") == "QTI Package"
        assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "3.0.0"
        resources = manifest.findall(f"{CP}resources/{CP}resource")
        assert {resource.get("type") for resource in resources} == {"imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"}
        hrefs = [resource.get("href") for resource in resources]
        assert sorted(map(str, hrefs)) == sorted(set(files) - {"imsmanifest.xml"})
        assert [resource.find(f"{CP}file").get("href") for resource in resources] == hrefs
        by_href = {resource.get("href"): resource.get("identifier") for resource in resources}
        assert all(ET.fromstring(files[str(href)]).get("identifier") == name for href, name in by_href.items())

    def test_the_manifest_keeps_ids_and_tags(self) -> None:
        _, *resources = ET.fromstring(self.files()["imsmanifest.xml"]).iter(f"{CP}resource")

        entries = [resource.findtext(f".//{LOM}entry") for resource in resources]
        assert entries == [known.id for known in ITEMS]
        first = resources[0]
        keywords = [keyword.text for keyword in first.findall(f".//{LOM}keyword/{LOM}string")]
        assert keywords[:3] == ["topic:values", "kind:answer", "difficulty:3"]

    def test_elements_stand_in_the_order_of_the_schema_with_what_they_need(self) -> None:
        for root in self.items():
            for element in root.iter():
                assert element.tag.startswith(QTI)
                name = element.tag.removeprefix(QTI)
                children = [child.tag.removeprefix(QTI) for child in element]
                if name in ORDER:
                    places = [ORDER[name].index(child) for child in children]
                    assert places == sorted(places), name
                assert REQUIRED.get(name, set()) <= set(element.attrib), name

    def test_identifiers_are_names_and_refer_to_each_other(self) -> None:
        for root in self.items():
            for element in root.iter():
                assert re.fullmatch(r"[A-Za-z_][\w.-]*", element.get("identifier", "x"))
            outcomes = {found.get("identifier") for found in root.findall(f"{QTI}qti-outcome-declaration")}
            assert {found.get("outcome-identifier") for found in root.findall(f"{QTI}qti-modal-feedback")} <= outcomes
            assert {found.get("identifier") for found in root.iter(f"{QTI}qti-set-outcome-value")} <= outcomes

    def test_key_options_and_feedback_come_back_as_they_were(self) -> None:
        for root, known in zip(self.items(), ITEMS, strict=True):
            response = root.find(f"{QTI}qti-response-declaration")
            assert response is not None
            key = [value.text for value in response.iter(f"{QTI}qti-value")]
            assert tuple(key) == known.key
            cardinality = "ordered" if known.ordered else "multiple" if known.several else "single"
            assert response.get("cardinality") == cardinality
            choices = {choice.get("identifier"): choice.text for choice in root.iter(f"{QTI}qti-simple-choice")}
            assert choices == {option.id: option.text for option in known.options}
            said = {
                feedback.get("identifier"): "\n".join(feedback.itertext()).strip()
                for feedback in root.findall(f"{QTI}qti-modal-feedback")
            }
            assert {option.id: said[option.id] for option in known.options} == {
                option.id: option.feedback for option in known.options
            }
            for part in (*known.explanation.split("\n\n"), *known.rules, *known.sources):
                assert part in said["explanation"]

    def test_the_interaction_suits_the_item(self) -> None:
        single, several, order, _ = self.items()

        assert single.find(f".//{QTI}qti-choice-interaction").get("max-choices") == "1"
        assert several.find(f".//{QTI}qti-choice-interaction").get("max-choices") == "0"
        assert order.find(f".//{QTI}qti-order-interaction") is not None


class TestQtiAssessment:
    """The test of a package, which asks all its items."""

    def test_the_test_refers_to_every_item_once_in_order_in_a_section_for_each_topic(self) -> None:
        with zipfile.ZipFile(io.BytesIO(exported("qti"))) as packed:
            root = ET.fromstring(packed.read("ethics-quiz-test.xml"))
            named = {
                ET.fromstring(packed.read(name)).get("identifier"): name
                for name in packed.namelist()
                if "items/" in name
            }
        references = list(root.iter(f"{QTI}qti-assessment-item-ref"))

        assert [section.get("title") for section in root.iter(f"{QTI}qti-assessment-section")] == ["values"]
        assert len(references) == len(ITEMS)
        assert {one.get("identifier"): one.get("href") for one in references} == named

    def test_the_older_version_has_the_same_in_its_own_names(self) -> None:
        older = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
        with zipfile.ZipFile(io.BytesIO(exported("qti21"))) as packed:
            roots = {name: ET.fromstring(packed.read(name)) for name in packed.namelist()}
        manifest = roots.pop("imsmanifest.xml")
        test = roots.pop("ethics-quiz-test.xml")
        item = roots[next(name for name in roots)]

        kinds = {
            resource.get("type") for resource in manifest.iter("{http://www.imsglobal.org/xsd/imscp_v1p1}resource")
        }
        assert kinds == {"imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"}
        assert test.tag == f"{older}assessmentTest"
        assert item.tag == f"{older}assessmentItem"
        assert item.get("timeDependent") == "false"
        assert item.find(f".//{older}choiceInteraction").get("responseIdentifier") == "RESPONSE"
        assert not [one.tag for root in roots.values() for one in root.iter() if "qti-" in one.tag]
        assert item.findtext(f".//{older}modalFeedback/{older}p")
