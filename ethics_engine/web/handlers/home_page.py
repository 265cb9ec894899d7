"""The first page, and the removal of a consult."""

from __future__ import annotations

from starlette.responses import Response

from ethics_engine.web.page_request import PageRequest, shown, then
from ethics_engine.web.site import Site
from ethics_engine.web.words import question_of


def home(site: Site, _: PageRequest) -> Response:
    """Three doors, and the consults of this process."""
    consults = [(consult, question_of(consult, site.rules(consult))) for consult in site.consults]
    return shown("home.html", consults=consults, ruleset=site.ruleset)


def remove(site: Site, request: PageRequest) -> Response:
    """Ask whether a consult is to be removed, and remove it."""
    consult = site.consults.get(request.path["consult"])
    if request.sent:
        site.consults.forget(consult.id)
        return then("/")
    return shown("remove.html", consult=consult, question=question_of(consult, site.rules(consult)))
