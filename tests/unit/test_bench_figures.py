"""The report of figures: rows keep their place, ratios know which way is better, other machines are not compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import __main__ as bench
from bench.common import LESS, MORE, ROWS_VARIABLE, row
from bench.figures import FILE_NAME, PAGE_NAME, Figure, Run, compared, figures_of, page, read_runs, write_runs

SECONDS = Figure("start", 2.0, "s", LESS)
RATE = Figure("batch", 10.0, "images/s", MORE)
COUNT = Figure("pages", 17.0, "", "")
RUN = Run(
    "2026-01-31T12:00+00:00", "abc1234", "A processor, 2 cores", {"python": "3.11"}, 61.25, (SECONDS, RATE, COUNT)
)


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "rows"
    monkeypatch.setenv(ROWS_VARIABLE, str(path))
    yield path


def with_values(*values: float, processor: str = RUN.processor) -> Run:
    figures = tuple(replace(figure, value=value) for figure, value in zip(RUN.figures, values, strict=True))
    return replace(RUN, figures=figures, processor=processor)


def test_what_a_benchmark_tells_is_read_back_in_its_place(rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row("Grad-CAM: ours", 1.06, "forwards")
    row("Ablation-CAM: ours", 0.5, "CPU s")
    row("  stock over ours", 1743.0, "times", better=MORE)
    row("    of which loading", 3.0, "times")
    row("  error", 0.07, "1e-6")
    figures = figures_of(rows.read_text(encoding="utf-8").splitlines())
    assert figures == (
        Figure("Grad-CAM: ours", 1.06, "forwards", LESS),
        Figure("Ablation-CAM: ours", 0.5, "CPU s", LESS),
        Figure("Ablation-CAM: ours: stock over ours", 1743.0, "times", MORE),
        Figure("Ablation-CAM: ours: stock over ours: of which loading", 3.0, "times", ""),
        Figure("Ablation-CAM: ours: error", 0.07, "1e-6", ""),
    )
    assert "1743.000 times" in capsys.readouterr().out


def test_without_a_report_a_benchmark_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(ROWS_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    row("start", 2.0, "s")
    assert "2.000 s" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())


def test_worse_is_longer_for_times_and_less_for_rates() -> None:
    found = compared(with_values(3.0, 5.0, 34.0), RUN)
    assert [each.worse for each in found] == [1.5, 2.0, None]
    assert [each.before for each in found] == [2.0, 10.0, 17.0]
    assert [each.is_regression for each in found] == [True, True, False]
    better = compared(with_values(1.0, 20.0, 17.0), RUN)
    assert [each.worse for each in better] == [0.5, 0.5, None]


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_a_ratio_turns_round_with_the_two_runs(now: float, before: float) -> None:
    forth = compared(with_values(now, now, 1.0), with_values(before, before, 1.0))
    back = compared(with_values(before, before, 1.0), with_values(now, now, 1.0))
    for one, other in zip(forth[:2], back[:2], strict=True):
        assert one.worse is not None and other.worse is not None
        assert one.worse * other.worse == pytest.approx(1.0)
    assert forth[0].worse == pytest.approx(1.0 / forth[1].worse)


def test_other_machines_new_figures_and_nothing_are_not_compared() -> None:
    elsewhere = compared(with_values(9.0, 1.0, 1.0), replace(RUN, processor="Another"))
    assert all(each.worse is None and not each.is_regression for each in elsewhere)
    assert [each.before for each in elsewhere] == [2.0, 10.0, 17.0]
    assert all(each.before is None and each.worse is None for each in compared(RUN, None))
    assert compared(with_values(0.0, float("inf"), 1.0), RUN)[0].worse is None
    assert compared(with_values(2.0, float("inf"), 1.0), RUN)[1].worse is None


def test_runs_are_kept_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / FILE_NAME
    assert read_runs(path) == {}
    write_runs(path, {"window": RUN, "analysis": with_values(1.0, 1.0, 1.0)})
    assert read_runs(path) == {"window": RUN, "analysis": with_values(1.0, 1.0, 1.0)}
    assert list(json.loads(path.read_text(encoding="utf-8"))) == ["analysis", "window"]


def test_the_page_names_what_got_worse_and_the_machine() -> None:
    text = page({"window": with_values(3.0, 10.0, 17.0)}, {"window": RUN}, {"viewer": "failed with exit status 3"})
    head = text.split("## window")[0]
    assert "- window: start: 1.50 times worse" in head
    assert "batch" not in head
    assert "- viewer failed with exit status 3: its figures are those of an earlier run" in head
    assert "commit abc1234, 61.2 s. A processor, 2 cores. python 3.11." in text
    assert "| start | 3 | s | 2 | **1.50** |" in text
    assert "| batch | 10 | images/s | 10 | 1.00 |" in text
    assert "| pages | 17 |  | 17 |  |" in text
    assert "No figure is more than 1.25 times worse" in page({"window": RUN}, {"window": RUN}, {})


@pytest.fixture
def benchmarks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where `python -m bench.NAME` finds other benchmarks than ours."""
    package = tmp_path / "bench"
    package.mkdir()
    common = Path(bench.__file__).with_name("common.py").read_text(encoding="utf-8")
    (package / "common.py").write_text(common, encoding="utf-8")
    (package / "__init__.py").touch()
    (package / "quick.py").write_text(
        "import sys\nfrom bench.common import row\nrow('start', 4.0, 's')\nrow('options', len(sys.argv) - 1, '')\n",
        encoding="utf-8",
    )
    (package / "broken.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    (package / "lacking.py").write_text("print('It needs data.')\n", encoding="utf-8")
    (package / "hanging.py").write_text("import time\ntime.sleep(3600)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)  # the first place that `python -m` looks in
    monkeypatch.setattr(bench, "NAMES", ["broken", "hanging", "lacking", "quick"])
    return tmp_path


def test_benchmarks_run_in_processes_of_their_own_and_a_failure_costs_no_other(
    benchmarks: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = benchmarks / "out"
    before = {"quick": replace(RUN, processor=bench.processor()), "lacking": RUN}
    write_runs(out / FILE_NAME, before)
    assert bench.main(["--out", str(out), "broken", "lacking", "quick"]) == 1
    runs = read_runs(out / FILE_NAME)
    assert [(figure.name, figure.value) for figure in runs["quick"].figures] == [("start", 4.0), ("options", 0.0)]
    assert runs["quick"].seconds > 0
    assert {"python", "memory", "load average before"} <= runs["quick"].machine.keys()
    assert runs["lacking"] == RUN
    text = (out / PAGE_NAME).read_text(encoding="utf-8")
    assert "quick: start: 2.00 times worse" in text
    assert "- broken failed with exit status 3: its figures are those of an earlier run" in text
    assert "- lacking lacked what it needs" in text
    told = capfd.readouterr().out
    assert "== broken (1 of 3)" in told
    assert " s, failed with exit status 3" in told
    assert "worse than the last time: 1; failed: broken" in told
    assert bench.main(["--out", str(out), "quick"]) == 0


def test_one_that_hangs_is_ended_and_named(benchmarks: Path) -> None:
    out = benchmarks / "out"
    assert bench.main(["--out", str(out), "--minutes", "0.001", "hanging"]) == 1
    assert "- hanging was ended after 0.001 minutes" in (out / PAGE_NAME).read_text(encoding="utf-8")


def test_a_benchmark_with_options_is_one_of_its_own(benchmarks: Path) -> None:
    out = benchmarks / "out"
    assert bench.main(["--out", str(out), "quick", "quick --count '3 4'"]) == 0
    runs = read_runs(out / FILE_NAME)
    assert [runs[name].figures[1].value for name in ("quick", "quick --count '3 4'")] == [0.0, 2.0]


def test_a_benchmark_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["windows"])
    assert "no such benchmark: windows" in capsys.readouterr().err
    assert {"window", "batch", "explainers"} <= set(bench.NAMES)
    assert not {"common", "figures", "soak"} & set(bench.NAMES)
