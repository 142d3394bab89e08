"""Dash component trees as HTML text, so that the server's first paint and the running app
come from the same function. Knows ``dash.html`` and the few ``dcc`` inputs that pages use."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

_NAMES = {"className": "class", "htmlFor": "for", "tabIndex": "tabindex", "colSpan": "colspan",
          "rowSpan": "rowspan", "hrefLang": "hreflang", "dateTime": "datetime",
          "maxLength": "maxlength", "readOnly": "readonly",
          "spellCheck": "spellcheck"}  # fmt: skip
_SKIPPED = {"children", "n_clicks", "n_clicks_timestamp", "key", "debounce", "persistence"}
_VOID = {"br", "hr", "img", "input", "meta", "link"}
STILL = "data-html"
CHECKED = "is-checked"  # class of a radio button that is chosen: Dash's inputs have no word for it
_SILENT = {"Store", "Location"}


def attrs(**names: Any) -> dict[str, Any]:
    """Return ``aria-`` and ``data-`` attributes for a component: ``attrs(aria_label="Year")``."""
    return {name.replace("_", "-"): value for name, value in names.items()}


def still(node: Any) -> Component:
    """Return a part of a page that Dash passes on as HTML and does not look into.

    Dash's renderer takes about two milliseconds a component; a profile has hundreds. Nothing in a
    still part may be the input or output of a callback.
    """
    return html.Div(className="still", **attrs(data_html=to_html(node)))


def to_html(node: Any, slots: Mapping[str, str] | None = None) -> str:
    """Return a component tree as HTML.

    Args:
        node: a component, a string, a number, None, or a list of these.
        slots: ready-made HTML to put inside the component with this id.
    """
    slots = slots or {}
    if node is None:
        return ""
    if isinstance(node, (list, tuple)):
        return "".join(to_html(child, slots) for child in node)
    if not isinstance(node, Component):
        return escape(str(node), quote=False)
    name = type(node).__name__
    if name in _SILENT:
        return ""
    tag = "input" if name == "Input" else name.lower()
    props = node.to_plotly_json()["props"]  # type: ignore[no-untyped-call]  # Dash does not type it
    if name == "Graph":  # Plotly draws it once it is here; its room is kept
        return f'<div class="graph" id="{escape(str(props["id"]))}"></div>'
    attributes = "".join(
        _attribute(key, props[key])  # Dash holds them in a set: sorted, a page is the same twice
        for key in sorted(props, key=lambda key: ("-" in key, key))
        if key not in _SKIPPED
    )
    if tag == "textarea":
        return f"<textarea{attributes}>{escape(str(props.get('value', '')))}</textarea>"
    if STILL in props:
        return f'<div class="still">{props[STILL]}</div>'
    if tag == "input" and props.get("className") == CHECKED:
        attributes += " checked"
    if tag in _VOID:
        return f"<{tag}{attributes}>"
    inner = slots.get(props.get("id", ""), "") or to_html(props.get("children"), slots)
    return f"<{tag}{attributes}>{inner}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    name = _NAMES.get(name, name)
    if value is True:
        return f" {name}"
    if name == "style" and isinstance(value, Mapping):
        value = ";".join(f"{_kebab(key)}:{item}" for key, item in value.items())
    return f' {name}="{escape(str(value))}"'


def _kebab(name: str) -> str:
    if name.startswith("--"):
        return name
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
