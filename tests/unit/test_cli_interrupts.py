"""Ctrl+C in a long command: never lost, never in the middle of a line, none of a background job's business."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

from gauntlet_desktop.cli.interrupts import lasting_interrupt, noted_interrupt


@pytest.fixture(autouse=True)
def known_handler() -> Iterator[None]:
    """A suite in the background of a shell inherits an ignored SIGINT."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_in_a_destructor_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lost.append)

    class Interrupted:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    with lasting_interrupt() as checkpoint:
        checkpoint()
        Interrupted()
        with pytest.raises(KeyboardInterrupt):
            checkpoint()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert len(lost) == 1


def test_a_noted_interrupt_interrupts_nothing_until_it_is_repeated() -> None:
    with noted_interrupt() as interrupted:
        assert not interrupted()
        signal.raise_signal(signal.SIGINT)
        assert interrupted()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_job_in_the_background_stays_deaf_to_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with lasting_interrupt() as checkpoint, noted_interrupt() as interrupted:
        signal.raise_signal(signal.SIGINT)
        checkpoint()
        assert not interrupted()
