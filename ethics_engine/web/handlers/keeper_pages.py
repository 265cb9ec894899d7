"""What keepers of the rules do: test the decided cases, audit the rules; each goes on while the page waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response

from ethics_engine.errors import InputError
from ethics_engine.web import work
from ethics_engine.web.gone import GoneError
from ethics_engine.web.jobs import BackgroundJob
from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.site import Site
from ethics_engine.web.words import findings_with_places

_SECONDS = 600.0
_JOBS: Mapping[str, tuple[str, Callable[..., Any]]] = {
    "tests": ("Test the decided cases", work.tests_of_cases),
    "audit": ("Audit the rules", work.audit_of_rules),
}


def keepers(site: Site, _: PageRequest) -> Response:
    """What can be done, and what is under way."""
    jobs = {key: (title, site.jobs.background.get(key)) for key, (title, _work) in _JOBS.items()}
    return shown("keepers.html", jobs=jobs, ruleset=site.ruleset)


def job(site: Site, request: PageRequest) -> Response:
    """Begin a job, stop it, or show how far it is and what came of it."""
    key = request.path["job"]
    if key not in _JOBS:
        raise GoneError
    title, done = _JOBS[key]
    running: BackgroundJob | None = site.jobs.background.get(key)
    if request.sent:
        if not request.text("stop"):
            site.jobs.begin(key, title, done, site.read_from, seconds=_SECONDS)
        elif running:
            running.stop()
        return then(f"/keepers/{key}")
    if running is None:
        return then("/keepers")
    result = running.result if running.over else None
    failed: tuple[str, ...] = ()
    if isinstance(result, Exception):  # a keeper is told where the rules are wrong
        failed = findings_with_places(result) if isinstance(result, InputError) else (str(result),)
    text = result if isinstance(result, str) else ""
    sections = result if isinstance(result, tuple) else ()
    return shown("job.html", job=running, key=key, failed=failed, text=text, sections=sections)
