"""Page 09: judge claims before the sources are read, score cards, all claims, a sheet to print.

Choice made here: a claim that could harm never stands alone. Its safer message is shown with it,
also before the learner has judged; so are those of all claims on when to seek care, so that the
message does not give the verdict away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import ipywidgets

from hiplib import claims, tables
from hiplib.claims import Claim, Game
from hiplib.figures import claims as figures
from hiplib.learning import record as r
from hiplib.widgets import html
from hiplib.widgets._base import HERE
from hiplib.widgets.card_view import CardView
from hiplib.widgets.controls import button, check, column, guess, row, search, select
from hiplib.widgets.live import Live
from hiplib.widgets.plot import PlotView
from hiplib.widgets.progress_store import store
from hiplib.widgets.questions import Item, Questions
from hiplib.widgets.slider import Slider

PIECE = 12  # claims shown at once
DONE = "<p>No claim is left here. Choose other claims, or shuffle to start again.</p>"
_NOTICE = (
    "This sheet is from a course on hip pain in runners. It teaches. It does not diagnose. If you "
    "feel that something is badly wrong, get help, whatever an article or this sheet says."
)


def claim_text(claim: Claim, *, verdict: bool = True, anchor: bool = False) -> str:
    """Return a claim as HTML: alone, or with its verdict and what stands behind it."""
    parts = [f"<p><strong>{claim.name}.</strong> “{html.text(claim.text)}”</p>"]
    if verdict or claim.verdict == claims.HARMFUL or claim.topic == "when_to_seek_care":
        safer = f"<p><strong>Better:</strong> {html.text(claim.safer_message)}</p>"
        parts.append(safer)
    if verdict:
        sure = tables.read("certainties").set_index("certainty")["label"][claim.certainty]
        label = html.text(claims.verdicts()[claim.verdict].label)
        said_in = "; ".join(claims.articles()[key] for key in claim.articles)
        sources = ", ".join(map(html.cite, claim.ref_ids)) or "our own reading of the articles"
        parts.insert(1, f"<p><strong>{label}.</strong> {html.text(claim.explanation)}</p>")
        parts.append(
            f'<p class="hip-note">{html.text(sure)}. Sources: {sources}. '
            f"Said in: {html.text(said_in)}.</p>"
        )
    name = f' id="{claim.claim_id}" tabindex="-1"' if anchor else ""
    return f'<div class="hip-card"{name}>{"".join(parts)}</div>'


def predict_supported() -> ipywidgets.Widget:
    """Return the guess with which the page begins: how many claims are supported."""
    known = claims.claims().values()
    right = sum(claim.verdict == "supported" for claim in known)
    partly = sum(claim.verdict == "partly_supported" for claim in known)

    def reply(value: float) -> str:
        near = "Close" if abs(value - right) <= 10 else "More" if value < right else "Fewer"
        return (
            f"{near}: {right} of {len(known)} are supported as they stand. Another {partly} are "
            f"partly right. So most claims hold some truth, and few can be taken as they are."
        )

    slider = Slider("Claims that good sources support", value=84, low=0, high=len(known), step=1)
    return guess(slider, "Compare with the count", reply)


# Judge it first ------------------------------------------------------------------------------


def claim_game() -> ipywidgets.Widget:
    """Return the game "judge it first"; the judgements go into the learner's record."""
    return _ClaimGame().view


class _Filters:
    """Drop-down lists for article, topic and verdict."""

    def __init__(self, changed: Callable[[], object]) -> None:
        labels = [(v.label, key) for key, v in claims.verdicts().items()]
        self.article = select("Article", [("All", ""), *_turned(claims.articles())])
        self.topic = select("Topic", [("All", ""), *_turned(claims.topics())])
        self.verdict = select("Verdict", [("All", ""), *labels])
        for control in self.controls:
            control.observe(lambda _: changed(), "value")

    @property
    def controls(self) -> tuple[ipywidgets.Dropdown, ...]:
        return self.article, self.topic, self.verdict

    def found(self, text: str = "") -> list[Claim]:
        return claims.find(text, *(control.value for control in self.controls))


class _ClaimGame:
    """Joins the filters, the claim, the question, the reply and the tally."""

    def __init__(self) -> None:
        self.game, self.seed = Game(()), 1
        self.filters = _Filters(self.deal)
        self.filters.verdict.description = "Verdict (gives it away)"
        self.new = check("Only claims not judged yet")
        self.pick = select("Pick a claim", [("Next in order", "")])
        self.claim, self.answer = Live(), Live()
        self.asked = Questions([])
        self.next = button("Next claim", self.show_next)
        self.tally = Live()
        self.map = PlotView(label="Which verdicts you mix up", height=330)
        self.next.layout.align_self = "flex-start"
        self.place = column()  # the picture comes with the first judgement
        self.new.observe(lambda _: self.deal(), "value")
        self.pick.observe(lambda change: self.picked(change["new"]), "value")
        self.asked.observe(lambda change: self.judge(change["new"]), "answers")
        shuffle = button("Shuffle", self.shuffle)
        shuffle.layout.align_self = self.new.layout.align_self = "flex-end"
        self.deal()
        self.score()
        store().on_change(self.recall)
        self.recall()
        choose = row(*self.filters.controls, self.new, self.pick, shuffle)
        parts = (self.claim, self.asked, self.answer, self.next, self.tally, self.place)
        self.view = column(choose, *parts)

    def shuffle(self) -> None:
        """Deal the claims that fit in another order."""
        self.seed += 1
        self.deal()

    def deal(self) -> None:
        """Lay out the claims that fit the filters."""
        found = self.filters.found()
        self.game = self.game.deal(found, self.seed, only_new=self.new.value)
        self.pick.options = [
            ("Next in order", ""), *((f"{c.name[6:]}: {c.text[:60]}", c.claim_id) for c in found)
        ]  # fmt: skip
        self.show(focus=False)

    def picked(self, key: str) -> None:
        """Put the claim that was picked on the table."""
        if key:
            rest = tuple(other for other in self.game.queue if other != key)
            self.game = Game((key, *rest), self.game.judged)
            self.show(focus=False)

    def show_next(self) -> None:
        """Go on, with the keyboard at the first choice."""
        self.show(focus=True)

    def show(self, *, focus: bool) -> None:
        """Show the claim on the table and ask for a judgement."""
        claim = self.game.claim
        self.open = claim
        self.answer.html, self.next.disabled = "", True
        self.claim.html = claim_text(claim, verdict=False) if claim else DONE
        choices = tuple((key, v.label) for key, v in claims.verdicts().items())
        item = Item("verdict", "What do good sources say?", choices=choices, dont_know=False)
        self.asked.ask([item] if claim else [], focus=focus)

    def judge(self, answers: dict[str, str]) -> None:
        """Take the first judgement, and show what the sources say."""
        claim, said = self.open, answers.get("verdict")
        if claim is None or said is None:
            return
        self.open = None  # what is chosen after the reply is not counted
        self.game = self.game.judge(said)
        kind = "right" if said == claim.verdict else "wrong"
        self.asked.tell({"verdict": (claims.reply(claim, said), kind)})
        self.answer.html = claim_text(claim)
        self.next.disabled = False
        store().add(r.CLAIM, claim.claim_id, said)
        self.score()

    def recall(self) -> None:
        """Take over the judgements of the record: of earlier visits, other tabs and files."""
        before = self.game
        told = ((one.id, one.answer) for one in store().record.of(r.CLAIM))
        self.game = before.recall(told)
        if set(self.game.judged) == set(before.judged):
            return
        if self.open and not before.judged:  # the learner comes back: go on with a new claim
            self.deal()
        self.score()

    def score(self) -> None:
        """Write the tally and draw what is mixed up."""
        game = self.game
        tally = f"{game.right} of {len(game.first)} first judgements agree with the sources."
        self.tally.html = f"<p>{tally if game.judged else 'No claim judged yet.'}</p>"
        counts = claims.mix_ups(game)
        names = {key: v.label for key, v in claims.verdicts().items()}
        table = counts.rename(index=names, columns=names).rename_axis("the sources").reset_index()
        summary = f"{claims.most_mixed_up(game)} Bold numbers agree with the sources."
        self.place.children = [self.map] if game.judged else []
        self.map.show(figures.mix_up_map(counts), summary, table)


# Score cards and all claims ------------------------------------------------------------------


def score_cards(by: str = "article") -> ipywidgets.Widget:
    """Return the score cards by "article" or "topic", with the list behind each bar."""
    card = figures.score_card(by)
    plot = PlotView(card.figure, label=f"Verdicts by {by}", summary=card.summary,
                    numbers=card.numbers, height=card.height)  # fmt: skip
    groups = claims.articles() if by == "article" else claims.topics()
    labels = [(v.label, key) for key, v in claims.verdicts().items()]
    group = select(f"List behind a bar: {by}", _turned(groups))
    verdict = select("Verdict", labels)
    behind = Live()

    def show(_: object = None) -> None:
        found = claims.find(**{by: group.value, "verdict": verdict.value})
        behind.html = html.fold(f"{len(found)} claims: {groups[group.value]}, "
                                f"{claims.verdicts()[verdict.value].label.lower()}",
                                "".join(map(claim_text, found)) or "<p>None.</p>")  # fmt: skip

    def clicked(point: dict[str, object]) -> None:
        group.value, verdict.value = point["customdata"]  # type: ignore[misc]
        behind.focus()

    plot.on_click(clicked)
    group.observe(show, "value")
    verdict.observe(show, "value")
    show()
    return column(plot, row(group, verdict), behind)


def claim_browser() -> ipywidgets.Widget:
    """Return all claims: a search with filters, and every claim folded by topic as an anchor."""
    found, count = Live(polite=False), Live()
    shown = [PIECE]

    def show() -> None:
        fitting = filters.found(field.value)
        narrowed = field.value.strip() or any(c.value for c in filters.controls)
        here = fitting[: shown[0]] if narrowed else []
        found.html = "".join(map(claim_text, here))
        more.disabled = not narrowed or len(here) == len(fitting)
        some = f"{len(fitting)} claims fit, {len(here)} shown." if fitting else (
            "No claim fits all of this. Use another word or take a filter away.")  # fmt: skip
        count.html = f"<p>{some if narrowed else 'Type a word or choose a filter.'}</p>"

    def restart() -> None:
        shown[0] = PIECE
        show()

    def further() -> None:
        shown[0] += PIECE
        show()

    field = search("Search the claims", "for example: ice, worn shoes, ten percent")
    filters = _Filters(restart)
    more = button(f"Show {PIECE} more", further)
    field.observe(lambda _: restart(), "value")
    show()
    whole = Live("".join(_by_topic()), polite=False)
    return column(row(field, *filters.controls), count, found, row(more), whole)


def _by_topic() -> Iterable[str]:
    for topic, name in claims.topics().items():
        own = claims.find(topic=topic)
        cards = "".join(claim_text(claim, anchor=True) for claim in own)
        yield html.fold(f"{name} ({len(own)})", cards)


def _turned(names: dict[str, str]) -> list[tuple[str, object]]:
    return [(name, key) for key, name in names.items()]


# The sheet -----------------------------------------------------------------------------------


def reading_sheet() -> ipywidgets.Widget:
    """Return the checklist for reading health articles, with a button that prints it."""
    view = CardView()
    view.show(f'<section class="hip-card"><h3>Read health articles critically</h3>'
              f"{_steps()}</section>", hand_out=sheet())  # fmt: skip
    return view


def sheet() -> str:
    """Return the checklist as a whole HTML document, one page of A4."""
    style = (HERE / "hand_out.css").read_text(encoding="utf-8")
    title = "Read health articles critically"
    steps = re.sub(r"</?a[^>]*>", "", _steps())
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style} body {{ font-size: 9.6pt; }} li {{ margin-bottom: 1.6mm; }}</style></head>"
        f"<body><h1>{title}</h1>{steps}<footer><p>Examples: claims of five web articles, in our "
        f"words, with our verdicts.</p><p>{_NOTICE}</p></footer></body></html>"
    )


def _steps() -> str:
    items = []
    for step in claims.checklist():
        claim = claims.claims()[step["claim_id"]]
        example = html.link(f"09_claims.ipynb#{claim.claim_id}", claim.name)
        label = claims.verdicts()[claim.verdict].label.lower()
        safer = f" Better: {html.text(claim.safer_message)}" if label.startswith("harm") else ""
        items.append(
            f"<strong>{html.text(step['question'])}</strong> {html.text(step['why'])}<br>"
            f"<em>Example, {example}: “{html.text(claim.text)}” ({label}).{safer}</em>"
        )
    return f"<ol>{''.join(f'<li>{item}</li>' for item in items)}</ol>"
