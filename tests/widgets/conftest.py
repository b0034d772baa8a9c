"""Each test has a learner of its own."""

from __future__ import annotations

import pytest

from hiplib.widgets.progress_store import store


@pytest.fixture(autouse=True)
def _new_learner() -> None:
    store.cache_clear()
