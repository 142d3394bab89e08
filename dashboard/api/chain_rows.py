"""A chain of provenance in the shapes of the API."""

from __future__ import annotations

from dashboard.api import chain_models as shapes
from dashboard.explain_state import ExplainState
from routes.chains import Chain, Cited, Link, Place, Step


def chain_shape(chain: Chain, state: ExplainState) -> shapes.Chain:
    return shapes.Chain(
        title=chain.title,
        top=_link(chain.top),
        software=chain.software,
        code_version=chain.code_version,
        build=chain.build,
        date=chain.date,
        page=state.href(),
    )


def _link(link: Link) -> shapes.Link:
    return shapes.Link(
        kind=link.kind,
        name=link.name,
        title=link.title,
        value=link.value,
        said=link.said,
        place=_place(link.place),
        as_of_year=link.as_of_year,
        carried_years=link.carried_years,
        evidence=link.evidence,
        confidence=link.confidence,
        source=_cited(link.source),
        step=_step(link.step),
        made_from=[_link(below) for below in link.made_from],
    )


def _place(place: Place | None) -> shapes.Place | None:
    if place is None:
        return None
    return shapes.Place(
        file=place.file, line=place.line, column=place.column, cell=place.cell, sha256=place.sha256
    )


def _cited(source: Cited | None) -> shapes.Cited | None:
    if source is None:
        return None
    return shapes.Cited(
        source_id=source.source_id,
        publisher=source.publisher,
        title=source.title,
        year=source.year,
        address=source.url,
        licence=source.licence,
        retrieved=source.retrieved,
    )


def _step(step: Step | None) -> shapes.Step | None:
    if step is None:
        return None
    return shapes.Step(
        name=step.name,
        file=step.file,
        sha256=step.sha256,
        content=step.content,
        code=[shapes.Code(file=path, sha256=checksum) for path, checksum in step.code],
    )


def chain_rows(chain: Chain) -> list[shapes.LinkRow]:
    """Return the links of a chain in reading order, each with its depth."""
    return [_row(depth, link) for depth, link in chain.walk()]


def _row(depth: int, link: Link) -> shapes.LinkRow:
    place, source = link.place or Place(file=""), link.source
    return shapes.LinkRow(
        depth=depth,
        kind=link.kind,
        title=link.title,
        value=link.value,
        said=link.said,
        file=place.file,
        line=place.line,
        column=place.column,
        cell=place.cell,
        sha256=place.sha256,
        as_of_year=link.as_of_year,
        carried_years=link.carried_years,
        evidence=link.evidence,
        confidence=link.confidence,
        source_id=source.source_id if source else "",
        publisher=source.publisher if source else "",
        address=source.url if source else "",
        licence=source.licence if source else "",
        built_file=link.step.file if link.step else "",
    )
