"""Keeps one kernel ready, so that a page need not wait for Python to start.

Measured on two cores, about one second of the wait for a page is the start of its kernel and its
imports. A spare kernel has both behind it. It knows no page and no learner: each page still gets a
kernel of its own, which ends with it. Voila's own preheating runs every page ahead of time instead;
with eleven pages that would hold more than a gigabyte, and it excludes late answers of the page.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from jupyter_server._tz import utcnow
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import IOLoop
from traitlets import Float, Int, Unicode

# Runs in the spare kernel; `__import__` leaves no name behind in the page's namespace.
_IMPORTS = "for _ in {modules!r}: __import__(_)\ndel _"
_LATE_S = 15.0


class SpareKernelManager(AsyncMappingKernelManager):
    """Hands a page a kernel that already runs, and starts the next one soon after.

    A page gets a kernel in the usual way when no spare one is left, or when it lies in an inner
    folder or names another kind of kernel.
    """

    spares = Int(1, min=0, config=True, help="Kernels kept ready; each holds about 120 MB.")
    imports = Unicode("", config=True, help="Modules a spare kernel imports, with commas between.")
    refill_s = Float(5.0, config=True, help="Seconds between a page's start and the next spare.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)  # type: ignore[no-untyped-call]
        self._waiting: deque[asyncio.Task[str]] = deque()
        if self.spares:
            IOLoop.current().add_callback(self._fill)

    async def _async_start_kernel(self, **asked: Any) -> str:
        """Give a spare kernel, or start one."""
        name = asked.get("kernel_name") or self.default_kernel_name
        usual = name == self.default_kernel_name and not asked.get("path")
        if self.spares and usual and asked.get("kernel_id") is None:
            asyncio.get_running_loop().call_later(self.refill_s, self._fill)
            spare = await self._take()
            if spare:
                return spare
        return await super()._async_start_kernel(**asked)

    # The base class binds the public name in the same way.
    start_kernel = _async_start_kernel  # type: ignore[assignment]

    async def _async_shutdown_all(self, now: bool = False) -> None:
        """End all kernels, and start no more: not even one that is on its way."""
        self.spares = 0
        if self._waiting:
            # A kernel that is left on its way ends by itself when it finds its parent gone.
            await asyncio.wait(self._waiting, timeout=1)
            self._waiting.clear()
        await super()._async_shutdown_all(now)

    shutdown_all = _async_shutdown_all  # type: ignore[assignment]

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """Leave the spare kernels alone: to be idle is their work."""
        if kernel_id not in map(_result, self._waiting):
            await super().cull_kernel_if_idle(kernel_id)  # type: ignore[no-untyped-call]

    def _fill(self) -> None:
        while len(self._waiting) < self.spares:
            lines = [_IMPORTS.format(modules=[name for name in self.imports.split(",") if name])]
            asked: dict[str, Any] = {"path": ""}
            asked["extra_arguments"] = [f"--IPKernelApp.exec_lines={lines!r}"]
            start = super()._async_start_kernel(**asked)
            self._waiting.append(asyncio.ensure_future(start))

    async def _take(self) -> str | None:
        """Give the first spare kernel that is alive; one that is late helps nobody."""
        while self._waiting:
            task = self._waiting.popleft()
            await asyncio.wait([task], timeout=_LATE_S)
            kernel_id = _result(task)
            if kernel_id and kernel_id in self and await self.is_alive(kernel_id):
                # It has been idle for long: from now on that counts anew.
                self.get_kernel(kernel_id).last_activity = utcnow()  # type: ignore[attr-defined]
                return kernel_id
        return None


def _result(task: asyncio.Task[str]) -> str | None:
    """Give the kernel of a finished start, None of one that failed or goes on."""
    failed = not task.done() or task.cancelled() or task.exception()
    return None if failed else task.result()
