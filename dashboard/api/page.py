"""The documentation page: the OpenAPI document as plain HTML in the site's shell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dash import html

from dashboard.api.problems import KINDS, PREFIX
from dashboard.markup import attrs
from dashboard.rendered import Rendered
from dashboard.shell import page

EXAMPLE_BODIES = {
    "/journeys": '{"stops": ["ERI", "SDN", "LBY", "ITA"], "name": "By sea"}',
    "/what-if": '{"changes": [{"iso3": "LBY", "change": "end-detention-families"}]}',
}


def render(document: Mapping[str, Any]) -> Rendered:
    """Return the page that documents the API."""
    return Rendered(title="API", tree=page(f"{PREFIX}/docs", _body(document), css="prose"))


def _body(document: Mapping[str, Any]) -> list[Any]:
    schemas = document["components"]["schemas"]
    operations = [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return [
        html.H1("API", id="headline"),
        *(html.P(_code(part)) for part in document["info"]["description"].split("\n\n")),
        html.P(
            [
                "The same as a machine reads it: ",
                html.A("OpenAPI document", href=f"{PREFIX}/openapi.json"),
                ".",
            ]
        ),
        html.Nav(
            html.Ul(
                [
                    html.Li(html.A(f"{method.upper()} {path}", href=f"#{_anchor(method, path)}"))
                    for path, method, _ in operations
                ]
            ),
            **attrs(aria_label="Addresses"),
        ),
        *(_operation(schemas, *operation) for operation in operations),
        html.H2("Problems", id="problems"),
        html.P(
            "An error is application/problem+json (RFC 9457): its detail says what to send instead."
        ),
        html.Dl(
            [
                part
                for status, (anchor, title, meaning) in KINDS.items()
                for part in (
                    html.Dt(f"{status}: {title}", id=f"problem-{anchor}"),
                    html.Dd(_code(meaning)),
                )
            ]
        ),
    ]


def _anchor(method: str, path: str) -> str:
    return method + path.replace("/", "-").replace("{", "").replace("}", "")


def _code(text: str) -> list[Any]:
    """Return text with what stands between backticks as code, and without emphasis marks."""
    parts = text.replace("**", "").split("`")
    return [html.Code(part) if i % 2 else part for i, part in enumerate(parts)]


def _operation(
    schemas: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> Any:
    answer = operation["responses"]["200"]["content"]
    shape = answer["application/json"]["schema"]
    anchor, label = _anchor(method, path), f"{method.upper()} {path}"
    return html.Section(
        [
            html.H2(operation["summary"], id=anchor),
            html.P(html.Code(f"{method.upper()} {PREFIX}{path}")),
            html.P(_code(operation["description"])),
            html.P(f"Formats: {', '.join(answer)}."),
            _parameters(schemas, label, operation),
            _examples(operation, method, path),
            html.Details(
                [
                    html.Summary("What a row holds"),
                    _fields(schemas, label, _row_schema(schemas, shape)),
                ]
            ),
        ],
        **attrs(aria_labelledby=anchor),
    )


def _parameters(schemas: Mapping[str, Any], label: str, operation: Mapping[str, Any]) -> Any:
    given = operation.get("parameters", [])
    if not given:
        return None
    rows = [
        (
            parameter["name"],
            parameter["in"],
            _takes(schemas, parameter["schema"]).removesuffix(" or null"),
            parameter.get("description", ""),
        )
        for parameter in given
    ]
    return _table(f"What {label} takes", ("Parameter", "In", "Takes", "Meaning"), rows)


def _table(label: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Any:
    return html.Div(
        html.Table(
            [
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(
                    [
                        html.Tr(
                            [
                                html.Th(html.Code(name), scope="row"),
                                *(html.Td(cell) for cell in cells),
                            ]
                        )
                        for name, *cells in rows
                    ]
                ),
            ]
        ),
        className="table-wrap",
        tabIndex="0",
        role="region",
        **attrs(aria_label=label),
    )


def _takes(schemas: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return in words what a schema lets pass."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return f"a {name}" if schemas[name].get("type") == "object" else _takes({}, schemas[name])
    if "anyOf" in schema or "oneOf" in schema:
        parts = [_takes(schemas, one) for one in schema.get("anyOf") or schema["oneOf"]]
        return " or ".join(dict.fromkeys(parts))
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"a list of {_takes(schemas, schema.get('items', {})).removeprefix('a ')}"
    if "minimum" in schema and "maximum" in schema:
        kind += f" {schema['minimum']} to {schema['maximum']}"
    if "default" in schema:
        kind += f", {str(schema['default']).lower()} if not given"
    return kind


def _examples(operation: Mapping[str, Any], method: str, path: str) -> Any:
    if method == "post":
        return html.Pre(
            html.Code(
                f"curl -H 'Content-Type: application/json' -d '{EXAMPLE_BODIES[path]}' "
                f'"$SITE{PREFIX}{path}"'
            ),
            tabIndex="0",
            style={"overflow": "auto", "max-width": "100%"},
        )
    return html.Ul(
        [
            html.Li(html.A(html.Code(f"{PREFIX}{address}"), href=f"{PREFIX}{address}"))
            for address in operation.get("x-examples", ())
        ],
        className="plain",
        style={"margin": "0.8rem 0", "overflow-wrap": "anywhere"},
    )


def _row_schema(schemas: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of one row inside the envelope."""
    found = schemas[str(schema["$ref"]).rsplit("/", 1)[-1]]["properties"]["data"]
    for one in found.get("anyOf", ()):
        if "$ref" in one:
            found = one
    found = found.get("items", found)
    if "$ref" in found:
        found = schemas[str(found["$ref"]).rsplit("/", 1)[-1]]
    return dict(found)


def _fields(schemas: Mapping[str, Any], label: str, schema: Mapping[str, Any]) -> Any:
    if "oneOf" in schema:
        names = [str(one["$ref"]).rsplit("/", 1)[-1] for one in schema["oneOf"]]
        parts = ((html.H3(n), _fields(schemas, f"{label}, {n}", schemas[n])) for n in names)
        return html.Div([one for part in parts for one in part])
    rows = [
        (name, _takes(schemas, field), field.get("description", ""))
        for name, field in schema["properties"].items()
    ]
    return _table(f"Fields of {label}", ("Field", "Is", "Meaning"), rows)
