"""The OpenAPI document, made from the endpoints and said as they really answer."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.json_schema import models_json_schema

from dashboard.api.asked import Formats
from dashboard.api.formats import MEDIA_TYPES, Format
from dashboard.api.models import FeatureCollection
from dashboard.api.problems import KINDS, MEDIA_TYPE, PREFIX, Problem
from dashboard.data import Data
from dashboard.exports.terms import LICENCE_SHORT, LICENCE_URL
from dashboard.frozen import EDITION, LONGEST_VERSION
from geodata.resources import COUNTED
from routes import catalogue

REF = "#/components/schemas/{model}"
INTRODUCTION = """\
Read only. Every answer is `{"data": ..., "meta": {...}}`; `meta` has the total, the data version,
the terms, how to cite, and a reason when there is no data. **Unknown is null, never 0.** Every
value names its evidence and its sources.

JSON is the default; ask for `text/csv` or `application/geo+json` in Accept, or put `.csv` or
`.geojson` after the path. Lists come in pages: `page`, `per_page`, and the header Link.
Every address takes `edition=<data version>`: it answers from that kept version for ever, or with a
problem that lists the versions that are kept. The address in `/views` may be a frozen one.
An answer has an ETag: send it back in If-None-Match and an unchanged one is 304 without a body.
"""


def openapi(api: FastAPI, data: Data) -> dict[str, Any]:
    """Return the OpenAPI document of the API."""
    document = get_openapi(
        title=api.title,
        version=api.version,
        description=INTRODUCTION,
        routes=api.routes,
        servers=[{"url": PREFIX}],
        license_info={"name": LICENCE_SHORT, "url": LICENCE_URL},
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    own = schemas["OwnJourney"]["properties"]["stops"]
    own["items"] = {"type": "string", "enum": sorted(data.iso3s)}
    _list_changes(schemas, data)
    _, more = models_json_schema(
        [(Problem, "serialization"), (FeatureCollection, "serialization")], ref_template=REF
    )
    schemas.update(more["$defs"])
    offered = {_path(route): _formats(route) for route in _api_routes(api)}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            operation["responses"] = _responses(
                operation["responses"], offered[path], is_read=method == "get"
            )
            for parameter in operation.setdefault("parameters", []):
                _list_names(path, parameter, data)
            operation["parameters"].append(_edition(data))
    return document


def _edition(data: Data) -> dict[str, Any]:
    """Return the parameter that every address takes, and that is read before the API is asked."""
    return {
        "name": EDITION,
        "in": "query",
        "required": False,
        "description": "A data version that is kept here: the answer is made from it, and stays.",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST_VERSION,
            "examples": [data.version],
        },
    }


def _list_changes(schemas: dict[str, Any], data: Data) -> None:
    """Say which countries, levers and facts a posted what-if can name."""
    codes = {"type": "string", "enum": sorted(data.iso3s)}
    rubrics = data.atlas.rubrics
    facts = [f"{name}:{step.value}" for name in rubrics.measures for step in rubrics.steps(name)]
    change = schemas["OneChange"]["properties"]
    change["iso3"] |= codes
    change["change"] |= {"enum": [*catalogue(), *facts]}
    for option in schemas["Supposed"]["properties"]["stops"]["anyOf"]:
        if option.get("type") == "array":
            option["items"] = codes


def _api_routes(api: FastAPI) -> list[APIRoute]:
    return [route for route in api.routes if isinstance(route, APIRoute)]


def _path(route: APIRoute) -> str:
    return route.path_format


def _formats(route: APIRoute) -> tuple[Format, ...]:
    asked = (dependency.call for dependency in route.dependant.dependencies)
    return next(call.offered for call in asked if isinstance(call, Formats))


def _responses(
    made: dict[str, Any], formats: tuple[Format, ...], *, is_read: bool
) -> dict[str, Any]:
    content: dict[str, Any] = {
        MEDIA_TYPES["json"]: made["200"]["content"]["application/json"],
        MEDIA_TYPES["csv"]: {"schema": {"type": "string"}},
        MEDIA_TYPES["prov"]: {"schema": {"type": "object"}},
        MEDIA_TYPES["md"]: {"schema": {"type": "string"}},
        MEDIA_TYPES["geojson"]: {"schema": {"$ref": REF.format(model="FeatureCollection")}},
    }
    answer = {
        "description": "The data, in the format asked for.",
        "content": {MEDIA_TYPES[name]: content[MEDIA_TYPES[name]] for name in formats},
    }
    statuses = [400, 404, 406, 429, 500, 503]
    if not is_read:
        statuses.append(413)
    responses: dict[str, Any] = {"200": answer}
    if is_read:
        responses["304"] = {"description": "Not changed since the ETag in If-None-Match."}
    for status in sorted(statuses):
        _, title, meaning = KINDS[status]
        schema = {"$ref": REF.format(model="Problem")}
        responses[str(status)] = {
            "description": f"{title}. {meaning}",
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
    return responses


def _list_names(path: str, parameter: dict[str, Any], data: Data) -> None:
    """Say which names exist where a filter takes one of a known few."""
    name = parameter["name"]
    known = {
        ("/facts", "measure"): list(data.atlas.rubrics.measures),
        ("/flows", "measure"): list(COUNTED),
        ("/observations", "series"): list(data.atlas.official.series),
        ("/commitments", "instrument_id"): list(data.atlas.promise_rules.instruments),
        ("/practices", "measure"): list(data.atlas.rubrics.measures),
        ("/sheet", "of"): list(data.atlas.country_sets),
    }
    names = list(data.route_ids) if name == "route_id" else known.get((path, name))
    for option in parameter["schema"].get("anyOf", ()):
        if names and option.get("type") == "string":
            option["enum"] = names
