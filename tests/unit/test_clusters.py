"""Clusters known by construction are found, the same in every run; bad images cost themselves only."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

pytest.importorskip("sklearn")

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.app.clustering import write_clusters
from gauntlet_desktop.cli import run
from gauntlet_desktop.cli.console import DONE, SOME_INPUTS_FAILED, USAGE
from gauntlet_desktop.core.cluster_colours import colour
from gauntlet_desktop.core.clustering import nearest, purity
from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation import clusters
from gauntlet_desktop.evaluation.cluster_maths import choose_k, group, principal_axes
from gauntlet_desktop.evaluation.clusters import ClusterRequest, cluster_images
from gauntlet_desktop.inference.loader import LoadedDetector, Registry

FAMILIES = {"red": (200, 40, 40), "green": (40, 200, 40), "blue": (40, 40, 200)}


class MeanColour:
    """A detector that sees mean colours; what is red is generated to it. It counts the images that it saw."""

    id = "mean-colour"

    def __init__(self) -> None:
        self.seen = 0

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        red, green, blue = image.pixels.reshape(-1, 3).mean(axis=0)
        return DetectorOutput(float(red - max(green, blue)) / 100.0)

    def features(self, image: ImageInput, context: TaskContext) -> NDArray[np.float32]:
        self.seen += 1
        if image.pixels.mean() < 5:
            raise ValueError("too dark")
        return image.pixels.reshape(-1, 3).mean(axis=0).astype(np.float32)


class Featureless:
    id = "featureless"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        return DetectorOutput(0.0)


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch) -> MeanColour:
    found = MeanColour()
    entries = [LoadedDetector(each, "test", "1", "", None, False) for each in (found, Featureless())]
    monkeypatch.setattr(clusters, "load", lambda **_: Registry(detectors=list(entries)))
    return found


def paint(path: Path, colour: tuple[int, int, int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    pixels = np.clip(np.array(colour) + rng.integers(-12, 13, 3) + rng.integers(-9, 10, (40, 48, 3)), 0, 255)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.astype(np.uint8)).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three families without labels, of 6, 5 and 4 images."""
    for number, (name, tone) in enumerate(FAMILIES.items()):
        for index in range(6 - number):
            paint(tmp_path / "pictures" / f"{name}-{index}.png", tone, 10 * number + index)
    return tmp_path / "pictures"


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Red and one green image are generated, the others and one red one are camera images."""
    for index in range(4):
        paint(tmp_path / "data" / "fake" / "maker" / f"red-{index}.png", FAMILIES["red"], index)
        paint(tmp_path / "data" / "real" / "phone" / f"green-{index}.png", FAMILIES["green"], 20 + index)
    paint(tmp_path / "data" / "fake" / "maker" / "green-9.png", FAMILIES["green"], 9)
    paint(tmp_path / "data" / "real" / "phone" / "red-9.png", FAMILIES["red"], 8)
    return tmp_path / "data"


def request(**changes: Any) -> ClusterRequest:
    return replace(ClusterRequest(detector="mean-colour", k=3, explain="none"), **changes)


def families(result: clusters.Clustering) -> list[set[str]]:
    """The colours in each cluster."""
    return [
        {point.name.split("/")[-1].split("-")[0] for point in result.points if point.cluster == number}
        for number in range(result.k)
    ]


def test_families_of_images_are_clusters_the_largest_first(detector: MeanColour, folder: Path) -> None:
    result = cluster_images(folder, None, request(), TaskContext())
    assert families(result) == [{"red"}, {"green"}, {"blue"}]
    assert [each.size for each in result.clusters] == [6, 5, 4]
    assert result.silhouette > 0.8
    assert not result.labelled and result.purity is None
    assert result.explained > 0.95 and result.space.shape[1] == 2
    for each in result.clusters:
        near = [result.points[index].distance for index in each.nearest]
        assert near == sorted(near) and len(near) == 3


def test_silhouettes_choose_the_number_of_families(detector: MeanColour, folder: Path) -> None:
    result = cluster_images(folder, None, request(k=None), TaskContext())
    assert result.chosen and result.k == 3
    assert max(result.silhouettes, key=lambda each: each[1])[0] == 3
    assert [k for k, _ in result.silhouettes] == list(range(2, 15))


def test_the_same_images_give_the_same_files(detector: MeanColour, folder: Path, tmp_path: Path) -> None:
    written = []
    for name in ("first", "second"):
        result = cluster_images(folder, None, request(neighbours=folder / "red-0.png"), TaskContext())
        written.append({path.name: path.read_bytes() for path in write_clusters(result, tmp_path / name)})
    assert written[0] == written[1]
    assert set(written[0]) == {f"clusters.{kind}" for kind in ("json", "csv", "md", "html", "pdf")}


def test_labels_tell_correct_from_misclassified(detector: MeanColour, labelled: Path) -> None:
    result = cluster_images(labelled, None, request(k=2), TaskContext())
    assert result.purity == pytest.approx(0.8)
    for each in result.clusters:
        assert each.wrong == 1 and each.purity == pytest.approx(0.8)
        (wrong,) = each.misclassified
        assert "9" in result.points[wrong].name
        assert all(result.points[index].correct for index in each.correct)
        assert dict(each.sources) in ({"maker": 4, "phone": 1}, {"maker": 1, "phone": 4})


def test_bad_images_are_listed_and_left_out(detector: MeanColour, folder: Path) -> None:
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "empty.png").write_bytes(b"")
    Image.new("RGB", (40, 40)).save(folder / "dark.png")
    result = cluster_images(folder, None, request(), TaskContext())
    assert {name for name, _ in result.failures} == {"broken.jpg", "empty.png", "dark.png"}
    assert any("too dark" in reason for _, reason in result.failures)
    assert len(result.points) == 15


def test_a_second_run_looks_at_nothing_again(detector: MeanColour, folder: Path, tmp_path: Path) -> None:
    journal = tmp_path / "keep" / "features.jsonl"
    first = cluster_images(folder, journal, request(), TaskContext())
    with journal.open("a") as stream:
        stream.write('{"cut off')
    again = cluster_images(folder, journal, request(k=2), TaskContext())
    assert detector.seen == 15 and (first.reused, again.reused) == (0, 15)
    assert [point.score for point in first.points] == [point.score for point in again.points]


def test_an_ended_run_goes_on(detector: MeanColour, folder: Path, tmp_path: Path) -> None:
    journal = tmp_path / "features.jsonl"
    context = TaskContext(is_cancelled=lambda: detector.seen >= 4)
    with pytest.raises(Cancelled):
        cluster_images(folder, journal, request(), context)
    assert cluster_images(folder, journal, request(), TaskContext()).reused == 4


def test_neighbours_are_of_the_same_family(detector: MeanColour, folder: Path, tmp_path: Path) -> None:
    result = cluster_images(folder, None, request(neighbours=folder / "blue-0.png"), TaskContext())
    names = [result.points[each.index].name for each in result.neighbours]
    assert all("blue" in name for name in names[:3]) and "blue-0.png" not in names
    paint(tmp_path / "outside.png", FAMILIES["green"], 99)
    result = cluster_images(folder, None, request(neighbours=tmp_path / "outside.png"), TaskContext())
    assert all("green" in result.points[each.index].name for each in result.neighbours[:5])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"k": 16}, "k_impossible"),
        ({"detector": "featureless"}, "no_features"),
        ({"detector": "gone"}, "no_such_detector"),
        ({"explain": "grad-cam"}, "no_such_method"),
        ({"limit": 2}, "too_few_images"),
    ],
)
def test_what_cannot_be_done_is_said(detector: MeanColour, folder: Path, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as raised:
        cluster_images(folder, None, request(**changes), TaskContext())
    assert raised.value.code == code


def test_images_that_are_all_alike_are_one_cluster(detector: MeanColour, tmp_path: Path) -> None:
    for index in range(4):
        paint(tmp_path / f"same-{index}.png", FAMILIES["red"], 1)
    result = cluster_images(tmp_path, None, request(k=None), TaskContext())
    assert result.k == 1 and result.silhouette == 0.0


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_is_offline_and_escapes_names(detector: MeanColour, labelled: Path, tmp_path: Path) -> None:
    paint(labelled / "fake" / "<script>x" / "=cmd.png", FAMILIES["red"], 77)
    result = cluster_images(labelled, None, request(k=2), TaskContext())
    files = {path.name: path for path in write_clusters(result, tmp_path / "out")}
    tags = Tags()
    tags.feed(files["clusters.html"].read_text(encoding="utf-8"))
    assert not any(tag == "script" for tag, _ in tags.found)
    links = [value or "" for _, attrs in tags.found for name, value in attrs.items() if name in ("href", "src")]
    assert len(links) > 11 and all(link.startswith("data:image/jpeg;base64,") for link in links)
    assert sum(tag == "image" for tag, _ in tags.found) == 11
    rows = list(csv.DictReader(files["clusters.csv"].read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 11 and {row["correct"] for row in rows} == {"True", "False"}
    document = json.loads(files["clusters.json"].read_text(encoding="utf-8"))
    assert {point["cluster"] for point in document["points"]} == {1, 2}
    assert str(tmp_path) not in files["clusters.json"].read_text(encoding="utf-8")
    assert files["clusters.pdf"].read_bytes().startswith(b"%PDF")


def test_the_command_clusters_and_explains(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in folder.iterdir():
        Image.open(path).resize((224, 224)).save(path)
    (folder / "broken.png").write_bytes(b"x")
    arguments = ["cluster", str(folder), "--k", "3", "--examples", "1", "--out", str(tmp_path / "out")]
    assert run([*arguments, "--json"], lambda _: 1) == SOME_INPUTS_FAILED
    document = json.loads(capsys.readouterr().out)
    assert document["method"] == "evidence-map" and document["features"] == 320
    assert [failure["image"] for failure in document["failures"]] == ["broken.png"]
    (folder / "broken.png").unlink()
    assert run([*arguments[:2], "--k", "auto"], lambda _: 1) == DONE
    assert "| Mean silhouette |" in capsys.readouterr().out
    with pytest.raises(SystemExit) as refused:
        run([*arguments[:2], "--k", "0"], lambda _: 1)
    assert refused.value.code == USAGE
    assert run([*arguments[:2], "--detector", "patch-evidence"], lambda _: 1) == USAGE


def test_thumbnails_are_small_pictures(detector: MeanColour, folder: Path) -> None:
    paint(folder / "red-large.png", FAMILIES["red"], 5)
    Image.open(folder / "red-large.png").resize((900, 300)).save(folder / "red-large.png")
    result = cluster_images(folder, None, request(), TaskContext())
    sizes = {Image.open(BytesIO(data)).size for data in result.thumbnails}
    assert sizes == {(48, 40), (96, 32)}


def test_colours_come_round_again() -> None:
    assert len({colour(number) for number in range(10)}) == 10
    assert colour(10) == colour(0)


SPACES = st.integers(3, 12).flatmap(
    lambda count: st.lists(
        st.lists(st.floats(-100, 100, width=32), min_size=3, max_size=3), min_size=count, max_size=count
    )
)


@given(SPACES, st.integers(0, 2))
def test_neighbours_are_in_order_of_distance(rows: list[list[float]], own: int) -> None:
    space = np.array(rows, dtype=np.float32)
    found = nearest(space, space[own], 5, without=own)
    distances = [each.distance for each in found]
    assert distances == sorted(distances)
    assert own not in [each.index for each in found] and len(found) == min(5, len(rows) - 1)


@given(st.lists(st.tuples(st.sampled_from(["real", "fake", ""]), st.integers(0, 3)), min_size=1, max_size=40))
def test_purity_is_at_least_the_share_of_the_commoner_label(rows: list[tuple[str, int]]) -> None:
    found = purity([label for label, _ in rows], [cluster for _, cluster in rows])
    labels = [label for label, _ in rows if label]
    if not labels:
        assert found is None
        return
    assert found is not None
    assert max(labels.count("real"), labels.count("fake")) / len(labels) - 1e-12 <= found <= 1.0


@given(SPACES)
def test_components_keep_distances_and_every_image_has_a_cluster(rows: list[list[float]]) -> None:
    features = np.array(rows, dtype=np.float32)
    axes = principal_axes(features)
    space = axes.place(features)
    assert np.isfinite(space).all()
    assert sum(axes.explained) <= 1.0 + 1e-9
    found = group(space, 1, seed=1)
    assert found.k == 1 and (found.clusters == 0).all()
    standard = (features - axes.mean) / axes.scale
    assert np.all(np.linalg.norm(space, axis=1) <= np.linalg.norm(standard, axis=1) + 1e-3)


def test_choosing_k_can_be_cancelled() -> None:
    space = np.random.default_rng(1).normal(size=(40, 3)).astype(np.float32)
    calls = iter([False, False])
    stop: Callable[[], bool] = lambda: next(calls, True)  # noqa: E731
    with pytest.raises(Cancelled):
        choose_k(space, 1, TaskContext(is_cancelled=stop))
