"""Templates and the list of artifacts: shipped, replaceable by the user, refused when something is missing."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from gauntlet_desktop.app.prompts import load_artifacts, load_prompts
from gauntlet_desktop.core.artifacts import MEASURED, SEEN, listed, parse_artifacts
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.prompts import Prompts


def test_the_shipped_list_is_closed_and_says_who_judges() -> None:
    artifacts = load_artifacts()
    assert len(artifacts) == 72
    assert sum(each.judged_by == MEASURED for each in artifacts) == 24
    assert all(each.description and each.group and each.judged_by in (MEASURED, SEEN) for each in artifacts)
    assert listed(artifacts).count("\n") == 71
    assert listed(artifacts[:1]).startswith(f"{artifacts[0].id}: {artifacts[0].name}, ")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '[{"id": "Bad Id", "group": "g", "name": "n", "judged_by": "person", "description": "d"}]',
        '[{"id": "good", "group": "g", "name": "n", "judged_by": "oracle", "description": "d"}]',
        '[{"id": "good"}]',
        "{}",
    ],
)
def test_a_malformed_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_artifacts(text)


def test_an_id_is_given_once() -> None:
    one = '{"id": "good", "group": "g", "name": "n", "judged_by": "person", "description": "d"}'
    with pytest.raises(ValueError, match="twice"):
        parse_artifacts(f"[{one}, {one}]")


def test_the_shipped_templates_ask_for_what_the_source_systems_asked_for() -> None:
    prompts = load_prompts()
    for rule in ("Input:", "Context:", "Objective:", "Output:", "Example:"):
        assert rule in prompts.heatmap
    assert "50 words" in prompts.artifacts and "leave out every artifact that does not apply" in prompts.artifacts
    assert "valid JSON" in prompts.json_step
    filled = prompts.fill("json_step", artifacts="teeth: x", answer='"$artifacts"')
    assert filled.count("teeth: x") == 1  # what is filled in is not filled again


def test_the_users_template_stands_in_place_of_the_programs(tmp_path: Path) -> None:
    before = load_prompts(tmp_path)
    (tmp_path / "artifacts.txt").write_text("Mine: $artifacts", encoding="utf-8")
    mine = load_prompts(tmp_path)
    assert mine == replace(before, artifacts="Mine: $artifacts")
    assert mine.sha256 != before.sha256


@pytest.mark.parametrize("data", [b"without a placeholder", b"$artifacts and $1", b"\xff"])
def test_a_template_that_cannot_work_is_named(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "artifacts.txt").write_bytes(data)
    with pytest.raises(UserError, match="prompt"):
        load_prompts(tmp_path)


def test_every_template_is_a_file_of_its_own() -> None:
    assert {field.name for field in fields(Prompts)} == {"heatmap", "artifacts", "json_step", "repair", "rephrase"}
