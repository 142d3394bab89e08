"""``prov.json`` of the Data Package: where every file in it comes from, as W3C PROV-JSON.

Built tables, curated files, rubrics and sources are entities, steps of the build activities,
publishers and the software agents. The line of every row is in the table ``provenance``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard.exports.resource import Catalogue
from geodata.prov import Document
from routes import Atlas
from routes.origins import Origins, code_path

NAME = "prov.json"
# Made by the app of what the build made -> its tables, and our modules.
_DERIVED = {"legs": ("stages",), "levels": ("facts", "sources")}
_LEVELS = "levels.parquet"


def package_prov(catalogue: Catalogue, resources: list[dict[str, Any]]) -> Document:
    """Return the document of a package with these described resources."""
    atlas, origins = catalogue.atlas, catalogue.atlas.origins
    document = Document(catalogue.edition.data_version)
    software = document.agent(
        "software", "SoftwareAgent", origins.software or "childways",
        {"cw:codeVersion": origins.code_version, "cw:build": origins.build},
    )  # fmt: skip
    made: Mapping[str, Any] = atlas.manifest.get("made", {})
    built = {name: _built(document, origins, name, software) for name in sorted(made)}
    for name, how in sorted(made.items()):
        activity = f"step/{how['step']}/{name}"
        for used in how["used"]:
            entity = built[used] if used in built else _input(document, origins, used)
            document.derived(built[name], entity)
            document.used(document.activity(activity, f"Build step: {how['step']}"), entity)
    _sources(document, atlas)
    packed = document.activity("step/Package", "Write the Data Package")
    document.associated(packed, software)
    for resource in resources:
        _file(document, resource, packed, built)
    return document


def _built(document: Document, origins: Origins, name: str, software: str) -> str:
    """Add a built file with the step that made it; returns its name."""
    step = origins.step(name)
    assert step is not None, "a manifest tells how its own files are made"
    entity = document.entity(
        f"built/{name}", "File", name, {"cw:sha256": step.sha256, "cw:content": step.content}
    )
    activity = document.activity(
        f"step/{step.name}/{name}", f"Build step: {step.name}",
        {"cw:code": [f"{path} sha256:{checksum}" for path, checksum in step.code]},
    )  # fmt: skip
    document.associated(activity, software)
    document.generated(entity, activity)
    return entity


def _input(document: Document, origins: Origins, name: str) -> str:
    """Add a curated file, rubric or shapes file; returns its name."""
    path = code_path(name)
    return document.entity(
        f"file/{path}", "File", path,
        {"prov:location": path, "cw:sha256": origins.checksum(path)},
    )  # fmt: skip


def _sources(document: Document, atlas: Atlas) -> None:
    """Add every source with its publisher, and the curated files that rest on it."""
    for row in atlas.sources.itertuples(index=False):
        place = atlas.origins.place("sources", str(row.source_id))
        entity = document.entity(
            f"source/{row.source_id}", "Source", f"{row.publisher}: {row.title}",
            {
                "dcterms:title": str(row.title),
                "dcterms:date": None if pd.isna(row.year) else str(row.year),
                "dcterms:identifier": str(row.url or ""),
                "dcterms:license": str(row.licence or ""),
                "prov:location": str(place or ""),
            },
        )  # fmt: skip
        publisher = document.agent(f"publisher/{row.publisher}", "Organization", str(row.publisher))
        document.attributed(entity, publisher)
    for file, source_id in _rests_on(atlas):
        document.derived(_input(document, atlas.origins, f"facts/{file}.csv"),
                         document.entity_name(f"source/{source_id}"))  # fmt: skip


def _rests_on(atlas: Atlas) -> list[tuple[str, str]]:
    """Return curated file and source, each pair once."""
    facts = atlas.protection.facts[["table", "source_id"]].itertuples(index=False)
    pairs = {(str(row.table), str(row.source_id)) for row in facts}
    pairs |= {("recorded_figures", str(s)) for s in atlas.recorded_figures["source_id"]}
    records = atlas.records
    pairs |= {("commitments", one.source_id) for one in records.commitments.values()}
    pairs |= {("timeline", one.source_id) for one in records.timeline}
    pairs |= {("practices", one.source_id) for one in records.practices.values()}
    for route in atlas.routes.values():
        pairs.add(("routes", route.source_id))
        pairs |= {("stages", s.source_id) for way in route.journeys for s in way.stages}
    return sorted(pair for pair in pairs if pair[1])


def _file(
    document: Document, resource: Mapping[str, Any], packed: str, built: Mapping[str, str]
) -> None:
    """Add a file of the package, made of the built table of its name; all tables in one of all."""
    path = str(resource["path"])
    name = path.rpartition("/")[2].partition(".")[0]
    entity = document.entity(
        f"package/{path}", "File", str(resource["title"]),
        {"prov:location": path, "cw:sha256": str(resource["hash"]).removeprefix("sha256:")},
    )  # fmt: skip
    document.generated(entity, packed)
    names = _DERIVED.get(name, (name,))
    of = [f"{one}.parquet" for one in names] + ([_LEVELS] if name == "levels" else [])
    found = [built[one] for one in of if one in built] or sorted(built.values())
    for one in found:
        document.derived(entity, one)
