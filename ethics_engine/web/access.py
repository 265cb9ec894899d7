"""Who may open the page: whoever has the link that was printed, or whom the sign-in of an agency names."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Protocol
from urllib.parse import urlsplit

from attrs import frozen

from .members import ALONE, Member

IDLE_SECONDS = 30 * 60
"""After how long without a request the page asks for a new link."""


class Access(Protocol):
    """What the guard asks before it lets a request through."""

    @property
    def hosts(self) -> frozenset[str]:
        """What the header `Host` may be."""

    @property
    def origins(self) -> frozenset[str]:
        """What the header `Origin` of a form may be."""

    @property
    def refusal(self) -> str:
        """What somebody is told who is not signed in."""

    def member(self, headers: Mapping[str, str]) -> Member | None:
        """Who sent a request with these headers; None if nobody who may."""


@frozen
class AgencyAccess:
    """Whoever the sign-in of an agency names in a header, if they are a member.

    It stands in front of the page and reaches it by a Unix socket, so that nobody else can send the header.

    Attributes:
        public_origin: What the page's address begins with in a browser, such as `https://ethics.agency.example`.

        header: The header that names who is signed in.

        members: The members by the name that the header gives them.
    """

    public_origin: str
    header: str
    members: Mapping[str, Member]

    @property
    def hosts(self) -> frozenset[str]:
        """The host of the public address."""
        return frozenset({urlsplit(self.public_origin).netloc})

    @property
    def origins(self) -> frozenset[str]:
        """The public address."""
        return frozenset({self.public_origin})

    @property
    def refusal(self) -> str:
        """What somebody is told who is no member."""
        return "You are not among the members of this page. Ask whoever keeps the file of members."

    def member(self, headers: Mapping[str, str]) -> Member | None:
        """The member that the header names."""
        return self.members.get(headers.get(self.header, ""))


class LinkAccess:
    """The link that lets a browser in, and the session that it begins.

    The link is good once. A session ends after `idle` seconds without a request, or when it is left; `announce` is then
    given the next link.
    """

    def __init__(
        self,
        port: int,
        *,
        announce: Callable[[str], None] = lambda _: None,
        idle: float = IDLE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make the first link for a page at `port` of the loopback address."""
        self.port = port
        self._announce = announce
        self._idle = idle
        self._clock = clock
        self._token: str | None = secrets.token_urlsafe(32)
        self._session: str | None = None
        self._last = clock()

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers keep cookies by host and not by port, so the port is in its name."""
        return f"ethics_{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What the header `Host` may be."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    @property
    def origins(self) -> frozenset[str]:
        """What the header `Origin` of a form may be."""
        return frozenset(f"http://{host}" for host in self.hosts)

    @property
    def refusal(self) -> str:
        """What somebody is told who has no session."""
        return (
            "Open the link that `ethics serve` printed last. A link works once, and half an hour without use signs you "
            "out."
        )

    def member(self, headers: Mapping[str, str]) -> Member | None:
        """Whoever sits at this machine, if the request has the cookie of the session."""
        return ALONE if self.holds(_cookie(headers.get("cookie", ""), self.cookie)) else None

    @property
    def link(self) -> str | None:
        """The address that lets a browser in; None once it was used."""
        return f"http://127.0.0.1:{self.port}/enter?t={self._token}" if self._token else None

    def enter(self, token: str) -> str | None:
        """The session that the token begins; None if it is not the token, or was used."""
        if self._token is None or not hmac.compare_digest(token.encode(), self._token.encode()):
            return None
        self._token, self._session, self._last = None, secrets.token_urlsafe(32), self._clock()
        return self._session

    def holds(self, session: str) -> bool:
        """Whether this is the session, and it has not been idle for too long; counts as a request if it is."""
        if self._session is None or not hmac.compare_digest(session.encode(), self._session.encode()):
            return False
        if self._clock() - self._last > self._idle:
            self.leave()
            return False
        self._last = self._clock()
        return True

    def leave(self) -> None:
        """End the session, and announce a new link."""
        self._session, self._token = None, secrets.token_urlsafe(32)
        self._announce(str(self.link))


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
