"""Pictures of treatments: marks and bars are the facts, no effect is said on the picture."""

from __future__ import annotations

import pytest

from hiplib.conditions import Effect, treatments
from hiplib.figures import shares
from hiplib.figures import treatments as pictures

EFFECTS = [effect for item in treatments().values() for effect in item.effects]
COUNTED = [effect for effect in EFFECTS if effect.kind == "out_of_100"]
MEASURED = [effect for group in pictures.measured(EFFECTS) for effect in group]


@pytest.mark.parametrize("effect", COUNTED, ids=lambda effect: effect.effect_id)
def test_the_crowds_are_the_shares_of_the_facts(effect: Effect) -> None:
    treated, control = effect.shares
    drawn = {
        (place, trace.name): len(trace.x)
        for place, traces in enumerate(_halves(effect))
        for trace in traces
    }
    for place, share in enumerate((control, treated)):
        least, left_open, rest = share.counts
        assert drawn[place, effect.outcome] == least
        assert drawn.get((place, shares.OPEN), 0) == left_open
        assert drawn.get((place, shares.REST), 0) == rest
    _, words, numbers, _ = pictures.crowds(effect)
    assert f"{treated.value} of 100" in words
    assert f"{control.value} of 100" in words
    assert "times as many" in words
    assert (pictures.NOT_CLEAR in words) == (effect.clear == "no")
    assert numbers is not None
    assert len(numbers) == len(effect.facts)


def _halves(effect: Effect) -> list[list[object]]:
    data = list(pictures.crowds(effect).figure.data)
    half = len(data) // 2
    return [data[:half], data[half:]]


def test_each_difference_is_one_bar_with_the_bounds_of_its_fact() -> None:
    figure = pictures.forest(EFFECTS).figure
    values = [x for trace in figure.data for x in trace.x]
    assert values == [effect.result.value for effect in MEASURED if effect.result]
    ends = [
        (x - (minus or 0), x + (plus or 0))
        for trace in figure.data
        for x, minus, plus in zip(
            trace.x, trace.error_x.arrayminus, trace.error_x.array, strict=True
        )
    ]
    for effect, (low, high) in zip(MEASURED, ends, strict=True):
        fact = effect.result
        assert fact is not None
        if fact.low is not None:
            assert (low, high) == pytest.approx((fact.low, fact.high))


def test_scales_do_not_share_a_panel_and_right_is_better() -> None:
    figure = pictures.forest(EFFECTS).figure
    scales = {(effect.scale, effect.better) for effect in MEASURED}
    assert len(figure.data) == len(scales)
    for trace, (scale, better) in zip(
        figure.data, dict.fromkeys((e.scale, e.better) for e in MEASURED), strict=True
    ):
        axis = figure.layout[trace.xaxis.replace("x", "xaxis")]
        assert scale in axis.title.text
        assert (axis.range[0] < axis.range[1]) == (better == "higher")


def test_no_clear_effect_and_missing_intervals_stand_on_the_picture() -> None:
    labels = [note.text for note in pictures.forest(EFFECTS).figure.layout.annotations]
    assert len(labels) == len(MEASURED)
    for effect, label in zip(MEASURED, labels, strict=True):
        assert (pictures.NOT_CLEAR in label) == (effect.clear == "no")
        assert (pictures.NO_INTERVAL in label) == (effect.clear == "unclear")


def test_marks_differ_in_shape() -> None:
    assert len({symbol for _, symbol, _ in pictures.MARKS.values()}) == 3


def test_a_result_used_by_two_treatments_is_drawn_once() -> None:
    facts = [effect.result.fact_id for effect in MEASURED if effect.result]
    assert len(facts) == len(set(facts))


def test_summary_counts_and_nothing_to_draw_is_refused() -> None:
    _, words, numbers, height = pictures.forest(EFFECTS)
    assert words.startswith(f"{len(MEASURED)} differences")
    assert numbers is not None
    assert len(numbers) == len(MEASURED)
    assert not numbers["number"].str.contains("nan|None").any()
    assert height > len(MEASURED) * pictures.ROW
    with pytest.raises(ValueError, match="none of these effects is one number"):
        pictures.forest([effect for effect in EFFECTS if effect.kind == "none"])
