"""The pages as one application: which address shows what, and what becomes of each error."""

from __future__ import annotations

import logging
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import anyio.to_thread
import attrs
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from .access import Access, LinkAccess
from .fact_forms import UnreadableFormError
from .guard import BodyTooLargeError, Guard
from .handlers import (
    answer_pages,
    begin_pages,
    case_pages,
    fact_pages,
    handbook_pages,
    home_page,
    interview_pages,
    keeper_pages,
    people_page,
    quiz_pages,
    story_page,
    together_page,
)
from .page_request import Handler, PageRequest
from .problems import BUSY, EXPECTED, FAULT, GONE, NO_SUCH_REQUEST, Problem, problem_of
from .rights import admit
from .site import Site
from .templating import page_from

_STATIC = Path(__file__).parent / "static"
_THREADS = 2
"""How many answers are worked out at once: more only take turns, so that each of eight readers waits longer."""
_MOST_WAITING = 32
_MOST_FIELDS = 300
_USED_LINK = Problem(403, "This link was used already", ("Open the link that “ethics serve” printed last.",))
_AGENCY_SIGNS_OUT = "Your agency's sign-in lets you in here, and out again."
_log = logging.getLogger(__name__)

_PAGES: Sequence[tuple[str, Handler]] = (
    ("/", home_page.home),
    ("/consults/new", begin_pages.begin),
    ("/consults/open", begin_pages.open_file),
    ("/c/{consult}/story", story_page.story),
    ("/c/{consult}/ask", interview_pages.ask),
    ("/c/{consult}/ask/{number:int}", interview_pages.ask_numbered),
    ("/c/{consult}/ask/why", interview_pages.why_asked),
    ("/c/{consult}/check", interview_pages.check),
    ("/c/{consult}/danger", interview_pages.danger),
    ("/c/{consult}/review", fact_pages.review),
    ("/c/{consult}/asked", fact_pages.asked),
    ("/c/{consult}/facts", fact_pages.facts),
    ("/c/{consult}/f/{fact}", fact_pages.one),
    ("/c/{consult}/done", fact_pages.done),
    ("/c/{consult}", answer_pages.answer),
    ("/c/{consult}/everything", answer_pages.everything),
    ("/c/{consult}/why", answer_pages.why),
    ("/c/{consult}/change", answer_pages.change),
    ("/c/{consult}/together", together_page.together),
    ("/c/{consult}/codes", answer_pages.codes),
    ("/c/{consult}/under", begin_pages.change_codes),
    ("/c/{consult}/alike", answer_pages.alike),
    ("/c/{consult}/export", answer_pages.export),
    ("/c/{consult}/people", people_page.people),
    ("/c/{consult}/remove", home_page.remove),
    ("/quiz", quiz_pages.start),
    ("/quiz/progress", quiz_pages.progress),
    ("/quiz/{sitting}/{number:int}", quiz_pages.question),
    ("/handbook", handbook_pages.contents),
    ("/handbook/found", handbook_pages.found),
    ("/handbook/{chapter}", handbook_pages.chapter),
    ("/handbook/{chapter}/{part}", handbook_pages.part),
    ("/cases", case_pages.cases),
    ("/cases/{case}", case_pages.case),
    ("/keepers", keeper_pages.keepers),
    ("/keepers/{job}", keeper_pages.job),
)


def application(site: Site, access: Access) -> Starlette:
    """The application that serves the pages of a site to whom `access` lets in."""
    pages = _Pages(site)
    routes = [
        *_ways_in_and_out(access),
        Route("/health", lambda _: PlainTextResponse("ok\n"), methods=["GET"]),
        Mount("/static", StaticFiles(directory=_STATIC)),
        *(Route(path, pages.endpoint(handler), methods=["GET", "POST"]) for path, handler in _PAGES),
    ]
    threading.Thread(target=site.warm, daemon=True).start()
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, access=access)],
        exception_handlers={HTTPException: _http_error, Exception: _fault},
    )


class _Pages:
    """Runs handlers in a few threads, and turns what they raise into pages."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._limiter: CapacityLimiter | None = None

    def endpoint(self, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            self._limiter = self._limiter or CapacityLimiter(_THREADS)
            if self._limiter.statistics().tasks_waiting > _MOST_WAITING:
                return _shown(BUSY)
            try:
                read = await _read(request)
                return await anyio.to_thread.run_sync(_answered, handler, self._site, read, limiter=self._limiter)
            except EXPECTED as error:
                problem = problem_of(error, sent=request.method == "POST")
                return _shown(problem, back=request.url.path if problem.status != 404 else None)

        return answered


def _answered(handler: Handler, site: Site, request: PageRequest) -> Response:
    admit(site, request)
    return handler(site, request)


def _ways_in_and_out(access: Access) -> Iterator[Route]:
    if isinstance(access, LinkAccess):
        yield Route("/enter", _enter(access), methods=["GET"])
        yield Route("/leave", _leave(access), methods=["POST"])
    else:
        yield Route("/leave", _left_elsewhere, methods=["POST"])


def _left_elsewhere(_: Request) -> Response:
    """Whoever was signed in by the agency signs out there."""
    return _shown(Problem(200, "Sign out where you signed in", (_AGENCY_SIGNS_OUT,)))


def _enter(access: LinkAccess) -> Callable[[Request], Response]:
    def entered(request: Request) -> Response:
        session = access.enter(request.query_params.get("t", ""))
        if session is None:
            return _shown(_USED_LINK, menu=False)
        # A page and not a redirect: a strict cookie is not sent along with a redirect from outside.
        response = HTMLResponse(page_from("welcome.html", menu=False))
        response.set_cookie(access.cookie, session, httponly=True, samesite="strict", path="/")
        return response

    return entered


def _leave(access: LinkAccess) -> Callable[[Request], Response]:
    def left(_: Request) -> Response:
        access.leave()
        response = HTMLResponse(page_from("left.html", menu=False))
        response.delete_cookie(access.cookie, path="/")
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return left


async def _read(request: Request) -> PageRequest:
    path = {name: str(value) for name, value in request.path_params.items()}
    member, address = request.state.member, request.url.path
    if request.method != "POST":
        return PageRequest(path, address=address, member=member)
    try:
        async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
            fields: dict[str, list[str]] = {}
            files: dict[str, str] = {}
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = (await value.read()).decode("utf-8", errors="replace")
                else:
                    fields.setdefault(name, []).append(value)
    except (MultiPartException, HTTPException) as error:
        raise UnreadableFormError("form", "It has too many fields, or is broken. Go back, send it again.") from error
    return PageRequest(path, fields, files, sent=True, address=address, member=member)


def _shown(problem: Problem, *, back: str | None = None, menu: bool = True) -> Response:
    page = page_from("error.html", heading=problem.heading, texts=problem.texts, back=back, menu=menu)
    return HTMLResponse(page, problem.status, headers={"Retry-After": "2"} if problem.again else {})


def _http_error(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _shown(GONE if status == 404 else attrs.evolve(NO_SUCH_REQUEST, status=status))


def _fault(_: Request, error: Exception) -> Response:
    """A fault of the program: the log says where, but quotes nothing, for a message could hold what was stated."""
    if isinstance(error, BodyTooLargeError):
        raise error
    frames: list[str] = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    _log.error("%s at %s", type(error).__name__, " < ".join(reversed(frames)))
    return _shown(FAULT)
