"""Tests of weight averaging over runs."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.training.averaging import average_weights

torch = pytest.importorskip("torch")


def state(seed: int, **changes: Any) -> dict[str, Any]:
    torch.manual_seed(seed)
    return {"weight": torch.rand(3, 2), "half": torch.rand(4).half(), "count": torch.tensor(seed), **changes}


def test_the_mean_is_that_of_each_tensor_and_counters_are_the_first() -> None:
    states = [state(1), state(2)]
    mean = average_weights(states)
    assert torch.allclose(mean["weight"], (states[0]["weight"] + states[1]["weight"]) / 2)
    assert mean["half"].dtype == torch.float16
    assert int(mean["count"]) == 1


def test_the_order_of_the_runs_does_not_show() -> None:
    means = [average_weights(order)["weight"] for order in itertools.permutations([state(1), state(2), state(3)])]
    assert all(torch.equal(mean, means[0]) for mean in means)


def test_one_state_is_its_own_mean_and_a_copy() -> None:
    alone = state(4)
    mean = average_weights([alone])
    assert torch.equal(mean["weight"], alone["weight"])
    mean["weight"].zero_()
    mean["count"].zero_()
    assert alone["weight"].any()
    assert int(alone["count"]) == 4


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], "none to average"),
        ([state(1), {"weight": torch.rand(3, 2)}], "other names"),
        ([state(1), state(2, weight=torch.rand(2, 3))], "shape or type"),
        ([state(1), state(2, weight=torch.rand(3, 2).double())], "shape or type"),
    ],
)
def test_what_does_not_fit_is_refused(states: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(UserError, match=said):
        average_weights(states)
