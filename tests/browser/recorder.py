"""Writes down what a browser page does: messages, errors, requests, web socket."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebSocket

# Messages that do not come from the course, each with the reason why it may stay.
ALLOWED = {
    r"(Unsatisfied version|No satisfying version) .* of shared (singleton )?module @jupyterlab/": (
        "Voila 0.5 is built on JupyterLab 4.2 while the widget manager asks for a newer one; both"
        " say so on every Voila page, with or without the course, and work together"
    ),
    r"Canvas2D: Multiple readback operations": "plotly.js measures text on a canvas",
    r"/voila/api/shutdown/\S+ 403|403 \(Forbidden\).*/voila/api/shutdown/": (
        "Voila asks its server to end the kernel of a page that is left, without the token that the"
        " server wants (Voila issue 1458); the kernel ends by itself a little later"
    ),
    r"/lab/tree/pictures/\S+: net::ERR_ABORTED": (
        "JupyterLab puts a picture on the page before it has worked out its address; the browser"
        " gives up the first request when the right one comes. That each picture shows is tested"
    ),
    r"GL Driver Message .*ReadPixels": "the software WebGL of a machine without a graphics card",
}
# The line with which plotly.js starts; it must never come through the web socket.
PLOTLY_BANNER = re.compile(rb"plotly\.js v\d")


def _not_allowed(lines: list[str]) -> list[str]:
    allowed = [re.compile(pattern) for pattern in ALLOWED]
    return [line for line in lines if not any(pattern.search(line) for pattern in allowed)]


@dataclass
class Recorder:
    """What happened on the pages of one browser context."""

    origin: str
    messages: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    socket_bytes: int = 0
    plotly_in_socket: int = 0

    def watch(self, context: BrowserContext) -> None:
        """Start to write down, before the context opens its first page."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.page_errors.append(str(error.error)))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("page", self._page)

    @property
    def complaints(self) -> list[str]:
        """Errors and warnings that are not on the list of allowed ones."""
        return _not_allowed(self.messages)

    @property
    def failures(self) -> list[str]:
        """Requests that failed and are not on the list of allowed ones."""
        return _not_allowed(self.failed)

    @property
    def outside(self) -> list[str]:
        """Requests that left the server of the course."""
        own = urlsplit(self.origin).netloc
        return [
            url
            for url in self.requests
            if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).netloc != own
        ]

    def _page(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.messages.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _failed(self, request: Request) -> None:
        self.failed.append(f"{request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.url} {response.status}")

    def _socket(self, socket: WebSocket) -> None:
        self.requests.append(socket.url)
        socket.on("framereceived", self._frame)
        socket.on("framesent", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        data = payload.encode() if isinstance(payload, str) else payload
        self.socket_bytes += len(data)
        self.plotly_in_socket += bool(PLOTLY_BANNER.search(data))
