"""The tutorial notebook runs from top to bottom, and stores no answers that could grow old."""

import json
from pathlib import Path

NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorial.ipynb"


def code_cells():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_the_tutorial_runs_from_top_to_bottom(capsys):
    names = {"__name__": "tutorial"}
    for number, cell in enumerate(code_cells(), start=1):
        exec(compile("".join(cell["source"]), f"tutorial.ipynb, code cell {number}", "exec"), names)
    printed = capsys.readouterr().out
    assert "protection is weakest" in printed
    assert "Nearest: SDN (Sudan)" in printed
    assert len(names["everything"]) > 100_000
    assert names["shown"].about.title == "Central Mediterranean from the Horn of Africa"
    same = names["found"].to_frame()["level"]  # the model's own profile of the same child and year
    assert names["shown"].data_table["level"].equals(same)


def test_the_tutorial_stores_no_outputs():
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in code_cells())
