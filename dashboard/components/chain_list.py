"""A chain of provenance as a list within a list: readable without script, on paper, by ear."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.chain_words import KIND_WORDS, age_words, source_words, value_words
from dashboard.components.country_panel import level_bar
from dashboard.data import Data
from dashboard.state import Lens, link
from dashboard.ways import ask_address
from routes.chains import Chain, Link, Place, Step

SHORT = 12  # characters of a checksum that are shown; the whole stands in its title


def chain_list(data: Data, chain: Chain, lens: Lens) -> Any:
    """Return every link under what was made from it, the deciding one first."""
    return html.Ul(_item(data, chain.top, lens), className="chain")


def _item(data: Data, one: Link, lens: Lens) -> Any:
    below = [_item(data, made, lens) for made in one.made_from]
    return html.Li(
        [
            html.P(_head(data, one, lens), className="chain-head"),
            *_notes(one),
            html.Ul(below) if below else None,
        ],
        className=f"chain-link of-{one.kind}",
    )


def _head(data: Data, one: Link, lens: Lens) -> list[Any]:
    told: list[Any] = [html.Span(KIND_WORDS[one.kind], className="chain-kind"), " "]
    if one.kind in ("level", "stage"):
        told += [level_bar(None if one.value is None else int(one.value)), " "]
    told.append(_title(data, one, lens))
    value = "" if one.kind in ("level", "stage") else value_words(one)
    is_told = one.kind in ("cell", "aside", "fact")  # in the title
    if value and not is_told:
        told += [" ", html.B(f"= {value}" if one.kind != "promise" else value)]
    if one.kind == "fact":
        ask = ask_address(one.name.removeprefix("fact/"), lens)
        told += [" ", html.A("Question this value", href=ask, className="question-link")]
    return told


def _title(data: Data, one: Link, lens: Lens) -> Any:
    if one.source is not None:
        href = f"/sources#{one.source.source_id}"
        return html.A(one.title, href=href, className="source")
    if one.place is not None and str(one.place) == one.title:
        return _place(one.place)
    if one.kind == "level" and one.name.split("/")[1] in data.iso3s:
        return html.A(one.title, href=link(f"/country/{one.name.split('/')[1]}", lens.pairs()))
    if one.kind == "rule":
        return html.A(one.title, href="/methods")
    return html.Span(one.title)


def _notes(one: Link) -> list[Any]:
    is_new = one.said.rstrip(".").casefold() != value_words(one).casefold()
    told: list[Any] = [html.P(one.said)] if one.said and is_new else []
    age = age_words(one)
    if age:
        told.append(html.P(f"{age[:1].upper()}{age[1:]}", className="quiet"))
    if one.place is not None and str(one.place) != one.title:
        told.append(html.P(_place(one.place), className="quiet"))
    if one.source is not None:
        told.append(html.P(_source(one), className="quiet"))
    if one.step is not None:
        told.append(html.P(_step(one.step), className="quiet"))
    return told


def _place(place: Place) -> Any:
    """Return file, line, column and what stands there: the cell."""
    told: list[Any] = [html.Code(place.file)]
    if place.line is not None:
        told.append(f", line {place.line}")
    if place.column:
        told += [", column ", html.Code(place.column)]
    if place.cell:
        told += [": ", html.Code(place.cell, className="chain-cell")]
    if place.sha256:
        told += [" ", _checksum(place.sha256)]
    return html.Span(told)


def _checksum(sha256: str) -> Any:
    return html.Span(f"sha256 {sha256[:SHORT]}…", title=sha256, className="checksum")


def _source(one: Link) -> list[Any]:
    assert one.source is not None
    if not one.source.url:
        return [source_words(one.source)]
    address = html.A(
        "At its publisher or archive", href=one.source.url, rel="noopener noreferrer external"
    )
    words = source_words(one.source).partition("Licence:")[2]
    return [address, f". Licence:{words}"]


def _step(step: Step) -> list[Any]:
    code: list[Any] = []
    for path, checksum in step.code:
        code += [html.Code(path, title=f"sha256 {checksum}"), ", "]
    return [
        f"Build step {step.name} made ", html.Code(step.file), " ", _checksum(step.sha256),
        *([" with ", *code[:-1]] if code else []), ".",
    ]  # fmt: skip
