"""One view, every way out, the same numbers: each is read as a reader would, from what it sends.

A way is fetched (``raw``) and read (``told``) by itself; no reader here knows how another is made.
The last tests change one value in what a way sent, and the comparison must name that way.
"""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

import openpyxl
import pytest

from dashboard import view

UNKNOWN, NOT_JUDGED = "?", "–"
LEVEL_VIEWS = {
    "/journey/central-med-horn?status=refugee&year=2020": "journey/central-med-horn",
    "/journey/own?stops=ERI,SDN,LBY,ITA&name=My+way&company=family": "journey/own",
    "/embed/labels/central-med-horn?year=2016": "labels/central-med-horn",
    "/compare?a=central-med-horn&b=channel&status2=refugee&year2=2015": "compare",
    "/country/LBY?age=8&company=family&year=2018": "country/LBY",
}
MAP_VIEWS = (
    "/?colour=detention_practice",
    "/?colour=goal-2&age=8&company=family&year=2020&roles=transit",
)
LEVEL_WAYS = ("page", "embed", "csv", "xlsx", "api", "picture", "figure", "file", "file figure")


@dataclass(frozen=True)
class Sent:
    """What every way sent for one view, unread."""

    address: str
    raw: dict


def query_of(address):
    return address.partition("?")[2]


@pytest.fixture(scope="module")
def sent(client, data):
    """Ask every way for a view; each view once."""
    kept = {}

    def ask(address):
        if address not in kept:
            kept[address] = Sent(address, fetched(client, data, address))
        return kept[address]

    return ask


def fetched(client, data, address):
    query = query_of(address)
    rest = LEVEL_VIEWS.get(address, "map")
    page = address.replace("/embed/labels/", "/journey/")
    tail = f"{rest}?{query}"
    paths = {
        "page": page, "embed": f"/embed/{tail}", "csv": f"/table/csv/{tail}",
        "xlsx": f"/table/xlsx/{tail}", "picture": f"/picture/svg/{tail}&size=page",
        "file": f"/file/{tail}", "api": "/api/v1/views?" + urlencode({"url": page}),
        "table": f"/embed/table?{query}",
    }  # fmt: skip
    if rest != "map":
        del paths["table"]
    found = {}
    for way, path in paths.items():
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[way] = answer.content if way == "xlsx" else answer.text
    found["file figure"] = found["file"]
    found["figure"] = view(address, data=data)
    return found


# -- Levels: (side, stage, goal) -> 0 to 4, not known, not judged ----------------------------------

CELL = re.compile(
    r'class="grid-cell"[^>]*--s:(\d+);--g:(\d)[^>]*>.*?class="n-value">([^<]*)<', re.S
)
MINI = re.compile(r'<figcaption>(?:<a [^>]*>)?([^<]+)<.*?class="mini"[^>]*--stages:(\d+)[^>]*>'
                  r"(.*?)</div>", re.S)  # fmt: skip
BAR = re.compile(r'class="goal">(\d) .*?class="number">([^<]*)<', re.S)
MARKS = {"u": UNKNOWN, "n": NOT_JUDGED}


def in_html(text, rest):
    if rest.startswith("labels"):
        return dict(in_minis(text))
    if rest.startswith("country"):
        return {("", 0, int(goal)): number for goal, number in BAR.findall(text)}
    grids = text.split('class="profile"')[1:]
    sides = ("A", "B") if rest == "compare" else ("",)
    return {
        (side, int(stage), int(goal)): number
        for side, grid in zip(sides, grids, strict=False)
        for stage, goal, number in CELL.findall(grid)
    }


def in_minis(text):
    for label, stages, boxes in MINI.findall(text):
        for i, css in enumerate(re.findall(r'<span class="m (\w+)', boxes)):
            goal, stage = divmod(i, int(stages))
            yield (label, stage + 1, goal + 1), MARKS.get(css, css.removeprefix("s"))


def said(words):
    """``○ level 2, partly`` -> 2."""
    level = re.search(r"level (\d)", words)
    return level[1] if level else NOT_JUDGED if "judged" in words else UNKNOWN


def in_rows(rows):
    found = {}
    for row in rows:
        if row.get("shown", "level") == "level":
            key = (row.get("side") or row.get("label") or "", int(row.get("stage") or 0),
                   int(row["goal"]))  # fmt: skip
            words = said(row["level_in_words"])
            number = "" if row["level"] is None else str(row["level"])
            assert number == words.replace(UNKNOWN, "").replace(NOT_JUDGED, "")
            found[key] = words
    return found


def csv_rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def xlsx_rows(content):
    head, *rows = openpyxl.load_workbook(io.BytesIO(content))["Values"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def payload(text):
    return json.loads(re.search(r'id="file-data">(.*?)</script>', text, re.S)[1])


def in_file_table(text, _rest):
    """Read the rows that the file's script shows in the year that it opens with."""
    held = payload(text)
    columns = re.findall(r"<th scope=\"col\">([^<]*)", text[text.index('id="file-table"') :])
    found = {}
    for numbers in held["shown"][str(held["year"])]["rows"]:
        row = dict(zip(columns, (held["words"][i] for i in numbers), strict=True))
        if row.get("What", "Levels") == "Levels":
            side = row.get("Label") or row.get("Side", "").partition(":")[0]
            goal = int(row["Goal"].partition(" ")[0])
            found[side, int(row.get("Stage", 0)), goal] = said(row["Level"])
    return found


def in_api(text, rest):
    told = json.loads(text)["data"]
    if rest == "compare":
        profiles = {"A": told["a"], "B": told["b"]}
    elif rest.startswith("country"):
        profiles = {"": {"levels": [{**one, "order": 0} for one in told["levels"]]}}
    else:
        profiles = {"": told["profile"]}
    return {
        (side, one["order"], one["goal"]): NOT_JUDGED if not one["is_judged"]
        else UNKNOWN if one["level"] is None else str(one["level"])
        for side, profile in profiles.items() for one in profile["levels"]
    }  # fmt: skip


DRAWN = re.compile(r'<rect [^>]*rx="4"[^>]*/>(?:<rect [^>]*/>)?<text [^>]*>([0-4?–])</text>')


def in_picture(svg, rest, keys):
    """Read the cells in the order of drawing: side by side, goal by goal, stage by stage."""
    if rest.startswith("country"):
        words = re.findall(r">(Level \d|Not known|Not judged)[^<]*</text>", svg)
        told = [said(one.lower()) for one in words[:6]]
        return dict(zip(sorted(keys), told, strict=True))
    sides = list(dict.fromkeys(side for side, _, _ in keys))
    order = sorted(keys, key=lambda key: (sides.index(key[0]), key[2], key[1]))
    return dict(zip(order, DRAWN.findall(svg), strict=True))


def in_figure(figure, _rest):
    """Read what is written on the bars; panels stand under each other, sides in their order."""
    found = {}
    for bar in figure.data:
        if bar.base is not None:
            for column, base, text in zip(bar.x, bar.base, bar.text, strict=True):
                found["", column, round(base + 0.47)] = text[0]  # a sign may follow
    return found


def told_by(sent, way, raw=None):
    """Return what one way says; ``raw`` stands in for what it sent."""
    rest = LEVEL_VIEWS[sent.address]
    raw = sent.raw[way] if raw is None else raw
    if way == "csv":
        return in_rows([{**row, "level": row["level"] or None} for row in csv_rows(raw)
                        if row.get("shown", "level") == "level"])  # fmt: skip
    if way == "xlsx":
        return in_rows(xlsx_rows(raw))
    if way == "file":
        return in_file_table(raw, rest)
    if way == "file figure":
        held = payload(raw)
        return in_html(held["shown"][str(held["year"])]["body"], rest)
    if way == "picture":
        return in_picture(raw, rest, list(told_by(sent, "csv")))
    return {"page": in_html, "embed": in_html, "api": in_api, "figure": in_figure}[way](raw, rest)


def ways_of(address):
    rest = LEVEL_VIEWS[address]
    left_out = set()
    if rest.startswith(("labels", "compare", "country")):
        left_out.add("figure")  # several panels: its own tests read their cells
    if rest.startswith("labels"):
        left_out.add("api")  # /views of labels is the journey under one of them
    return [way for way in LEVEL_WAYS if way not in left_out]


def liars(told):
    """Return the ways that differ from what most of them say."""
    counted = Counter(json.dumps(sorted(values.items())) for values in told.values())
    (most, _), *_ = counted.most_common()
    return {way for way, values in told.items() if json.dumps(sorted(values.items())) != most}


@pytest.mark.parametrize("address", LEVEL_VIEWS)
def test_every_way_out_has_the_same_levels(sent, address):
    found = {way: told_by(sent(address), way) for way in ways_of(address)}
    assert len(found["csv"]) >= 6
    assert len(set(found["csv"].values())) > 2
    assert liars(found) == set(), found


# -- The map: country -> step of the legend --------------------------------------------------------


def steps_of(data, address):
    colour = re.search(r"colour=([\w-]+)", address)[1]
    return {step.label: step.css for step in data.colourings[colour].steps}


def map_told(data, sent, way, raw=None):
    """Return country (ISO3) -> CSS class of its step, as one way has it."""
    raw = sent.raw[way] if raw is None else raw
    css = steps_of(data, sent.address)
    names = {data.name(iso3): iso3 for iso3 in data.iso3s}
    if way in ("csv", "xlsx"):
        rows = csv_rows(raw) if way == "csv" else xlsx_rows(raw)
        return {row["iso3"]: css[row["value_in_words"]] for row in rows}
    if way == "api":
        return {row["iso3"]: css[row["label"]] for row in json.loads(raw)["data"]["rows"]}
    if way == "table":
        cell = r'<th scope="row"><a[^>]*>([^<]*)</a>.*?"swatch [^"]*"></span>([^<]*)</td>'
        rows = re.findall(cell, raw, re.S)
        return {names[unescape(name)]: css[unescape(label).strip()] for name, label in rows}
    if way in ("page", "embed"):
        shapes = re.findall(r'data-c="([A-Z]{3})" class="(?:dot )?(\w+)"', raw)
        return {iso3: one for iso3, one in shapes if one in css.values()}
    if way == "file":
        held = payload(raw)
        packed = held["pack"][held["colour"]]
        at = held["years"].index(held["year"])
        letters = next(one for one in reversed(packed[: at + 1]) if one)
        looks = {step[0]: step[2] for step in held["colourings"][held["colour"]]["steps"]}
        plain = {**{c: c for c in "01234un"}, **dict(zip("abcde", "01234", strict=True))}
        return {iso3: looks[plain[letters[i]]] for iso3, _, i, _ in held["countries"]}
    assert way == "file table"
    body = re.search(r'id="file-table">.*?<tbody>(.*?)</tbody>', raw, re.S)[1]
    cells = re.findall(r'<tr><th scope="row">(.*?) \([^()]*\)</th><td>(.*?)</td>', body)
    return {names[unescape(name)]: css[unescape(label)] for name, label in cells}


MAP_WAYS = ("csv", "xlsx", "api", "table", "page", "embed", "file", "file table")


def map_sent(sent, address):
    found = sent(address)
    found.raw["file table"] = found.raw["file"]
    return found


@pytest.mark.parametrize("address", MAP_VIEWS)
def test_every_way_out_colours_the_countries_alike(data, sent, address):
    one = map_sent(sent, address)
    found = {way: map_told(data, one, way) for way in MAP_WAYS}
    assert len(found["csv"]) > 10
    assert len(set(found["csv"].values())) > 3
    assert liars(found) == set(), {way: len(told) for way, told in found.items()}


def on_picture(data, svg, css):
    """Return country -> (step, fill), of those that are known: the others are one hatched shape."""
    names = {data.name(iso3): iso3 for iso3 in data.iso3s}
    found = {}
    for fill, shapes in re.findall(r'<g fill="([^"]+)"[^>]*>(.*?)</g>', svg, re.S):
        for name, label in re.findall(r"<title>([^<]*): ([^<]*)<", shapes):
            if css.get(unescape(label)) not in (None, "u"):
                found[names[unescape(name)]] = (css[unescape(label)], fill)
    return found


@pytest.mark.parametrize("address", MAP_VIEWS)
def test_the_picture_and_the_figure_show_what_the_table_says(data, sent, address):
    one, css = sent(address), steps_of(data, address)
    table = map_told(data, one, "csv")
    drawn = on_picture(data, one.raw["picture"], css)
    known = {iso3 for iso3, step in table.items() if step != "u"}
    assert len(known & set(drawn)) > 20
    small = data.atlas_map.world.small  # drawn as dots
    assert known - set(drawn) <= set(small)
    assert not (set(table) - known) & set(drawn)
    assert {iso3: drawn[iso3][0] for iso3 in known & set(drawn)} == {
        iso3: table[iso3] for iso3 in known & set(drawn)
    }
    looks = set(drawn.values())
    assert len(looks) == len({step for step, _ in looks}) == len({fill for _, fill in looks})
    shown = {
        trace.meta["iso3"]: css[trace.name.rpartition(" (")[0]]
        for trace in one.raw["figure"].data
        if trace.meta and trace.meta.get("iso3") in table
    }
    assert len(shown) > 20
    assert shown == {iso3: table[iso3] for iso3 in shown}


@pytest.mark.parametrize("address", MAP_VIEWS)
def test_every_legend_counts_the_rows_of_the_table(data, sent, address):
    one = sent(address)
    rows = csv_rows(one.raw["csv"])
    number = Counter(row["value_in_words"] for row in rows)
    number = {label: number[label] for label in steps_of(data, address)}
    told = json.loads(one.raw["api"])["data"]["legend"]
    assert {step["label"]: step["countries_count"] for step in told} == number
    for way in ("page", "embed"):
        legend = re.findall(
            r'class="step-label">([^<]*)<.*?class="count">(\d+)<', one.raw[way], re.S
        )
        assert {unescape(label): int(n) for label, n in legend} == number
    words = [
        unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", one.raw["picture"])
    ]
    assert {f"{label} {n}" for label, n in number.items() if n} <= set(words)
    keys = set(one.raw["figure"].about.legend)
    assert {f"{label} ({n})" for label, n in number.items() if n} <= keys
    alt = unescape(re.search(r'<desc id="desc">([^<]*)', one.raw["picture"])[1])
    assert f"Of {len(rows)} countries" in alt
    for label, n in number.items():
        if n:
            assert f"{label.lower()} {n}" in alt.lower()


# -- Which data, for which child and year ----------------------------------------------------------


@pytest.mark.parametrize("address", [*LEVEL_VIEWS, *MAP_VIEWS])
def test_every_way_out_names_the_same_data_child_and_year(data, sent, address):
    raw = sent(address).raw
    rows = csv_rows(raw["csv"])
    book = openpyxl.load_workbook(io.BytesIO(raw["xlsx"]))["About"]
    about = {row[0]: row[1] for row in book.iter_rows(values_only=True) if row[0]}
    meta = json.loads(raw["api"])["meta"]
    bibtex = re.search(r'id="share-bibtex"[^>]*>(.*?)</textarea>', raw["page"], re.S)[1]
    told = {
        "csv": rows[0]["data_version"], "xlsx": about["Data version"], "api": meta["data_version"],
        "figure": raw["figure"].about.data_version,
        "citation": re.search(r"@misc\{childways-(\w+)", bibtex)[1],
        "picture": re.search(r"Data version (\w+)", raw["picture"])[1],
        "file": re.search(r"ata version (\w+)", raw["file"])[1],
        "embed": re.search(r"ata version (\w+)", raw["embed"])[1],
    }  # fmt: skip
    assert set(told.values()) == {data.version}, told
    year = str(meta["lens"]["year"])
    assert str(about["Year"]) == year
    assert raw["figure"].about.year == meta["lens"]["year"]
    assert payload(raw["file"])["year"] == meta["lens"]["year"]
    child = (meta["lens"]["age"], meta["lens"]["company"], meta["lens"]["status"])
    shown = raw["figure"].about.child
    assert (shown.age, shown.company, shown.status) == child
    assert f"a child of {child[0]}" in about["Child"]
    alt = unescape(re.search(r'<desc id="desc">([^<]*)', raw["picture"])[1])
    for words in (alt, unescape(raw["embed"])):
        assert year in words
        assert f"a child of {child[0]}" in words


# -- The comparison itself: one changed value names the way that lies ------------------------------

JOURNEY = next(iter(LEVEL_VIEWS))


def other(found):
    """Return the match with another level in its first group."""
    level = "3" if found[1] != "3" else "1"
    at = found.start(1) - found.start()
    return found[0][:at] + level + found[0][at + len(found[1]) :]


def changed_in(pattern, text):
    changed = re.sub(pattern, other, text, count=1, flags=re.S)
    assert changed != text
    return changed


def changed_csv(text):
    rows = csv_rows(text)
    at = next(i for i, row in enumerate(rows) if row["level"])
    level = "3" if rows[at]["level"] != "3" else "1"
    rows[at].update(level=level, level_in_words=f"level {level}, changed")
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def changed_xlsx(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Values"]
    head = [cell.value for cell in sheet[1]]
    level, words = head.index("level") + 1, head.index("level_in_words") + 1
    row = next(r for r in range(2, sheet.max_row) if sheet.cell(r, level).value is not None)
    value = 3 if sheet.cell(row, level).value != 3 else 1
    sheet.cell(row, level).value = value
    sheet.cell(row, words).value = f"level {value}, changed"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed_file(text, what):
    held = payload(text)
    now = held["shown"][str(held["year"])]
    if what == "file figure":
        now["body"] = changed_in(r'class="n-value">(\d)<', now["body"])
    else:
        i = next(i for i, words in enumerate(held["words"]) if re.search(r"level \d", words))
        held["words"][i] = changed_in(r"level (\d)", held["words"][i])
    start = text.index('id="file-data">') + len('id="file-data">')
    return text[:start] + json.dumps(held) + text[text.index("</script>", start) :]


def changed_figure(figure):
    made = type(figure)(figure)
    bar = next(b for b in made.data if b.base is not None and "3" not in b.text)
    bar.text = ("3", *bar.text[1:])
    return made


LIES = {
    "page": lambda raw: changed_in(r'class="n-value">(\d)<', raw),
    "embed": lambda raw: changed_in(r'class="n-value">(\d)<', raw),
    "csv": changed_csv,
    "xlsx": changed_xlsx,
    "api": lambda raw: changed_in(r'"level": ?(\d)', raw),
    "picture": lambda raw: changed_in(
        r'rx="4"[^>]*/>(?:<rect [^>]*/>)?<text [^>]*>(\d)</text>', raw
    ),
    "figure": changed_figure,
    "file": lambda raw: changed_file(raw, "file"),
    "file figure": lambda raw: changed_file(raw, "file figure"),
}


@pytest.mark.parametrize("way", LEVEL_WAYS)
def test_a_way_that_lies_is_named(sent, way):
    one = sent(JOURNEY)
    found = {name: told_by(one, name) for name in LEVEL_WAYS}
    found[way] = told_by(one, way, LIES[way](one.raw[way]))
    assert liars(found) == {way}
