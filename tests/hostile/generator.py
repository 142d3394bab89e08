"""Hostile requests, repeatable: request ``index`` of a seed is always the same one."""

import base64
import json
import random
from dataclasses import dataclass
from urllib.parse import quote

from dashboard.embeds import KINDS
from dashboard.pictures.request import KINDS as PICTURES
from dashboard.site import LIVE, PAINTED, STILL
from tests.hostile import payloads

ORIGIN = "http://childways.test"
LENS = ("age", "company", "status", "year", "checked")
PARAMETERS = {
    "": (*LENS, "colour", "goal", "routes", "roles", "steps", "country", "view", "find", "sort"),
    "journey": (*LENS, "branch", "stops", "name", "add", "goal", "cell"),
    "compare": (*LENS, "a", "b", "age2", "company2", "status2", "year2"),
    "search": ("q", "page", "kind", *LENS),
    "what-if": (*LENS, "change", "change", "country", "lever", "route", "goal", "order"),
    "sheet": (*LENS, "paste", "paste", "of", "countries", "roles", "goal", "sort"),
    "gaps": (*LENS, "goal", "routes", "roles", "only", "sort", "cell"),
    "goals": (*LENS, "since"),
    "timeline": (*LENS, "goal", "routes", "countries", "since", "steady"),
    "practice": ("goal", "role", "country", "measure", "featured", "year"),
    "coverage": (*LENS, "view", "goal", "routes", "roles", "sort", "cell"),
    "oembed": ("url", "format", "maxwidth", "maxheight"),
    "picture": ("size", "scale", "theme", "edition", "cited"),
    "api": ("iso3", "goal", "page", "per_page", "url", "find", "measure", "role", "route", "source",
            "format", "stops", "name", "branch", "region", "q"),
}  # fmt: skip
VIEWS = tuple(dict.fromkeys((*KINDS, *PICTURES)))
FRAME = ("theme", "lang", "edition", "cited", "size", "scale", "utm_source", "year", "year")
GOOD = {
    "age": ("0", "15", "17"), "company": ("alone", "family"), "status": ("refugee", "trafficked"),
    "year": ("2010", "2020", "2025"), "checked": ("1",), "colour": ("goal-2", "detention_law"),
    "goal": ("2", "4"), "routes": ("channel", "channel,central-med-horn"),
    "view": ("table", "chart"),
    "stops": ("ERI,SDN,LBY", "NER,LBY,ITA"), "a": ("channel", "ERI,SDN"), "b": ("albania-uk",),
    "country": ("LBY",), "sort": ("-value",), "cell": ("2.2",), "branch": ("main",),
    "format": ("json", "xml", "csv"), "size": ("slide", "card"), "scale": ("1", "4"),
    "theme": ("dark",), "lang": ("fr", "en"), "iso3": ("LBY", "LBY,ITA"), "page": ("1", "2"),
    "name": ("My way",), "q": ("Libya",), "find": ("lib",), "add": ("Niger",),
    "url": (ORIGIN + "/journey/channel", ORIGIN + "/?goal=2", "/country/LBY"),
    "change": ("LBY:end-detention", "ITA:primary-care-for-all", "LBY:detention_law:prohibited"),
    "route": ("channel", "ERI,SDN,LBY"), "of": ("region:europe", "route:channel"),
    "paste": ("Libya; Italy", "Atlantis"), "only": ("not_kept",), "since": ("2015",),
    "maxwidth": ("300",), "maxheight": ("400",), "per_page": ("5",),
}  # fmt: skip
RESTS = {
    "journey": ("channel", "own", "central-med-horn"), "labels": ("channel",), "country": ("LBY",),
    "goals": ("2", "5"), "practice": ("jor-double-shift",),
}  # fmt: skip
API = (
    "/countries", "/countries/{}", "/routes", "/routes/{}", "/journeys", "/journeys/{}/{}",
    "/levels", "/facts", "/sources", "/sources/{}", "/flows", "/views", "/openapi.json", "/docs",
    "/{}", "/countries/{}/{}",
)  # fmt: skip
ENDINGS = ("", "", "", ".csv", ".json", ".geojson", ".xml", ".exe", ".csv.csv")
SEGMENTS = ("LBY", "channel", "main", "facts", "childways", "countries")
FILES = (
    "/static/{}/{}", "/static/{}/vendor/{}", "/data/{}/levels/{}", "/data/{}/catalogue.json",
    "/data/{}/search.json", "/data/download/{}.csv", "/data/download/{}.{}", "/assets/{}",
    "/_dash-component-suites/{}/{}", "/_dash-component-suites/dash/{}", "/svg/journey/{}", "/{}",
    "/{}/{}", "/atlas.csv", "/health", "/robots.txt", "/_favicon.ico", "/favicon.ico",
    "/_dash-layout", "/_dash-dependencies", "/_reload-hash", "/mcp", "/_mcp",
)  # fmt: skip
WAYS_OUT = ("embed/{}", "picture/png/{}", "picture/svg/{}", "picture/pdf/{}", "picture/{x}/{}",
            "file/{}", "table/csv/{}", "table/xlsx/{}", "table/{x}/{}")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One request, as bytes on the wire would be.

    Attributes:
        family: what it is aimed at, for the table.
        path, query: percent-encoded.
    """

    index: int
    family: str
    method: str
    path: str
    query: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = b""

    @property
    def target(self) -> str:
        return f"{self.method} {self.path}?{self.query}"


def attack(seed: int, index: int) -> Attack:
    """Return request ``index`` of a seed."""
    rng = random.Random(f"{seed}:{index}")
    family = rng.choices(list(MAKERS), weights=[weight for weight, _ in MAKERS.values()])[0]
    method, path, query, body = MAKERS[family][1](rng)
    headers = payloads.headers(rng)
    if rng.random() < 0.03:
        headers.append((b"cookie", f"childways-own={payloads.hostile(rng)[:2000]}".encode()))
    if body:
        is_form = path.startswith("/own/") and rng.random() < 0.9
        kind = b"multipart/form-data; boundary=b" if is_form else b"application/json"
        if is_form and body.startswith(b"again="):
            kind = b"application/x-www-form-urlencoded"
        headers.append((b"content-type", kind))
        if is_form and rng.random() < 0.7:
            headers.append((b"origin", ORIGIN.encode()))
        headers.append((b"content-length", str(len(body)).encode()))
    return Attack(index=index, family=family, method=method, path=path[:60_000], query=query,
                  headers=tuple(headers), body=body)  # fmt: skip


def _segment(rng: random.Random, good: tuple[str, ...] = SEGMENTS) -> str:
    return rng.choice(good) if rng.random() < 0.4 else payloads.hostile(rng)


def _query(rng: random.Random, kind: str) -> str:
    """Return parameters, good and hostile, at times said twice or without end."""
    names = (*PARAMETERS.get(kind, LENS), *FRAME)
    pairs = []
    for _ in range(rng.choice((0, 1, 2, 2, 3, 4, 6))):
        name = rng.choice(names)
        if name == "url" and rng.random() < 0.7:
            value = payloads.address(rng, ORIGIN)
        elif name in GOOD and rng.random() < 0.55:
            value = quote(rng.choice(GOOD[name]), safe=",")
        else:
            value = payloads.hostile(rng)
        if rng.random() < 0.06:
            name = payloads.hostile(rng)[:200]
        pairs.append(f"{name}={value}")
        if rng.random() < 0.06:
            pairs += [f"{name}={payloads.hostile(rng)}"] * rng.choice((1, 2, 50))
    rng.shuffle(pairs)
    return rng.choice(("&", "&", "&", ";", "&&")).join(pairs)[:200_000]


def _way(rng: random.Random, kind: str) -> str:
    """Return what follows a kind of view in a path."""
    if kind in RESTS:
        rest = _segment(rng, RESTS[kind])
        return f"/{rest}" + (f"/{payloads.hostile(rng)}" if rng.random() < 0.05 else "")
    return f"/{payloads.hostile(rng)}" if rng.random() < 0.1 else ""


def _page(rng: random.Random) -> tuple[str, str, str, bytes]:
    kind = rng.choice(sorted({*LIVE, *PAINTED, *STILL}))
    return _method(rng), f"/{kind}{_way(rng, kind)}", _query(rng, kind), b""


def _own(rng: random.Random) -> tuple[str, str, str, bytes]:
    """A journey of one's own whose name travels everywhere."""
    name = quote(rng.choice((*payloads.SCRIPTS, *payloads.FORMULAS))[:60], safe="")
    place = rng.choice(("journey/own", *(f.format("journey/own", x="png") for f in WAYS_OUT)))
    query = f"stops=ERI,SDN,LBY&name={name}&{_query(rng, 'journey')}"
    if rng.random() < 0.25:
        page = quote(f"{ORIGIN}/journey/own?stops=ERI,SDN&name={name}", safe="")
        return "GET", "/oembed", f"url={page}&format={rng.choice(('xml', 'json'))}", b""
    if rng.random() < 0.2:
        page = quote(f"/journey/own?stops=ERI,SDN&name={name}", safe="")
        return "GET", f"/api/v1/views{rng.choice(('', '.csv'))}", f"url={page}", b""
    return "GET", f"/{place}", query, b""


def _way_out(rng: random.Random) -> tuple[str, str, str, bytes]:
    kind = rng.choice((*VIEWS, payloads.hostile(rng)))
    shape = rng.choice((WAYS_OUT[0], *WAYS_OUT))
    known = kind if kind in PARAMETERS else ""
    path = "/" + shape.format(kind, x=payloads.hostile(rng)) + _way(rng, kind)
    return _method(rng), path, "&".join((_query(rng, known), _query(rng, "picture"))), b""


def _oembed(rng: random.Random) -> tuple[str, str, str, bytes]:
    return _method(rng), "/oembed", _query(rng, "oembed"), b""


def _api(rng: random.Random) -> tuple[str, str, str, bytes]:
    path = rng.choice(API)
    while "{}" in path:
        path = path.replace("{}", _segment(rng), 1)
    return _method(rng), f"/api/v1{path}{rng.choice(ENDINGS)}", _query(rng, "api"), b""


def _post(rng: random.Random) -> tuple[str, str, str, bytes]:
    depth = rng.choice((1, 2, 3, 12, 900, 6000))
    if depth > 100:
        open_, close = rng.choice((("[", "]"), ('{"stops":', "}")))
        body = (open_ * depth + "1" + close * depth).encode()
    elif rng.random() < 0.6:
        content = {
            "stops": rng.choice((["ERI", "SDN"], ["LBY"] * 400, payloads.nested(rng, depth))),
            "name": rng.choice((rng.choice(payloads.ALL), payloads.nested(rng, 1))),
        }
        body = json.dumps(content).encode("utf-8", "replace")
    else:
        body = json.dumps(payloads.nested(rng, depth)).encode("utf-8", "replace")
    if rng.random() < 0.1:
        body = rng.choice((body[:-1], b"\xff\xfe" + body, b"", b"x" * 100_000, body * 50))
    path = rng.choice(("/journeys", "/journeys", "/countries", "/views"))
    query = _query(rng, rng.choice(("lens", "lens", "api"))) if rng.random() < 0.4 else ""
    return "POST", f"/api/v1{path}{rng.choice(ENDINGS)}", query, body


def _callback(rng: random.Random) -> tuple[str, str, str, bytes]:
    """What Dash's own endpoint is sent by a browser, and by one that is not."""
    where = "/" + rng.choice(("", "journey/channel", "compare", payloads.hostile(rng)))
    search = "?" + _query(rng, rng.choice(("", "journey", "compare")))
    content: dict[str, object] = {
        "output": rng.choice(("page.children", "page.children", rng.choice(payloads.ALL))),
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "address", "property": "data",
                    "value": rng.choice((where + search, payloads.nested(rng, 3)))}],
        "changedPropIds": ["address.data"],
        "state": [
            {"id": "location", "property": "pathname", "value": where},
            {"id": "location", "property": "search", "value": search},
        ],
        "parsedChangedPropsIds": ["address.data"],
    }  # fmt: skip
    if rng.random() < 0.3:
        content.pop(rng.choice(list(content)))
    if rng.random() < 0.3:
        content[rng.choice(list(content))] = payloads.nested(rng, rng.choice((0, 2, 5)))
    body = json.dumps(content if rng.random() < 0.9 else payloads.nested(rng, 3))
    return "POST", "/_dash-update-component", "", body.encode("utf-8", "replace")


def _file(rng: random.Random) -> tuple[str, str, str, bytes]:
    path = rng.choice(FILES)
    while "{}" in path:
        path = path.replace("{}", _segment(rng), 1)
    return _method(rng), path, _query(rng, "") if rng.random() < 0.5 else "", b""


def _method(rng: random.Random) -> str:
    odd = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "POST")
    return rng.choice(odd) if rng.random() < 0.08 else "GET"


def _own_check(rng: random.Random) -> tuple[str, str, str, bytes]:
    """A form with tables as nobody should send them."""
    table = rng.choice(("detention", "sources", "treaties", "versions", payloads.hostile(rng)))
    name = f"{table}.{rng.choice(('csv', 'xlsx', 'CSV', 'exe'))}".replace('"', "")
    rows = "\n".join(",".join(payloads.hostile(rng) for _ in range(4)) for _ in range(3))
    heads = rng.choice(("iso3,from_year,source_id", "source_id,publisher,title,year,url,licence"))
    content = rng.choice((f"{heads}\n{rows}", "PK\x03\x04" + rows, "", rows * 20))
    parts = [f'name="files"; filename="{name}"\r\n\r\n{content}',
             f'name="name"\r\n\r\n{payloads.hostile(rng)}',
             f'name="pasted"\r\n\r\n{rows}', 'name="table"\r\n\r\nsources']  # fmt: skip
    where = rng.choice(("/own/check", "/own/see", "/own/see", "/own/forget"))
    query = f"to={rng.choice((payloads.hostile(rng), payloads.address(rng, ORIGIN)))}"
    if rng.random() < 0.3:  # as a page of ours sends checked tables again
        again = rng.choice((base64.b64encode(content.encode()).decode(), payloads.hostile(rng)))
        body = f"again={quote(name, safe='')}:{again}&name={payloads.hostile(rng)}"
        return "POST", where, query, body.encode("utf-8", "replace")
    chosen = rng.sample(parts, rng.randint(1, len(parts)))
    body = "".join(f"--b\r\nContent-Disposition: form-data; {part}\r\n" for part in chosen)
    end = rng.choice(("--b--\r\n", "--b--\r\n", "", "--b"))
    return "POST", where, query, (body + end).encode("utf-8", "replace")


MAKERS = {
    "pages": (22, _page),
    "own journeys": (18, _own),
    "ways out": (20, _way_out),
    "oembed": (8, _oembed),
    "api": (14, _api),
    "api, posted": (6, _post),
    "callbacks": (5, _callback),
    "files": (12, _file),
    "own facts": (3, _own_check),
}
