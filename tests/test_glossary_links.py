"""On every page the first use of each hard word leads to its entry in the glossary.

A term need not be linked on the page that explains it (`see_page`), but a link that is there stands
at the first use. Headings, code and other links are left alone.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hiplib import glossary, tables

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
GLOSSARY = "10_glossary_sources"
MOST_LINKS = 35

LINK = re.compile(rf"\[([^\]]*)\]\({GLOSSARY}\.ipynb#([a-z_]+)\)")
NOT_PROSE = re.compile(
    r"^```.*?^```|^ *#+ [^\n]*|!?\[[^\]]*\]\([^)]*\)|`[^`\n]*`|https?://\S+",
    re.MULTILINE | re.DOTALL,
)
PAGES = [str(p) for p, built in tables.read("pages")[["page_id", "built"]].to_numpy() if built]
every_page = pytest.mark.parametrize("page_id", [page for page in PAGES if page != GLOSSARY])


def text_of(page_id: str) -> str:
    cells = json.loads((NOTEBOOKS / f"{page_id}.ipynb").read_text(encoding="utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    return "\n\n".join(texts)


def unlinked(page_id: str, text: str) -> list[str]:
    """Return the hard words that are used before they are linked, or never linked."""
    linked = {match[2]: match.start() for match in reversed(list(LINK.finditer(text)))}
    prose = NOT_PROSE.sub(lambda match: "\0" * len(match[0]), text)
    late = []
    for use in glossary.first_uses(prose):
        term = use.term
        explained_here = term.see_page == page_id and term.term_id not in linked
        wanted = term.link and not explained_here
        if wanted and use.start < linked.get(term.term_id, len(text)):
            late.append(f"{term.term_id}: {prose[use.start : use.end + 30]!r}")
    return late


@every_page
def test_first_uses_are_linked(page_id: str) -> None:
    assert unlinked(page_id, text_of(page_id)) == []


@every_page
def test_links_lead_to_entries_that_explain_the_word(page_id: str) -> None:
    links = LINK.findall(text_of(page_id))
    for words, term_id in links:
        (use, *_) = glossary.first_uses(words)
        assert use.term == glossary.term(term_id), words
    ids = [term_id for _, term_id in links]
    assert len(ids) == len(set(ids)) <= MOST_LINKS


def test_anatomy_and_training_pages_have_links() -> None:
    for page_id in ("01_hip_anatomy", "02_hip_in_running", "07_training_errors"):
        assert len(LINK.findall(text_of(page_id))) >= 10


def test_a_missing_or_late_link_is_found() -> None:
    bare = "# The bursa\n\nThe bursa is sore."
    good = f"# The bursa\n\nThe [bursa]({GLOSSARY}.ipynb#bursa) is sore. A bursa glides."
    late = f"A bursa glides. The [bursa]({GLOSSARY}.ipynb#bursa) is sore."
    assert unlinked("03_conditions", bare) != []
    assert unlinked("03_conditions", good) == []
    assert unlinked("03_conditions", late) != []
    assert unlinked("01_hip_anatomy", bare) == []  # the page that explains it
    assert unlinked("01_hip_anatomy", late) != []
