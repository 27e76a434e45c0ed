"""Which library computes exported nets: as the environment says, and never an unknown one."""

from __future__ import annotations

import pytest

from gauntlet_desktop.api.runtime import RUNTIME_VARIABLE, chosen_runtime


@pytest.mark.parametrize(("said", "chosen"), [(None, "onnx"), ("onnx", "onnx"), ("torch", "torch"), ("gpu", "onnx")])
def test_the_environment_chooses_among_those_that_there_are(
    said: str | None, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(RUNTIME_VARIABLE, raising=False)
    if said is not None:
        monkeypatch.setenv(RUNTIME_VARIABLE, said)
    assert chosen_runtime() == chosen
