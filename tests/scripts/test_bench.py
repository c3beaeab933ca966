"""The benchmark itself, at its smallest: that it measures what it says, and not how much."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.bench.report import machine, summary_of, write_results
from scripts.bench.run import Size, measured

TINY = Size(40, 20, 5, 1, ((20, 2),))


@pytest.mark.slow
def test_every_figure_has_its_empty_run_beside_it_and_no_path_of_this_machine(
    repository: Path, tmp_path: Path
) -> None:
    page = tmp_path / "docs" / "reference" / "performance.md"
    page.parent.mkdir(parents=True)
    page.write_text((repository / "docs/reference/performance.md").read_text())
    said: list[str] = []

    # Each run checks that the sink had every message, and the loop that it sent the same bytes.
    results = measured(TINY, tmp_path / "bench", only=("many", "delivery-20ms"), say=said.append)
    write_results(tmp_path, machine(repository), results)

    assert [sorted(one.medians) for one in results] == [
        ["empty", "full"],
        ["longstop", "longstop empty", "loop", "loop empty"],
    ]
    assert all(median.cpu > 0 for one in results for median in one.medians.values())
    text = page.with_name("performance.json").read_text()
    assert [one["case"] for one in json.loads(text)["cases"]] == [one.case.name for one in results]
    assert str(tmp_path) not in text + page.read_text()
    assert summary_of(results) in page.read_text()
    assert page.read_text().endswith((repository / page.relative_to(tmp_path)).read_text()[-200:])
    assert len(said) == 2 + 2 + 4
