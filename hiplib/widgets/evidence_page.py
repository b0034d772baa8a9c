"""Evidence cards by topic, and the recovery clock."""

from __future__ import annotations

import ipywidgets

from hiplib import training
from hiplib.figures import evidence_board as figures
from hiplib.widgets import html
from hiplib.widgets.controls import column, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView


def evidence_board(topic: str | None = None) -> ipywidgets.Widget:
    """Return the evidence cards of a topic; without one, the topic can be chosen.

    Raises
    ------
    ValueError
        For an unknown topic; names the nearest ones.
    """
    cards = training.evidence_cards()
    topics = cards.drop_duplicates("topic")
    shown = training.evidence_cards(topic or topics["topic"].iloc[0])
    plot, words = PlotView(label="Evidence cards"), Live(polite=False)

    def show(chosen: str) -> None:
        own = training.evidence_cards(chosen)
        plot.put(figures.board(own))
        lines = [f"<b>{html.text(card['statement'])}.</b> {html.text(card['wording'])}"
                 for card in own.to_dict("records")]  # fmt: skip
        words.html = html.fold("In words", html.bullets(lines)) + html.source_fold(own["ref_id"])

    show(shown["topic"].iloc[0])
    if topic is not None:
        return column(plot, words)
    options = list(zip(topics["group"], topics["topic"], strict=True))
    choice = select("Topic", options, options[0][1])
    choice.observe(lambda change: show(change["new"]), "value")
    return column(choice, plot, words)


def recovery_clock() -> ipywidgets.Widget:
    """Return the bars of what happens in tissues after a session."""
    rows = training.recovery_clock()
    plot = PlotView(label="Recovery clock").put(figures.clock(rows))
    return column(plot, Live(html.source_fold(rows["ref_id"]), polite=False))
