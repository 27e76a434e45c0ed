"""The session: events in any order lead to the right state, and no picture is kept longer than it is shown."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from gauntlet_desktop.app.events import EngineLost
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.items import ItemState
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.session import Session
from tests.factories import failed_record, make_record, out_of_scope_record
from tests.gui.conftest import FOLDER, Desk
from tests.gui.fake_service import FakeService


def test_files_wait_until_the_service_is_there() -> None:
    services: list[FakeService] = []

    def factory(listener: object) -> FakeService:
        services.append(FakeService(listener))  # type: ignore[arg-type]
        return services[0]

    session = Session(factory)
    (item,) = session.add([b"/a.jpg"])
    assert item.badge is Badge.WAITING
    session.start_service()
    assert services[0].started
    assert list(services[0].submitted.values()) == [b"/a.jpg"]


def test_an_analysis_goes_from_waiting_to_its_verdict(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    assert item.job is not None
    desk.service.decode(item.job)
    desk.service.progress(item.job, 0.3, "Detecting")
    desk.settle()
    assert (item.badge, item.status_line) == (Badge.RUNNING, "Detecting (30%)")
    desk.service.partial(item.job, make_record(Tier.LEANS_AI))
    desk.settle()
    assert item.badge is Badge.LEANS_AI
    assert not item.complete
    desk.service.done(item.job, make_record(Tier.LEANS_AI))
    desk.settle()
    assert item.complete
    assert not desk.session.progress.active


@pytest.mark.parametrize(
    ("record", "badge"),
    [
        (out_of_scope_record(), Badge.OUT_OF_SCOPE),
        (failed_record(), Badge.FAILED),
        *((make_record(tier), Badge[tier.name]) for tier in Tier),
    ],
)
def test_every_outcome_has_its_badge(desk: Desk, record: object, badge: Badge) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, record)  # type: ignore[arg-type]
    assert item.badge is badge


def test_the_same_file_is_listed_once(desk: Desk) -> None:
    first = desk.add("a.jpg", "b.jpg")
    again = desk.session.add([FOLDER + b"b.jpg", FOLDER + b"c.jpg"])
    assert again[0] is first[1]
    assert len(desk.session.model.items) == 3


def test_only_the_current_picture_is_kept_and_every_buffer_is_closed(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg", "c.jpg")
    for item in items:
        desk.finish(item, make_record())
    assert all(buffer.closed for buffer in desk.service.buffers)
    assert desk.session.picture is not None
    desk.window.images.choose(items[1])
    assert desk.session.picture is None
    assert list(desk.service.pictures.values()) == [FOLDER + b"b.jpg"]
    desk.service.decode(next(iter(desk.service.pictures)))
    desk.settle()
    assert desk.session.picture is not None
    desk.window.images.choose(items[0])
    assert desk.session.picture is not None, "going back is instant"
    assert len(desk.service.pictures) == 1


def test_a_picture_that_arrives_too_late_is_closed(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg")
    assert items[0].job is not None
    desk.window.images.choose(items[1])
    buffer = desk.service.decode(items[0].job)
    desk.settle()
    assert buffer.closed
    assert desk.session.picture is None


def test_choosing_a_waiting_image_moves_it_forward(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg")
    desk.window.images.choose(items[1])
    assert desk.service.prioritised[-1] == items[1].job
    assert not desk.service.pictures


def test_cancelled_images_can_be_analysed_again(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg")
    jobs = [item.job for item in items]
    desk.session.cancel_all()
    assert desk.service.cancelled == jobs
    for job in jobs:
        assert job is not None
        desk.service.stop(job)
    desk.settle()
    assert [item.badge for item in items] == [Badge.CANCELLED] * 2
    assert not desk.session.progress.active
    desk.session.analyse_again(items[:1])
    assert items[0].state is ItemState.WAITING
    assert desk.session.progress.total == 1


def test_the_picture_of_a_cancelled_analysis_is_still_shown(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    assert item.job is not None
    desk.service.stop(item.job)
    desk.settle()
    assert list(desk.service.pictures.values()) == [item.raw_path]


def test_a_lost_engine_is_said_and_the_job_goes_on(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    desk.service.listener(EngineLost("exit code -11"))
    desk.settle()
    assert "exit code -11" in desk.window.status.message.text()
    desk.service.ready((("odd-plugin", "it raises"),))
    desk.finish(item, make_record())
    assert item.complete
    assert desk.session.engine_failures == (("odd-plugin", "it raises"),)
    assert desk.window.status.message.text() == "Ready. 1 image done"


def test_why_an_engine_was_lost_is_said_in_german(desk: Desk, qapp: QApplication) -> None:
    choose_language(qapp, "de")
    try:
        desk.service.listener(EngineLost(phrase("it was ended by signal {number}", number=9)))
        desk.settle()
        assert "Signal 9 beendet" in desk.window.status.message.text()
    finally:
        choose_language(qapp, "en")


def test_a_picture_that_vanished_since_says_so(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg")
    for item in items:
        desk.finish(item, make_record())
    desk.window.images.choose(items[1])
    desk.service.done(next(iter(desk.service.pictures)), failed_record())
    desk.settle()
    assert desk.session.picture_error is not None
    assert items[1].complete, "the verdict stands, only the picture cannot be shown"


def test_events_of_removed_images_change_nothing(desk: Desk) -> None:
    items = desk.add("a.jpg", "b.jpg")
    job = items[0].job
    assert job is not None
    desk.session.remove(items[:1])
    assert desk.service.cancelled == [job]
    buffer = desk.service.decode(job)
    desk.service.done(job, make_record())
    desk.settle()
    assert buffer.closed
    assert items[0].record is None
    assert desk.session.model.items == [items[1]]
