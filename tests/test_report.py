"""The Quarto report's cells run from top to bottom and show figures with their sources."""

import re
import sys
from pathlib import Path
from types import ModuleType

import plotly.graph_objects as go
import pytest

REPORT = Path(__file__).parents[1] / "docs" / "examples" / "report.qmd"
CELL = re.compile(r"^```\{python\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def shown(monkeypatch):
    """What the cells display; Quarto brings IPython, which Childways does not need."""
    said = []
    module = ModuleType("IPython.display")
    module.Markdown = str
    module.display = said.append
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    return said


def test_the_report_runs_and_shows_what_the_atlas_shows(shown, client):
    names = {"__name__": "report"}
    results = []
    for number, cell in enumerate(CELL.findall(REPORT.read_text(encoding="utf-8")), start=1):
        *body, last = cell.strip().splitlines()
        exec(compile("\n".join((*body, last)), f"report.qmd, cell {number}", "exec"), names)
        if last.isidentifier():
            results.append(names[last])
    assert [type(one).__mro__[1] for one in results] == [go.Figure, go.Figure]
    told = client.get("/api/v1/views", params={"url": names["WAY"]}).json()["data"]["profile"]
    levels = names["way"].data_table["level"]
    assert levels.isna().sum() == sum(one["level"] is None for one in told["levels"])
    assert "not known is hatched" in names["text"]
    assert len(shown) == len(names["way"].sources) > 5
    assert {"country", "label", "as_of_year", "evidence"} == set(names["levels"].columns)
