"""Who gets in, and what never leaves."""

from __future__ import annotations

import logging
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import ethics_engine as ee
from ethics_engine.web.access import LinkAccess
from ethics_engine.web.app import application
from ethics_engine.web.site import Site
from tests.web.conftest import PORT, Browser

OURS = f"http://127.0.0.1:{PORT}"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 422),
        ({"sec-fetch-site": "none"}, 422),
        ({"origin": OURS}, 422),
        ({"origin": f"http://localhost:{PORT}"}, 422),
        ({}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": OURS}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin", "host": "evil.example"}, 421),
        ({"sec-fetch-site": "same-origin", "host": f"127.0.0.1:{PORT + 1}"}, 421),
    ],
)
def test_a_form_is_taken_from_this_page_only(browser: Browser, headers: dict[str, str], status: int) -> None:
    assert browser.client.post("/consults/new", data={}, headers=headers).status_code == status


def test_the_link_works_once(browser: Browser) -> None:
    assert browser.access.link is None
    assert browser.get("/enter?t=guess").status_code == 403


@given(
    st.sampled_from(["GET", "POST", "PUT", "DELETE"]),
    st.sampled_from(["/", "/consults/new", "/c/x", "/c/x/ask", "/quiz", "/keepers/tests", "/leave", "/x"]),
    st.dictionaries(
        st.sampled_from(["origin", "sec-fetch-site", "cookie"]), st.sampled_from(["same-origin", OURS, "a=b"])
    ),
)
def test_nobody_without_a_session_gets_anything(method: str, path: str, headers: dict[str, str]) -> None:
    client = _stranger()
    assert client.request(method, path, headers=headers).status_code in (401, 403, 421)


@cache
def _stranger() -> TestClient:
    return TestClient(application(Site(ee.load_ruleset()), LinkAccess(PORT)), base_url=OURS)


def test_an_idle_session_ends_and_a_new_link_is_announced() -> None:
    now, links = [0.0], list[str]()
    access = LinkAccess(PORT, announce=links.append, idle=60, clock=lambda: now[0])
    session = access.enter(str(access.link).partition("t=")[2])
    assert session
    now[0] = 59.0
    assert access.holds(session)
    now[0] = 120.0
    assert not access.holds(session)
    assert links == [access.link]


def test_a_page_that_only_asks_whether_the_server_is_there_counts_as_use() -> None:
    now = [0.0]
    access = LinkAccess(PORT, idle=60, clock=lambda: now[0])
    client = TestClient(application(Site(ee.load_ruleset()), access), base_url=f"http://127.0.0.1:{PORT}")
    client.get(str(access.link))
    for now[0] in (50.0, 100.0, 150.0):
        assert client.get("/health").status_code == 200
    assert client.get("/").status_code == 200


def test_what_is_too_large_is_refused(browser: Browser) -> None:
    assert browser.post("/consults/new", story="x" * 300_000).status_code == 413
    shorter = browser.post("/consults/new", question="may refer", story="x" * 25_000)
    assert shorter.status_code == 422
    assert "20000 characters" in shorter.text


def test_no_page_may_be_kept_framed_or_load_anything_from_elsewhere(browser: Browser) -> None:
    headers = browser.get("/").headers
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


@pytest.mark.slow
def test_story_and_role_appear_in_no_address_title_log_or_cookie(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    consult = browser.begin("may terminate", story="Marker-story")
    browser.state(consult, "client_threatens_violence", "yes", reported_by="Marker-role")
    for page in ("", "/ask", "/facts", "/review", "/everything", "/export", "/check"):
        response = browser.client.get(f"{consult}{page}")
        title = response.text.partition("<title>")[2].partition("</title>")[0]
        assert "Marker" not in title
        assert "Marker" not in str(response.url) + str(response.headers)
        assert "client_threatens_violence" not in str(response.url)
    assert "Marker" not in caplog.text
