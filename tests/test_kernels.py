"""One kernel is kept ready, and only for a page that fits it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hiplib.course.kernels import SpareKernelManager

IMPORTED = "import sys; print('colorsys' in sys.modules, 'colorsys' in dir())"


def _with(
    folder: Path, story: Callable[[SpareKernelManager], Awaitable[None]], **settings: object
) -> None:
    async def run() -> None:
        kernels = SpareKernelManager(root_dir=str(folder), connection_dir=str(folder), **settings)
        try:
            await story(kernels)
        finally:
            await kernels.shutdown_all(now=True)

    # The browser tests keep an event loop in the main thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        await asyncio.sleep(0.1)
    raise AssertionError("waited 30 seconds")


async def _says(kernels: SpareKernelManager, kernel_id: str, code: str) -> str:
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    said: list[str] = []

    def hear(message: dict[str, dict[str, str]]) -> None:
        said.append(message["content"].get("text", ""))

    try:
        await client.wait_for_ready(timeout=30)
        await client.execute_interactive(code, output_hook=hear, timeout=30)
    finally:
        client.stop_channels()
    return "".join(said).strip()


def test_a_page_gets_the_kernel_that_is_ready_and_the_next_one_follows(tmp_path: Path) -> None:
    async def story(kernels: SpareKernelManager) -> None:
        await _until(lambda: len(kernels.list_kernel_ids()) == 1)
        (ready,) = kernels.list_kernel_ids()
        assert await kernels.start_kernel(kernel_name="python3", path="") == ready
        assert await _says(kernels, ready, IMPORTED) == "True False"
        await _until(lambda: len(kernels.list_kernel_ids()) == 2)
        assert await kernels.start_kernel(kernel_name="python3", path="") != ready

    _with(tmp_path, story, imports="colorsys", refill_s=0.1)


def test_another_folder_gets_a_kernel_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()

    async def story(kernels: SpareKernelManager) -> None:
        await _until(lambda: len(kernels.list_kernel_ids()) == 1)
        (ready,) = kernels.list_kernel_ids()
        started = await kernels.start_kernel(kernel_name="python3", path="inner")
        assert started != ready
        where = "import os; print(os.path.basename(os.getcwd()))"
        assert await _says(kernels, started, where) == "inner"

    _with(tmp_path, story, refill_s=60.0)


def test_a_spare_kernel_that_died_is_never_given_out(tmp_path: Path) -> None:
    async def story(kernels: SpareKernelManager) -> None:
        await _until(lambda: len(kernels.list_kernel_ids()) == 1)
        (dead,) = kernels.list_kernel_ids()
        await _until(lambda: all(task.done() for task in kernels._waiting))
        await kernels.shutdown_kernel(dead, now=True)
        started = await kernels.start_kernel(kernel_name="python3", path="")
        assert started != dead
        assert await _says(kernels, started, "print(1 + 1)") == "2"

    _with(tmp_path, story, refill_s=60.0)


def test_idle_kernels_end_but_the_spare_one_stays(tmp_path: Path) -> None:
    async def story(kernels: SpareKernelManager) -> None:
        used = await kernels.start_kernel(kernel_name="python3", path="")
        await _until(lambda: len(kernels.list_kernel_ids()) == 2)
        (spare,) = set(kernels.list_kernel_ids()) - {used}
        await _until(lambda: used not in kernels.list_kernel_ids())
        await asyncio.sleep(3)  # three more rounds of the search for idle kernels
        assert kernels.list_kernel_ids() == [spare]

    _with(tmp_path, story, refill_s=0.1, cull_interval=1, cull_idle_timeout=1)


def test_a_spare_kernel_that_waited_long_is_not_taken_for_idle(tmp_path: Path) -> None:
    async def story(kernels: SpareKernelManager) -> None:
        await _until(lambda: bool(kernels._waiting) and kernels._waiting[0].done())
        await asyncio.sleep(4)
        given = await kernels.start_kernel(kernel_name="python3", path="")
        await kernels.cull_kernels()
        assert given in kernels.list_kernel_ids()

    _with(tmp_path, story, refill_s=60.0, cull_interval=3600, cull_idle_timeout=3)


def test_nothing_starts_once_all_kernels_are_ended(tmp_path: Path) -> None:
    async def story(kernels: SpareKernelManager) -> None:
        await kernels.start_kernel(kernel_name="python3", path="")
        await kernels.shutdown_all(now=True)
        await asyncio.sleep(1)  # ten times the wait for the next one
        assert kernels.list_kernel_ids() == []

    _with(tmp_path, story, refill_s=0.1)


@pytest.mark.parametrize("spares", [0, 2])
def test_the_number_of_spare_kernels_can_be_set(tmp_path: Path, spares: int) -> None:
    async def story(kernels: SpareKernelManager) -> None:
        await _until(lambda: len(kernels.list_kernel_ids()) >= spares)
        await asyncio.sleep(0.5)
        assert len(kernels.list_kernel_ids()) == spares
        assert await kernels.start_kernel(kernel_name="python3", path="")

    _with(tmp_path, story, spares=spares, refill_s=60.0)


def test_a_spare_kernel_reads_no_table() -> None:
    """What an author changes in data/ must show at the next visit, which the spare one serves."""
    story = (
        "from hiplib import tables\n"
        "def read(name, *_): raise AssertionError(f'{name} is read while a kernel waits')\n"
        "tables.read = read\n"
        "import hiplib.course.early"
    )
    done = subprocess.run(
        [sys.executable, "-c", story], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
