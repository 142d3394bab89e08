"""A chain as a document of the W3C's PROV data model."""

from __future__ import annotations

from typing import Any

from geodata.prov import Document
from routes.chains import Chain, Link, Step


def chain_prov(chain: Chain) -> Document:
    """Return a chain as PROV.

    Numbers, facts, cells, rules and sources are entities; steps of the build are activities;
    publishers and the software are agents. What is not known is no entity: what rests on it says
    so in ``cw:notKnown``. Facts that are held and not used take no part.
    """
    document = Document(chain.data_version)
    software = document.agent(
        "software", "SoftwareAgent", chain.software or "childways",
        {"cw:codeVersion": chain.code_version, "cw:build": chain.build},
    )  # fmt: skip
    _add(document, chain.top, software)
    return document


def _add(document: Document, link: Link, software: str) -> str:
    unknown = [
        f"{below.title}. {below.said}" for below in link.made_from if below.kind == "unknown"
    ]
    name = document.entity(
        link.name, link.kind.capitalize(), link.title, {**_said(link), "cw:notKnown": unknown}
    )
    if link.source is not None:
        publisher = document.agent(
            f"publisher/{link.source.publisher}", "Organization", link.source.publisher
        )
        document.attributed(name, publisher)
    below = [
        _add(document, one, software)
        for one in link.made_from
        if one.kind not in ("unknown", "aside")
    ]
    for one in below:
        document.derived(name, one)
    if link.step is not None:
        _step(document, link.step, name, below, software)
    return name


def _said(link: Link) -> dict[str, Any]:
    told: dict[str, Any] = {
        "prov:value": link.value,
        "dcterms:description": link.said,
        "cw:asOfYear": link.as_of_year,
        "cw:carriedYears": link.carried_years,
        "cw:evidence": link.evidence,
        "cw:confidence": link.confidence,
    }
    if link.place is not None:
        place = link.place
        told |= {
            "prov:location": str(place),
            "cw:file": place.file,
            "cw:line": place.line,
            "cw:column": place.column,
            "cw:sha256": place.sha256,
        }
    if link.source is not None:
        source = link.source
        told |= {
            "dcterms:title": source.title,
            "dcterms:publisher": source.publisher,
            "dcterms:date": None if source.year is None else str(source.year),
            "dcterms:identifier": source.url,
            "dcterms:license": source.licence,
            "cw:retrieved": source.retrieved,
        }
    return told


def _step(document: Document, step: Step, made: str, used: list[str], software: str) -> None:
    """Add the step that made something, the built file that holds it, and our code that ran."""
    activity = document.activity(
        f"step/{step.name}", f"Build step: {step.name}",
        {"cw:code": [f"{path} sha256:{checksum}" for path, checksum in step.code]},
    )  # fmt: skip
    document.associated(activity, software)
    file = document.entity(
        f"built/{step.file}", "File", step.file,
        {"cw:sha256": step.sha256, "cw:content": step.content},
    )  # fmt: skip
    document.generated(file, activity)
    document.generated(made, activity)
    for thing in used:
        document.used(activity, thing)
