"""A browser that is signed in to a page of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `page` is not installed")

from attrs import frozen  # after the module is left out, if it has to be
from starlette.testclient import TestClient

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus
from ethics_engine.interview.base_rates import BaseRates
from ethics_engine.web.access import LinkAccess
from ethics_engine.web.app import application
from ethics_engine.web.ongoing_consult import OngoingConsult
from ethics_engine.web.site import Site

PORT = 8123
OURS = {"sec-fetch-site": "same-origin"}


@frozen
class Browser:
    """Loads pages and sends forms as a browser does."""

    client: TestClient
    site: Site
    access: LinkAccess

    def get(self, address: str):
        return self.client.get(address)

    def post(self, address: str, **fields: object):
        return self.client.post(address, data=fields, headers=OURS, follow_redirects=False)

    def begin(self, question: str = "may refer", story: str = "") -> str:
        """The address of a new consult."""
        response = self.post("/consults/new", question=question, story=story, how="ask")
        assert response.status_code == 303
        return str(response.headers["location"]).rsplit("/", 1 if story else 2)[0]

    def calm(self, question: str = "may refer", *ticked: str) -> str:
        """A new consult after the list of dangers with which an interview begins, in which these facts were ticked."""
        from ethics_engine.web.opaque_names import opaque_name

        consult = self.begin(question)
        names = [opaque_name(consult.removeprefix("/c/"), fact) for fact in ticked]
        self.post(f"{consult}/danger", version=self.version(consult), wrong=names)
        return consult

    def state(self, consult: str, fact: str, value: object, **more: object):
        """State a fact by its page."""
        found = self.site.consults.get(consult.removeprefix("/c/"))
        from ethics_engine.web.opaque_names import opaque_name

        name = opaque_name(found.id, fact)
        return self.post(f"{consult}/f/{name}", version=str(found.version), value=value, **more)

    def version(self, consult: str) -> int:
        return self.site.consults.get(consult.removeprefix("/c/")).version


@pytest.fixture(scope="session")
def bundled() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture(scope="session")
def counted(bundled: ee.Ruleset) -> tuple[Corpus, BaseRates]:
    """The decided cases, and how often each value occurs in them: the same for every page."""
    site = Site(bundled)
    return site.corpus, site.rates


@pytest.fixture
def browser(bundled: ee.Ruleset, counted: tuple[Corpus, BaseRates], tmp_path: Path) -> Iterator[Browser]:
    site, access = Site(bundled, progress_file=tmp_path / "progress.sqlite"), LinkAccess(PORT)
    site.corpus, site._rates = counted
    client = TestClient(application(site, access), base_url=f"http://127.0.0.1:{PORT}")
    assert access.link
    assert client.get(access.link).status_code == 200
    yield Browser(client, site, access)
    site.jobs.stop()


def field(html: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found.group(1)


def kept_of(browser: Browser, consult: str) -> OngoingConsult:
    """What the site keeps of a consult."""
    return browser.site.consults.get(consult.removeprefix("/c/"))
