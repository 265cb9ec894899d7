"""The pages in a real Chromium: `.ci/long browser` runs this, since a browser is too much to install for every change.

CHROMIUM=/usr/bin/chromium pytest tests/web/real_browser.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

STORY = "A counsellor has seen a young man for two months. He comes from a community whose customs she does not know."
MODES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"contrast": "more"},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "zoomed": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
OF_A_CONSULT = (
    "", "ask", "ask/why", "facts", "review", "check", "change", "why", "codes", "under", "alike", "everything",
    "export", "remove",
)  # fmt: skip
OF_THE_SITE = (
    "/", "/consults/new", "/quiz", "/quiz/progress", "/handbook", "/handbook/found", "/handbook/rules",
    "/handbook/rules/topic-fees", "/handbook/terms", "/cases", "/cases/culture-001", "/keepers", "/nowhere",
)  # fmt: skip


@frozen
class Served:
    """The page as `ethics serve` serves it, with somebody signed in who began a consult.

    Attributes:
        origin: The address that all pages begin with.

        state: The cookie, for a browser with other settings.

        consult: The path of the consult.

        elsewhere: Each address that any page wanted to load from somewhere else.
    """

    origin: str
    browser: Browser
    state: Any
    consult: str
    elsewhere: list[str]

    def window(self, **settings: Any) -> BrowserContext:
        """A window with these settings, signed in."""
        opened = self.browser.new_context(storage_state=self.state, **settings)
        opened.set_default_navigation_timeout(90_000)  # the codes are each laid over the base, on a busy machine
        opened.on("request", lambda request: self._note(request.url))
        return opened

    def _note(self, url: str) -> None:
        if not url.startswith((self.origin, "data:", "file:")):
            self.elsewhere.append(url)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    command = [str(Path(sys.executable).with_name("ethics")), "serve", "--no-browser"]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,
        sync_playwright() as playwright,
    ):
        link = _link(process)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        window = browser.new_context()
        page = window.new_page()
        page.goto(link)
        origin = link.partition("/enter")[0]
        page.goto(f"{origin}/consults/new")
        page.check("input[value='may refer']")
        page.fill("#field-story", STORY)
        page.click("text=I know what matters")
        yield Served(origin, browser, window.storage_state(), page.url.removeprefix(origin).removesuffix("/facts"), [])
        browser.close()
        process.terminate()


def _link(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found.group()
    raise AssertionError("no link was printed")


def _all_open(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", [*OF_THE_SITE, *(f"consult/{path}" for path in OF_A_CONSULT)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(served: Served, mode: str, path: str) -> None:
    address = path if path.startswith("/") else f"{served.consult}/{path.removeprefix('consult/')}".rstrip("/")
    window = served.window(**MODES[mode])
    page = window.new_page()
    response = page.goto(served.origin + address)
    assert response
    assert response.status == (404 if path == "/nowhere" else 200)
    _holds_up(page)
    window.close()


def _holds_up(page: Page) -> None:
    """Nothing is found on the page as it is now, with all that is folded open."""
    _all_open(page)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


@pytest.mark.parametrize("mode", MODES)
def test_pages_that_follow_a_form_hold_up_too(served: Served, mode: str, tmp_path: Path) -> None:
    window = served.window(**MODES[mode])
    page = window.new_page()

    def sent(button: str) -> None:
        with page.expect_navigation():
            page.click(button)
        _holds_up(page)

    page.goto(f"{served.origin}/consults/new")
    sent("text=Ask me one thing at a time")  # nothing is chosen
    page.goto(f"{served.origin}{served.consult}/ask")
    sent("text=Continue")
    page.goto(f"{served.origin}{served.consult}/facts")
    page.fill("#words", "unpaid")
    sent("button:has-text('Find')")
    page.locator("main .rows a").first.click()
    page.wait_for_load_state()
    _holds_up(page)
    wrong = tmp_path / "wrong.case.yaml"
    wrong.write_text("id: x\nquestion: {ask: may, action: refer}\nfacts:\n  client_romanse: yes\n")
    page.goto(f"{served.origin}/consults/new")
    page.click("text=Open a case file instead")
    page.set_input_files("#file", wrong)
    sent("text=Open it")
    page.goto(f"{served.origin}/keepers")
    sent("main button >> nth=0")
    page.goto(f"{served.origin}/quiz")
    sent("main form button[type=submit] >> nth=0")
    sent("main form button[type=submit] >> nth=0")  # nothing is chosen
    for choice in page.locator("main input[name=option]").all()[:1]:
        choice.check()
    for number, place in enumerate(page.locator("main select").all(), 1):
        place.select_option(index=number)
    page.check("main input[name=certainty] >> nth=0")
    sent("main form button[type=submit] >> nth=0")
    page.goto(f"{served.origin}{served.consult}/export")
    with page.expect_download() as saved:
        page.click("main form button[type=submit]")
    saved.value.save_as(tmp_path / "saved.html")
    page.goto((tmp_path / "saved.html").as_uri())
    _holds_up(page)
    window.close()


def test_an_interview_needs_no_javascript_and_no_mouse(served: Served) -> None:
    window = served.window(java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{served.origin}/consults/new")
    page.focus("input[value='may terminate']")
    page.keyboard.press("Space")
    page.focus("button[value='ask']")
    for _ in range(60):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if "/ask" not in page.url:
            break
        page.focus("form.keys input[value='unknown']")
        page.keyboard.press("Space")
        page.focus("form.keys button")
    assert page.url.endswith(("/check", "/review"))
    window.close()


def test_the_browsers_back_leads_to_the_question_before_with_its_answer(served: Served) -> None:
    window = served.window()
    page = window.new_page()
    page.goto(f"{served.origin}/consults/new")
    page.check("input[value='may terminate']")
    page.click("text=Ask me one thing at a time")
    first = page.inner_text("h1")
    page.check("form.keys input[value='no']")
    page.click("text=Continue")
    assert page.inner_text("h1") != first
    page.go_back()
    page.wait_for_load_state()
    assert page.inner_text("h1") == first
    assert page.is_checked("form.keys input[value='no']")
    page.check("form.keys input[value='yes']")
    page.click("text=Continue")
    assert page.inner_text("h1") != first
    window.close()


def test_number_keys_choose_an_answer(served: Served) -> None:
    window = served.window()
    page = window.new_page()
    page.goto(f"{served.origin}{served.consult}/ask")
    page.keyboard.press("2")
    assert page.locator("form.keys input:checked").count() == 1
    window.close()


def test_an_answer_prints_on_a_few_pages(served: Served) -> None:
    window = served.window()
    page = window.new_page()
    page.goto(served.origin + served.consult)
    printed = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 8
    window.close()


def test_no_page_wanted_anything_from_elsewhere(served: Served) -> None:
    assert served.elsewhere == []
