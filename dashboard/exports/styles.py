"""How QGIS draws our layers when it opens them: the marks and lines of the atlas.

One QML text a layer, as QGIS keeps it in a GeoPackage's table ``layer_styles``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from dashboard.theme import PAPER

_PAPER = PAPER["light"]
_KINDS = {"SimpleMarker": ("marker", 0), "SimpleLine": ("line", 1), "SimpleFill": ("fill", 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """How the rows with one value look; ``value`` "" is every other row."""

    value: str
    label: str
    looks: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one layer looks: by the values of ``column``, or all alike when it is ""."""

    name: str
    draws: str
    symbols: Sequence[Symbol]
    column: str = ""

    def qml(self) -> str:
        """Return the style as QGIS reads it."""
        kind, geometry = _KINDS[self.draws]
        symbols = "".join(
            f'<symbol type="{kind}" name="{i}" alpha="1" clip_to_extent="1" force_rhr="0">'
            f'<layer class="{self.draws}" enabled="1" locked="0" pass="0">'
            f"{_options(symbol.looks)}</layer></symbol>"
            for i, symbol in enumerate(self.symbols)
        )
        categories = "".join(
            f"<category symbol={quoteattr(str(i))} value={quoteattr(symbol.value)} "
            f'label={quoteattr(symbol.label)} render="true"/>'
            for i, symbol in enumerate(self.symbols)
        )
        by = f'type="categorizedSymbol" attr={quoteattr(self.column)}'
        if not self.column:
            by, categories = 'type="singleSymbol"', ""
        else:
            categories = f"<categories>{categories}</categories>"
        return (
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
            '<qgis version="3.22" styleCategories="Symbology">'
            f'<renderer-v2 {by} symbollevels="0" enableorderby="0" forceraster="0">'
            f"{categories}<symbols>{symbols}</symbols></renderer-v2>"
            "<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode>"
            f"<layerGeometryType>{geometry}</layerGeometryType></qgis>"
        )


def _options(looks: dict[str, str]) -> str:
    """Return a symbol's looks both as QGIS writes them now and as it did before 3.20."""
    pairs = [(quoteattr(name), quoteattr(value)) for name, value in looks.items()]
    options = "".join(f'<Option type="QString" name={n} value={v}/>' for n, v in pairs)
    props = "".join(f"<prop k={n} v={v}/>" for n, v in pairs)
    return f'<Option type="Map">{options}</Option>{props}'


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},255"


def _mark(form: str, size: float, fill: str) -> dict[str, str]:
    return {
        "name": form,
        "size": f"{size:g}",
        "size_unit": "MM",
        "color": _rgba(_PAPER[fill]),
        "outline_color": _rgba(_PAPER["route"]),
        "outline_width": "0.35",
        "outline_width_unit": "MM",
        "outline_style": "solid",
    }


def _line(dash: str) -> dict[str, str]:
    looks = {
        "line_color": _rgba(_PAPER["route"]),
        "line_width": "0.4",
        "line_width_unit": "MM",
        "line_style": "solid",
        "capstyle": "round",
        "joinstyle": "round",
    }
    if dash:
        looks |= {"use_custom_dash": "1", "customdash": dash, "customdash_unit": "MM"}
    return looks


_LAND = {
    "color": _rgba(_PAPER["empty"]),
    "style": "solid",
    "outline_color": _rgba(_PAPER["border"]),
    "outline_style": "solid",
    "outline_width": "0.2",
    "outline_width_unit": "MM",
    "joinstyle": "round",
}
_COUNTRIES = Style(
    name="Countries",
    draws="SimpleFill",
    symbols=(Symbol(value="", label="Countries and areas", looks=_LAND),),
)
STYLES = {
    "countries": _COUNTRIES,
    "countries_detail": _COUNTRIES,
    "stages": Style(
        name="Stages by role",
        draws="SimpleMarker",
        column="role",
        symbols=(
            Symbol(value="origin", label="Origin", looks=_mark("circle", 2.2, "casing")),
            Symbol(value="transit", label="Transit", looks=_mark("diamond", 2.4, "casing")),
            Symbol(value="destination", label="Destination", looks=_mark("circle", 2.2, "route")),
        ),
    ),
    "legs": Style(
        name="Legs by mode",
        draws="SimpleLine",
        column="mode",
        symbols=(
            Symbol(value="land", label="Over land", looks=_line("")),
            Symbol(value="sea", label="By sea", looks=_line("2;1.4")),
            Symbol(value="air", label="By air", looks=_line("0.4;1.4")),
            Symbol(value="", label="Not documented", looks=_line("4;1;0.4;1")),
        ),
    ),
}
