"""The pages in a real Chromium: `.ci/long browser` runs this, since a browser is too much to install for every change.

CHROMIUM=/usr/bin/chromium pytest tests/web/real_browser.py
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ethics_engine.web.templating import TEMPLATES
from tests.web.sign_in_proxy import SignInProxy

STORY = "A counsellor has seen a young man for two months. He comes from a community whose customs she does not know."
MODES: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "high contrast": {"contrast": "more"},
    "narrow": {"viewport": {"width": 320, "height": 700}},
    "zoomed": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
TURNING_CASE = (
    "id: x\nquestion: {ask: may, action: refer}\nfacts:\n  client_romance: persistent\n  suicide_risk: unknown\n"
)
WRONG_CASE = "id: x\nquestion: {ask: may, action: refer}\nfacts:\n  client_romanse: yes\n"


@frozen
class Served:
    """The page as `ethics serve` serves it, with somebody signed in who began a consult.

    Attributes:
        origin: The address that all pages begin with.

        state: The cookie, for a browser with other settings.

        consult: The path of the consult.

        elsewhere: Each address that any page wanted to load from somewhere else.

        folder: Where files may be put.
    """

    origin: str
    browser: Browser
    state: Any
    consult: str
    elsewhere: list[str]
    folder: Path

    def window(self, **settings: Any) -> BrowserContext:
        """A window with these settings, signed in."""
        opened = self.browser.new_context(storage_state=self.state, **settings)
        opened.set_default_navigation_timeout(90_000)  # the codes are each laid over the base, on a busy machine
        opened.on("request", lambda request: self._note(request.url))
        return opened

    def _note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "data:", "file:")):
            self.elsewhere.append(url)


@contextmanager
def _command(*options: str, cwd: Path | None = None) -> Iterator[str]:
    """`ethics serve` in a process of its own, and the first address that it prints."""
    command = [str(Path(sys.executable).with_name("ethics")), "serve", "--no-browser", *options]
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield next(found.group() for line in process.stdout if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with _command("--data", str(folder / "progress.sqlite")) as link:
        window = chromium.new_context()
        page = window.new_page()
        page.goto(link)
        origin = link.partition("/enter")[0]
        page.goto(f"{origin}/consults/new")
        page.check("input[value='may refer']")
        page.fill("#field-story", STORY)
        page.click("text=I know what matters")
        consult = page.url.removeprefix(origin).removesuffix("/facts")
        yield Served(origin, chromium, window.storage_state(), consult, [], folder)


Visit = Callable[[Served, Page], None]


def _at(path: str, status: int = 200) -> Visit:
    """Open a page of the site."""

    def visited(served: Served, page: Page) -> None:
        response = page.goto(served.origin + path)
        assert response
        assert response.status == status

    return visited


def _of_consult(path: str) -> Visit:
    """Open a page of the consult."""
    return lambda served, page: _at(f"{served.consult}/{path}".rstrip("/"))(served, page)


def _sent(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.click(button)


def _asking(path: str) -> Visit:
    """Open a page of the interview of another consult, after its list of dangers."""

    def visited(served: Served, page: Page) -> None:
        _begun(served, page, "may refer")
        _at(f"{page.url.removeprefix(served.origin).removesuffix('/ask/1')}/{path}")(served, page)

    return visited


def _without_a_draft(page: Page) -> None:
    """Clear the words that another test may have left, which would lead to the facts that they may be about."""
    for field in ("step", "story"):
        page.fill(f"[name='{field}']", "")


def _begun(served: Served, page: Page, question: str) -> None:
    """Begin an interview, and tick no danger."""
    page.goto(f"{served.origin}/consults/new")
    _without_a_draft(page)
    page.check(f"input[value='{question}']")
    page.click("text=Ask me one thing at a time")
    page.wait_for_url("**/danger")
    page.click("main form button:has-text('Continue')")
    page.wait_for_url("**/ask/1")


def _asking_unanswered(served: Served, page: Page) -> None:
    _begun(served, page, "may refer")
    _sent(page, "button:has-text('Continue')")


def _after(path: str, button: str) -> Visit:
    """Send a form of the site as it is."""

    def visited(served: Served, page: Page) -> None:
        page.goto(served.origin + path.replace("CONSULT", served.consult))
        _sent(page, button)

    return visited


def _own_words(served: Served, page: Page) -> None:
    page.goto(f"{served.origin}/consults/new")
    page.fill("#step", "May I accept the gift that she brought?")
    _sent(page, "button[value=find]")


def _together(served: Served, page: Page) -> None:
    page.goto(f"{served.origin}{served.consult}/together")
    page.locator("main select").first.select_option(index=1)
    _sent(page, "main form button[type=submit]")


def _stale_form(served: Served, page: Page) -> None:
    page.goto(f"{served.origin}{served.consult}/under")
    page.evaluate("document.querySelector('[name=version]').value = '99'")
    _sent(page, "text=Answer by these")


def _one_fact(served: Served, page: Page) -> None:
    page.goto(f"{served.origin}{served.consult}/facts")
    page.fill("#words", "unpaid")
    _sent(page, "button:has-text('Find')")
    with page.expect_navigation():
        page.locator("main .rows a").first.click()


def _wrong_case_file(served: Served, page: Page) -> None:
    wrong = served.folder / "wrong.case.yaml"
    wrong.write_text(WRONG_CASE)
    _open_file(served, page, wrong)


def _turning(path: str, button: str = "") -> Visit:
    """Open a page of a consult that has something to do next and something that turns its answer."""

    def visited(served: Served, page: Page) -> None:
        case = served.folder / "turning.case.yaml"
        case.write_text(TURNING_CASE)
        _open_file(served, page, case)
        page.goto(f"{page.url}/{path}".rstrip("/"))
        if button:
            page.click(f"{button} >> nth=-1")
            page.wait_for_selector("text=What this changed")

    return visited


def _no_case_file(served: Served, page: Page) -> None:
    picture = served.folder / "picture.yaml"
    picture.write_bytes(b"\x89PNG\r\n")
    _open_file(served, page, picture)


def _open_file(served: Served, page: Page, file: Path) -> None:
    page.goto(f"{served.origin}/consults/new")
    page.click("text=Open a case file instead")
    page.set_input_files("#file", file)
    _sent(page, "text=Open it")


def _quiz_question(served: Served, page: Page) -> None:
    page.goto(f"{served.origin}/quiz")
    _sent(page, "main form button[type=submit] >> nth=0")


def _quiz_question_unanswered(served: Served, page: Page) -> None:
    _quiz_question(served, page)
    _sent(page, "main form button[type=submit] >> nth=0")


def _quiz_feedback(served: Served, page: Page) -> None:
    _quiz_question(served, page)
    for choice in page.locator("main input[name=option]").all()[:1]:
        choice.check()
    for number, place in enumerate(page.locator("main select").all(), 1):
        place.select_option(index=number)
    page.check("main input[name=certainty] >> nth=0")
    _sent(page, "main form button[type=submit] >> nth=0")


def _job(served: Served, page: Page) -> None:
    page.goto(f"{served.origin}/keepers")
    _sent(page, "main button >> nth=0")


def _finished_job(served: Served, page: Page) -> None:
    _job(served, page)
    page.wait_for_selector("text=cases pass", timeout=90_000)


def _saved_page(served: Served, page: Page) -> None:
    page.goto(f"{served.origin}{served.consult}/export")
    with page.expect_download() as saved:
        page.click("main form button[type=submit]")
    saved.value.save_as(served.folder / "saved.html")
    page.goto((served.folder / "saved.html").as_uri())


def _welcome(_: Served, page: Page) -> None:
    with _command() as link:
        page.goto(link)


def _link_used_before(served: Served, page: Page) -> None:
    _at("/enter?t=used", 403)(served, page)


def _signed_out(_: Served, page: Page) -> None:
    with _command() as link:
        page.goto(link)
        _sent(page, "text=Go to the start")
        _sent(page, "text=Sign out")


def _people(who: str) -> Visit:
    """Who may open a consult of an agency, as its sign-in names `who`."""

    def visited(served: Served, page: Page) -> None:
        with _agency(served.folder) as sign_in:
            sign_in.name = "anna"
            page.goto(f"{sign_in.origin}/consults/new")
            page.check("input[value='may refer']")
            _sent(page, "text=I know what matters")
            page.goto(page.url.removesuffix("/facts") + "/review")
            _sent(page, "text=Who may open this consult")
            page.locator("fieldset:has-text('cem') label:has-text('May open it')").click()
            _sent(page, "main button[type=submit]")
            sign_in.name = who
            page.reload()

    return visited


VISITS: Mapping[str, Sequence[Visit]] = {
    "alike.html": (_of_consult("alike"),),
    "answer.html": (_of_consult(""), _turning(""), _turning("", "form[action$='/done'] button")),
    "ask.html": (_asking("ask"), _asking("ask/why"), _asking_unanswered),
    "case.html": (_at("/cases/culture-001"),),
    "cases.html": (_at("/cases"),),
    "change.html": (_of_consult("change"), _turning("change")),
    "chapter.html": (_at("/handbook/rules"), _at("/handbook/rules/topic-fees"), _at("/handbook/terms")),
    "check.html": (_of_consult("check"),),
    "codes.html": (_of_consult("codes"),),
    "danger.html": (_of_consult("danger"),),
    "error.html": (_at("/nowhere", 404), _link_used_before, _stale_form),
    "export.html": (_of_consult("export"),),
    "fact.html": (_one_fact,),
    "facts.html": (_of_consult("facts"),),
    "file_errors.html": (_wrong_case_file, _no_case_file),
    "handbook.html": (_at("/handbook"),),
    "handbook_found.html": (_at("/handbook/found"),),
    "home.html": (_at("/"),),
    "job.html": (_job, _finished_job),
    "keepers.html": (_at("/keepers"),),
    "left.html": (_signed_out,),
    "new.html": (_at("/consults/new"), _after("/consults/new", "text=Ask me one thing at a time"), _own_words),
    "people.html": (_people("anna"), _people("cem")),
    "quiz_feedback.html": (_quiz_feedback,),
    "quiz_progress.html": (_at("/quiz/progress"),),
    "quiz_question.html": (_quiz_question, _quiz_question_unanswered),
    "quiz_start.html": (_at("/quiz"),),
    "remove.html": (_of_consult("remove"),),
    "report.html": (_saved_page,),
    "review.html": (_of_consult("review"),),
    "sections.html": (_of_consult("why"), _of_consult("everything")),
    "story.html": (_of_consult("story"),),
    "together.html": (_of_consult("together"), _together),
    "under.html": (_of_consult("under"),),
    "welcome.html": (_welcome,),
}


@contextmanager
def _agency(folder: Path) -> Iterator[SignInProxy]:
    """The page of an agency behind its own sign-in."""
    (folder / "members.yaml").write_text("anna: consultant\nben: consultant\ncem: reader\ndana: chair\n")
    sign_in = SignInProxy("X-User")
    path = folder / "page.sock"
    options = {"socket": path, "members": folder / "members.yaml", "openings": folder / "openings.jsonl"}
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    try:
        with _command(*words, "--user-header", sign_in.header, "--public-origin", sign_in.origin):
            sign_in.pass_on_to(path)
            yield sign_in
    finally:
        sign_in.close()


def _all_open(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def _holds_up(page: Page) -> None:
    """Nothing is found on the page as it is now, with all that is folded open, and nothing scrolls sideways."""
    _all_open(page)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:120]) for each in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def test_every_template_is_visited() -> None:
    assert set(VISITS) == set(TEMPLATES)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("template", "number"), [(name, n) for name, each in VISITS.items() for n in range(len(each))])
def test_axe_finds_nothing(served: Served, mode: str, template: str, number: int) -> None:
    window = served.window(**MODES[mode])
    page = window.new_page()
    VISITS[template][number](served, page)
    assert page.evaluate("document.body.dataset.template") == template
    _holds_up(page)
    window.close()


def test_an_interview_needs_no_javascript_and_no_mouse(served: Served) -> None:
    window = served.window(java_script_enabled=False)
    page = window.new_page()
    page.goto(f"{served.origin}/consults/new")
    _without_a_draft(page)
    page.focus("input[value='may terminate']")
    page.keyboard.press("Space")
    page.focus("button[value='ask']")
    for _ in range(60):
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if page.url.endswith("/danger"):
            page.focus("main button:has-text('Continue')")
            continue
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
    page.check("input[name='wrong'] >> nth=0")
    page.click("button:has-text('Continue')")
    first = page.inner_text("h1")
    page.check("form.keys input[value='no']")
    page.click("button:has-text('Continue')")
    assert page.inner_text("h1") != first
    page.go_back()
    page.wait_for_load_state()
    assert page.inner_text("h1") == first
    assert page.is_checked("form.keys input[value='no']")
    page.check("form.keys input[value='yes']")
    page.click("button:has-text('Continue')")
    assert page.inner_text("h1") != first
    window.close()


def test_the_browsers_back_to_a_form_with_an_error_shows_what_was_written(served: Served) -> None:
    window = served.window()
    page = window.new_page()
    page.goto(f"{served.origin}/consults/new")
    page.fill("#field-story", "He shouts at me.")
    _sent(page, "text=Ask me one thing at a time")
    assert page.locator(".errors").count() == 1
    _sent(page, "header >> text=Cases")
    page.go_back()
    assert page.input_value("#field-story") == "He shouts at me."
    window.close()


def test_whoever_writes_for_long_is_not_signed_out(served: Served) -> None:
    window = served.window()
    page = window.new_page()
    page.goto(f"{served.origin}/consults/new")
    with page.expect_request(f"{served.origin}/health"):
        page.locator("#field-story").press_sequentially("He")
    window.close()


def test_number_keys_choose_an_answer(served: Served) -> None:
    window = served.window()
    page = window.new_page()
    _begun(served, page, "may refer")
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
