"""The C2PA trust list in the configuration folder."""

from __future__ import annotations

import datetime
import hashlib
import logging
import os
from pathlib import Path

import pytest

from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.batch.settings import BatchSettings, configuration_of
from gauntlet_desktop.app.service import EngineSettings
from gauntlet_desktop.app.trust import TRUST_LIST_NAME, installed_trust_list
from gauntlet_desktop.imaging.trust import NO_TRUST_LIST, TrustList
from tests.unit.test_c2pa import Authority


def test_none_is_installed_by_default(tmp_path: Path) -> None:
    assert installed_trust_list(tmp_path) == NO_TRUST_LIST
    assert NO_TRUST_LIST.words == ""


def test_an_installed_list_is_read_with_its_date_and_hash(tmp_path: Path) -> None:
    data = (Authority().root_pem + Authority().root_pem).encode()
    path = tmp_path / TRUST_LIST_NAME
    path.write_bytes(data)
    moment = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC).timestamp()
    os.utime(path, (moment, moment))
    digest = hashlib.sha256(data).hexdigest()
    found = installed_trust_list(tmp_path)
    assert found == TrustList(data.decode(), 2, "2026-03-04", digest)
    assert found.words == f"2 certificates, file of 2026-03-04, SHA-256 {digest}"


@pytest.mark.parametrize("data", [b"", b"no certificate", b"\xff\xfe", b"-----BEGIN CERTIFICATE-----" * 200_000])
def test_what_is_no_list_is_logged_and_counts_as_none(
    data: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / TRUST_LIST_NAME).write_bytes(data)
    with caplog.at_level(logging.WARNING):
        assert installed_trust_list(tmp_path) == NO_TRUST_LIST
    assert "trust list" in caplog.text


def test_both_engines_take_the_installed_list_and_a_batch_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / TRUST_LIST_NAME).write_text(Authority().root_pem)
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path))
    found = installed_trust_list()
    assert EngineSettings().trust == found and found.certificates == 1
    parameters = dict(configuration_of(Setup(), BatchSettings()).parameters)
    assert parameters["C2PA trust list"] == found.sha256
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path / "elsewhere"))
    assert "C2PA trust list" not in dict(configuration_of(Setup(), BatchSettings()).parameters)
