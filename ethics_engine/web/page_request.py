"""A request as handlers see it, and what they answer with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import field, frozen
from starlette.responses import HTMLResponse, RedirectResponse, Response

from .fact_forms import FormError
from .members import ALONE, Member
from .site import Site
from .templating import page_from


@frozen
class PageRequest:
    """A request, read.

    Attributes:
        path: The parts of the address that vary, by name.

        form: The fields of the form that was sent, each with its values; empty for a page that was only opened.

        files: The texts of files that were sent, by field.

        sent: Whether a form was sent.

        address: The path of the page.

        member: Who sent it.
    """

    path: Mapping[str, str]
    form: Mapping[str, Sequence[str]] = field(factory=dict)
    files: Mapping[str, str] = field(factory=dict)
    sent: bool = False
    address: str = "/"
    member: Member = ALONE

    def text(self, name: str) -> str:
        """The one value of a field; empty if it was not sent."""
        return next(iter(self.form.get(name, ())), "").replace("\r\n", "\n").strip()

    @property
    def version(self) -> int:
        """The version of the consult that the form was made for.

        Raises:
            FormError: The form does not say.
        """
        text = self.text("version")
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise FormError("version", "This form is incomplete. Go back, load the page again, and send it.")
        return int(text)


Handler = Callable[[Site, PageRequest], Response]


def shown(template: str, status: int = 200, **values: object) -> Response:
    """A page from a template."""
    return HTMLResponse(page_from(template, **values), status)


def then(address: str) -> Response:
    """What follows after a form was taken: the browser loads another page."""
    return RedirectResponse(address, 303)
