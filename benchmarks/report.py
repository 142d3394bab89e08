"""From visits to medians, a table with ratios, and JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.browser import Visit

OUT = Path(__file__).resolve().parent.parent / "build" / "benchmarks"
PACKAGES = ("dash", "plotly", "vizro", "streamlit")


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the table: what it says, and how a median is written."""

    name: str
    label: str
    write: Callable[[float], str]


def _ms(value: float) -> str:
    return f"{value:,.0f} ms"


def _kb(value: float) -> str:
    return f"{value / 1000:,.0f} KB"


MEASURES = (
    Measure("painted_ms", "First painted map", _ms),
    Measure("size_bytes", "Bytes on the wire", _kb),
    Measure("requests", "Requests", lambda value: f"{value:g}"),
    Measure("repaint_ms", "Click to repaint", _ms),
    Measure("settled_ms", "Click to last change", _ms),
)
STEPS = (
    ("server_ms", "server, to the document's first byte"),
    ("document_ms", "document's last byte"),
    ("first_paint_ms", "first contentful paint"),
    ("painted_ms", "map painted"),
    ("ready_ms", "ready (Dash has taken over)"),
)
Medians = Mapping[str, Mapping[str, float]]


def medians(visits: Mapping[str, Sequence[Visit]]) -> dict[str, dict[str, float]]:
    """Return app -> measure -> median over its visits."""
    names = {measure.name for measure in MEASURES} | {name for name, _ in STEPS}
    return {
        app: {
            name: median(values)
            for name in sorted(names)
            if None not in (values := [getattr(visit, name) for visit in made])
        }
        for app, made in visits.items()
    }


def table(found: Medians, peer: str, title: str) -> Table:
    """Return the medians, each with its ratio to one peer's."""
    made = Table(title=title, caption=f"Medians, and their ratio to {peer}.", show_lines=True)
    made.add_column("")
    for app in found:
        made.add_column(app, justify="right")
    for measure in MEASURES:
        base = found[peer][measure.name]
        made.add_row(
            measure.label,
            *(
                f"{measure.write(values[measure.name])}\n{values[measure.name] / base:.2f} ×"
                for values in found.values()
            ),
        )
    return made


def breakdown(values: Mapping[str, float], visit: Visit, app: str) -> Table:
    """Return where one app's time (medians) and bytes (one visit) go."""
    made = Table(title=f"{app}: where it goes")
    made.add_column("")
    made.add_column("", justify="right")
    made.add_column("", justify="right")
    for name, label in STEPS:
        if name in values:
            made.add_row(label, _ms(values[name]), "")
    made.add_section()
    for kind, (count, size) in sorted(visit.by_kind.items(), key=lambda row: -row[1][1]):
        made.add_row(kind, _kb(size), f"{count} requests" if count > 1 else "1 request")
    return made


def machine() -> dict[str, Any]:
    """Return what the numbers depend on: cores, Python and the versions measured."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: found for name in PACKAGES if (found := _version(name))},
    }


def _version(package: str) -> str:
    """Return the version of a package; "" when it is not installed, as peers need not be."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def write(name: str, content: Mapping[str, Any], console: Console) -> None:
    """Write one benchmark's JSON into build/benchmarks."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{name}.json"
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    console.print(f"Written to {path.relative_to(OUT.parent.parent)}")
