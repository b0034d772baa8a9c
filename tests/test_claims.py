"""The claims, the game and the counts."""

from __future__ import annotations

import pytest

from hiplib import claims, tables
from hiplib.claims import Game
from hiplib.errors import AnswerError

VERDICTS = list(claims.verdicts())


def test_every_claim_is_whole() -> None:
    assert len(claims.claims()) == 168
    for key, claim in claims.claims().items():
        assert claim.claim_id == key
        assert claim.articles
        assert claim.verdict in VERDICTS
        assert min(len(claim.text), len(claim.explanation), len(claim.safer_message)) > 10
    first = claims.claims()["claim_001"]
    assert (first.topic, first.verdict, first.certainty) == ("anatomy", "partly_supported", "high")


@pytest.mark.parametrize("truth", VERDICTS)
@pytest.mark.parametrize("said", VERDICTS)
def test_every_judgement_gets_its_reply(truth: str, said: str) -> None:
    claim = claims.find(verdict=truth)[0]
    reply = claims.reply(claim, said)
    assert claims.verdicts()[truth].label.lower() in reply.lower()
    assert reply.startswith("Yes") == (truth == said)
    if truth == "harmful_if_followed" and said == "supported":
        assert "more than the sources" in reply
    if truth == "supported" and said == "contradicted":
        assert "less than the sources" in reply


def test_filters_hold_together_and_split_the_whole() -> None:
    for name, values in (("topic", claims.topics()), ("verdict", claims.verdicts())):
        parts = [claims.find(**{name: value}) for value in values]
        assert sum(map(len, parts)) == 168
    both = claims.find(article="seed_003", topic="treatment", verdict="contradicted")
    assert both
    for claim in both:
        assert "seed_003" in claim.articles
        assert (claim.topic, claim.verdict) == ("treatment", "contradicted")
    assert claims.find("glucosamin")[0].claim_id in ("claim_095", "claim_096")
    assert claims.find("zzzzqqq") == []


def test_the_order_follows_the_seed() -> None:
    def order(seed: int) -> tuple[str, ...]:
        return Game(()).deal(claims.find(), seed).queue

    assert order(1) == order(1) != order(2)
    assert sorted(order(1)) == list(claims.claims())


def test_a_miss_comes_back_after_four_others_until_it_is_right() -> None:
    game = Game(()).deal(claims.find(topic="anatomy"), 3)
    key = game.queue[0]
    truth = claims.claims()[key].verdict
    wrong = next(verdict for verdict in VERDICTS if verdict != truth)
    after = game.judge(wrong)
    assert after.queue[4] == key
    assert game.queue[0] == key  # a game never changes
    for _ in range(4):
        assert after.claim
        after = after.judge(after.claim.verdict)
    assert after.claim
    assert after.claim.claim_id == key
    done = after.judge(truth)
    assert key not in done.queue
    assert done.first[key] == wrong  # only the first try counts
    assert done.right == 4


def test_only_new_claims_when_asked() -> None:
    chosen = claims.find(topic="anatomy")
    game = Game(()).deal(chosen, 1)
    key = game.queue[0]
    game = game.judge(claims.claims()[key].verdict)
    assert key not in game.deal(chosen, 1, only_new=True).queue
    assert key in game.deal(chosen, 1).queue


def test_bad_judgements_say_what_is_allowed() -> None:
    with pytest.raises(AnswerError, match="partly_supported"):
        Game(("claim_001",)).judge("maybe")
    with pytest.raises(AnswerError, match="no claim is left"):
        Game(()).judge("supported")


def test_mix_ups_are_counted_and_named() -> None:
    supported = [c.claim_id for c in claims.find(verdict="supported")[:2]]
    game = Game((*supported, "claim_001")).judge("outdated").judge("outdated")
    game = game.judge("partly_supported")
    counts = claims.mix_ups(game)
    assert counts.loc["supported", "outdated"] == 2
    assert counts.loc["partly_supported", "partly_supported"] == 1
    assert counts.to_numpy().sum() == 3
    assert (game.right, len(game.first)) == (1, 3)
    assert "“supported” taken for “outdated” (2 times)" in claims.most_mixed_up(game)
    assert claims.most_mixed_up(Game(())) == "Nothing mixed up so far."


def test_shares_are_those_of_the_tables() -> None:
    joined = tables.read("claim_articles").merge(tables.read("claims"), on="claim_id")
    counts = claims.shares("article")
    for (article, verdict), rows in joined.groupby(["article_id", "verdict"]):
        assert counts.loc[article, verdict] == len(rows)
    assert counts.to_numpy().sum() == len(joined)


def test_the_checklist_has_an_example_for_each_step() -> None:
    steps = claims.checklist()
    assert len(steps) == 10
    assert steps[0]["claim_id"] in {c.claim_id for c in claims.find(verdict=claims.HARMFUL)}
    assert len({step["claim_id"] for step in steps}) == 10
