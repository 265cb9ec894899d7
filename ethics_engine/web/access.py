"""Who may open the page: whoever has the link that was printed, once, in one browser, until half an hour idle."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

IDLE_SECONDS = 30 * 60
"""After how long without a request the page asks for a new link."""


class Access:
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
