"""hiplib: teaching running-related hip pain with evidence, in JupyterLab and Voila.

A small library under a set of notebooks. Arrows point down only::

    notebooks -> widgets -> figures -> (anatomy, conditions, selfcheck, training, learning)
              -> evidence, glossary, sources -> tables -> data/

Everything is imported on first use, so that a page starts with only what it shows.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from hiplib.errors import AnswerError, DataError, Finding, InputError

__version__ = "0.1.0"

_MODULES = (
    # the data and where they come from
    "tables",
    "evidence",
    "glossary",
    "sources",
    # the topics: pure functions on plain values
    "anatomy",
    "conditions",
    "selfcheck",
    "training",
    "learning",
    # what a page shows
    "figures",
    "widgets",
)

__all__ = ["AnswerError", "DataError", "Finding", "InputError", "__version__", *_MODULES]


def __getattr__(name: str) -> ModuleType:
    """Import a topic when it is first named: ``hiplib.training`` costs nothing until used."""
    if name in _MODULES:
        return importlib.import_module(f"hiplib.{name}")
    raise AttributeError(f"hiplib has no part named {name!r}; it has {', '.join(_MODULES)}")


def __dir__() -> list[str]:
    return sorted(__all__)
