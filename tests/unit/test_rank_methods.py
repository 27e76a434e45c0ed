"""`gauntlet evaluate --explanations`: from labelled images to a ranking on disk, resumable and cancellable."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from gauntlet_desktop.app.explanations import RankingRequest, rank, ranking_page  # noqa: E402
from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, USAGE  # noqa: E402
from gauntlet_desktop.core.errors import Cancelled, UserError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.evaluation.map_tables import map_markdown  # noqa: E402
from gauntlet_desktop.evaluation.page import explanations_page  # noqa: E402
from gauntlet_desktop.training.imported import ImportRequest, import_model  # noqa: E402
from tests.evaluations import make_labelled  # noqa: E402

REQUEST = RankingRequest(("tiny",), ("grad-cam", "eigen-cam"), limit=1)
HOSTILE = '=<script>alert("1")</script>|`*&'


@pytest.fixture(scope="module", autouse=True)
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A small convolutional net among the detectors."""
    from gauntlet_source_systems.models import ModelConfig, save_model

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("run")
    config = ModelConfig("baseline-cnn", {"widths": [4, 6, 8]})
    save_model(folder, config, config.entry.build(config.settings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path_factory.mktemp("store")))
        import_model(folder, ImportRequest(id="tiny"), TaskContext())
        yield


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_labelled(tmp_path_factory.mktemp("pictures") / "data", count=1)


@pytest.fixture(scope="module")
def ranking(labelled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ranking")
    rank(labelled, out, REQUEST)
    return out


def document(out: Path) -> dict:  # type: ignore[type-arg]
    found: dict = json.loads((out / "explanations.json").read_text(encoding="utf-8"))  # type: ignore[type-arg]
    return found


def test_methods_are_ranked_with_all_their_figures(ranking: Path) -> None:
    found = document(ranking)
    assert found["images"]["measured"] + found["images"]["out_of_scope"] == 4
    assert found["images"]["composites"] > 0
    assert found["failures"]["count"] == 0
    tiny = found["detectors"]["tiny"]
    assert tiny["attack"] == "FGSM"
    assert {each["method"] for each in tiny["methods"]} == {"grad-cam", "eigen-cam"}
    for method in tiny["methods"]:
        assert set(method["randomised"]) == {"last layer", "all layers"}
        assert len(method["nissim_by_strength"]) == len(found["strengths"]) == 4
        assert 0 <= method["pixel_auc"] <= 1
        assert 0 <= method["mod"] <= 1
    assert [row[index] for index, row in enumerate(tiny["agreement"])] == pytest.approx([1.0, 1.0])


def test_a_map_that_knows_no_last_layer_is_found_out(ranking: Path) -> None:
    """Eigen-CAM looks at one layer's activations alone: what decides after it may be anything."""
    methods = {each["method"]: each for each in document(ranking)["detectors"]["tiny"]["methods"]}
    assert methods["eigen-cam"]["randomised"]["last layer"] > 0.999
    assert methods["eigen-cam"]["audit_passed"]["rate"] == 0.0
    assert methods["grad-cam"]["randomised"]["last layer"] < 0.999


def test_a_second_run_takes_what_is_there(ranking: Path, labelled: Path) -> None:
    before = {path.name: path.read_bytes() for path in ranking.iterdir()}
    rank(labelled, ranking, REQUEST)
    assert {path.name: path.read_bytes() for path in ranking.iterdir()} == before


def test_the_table_goes_to_csv_and_page(ranking: Path) -> None:
    with (ranking / "explanations.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["method"] for row in rows} == {"grad-cam", "eigen-cam"}
    assert {"mean_rank", "pixel_auc", "mod", "vid", "nissim at 2/255", "shuffled, all layers"} <= {
        row["measure"] for row in rows
    }
    page = ranking_page(ranking).read_text(encoding="utf-8")
    assert "Grad-CAM" in page
    assert "default-src 'none'" in page
    assert "Grad-CAM" in (ranking / "explanations.md").read_text(encoding="utf-8")


def test_no_name_can_do_anything_in_the_page(ranking: Path) -> None:
    found = document(ranking)
    found["detectors"] = {HOSTILE: found["detectors"]["tiny"]}
    found["failures"] = {"count": 1, "first": [dict.fromkeys(("detector", "method", "image", "reason"), HOSTILE)]}
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append(tag)  # type: ignore[method-assign, assignment]
    parser.feed(explanations_page(found))
    assert "script" not in seen
    assert {"table", "nav", "section"} <= set(seen)
    assert "<script>" not in map_markdown(found)


def test_cancelled_it_goes_on_where_it_was(labelled: Path, tmp_path: Path) -> None:
    told: list[str] = []

    def progress(fraction: float, what: str) -> None:
        assert 0 <= fraction <= 1
        told.append(what)

    def enough() -> bool:
        journal = tmp_path / "maps.jsonl"
        return journal.exists() and len(journal.read_text(encoding="utf-8").splitlines()) >= 3

    with pytest.raises(Cancelled):
        rank(labelled, tmp_path, REQUEST, progress=progress, is_cancelled=enough)
    assert any("grad-cam, tiny: " in what for what in told)
    kept = (tmp_path / "maps.jsonl").read_text(encoding="utf-8").splitlines()
    rank(labelled, tmp_path, REQUEST)
    assert (tmp_path / "maps.jsonl").read_text(encoding="utf-8").splitlines()[: len(kept)] == kept


def test_what_fails_costs_itself_only(labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gauntlet_desktop.evaluation import explanations

    def broken(*arguments: object) -> None:
        raise ValueError("no map today")

    monkeypatch.setattr(explanations, "measure_composite", broken)
    table = rank(labelled, tmp_path, RankingRequest(("tiny",), ("grad-cam",), 1))
    assert "ValueError: no map today" in table
    (method,) = document(tmp_path)["detectors"]["tiny"]["methods"]
    assert method["pixel_auc"] is None
    assert method["images"] > 0


def test_the_command_prints_the_ranking(labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["evaluate", str(labelled), "--explanations", "--detector", "tiny", "--limit", "1"]
    assert run([*arguments, "--methods", "grad-cam"], lambda paths: 1) == DONE
    assert "| 1. Grad-CAM |" in capsys.readouterr().out
    assert run([*arguments, "--methods", "magic"], lambda paths: 1) == USAGE
    assert "grad-cam" in capsys.readouterr().err


def test_what_there_is_not_is_named(labelled: Path) -> None:
    with pytest.raises(UserError, match="nobody"):
        rank(labelled, None, RankingRequest(("nobody",)))
