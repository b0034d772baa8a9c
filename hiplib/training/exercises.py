"""Exercises on training errors: a story, a prediction, a reply to each answer.

Choice: no keyed answer is typed. Each exercise names a function that computes its answer from the
models, so that an exercise cannot contradict them; texts take their numbers from the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from hiplib import tables
from hiplib.errors import AnswerError, look_up
from hiplib.parameters import parameters
from hiplib.training.cards import evidence_cards, prevention_rate
from hiplib.training.compare import compare_plans
from hiplib.training.contact import break_even_exponent, contact_force, step_rate_effect, steps
from hiplib.training.exposure import exposure
from hiplib.training.fitness import one_impulse
from hiplib.training.load import coupling_demo
from hiplib.training.runlog import built_in_log, planted_errors
from hiplib.training.spikes import session_spikes
from hiplib.training.trials import (
    growing,
    hard_easy,
    long_run,
    plan,
    ratios,
    stronger_or_longer,
    week_of,
)
from hiplib.training.weekly import monotony_strain, weekly_change

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Key:
    """The answer that the models give: a choice, a number with its limits, or runs of a log.

    Runs come as groups of places: one of each group must be found. `numbers` fill the texts.
    """

    answer: Any
    low: float = float("nan")
    high: float = float("nan")
    numbers: Mapping[str, Any] = field(default_factory=dict)


class Reply(NamedTuple):
    """What is said to an answer, and whether the models agree with it (None: not known)."""

    text: str
    correct: bool | None


def _ten_percent() -> Key:
    card = evidence_cards().set_index("card_id").loc["ten_percent_trial"]
    runs = plan(km for week in ((10, 0, 5), (12, 0, 7)) for km in (*week, 0, 0, 0, 0))
    null = weekly_change(runs)["multiplier"].eq(1).all()
    same = null and card["reading"] == "no difference found"
    return Key("same" if same else "fewer", numbers={"rule": card["estimate"]})


def _random_weeks() -> Key:
    demo = coupling_demo(1)
    numbers = {"coupled": demo.r_coupled, "uncoupled": abs(demo.r_uncoupled)}
    return Key(demo.r_coupled, demo.r_coupled - 0.12, demo.r_coupled + 0.12, numbers)


@cache
def asked_runs(exercise_id: str) -> pd.DataFrame:
    """Give the runs of a log that an exercise shows, with their places in the log as index."""
    log, last, days = {"same_week": ("mia", 0, 14), "log_errors": ("errors", 14, 43)}[exercise_id]
    runs = built_in_log(log).runs
    day = runs["start"].dt.normalize()
    end = day.max() - pd.Timedelta(days=last)
    shown: pd.DataFrame = runs[(day <= end) & (day > end - pd.Timedelta(days=days))]
    return shown


def _same_week() -> Key:
    asked = asked_runs("same_week")
    runs = session_spikes(built_in_log("mia").runs).loc[asked.index]
    spikes = runs[~runs["state"].isin(["reference", "no_recent_baseline"])]
    km = runs.groupby(runs["start"].dt.isocalendar().week)["distance_km"].sum().tolist()
    return Key([{str(place)} for place in spikes.index], numbers={"first": km[0], "second": km[1],
               "smaller": spikes["ratio"].min(), "bigger": spikes["ratio"].max()})  # fmt: skip


def _cadence() -> Key:
    by = {per: step_rate_effect(0.10, per=per).set_index(["muscle", "phase"])["factor"]
          for per in ("step", "km")}  # fmt: skip
    side, front = ("gluteus_medius", "stance"), ("iliacus", "early_swing")
    down, up = by["step"][side] < 1, by["step"][front] > 1 and by["km"][front] > 1
    answer = "side_down_front_up" if down and up else "both_down" if down else "both_up"
    numbers = {"side": by["step"][side], "side_km": by["km"][side]}
    return Key(answer, numbers={**numbers, "front": by["step"][front], "front_km": by["km"][front]})


def _strides() -> Key:
    force = contact_force(-0.10)
    change = 100 * (float(force.load_km) - 1)
    return Key(change, change - 2, change + 2, {"step": 100 * (1 - float(force.per_step)),
               "km": change, "even": break_even_exponent()})  # fmt: skip


def _shoes() -> Key:
    cards = evidence_cards("shoes").set_index("card_id")
    asked = cards.loc[["shoe_hard", "shoe_hard_heavy", "shoe_minimal", "shoe_age"]]
    (clear,) = asked.index[asked["clear"] & asked["design"].eq("randomised trial")]
    return Key(clear, numbers=cards.loc[clear, ["estimate", "low", "high"]].to_dict())


def _rest_days() -> Key:
    none, one = (_two_models(week_of(days)) for days in (0, 1))
    seen, moved = none["monotony"] != one["monotony"], none["hrr"] != one["hrr"]
    answer = {(True, False): "shape_only", (True, True): "both", (False, True): "spikes_only"}
    return Key(answer.get((seen, moved), "neither"), numbers={"monotony": one["monotony"]})


def _two_models(week: Iterable[float]) -> dict[str, float]:
    """Ask two models about a plan that repeats a week eight times (-1: not defined)."""
    daily = list(week)
    shape = monotony_strain(pd.Series(daily))["monotony"].fillna(-1).iloc[0]
    hrr = session_spikes(plan(daily * 8))["hrr"].mean()
    return {"monotony": round(float(shape), 2), "hrr": round(float(hrr), 9)}


def _comeback() -> Key:
    later = str(long_run(12, before=12, rest=30)["state"])
    return Key(
        long_run(12, before=12, rest=28)["state"], numbers={"later": later.replace("_", " ")}
    )


def _prevention() -> Key:
    asked = ("supervised_hip_core", "video_strength", "stretching_recruits")
    found = {card: prevention_rate(card) for card in asked}
    (works,) = (card for card, rate in found.items() if rate.reading == "clearly lower")
    rate = found[works]
    return Key(works, numbers={"before": rate.before, "rate": rate.rate, "low": rate.low,
                               "high": rate.high})  # fmt: skip


def _watch() -> Key:
    found = ratios(20)
    low, high = min(found.values()), max(found.values())
    return Key("cannot" if high - low > 0.5 else "can", numbers={"low": low, "high": high})


def _half() -> Key:
    weeks = int((growing(10)["start"].dt.day_of_week == 0).sum()) - 1
    return Key(weeks, weeks, weeks, {"weeks": weeks})


def _log_errors() -> Key:
    planted = planted_errors("errors")
    groups = planted.groupby("error")["place"].apply(lambda places: set(map(str, places)))
    why = planted.drop_duplicates("error")["explanation"]
    return Key(groups.tolist(), numbers={"why": " ".join(why), "count": len(groups)})


def _impulse() -> Key:
    found, slow = one_impulse(), one_impulse(tau_fatigue=14)
    return Key(found.day_of_peak, found.day_of_peak - 4, found.day_of_peak + 4,
               {"turn": found.days_to_positive, "peak": found.day_of_peak,
                "slow": slow.day_of_peak})  # fmt: skip


def _shape() -> Key:
    even, uneven = (monotony_strain(pd.Series(hard_easy(hard))).iloc[0] for hard in (42, 75))
    more = even["strain"] > uneven["strain"]
    return Key("even" if more else "uneven", numbers={"even": even["monotony"], "uneven":
               uneven["monotony"], "load": even["load"]})  # fmt: skip


def _steps() -> Key:
    count = float(steps(10, 6, 168))
    return Key(count, 0.85 * count, 1.15 * count, {"count": count})


def _few() -> Key:
    extra = parameters("session_spike")["extra_small_per_1000_runs"]
    return Key(float(extra), extra.low, extra.high, {"extra": float(extra), "low": extra.low,
               "high": extra.high})  # fmt: skip


def _hours() -> Key:
    share = 100 * float(exposure(18).at_least_one)
    other = 100 * float(exposure(18, "recreational").at_least_one)
    return Key(share, share - 6, share + 6, {"novice": share, "other": other})


def _ladder() -> Key:
    before, after = (plan([10, 0, 5, 0, 5, 0, 0] * 5 + [km]) for km in (12, 15))
    verdict = compare_plans(before, after).set_index("measure_id").loc["hazard", "verdict"]
    small, big = (long_run(km)["hrr"] for km in (12, 15))
    answer = {"says more": "worse", "says less": "better"}.get(str(verdict), "cannot")
    return Key(answer, numbers={"small": small, "big": big})


def _bone() -> Key:
    last = stronger_or_longer(4).iloc[-1]
    answer = "peaks" if last["20 % higher peaks"] > last["20 % more cycles"] else "cycles"
    return Key(answer, numbers={"peaks": last["20 % higher peaks"] / last["usual"],
                                "cycles": last["20 % more cycles"] / last["usual"]})  # fmt: skip


KEYS: dict[str, Callable[[], Key]] = {
    function.__name__.removeprefix("_"): function
    for function in (_ten_percent, _random_weeks, _same_week, _cadence, _strides, _shoes,
                     _rest_days, _comeback, _prevention, _watch, _half, _log_errors, _impulse,
                     _shape, _steps, _few, _hours, _ladder, _bone)
}  # fmt: skip


@cache
def key(exercise_id: str) -> Key:
    """Compute the answer of an exercise from the models.

    Examples
    --------
    >>> key("half").answer
    8
    """
    return look_up("Exercise", exercise_id, KEYS)()


@cache
def exercises() -> pd.DataFrame:
    """Return the exercises in order: exercise_id, title, story, question, kind, unit, hints, ...

    Story and worked solution have their numbers filled in from the models.
    """
    table = tables.read("exercises").sort_values("order", ignore_index=True)
    numbers = [key(exercise_id).numbers for exercise_id in table["exercise_id"]]
    for name in ("story", "solution"):
        table[name] = [
            text.format(**known) for text, known in zip(table[name], numbers, strict=True)
        ]
    return table


def _row(exercise_id: str) -> dict[str, Any]:
    key(exercise_id)  # tells an unknown one
    table = exercises()
    return {str(k): v for k, v in table[table["exercise_id"] == exercise_id].iloc[0].items()}


def choices(exercise_id: str) -> dict[str, str]:
    """Return the choices of an exercise as id and text: of its table, or the runs of its log."""
    kind = _row(exercise_id)["kind"]
    if kind == "runs":
        shown = asked_runs(exercise_id).to_dict("index")
        return {str(place): f"{row['start']:%a %d %b %H:%M}: {row['distance_km']:.2f} km, "
                f"{row['duration_min']:.0f} min" for place, row in shown.items()}  # fmt: skip
    replies = tables.read("exercise_choices").query("exercise_id == @exercise_id")
    own = replies.sort_values("order")
    return {} if kind == "number" else dict(zip(own["choice_id"], own["text"], strict=True))


def judge(exercise_id: str, given: object) -> Reply:
    """Return the reply to an answer: a choice, a number (also as text) or chosen runs.

    AnswerError for what is no answer to this exercise.

    Examples
    --------
    >>> judge("half", "8").correct, judge("half", 3).correct
    (True, False)
    """
    found = key(exercise_id)
    rows = tables.read("exercise_choices").query("exercise_id == @exercise_id")
    replies = rows.set_index("choice_id")["feedback"]
    kind = _row(exercise_id)["kind"]
    keyed = found.answer if kind == "choice" else "right"
    if given in (UNKNOWN, (UNKNOWN,), [UNKNOWN]):
        solution = _row(exercise_id)["solution"]
        return Reply(f"Fair enough. Here is the answer. {solution}", None)
    place = _sort(kind, given, found)
    if place not in replies.index:
        allowed = ", ".join(choices(exercise_id).values()) or "a number"
        raise AnswerError(exercise_id, f"{given!r} is not possible", allowed)
    return Reply(replies[place].format(**found.numbers), place == keyed)


def _sort(kind: str, given: object, found: Key) -> str:
    """Tell which reply an answer gets: its own, or that of where it lies against the key."""
    if kind == "choice":
        return str(given)
    if kind == "number":
        try:
            number = float(str(given).replace(",", ""))
        except ValueError:
            return "no number"
        if number != number:
            return "no number"
        return "low" if number < found.low else "high" if number > found.high else "right"
    chosen = set(given if isinstance(given, list | tuple) else [given])
    if chosen - set().union(*found.answer):
        return "extra"
    return "right" if all(group & chosen for group in found.answer) else "missed"


def exercise_key() -> pd.DataFrame:
    """Return the instructor key: exercise_id, title, question, answer, computed_by, solution.

    Each answer is computed by the named function of this module when the key is printed.
    """
    table = exercises()
    rows = []
    for row in table.to_dict("records"):
        found, texts = key(row["exercise_id"]), choices(row["exercise_id"])
        if row["kind"] == "number":
            answer = f"{found.answer:,.4g} {row['unit']} ({found.low:,.4g} to {found.high:,.4g})"
        else:
            groups = found.answer if row["kind"] == "runs" else [{found.answer}]
            answer = "; ".join(" or ".join(texts[one] for one in sorted(group)) for group in groups)
        rows.append({**{name: row[name] for name in ("exercise_id", "title", "question")},
                     "answer": answer, "computed_by": f"_{row['exercise_id']}",
                     "solution": row["solution"]})  # fmt: skip
    return pd.DataFrame(rows)
