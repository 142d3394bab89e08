"""Movement records: the shape of what comes in, and of the counts that go out."""

from __future__ import annotations

from geodata.fields import ISO3, one_of, text
from geodata.schema import Field, TableSchema
from geodata.tidy import MADE

KINDS = ("survey", "registration", "incident", "border_count")
MOST_PEOPLE = 10_000_000  # in one record; more is a slip of the pen
FIRST_DAY = "1990-01-01"

RECORDS = TableSchema(
    name="movement_records",
    title="Movement records: survey rows, registrations, incidents, border counts",
    fields=(
        one_of("kind", KINDS, "What the record is; different kinds are never added up."),
        Field(name="lon", kind="number", unit="degrees east", required=True, minimum=-180,
              maximum=180, meaning="Where, EPSG:4326."),
        Field(name="lat", kind="number", unit="degrees north", required=True, minimum=-90,
              maximum=90, meaning="Where, EPSG:4326."),
        text("date", "YYYY-MM-DD, a timestamp (its day in UTC), or YYYY-MM; from 1990-01-01 to "
             "the day of counting.", required=True),
        Field(name="people", kind="integer", unit="people", required=True, minimum=0,
              maximum=MOST_PEOPLE, meaning="Whom the record counts, children included."),
        Field(name="children", kind="integer", unit="people", minimum=0, maximum=MOST_PEOPLE,
              meaning="Of them under 18; empty where ages were not taken. Empty is not 0."),
        text("source_id", "Row in sources.csv, or in the table given with --sources.",
             required=True),
        one_of("made", MADE, "How the record came to be; nothing is recorded. Made-up records "
               "are synthetic, and never counted together with others.", required=False),
    ),
    key=(),
)  # fmt: skip
OPTIONAL = ("children", "made")

_COUNTED = (
    text("source_id", "Whose records. Figures of different sources are never added up.",
         required=True),
    one_of("kind", KINDS, "What was counted."),
)  # fmt: skip
_MONTH = text("month", "YYYY-MM.", required=True)
_COUNTS = (
    Field(name="people", kind="integer", unit="people", minimum=0,
          meaning="People, without those in groups too small to show."),
    Field(name="children", kind="integer", unit="people", minimum=0,
          meaning="Children, where ages were taken, without those in groups too small to show; NA "
          "where unknown or all withheld. Where `withheld` is some, they need not be all among "
          "the people shown beside them."),
    Field(name="age_known_pct", kind="integer", unit="percent", minimum=0, maximum=100,
          meaning="Share of the people behind `children` whose ages were taken, rounded."),
    one_of("withheld", ("no", "some"), "Whether counts are left out here because they are under "
           "10, or would give such a count away."),
)  # fmt: skip
COUNTRY_COUNTS = TableSchema(
    name="record_counts_country",
    title="Movement records by country and month",
    fields=(
        *_COUNTED,
        Field(name="iso3", kind="iso3", meaning="Where the point lies; empty is no country."),
        _MONTH,
        *_COUNTS,
    ),
    key=("source_id", "kind", "iso3", "month"),
)
STAGE_COUNTS = TableSchema(
    name="record_counts_stage",
    title="Movement records near each stage, by month",
    fields=(
        *_COUNTED,
        text("route_id", "Row in routes.csv.", required=True),
        text("branch", "Branch of the route.", required=True),
        Field(name="order", kind="integer", required=True, meaning="Stage on the branch."),
        ISO3,
        text("place", "The stage's place. It counts on every branch that passes it: never add "
             "branches or routes.", required=True),
        _MONTH,
        *_COUNTS,
    ),
    key=("source_id", "kind", "route_id", "branch", "order", "month"),
)  # fmt: skip
ROUTE_COUNTS = TableSchema(
    name="record_counts_route",
    title="Movement records near the stages of each route, by month",
    fields=(
        *_COUNTED,
        text("route_id", "Row in routes.csv; each place of it counts once. Routes share places: "
             "never add them.", required=True),
        _MONTH,
        *_COUNTS,
    ),
    key=("source_id", "kind", "route_id", "month"),
)  # fmt: skip
POOLED_COUNTS = TableSchema(
    name="record_counts_pooled",
    title="What months and places too small to show come to together",
    fields=(
        *_COUNTED,
        Field(name="iso3", kind="iso3", meaning="Country; empty is no country, or the world."),
        one_of("over", ("month", "year", "all"),
               "month: places of one country in a month; year: what is left of one country in a "
               "year; all: what is left of all countries and years."),
        text("period", "YYYY-MM, YYYY, or empty.", required=False),
        *_COUNTS[:3],
    ),
    key=("source_id", "kind", "iso3", "over", "period"),
)  # fmt: skip
COUNTS = {
    schema.name: schema for schema in (COUNTRY_COUNTS, STAGE_COUNTS, ROUTE_COUNTS, POOLED_COUNTS)
}
