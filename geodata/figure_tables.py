"""The declared shape of official figures once they are checked and safe to show.

How they come in, before that, is in ``geodata.tidy``.
"""

from __future__ import annotations

from geodata.fields import ISO3, one_of, text, year
from geodata.schema import Field, TableSchema
from geodata.tidy import STATUS, UNITS

GROUPS = ("all", "children")
BETTER = ("lower", "higher", "neither")
MATCHES = ("same", "shared", "none")
AREAS = ("route", "region", "world")
WITHHELD_MEANING = (
    "Empty, or why there is no figure: one from 1 to 9 is not shown, nor one that would let it be "
    "worked out; which of the two it is, is not said."
)


def _count(name: str, meaning: str, unit: str = "people") -> Field:
    return Field(name=name, kind="integer", meaning=meaning, unit=unit, minimum=0)


def _number(name: str, meaning: str, unit: str = "") -> Field:
    return Field(name=name, kind="number", meaning=meaning, unit=unit)


_SOURCE = text("source_id", "Row in sources.csv.", required=True)
_FROM = (
    _SOURCE,
    text("snapshot", "Row in snapshots.", required=True),
    text("locator", "File of the snapshot and the line, item or query in it.", required=True),
)
SERIES = TableSchema(
    name="series",
    title="Series of official figures that stand beside the levels",
    fields=(
        text("series", "Our stable name for the series.", required=True),
        text("title", "What it measures, in plain words.", required=True),
        Field(name="goal", kind="integer", meaning="Policy goal, 1 to 6.", required=True,
              minimum=1, maximum=6),
        one_of("unit", UNITS, "What the figures count, or their scale."),
        one_of("group", GROUPS, "Whom they count: everyone, or children."),
        text("counted", "Who is counted, and of what age.", required=True),
        one_of("better", BETTER, "Which way is better for children."),
        text("limits", "Limits of the classes it is coloured by, ascending, separated by |; a "
             "value at a limit is in the class above it.", required=True),
        text("class_words", "A word for each class, lowest values first, separated by |; one more "
             "than limits.", required=True),
        text("leaves_out", "Whom or what it leaves out, in our words.", required=True),
        text("feeds", "beside: it stands beside the levels and makes none; or the rubric's measure "
             "that it feeds.", required=True),
        text("publisher", "Who publishes it.", required=True),
        _SOURCE,
    ),
    key=("series",),
)  # fmt: skip
DEATH_ROUTES = TableSchema(
    name="death_routes",
    title="Which of our routes a publisher's route of deaths is",
    fields=(
        text("area", "Route, as the publisher names it.", required=True),
        text("route_id", "Row in routes.csv; empty where none of ours means the same."),
        one_of("match", MATCHES, "same: both names mean the same way; shared: the publisher's is "
               "one sea or border that several of ours, or more than ours, pass; none."),
        text("legs", "Which legs of our route the name means: all, or countries of start and end "
             "(LBY-ITA), separated by spaces; empty with none. The mark on a map stands beside "
             "the middle of them."),
        text("comment", "Why, in our words.", required=True),
        _SOURCE,
    ),
    key=("area", "route_id"),
)  # fmt: skip
OBSERVATIONS = TableSchema(
    name="observations",
    title="Observations: one official figure for a country and a year",
    fields=(
        text("series", "Row in series.", required=True),
        ISO3,
        year("year", "Year the figure is for; of a survey, its last year.", required=True),
        _number("value", "The figure, in `unit`; empty is not known, or withheld."),
        one_of("unit", UNITS, "What the figure counts, or its scale."),
        _number("lower", "Lower bound as published, in `unit`."),
        _number("upper", "Upper bound as published, in `unit`."),
        one_of("status", STATUS, "What the source says of the figure.", required=False),
        text("note", "The source's own remark, shortened, or how we worked it out."),
        text("withheld", WITHHELD_MEANING),
        *_FROM,
    ),
    key=("series", "iso3", "year", "source_id"),
)
FLOWS = TableSchema(
    name="flows",
    title="Flows: people of one country of origin in another country",
    fields=(
        Field(name="origin_iso3", kind="iso3", required=True,
              meaning="Country of origin, ISO 3166-1 alpha-3."),
        Field(name="destination_iso3", kind="iso3", required=True,
              meaning="Country of asylum, ISO 3166-1 alpha-3."),
        year("year", "Year; the figure is of its last day.", required=True),
        _count("people", "Refugees, asylum seekers and other people in need of international "
               "protection who were there; not how many crossed in the year."),
        _count("children", "Those of them known to be under 18: of the part whose age is known; "
               "empty where that part is less than a tenth."),
        Field(name="age_coverage", kind="number", unit="0 to 0.9", minimum=0, maximum=0.9,
              meaning="Least share of the people whose age is known, in tenths: 0.9 is nine tenths "
              "or more, and may be everyone."),
        text("withheld_people", WITHHELD_MEANING),
        text("withheld_children", WITHHELD_MEANING),
        *_FROM,
    ),
    key=("origin_iso3", "destination_iso3", "year"),
)  # fmt: skip
DEATHS = TableSchema(
    name="deaths",
    title="Deaths and disappearances on the way, by route and year: least estimates",
    fields=(
        one_of("area_kind", AREAS, "route: as the publisher names it; region: incidents there for "
               "which no route is named; world: all of them."),
        text("area", "The publisher's name for it.", required=True),
        year("year", "Year of the incidents.", required=True),
        _count("dead_or_missing", "The least it can be. Most deaths are never recorded."),
        _count("children", "Children among them, where the publisher knows; empty is not known. "
               "There is no sum for the world: most incidents do not say."),
        text("note", "What is special about the year."),
        text("withheld", WITHHELD_MEANING),
        text("withheld_children", WITHHELD_MEANING),
        *_FROM,
    ),
    key=("area_kind", "area", "year"),
)  # fmt: skip
