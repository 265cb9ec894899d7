"""What stands before every request: the host, the session, the origin and the size; and the headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .access import Access
from .members import Member
from .templating import page_of_error

MOST_BYTES = 256 * 1024
"""How large the body of a request may be."""

_SAFE = ("GET", "HEAD")
_WITHOUT_SESSION = ("/enter", "/health")
_STATIC = "/static/"
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # `no-referrer` makes browsers send `Origin: null` with forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class BodyTooLargeError(Exception):
    """A body went on for longer than it may."""


class Guard:
    """Lets a request through to the app if its host, session, origin and size are as they should be."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Stand before `app`."""
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        path: str = scope["path"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    sent[name] = value
                sent["Cache-Control"] = "max-age=3600" if path.startswith(_STATIC) else "no-store"
            await send(message)

        headers = Headers(scope=scope)
        member = self._access.member(headers)
        scope["state"]["member"] = member
        if refusal := self._refusal(scope["method"], path, headers, member):
            status, heading, text = refusal
            await HTMLResponse(page_of_error(heading, text), status)(scope, receive, send_with_headers)
            return
        try:
            await self._app(scope, _limited(receive), send_with_headers)
        except BodyTooLargeError:
            await HTMLResponse(page_of_error(*_TOO_LARGE), 413)(scope, receive, send_with_headers)

    def _refusal(self, method: str, path: str, headers: Headers, member: Member | None) -> tuple[int, str, str] | None:
        if headers.get("host") not in self._access.hosts:
            return 421, "Wrong address", f"This page answers only under {' or '.join(sorted(self._access.hosts))}."
        if method not in _SAFE and not self._is_ours(headers):
            return 403, "Refused", "This form was not sent from this page. Go back, load the page again, and send it."
        if path.startswith(_STATIC) or (path in _WITHOUT_SESSION and method in _SAFE):
            return None
        if member is None:
            return 401, "Not signed in", self._access.refusal
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            return 413, *_TOO_LARGE
        return None

    def _is_ours(self, headers: Headers) -> bool:
        """Whether a form comes from this page, by what the browser says; if it says nothing, it does not."""
        if (site := headers.get("sec-fetch-site")) is not None:
            return site in ("same-origin", "none")
        return headers.get("origin") in self._access.origins


_TOO_LARGE = ("Too large", "What you sent is larger than 256 kB. Nothing was changed. Shorten it and send it again.")


def _limited(receive: Receive) -> Receive:
    """Count the body as it comes, for not every body says its length before."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BYTES:
            raise BodyTooLargeError
        return message

    return counted
