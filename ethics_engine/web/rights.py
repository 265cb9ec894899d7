"""What somebody may open and change; asked before any page is made."""

from __future__ import annotations

from .members import Member
from .ongoing_consult import OngoingConsult
from .page_request import PageRequest
from .site import Site

_NOT_YOURS = "This consult is not open to you. Ask whoever began it, or the chair."
_READ_ONLY = "Your role reads consults, and does not change them."
_NO_CONSULTS = "Your role begins no consults."
_NO_KEEPER = "Tests and audits of the rules are for keepers and the chair."


class RefusedError(Exception):
    """The role does not allow it; the message says so."""


def is_open_to(consult: OngoingConsult, member: Member) -> bool:
    """Whether somebody may open a consult: not if recused; else as chair, as whoever began it, or if let in."""
    if member.name in consult.recused:
        return False
    return member.role.value == "chair" or member.name in (consult.begun_by, *consult.let_in)


def admit(site: Site, request: PageRequest) -> None:
    """Let a request through, and note the opening of a consult.

    Raises:
        GoneError: There is no such consult.

        NotLoggedError: The opening could not be noted.

        RefusedError: The role does not allow it.
    """
    member, section = request.member, request.address.split("/")[1]
    if section == "consults" and not member.may_work_on_consults:
        raise RefusedError(_NO_CONSULTS)
    if section == "keepers" and not member.may_keep_rules:
        raise RefusedError(_NO_KEEPER)
    if "consult" not in request.path:
        return
    consult = site.consults.get(request.path["consult"])
    if not is_open_to(consult, member):
        raise RefusedError(_NOT_YOURS)
    page = request.address.split("/")[3] if request.address.count("/") > 2 else "answer"
    if request.sent and page != "export" and not member.may_work_on_consults:
        raise RefusedError(_READ_ONLY)
    if site.openings:
        site.openings.note(member, consult.id, page, sent=request.sent)
