"""Documents of the W3C's PROV data model, written as PROV-JSON (member submission of 2013-04-24).

What we use of it: entities, activities and agents; derivation, generation, usage, attribution and
association. https://www.w3.org/submissions/prov-json/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

MEDIA_TYPE = "application/provenance+json"  # not registered; programs read it as JSON
PREFIX = "cw"
Attributes = Mapping[str, str | int | list[str] | None]


class Document:
    """One document; the same calls make the same bytes."""

    def __init__(self, data_version: str) -> None:
        """Take the data version: it is part of every name, as what is named changes with it."""
        self._prefixes = {
            PREFIX: f"urn:childways:{data_version}:",
            "dcterms": "http://purl.org/dc/terms/",
        }
        self._records: dict[str, dict[str, dict[str, Any]]] = {}
        self._relations: dict[tuple[str, ...], str] = {}

    def entity(self, name: str, kind: str, label: str, more: Attributes | None = None) -> str:
        """Add a thing; returns its qualified name. ``kind`` is our word for what it is."""
        return self._add("entity", name, {"prov:label": label, "prov:type": _type(kind)}, more)

    def activity(self, name: str, label: str, more: Attributes | None = None) -> str:
        return self._add("activity", name, {"prov:label": label}, more)

    def agent(self, name: str, kind: str, label: str, more: Attributes | None = None) -> str:
        """Add who is responsible; ``kind`` is Organization or SoftwareAgent."""
        told = {"prov:label": label, "prov:type": _qualified(f"prov:{kind}")}
        return self._add("agent", name, told, more)

    def entity_name(self, name: str) -> str:
        """Return the qualified name of an entity that was added."""
        return _name(name)

    def derived(self, made: str, source: str) -> None:
        self._relate("wasDerivedFrom", generatedEntity=made, usedEntity=source)

    def generated(self, made: str, activity: str) -> None:
        self._relate("wasGeneratedBy", entity=made, activity=activity)

    def used(self, activity: str, thing: str) -> None:
        self._relate("used", activity=activity, entity=thing)

    def attributed(self, thing: str, agent: str) -> None:
        self._relate("wasAttributedTo", entity=thing, agent=agent)

    def associated(self, activity: str, agent: str) -> None:
        self._relate("wasAssociatedWith", activity=activity, agent=agent)

    def to_dict(self) -> dict[str, Any]:
        return {"prefix": dict(self._prefixes), **self._records}

    def text(self) -> str:
        """Return the document as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1) + "\n"

    def _add(self, record: str, name: str, told: dict[str, Any], more: Attributes | None) -> str:
        qualified = _name(name)
        extra = {n: v for n, v in (more or {}).items() if v not in ("", None, [])}
        records = self._records.setdefault(record, {})
        records[qualified] = {**records.get(qualified, {}), **told, **extra}
        return qualified

    def _relate(self, relation: str, **ends: str) -> None:
        key = (relation, *ends.values())
        if key not in self._relations:
            self._relations[key] = f"_:r{len(self._relations) + 1}"
            told = {f"prov:{end}": name for end, name in ends.items()}
            self._records.setdefault(relation, {})[self._relations[key]] = told


def _name(name: str) -> str:
    return f"{PREFIX}:{quote(name, safe='/')}"


def _type(kind: str) -> dict[str, str]:
    return _qualified(f"{PREFIX}:{kind}")


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}
