"""Notebooks that many learners share: each may change and run a page, nobody changes the file."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.contents.largefilemanager import LargeFileManager
from tornado.web import HTTPError

_WORDS = "The course is shared and stays as it is. To keep what you changed, download the notebook."


class ReadOnlyContents(LargeFileManager):
    """Files that can be read; JupyterLab shows them as read-only and does not save by itself.

    Not the asynchronous manager: Voila 0.5 reads the pictures of a page without waiting for it.
    """

    def _base_model(self, path: str) -> dict[str, Any]:
        return {**super()._base_model(path), "writable": False}  # type: ignore[no-untyped-call]

    def _refuse(self, *_: object, **__: object) -> Any:
        raise HTTPError(403, _WORDS, reason="The course is read-only")

    # Every way to write that the contents service offers.
    save = delete_file = rename_file = copy = create_checkpoint = restore_checkpoint = _refuse
    delete_checkpoint = new = new_untitled = delete = rename = update = _refuse
