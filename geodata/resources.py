"""The declared schema of every table and layer: the contract between editors, build and app.

It checks the curated tables, the built layers and the tests, and writes the data dictionary.
"""

from __future__ import annotations

from geodata.fields import ISO3
from geodata.fields import one_of as _one_of
from geodata.fields import text as _text
from geodata.fields import year as _year
from geodata.figure_tables import DEATH_ROUTES, DEATHS, FLOWS, OBSERVATIONS, SERIES
from geodata.schema import Field, TableSchema
from geodata.tidy import SNAPSHOTS, WARNING_ROWS, WARNINGS

EVIDENCE = ("read", "official", "named")
CONFIDENCE = ("high", "medium", "low")
LAW = ("prohibited", "last_resort", "permitted", "silent", "unknown")
PRACTICE = ("none_reported", "exceptional", "documented", "systematic", "unknown")
YES_PARTIAL_NO = ("yes", "partial", "no", "unknown")
ACCESS = ("full", "partial", "none", "unknown")
GROUPS = ("all", "refugee", "asylum_seeker", "undocumented", "trafficked")
SERVICES = (
    "school_primary_secondary",
    "emergency_health",
    "primary_health_care",
    "guardian_for_unaccompanied",
    "child_care_placement",
    "birth_registration_of_migrant_children",
    "family_reunification_for_child",
    "anti_discrimination_law",
)
TREATIES = (
    "CRC", "CRC_OPIC", "OPSC", "OPAC", "PALERMO_TIP", "ILO_C182", "ILO_C138", "STATELESS1954",
    "STATELESS1961", "HAGUE1996", "REF1951", "REF1967", "CMW", "ICERD",
)  # fmt: skip
VOTES = ("yes", "no", "abstain", "absent")
TIERS = ("1", "2", "2WL", "3", "special")
ROLES = ("origin", "transit", "destination")
MODES = ("land", "sea", "air")
KINDS = ("rule", "practice", "commitment", "assessment")
COUNTED = (
    "arrivals", "children_arrivals", "unaccompanied_children", "share_children", "crossings",
    "encounters", "displaced", "deaths_and_missing",
)  # fmt: skip
COUNTED_GROUPS = ("all", "children", "unaccompanied")
UNITS = ("people", "encounters", "percent")
YES_NO = ("yes", "no")
PRECISIONS = ("day", "month", "year")
SCOPES = ("global", "regional", "national")
MILESTONES = ("treaty", "declaration", "law", "policy", "court", "report", "event")
# What a commitment is written in; the model's rubrics say what binds a country to each.
INSTRUMENTS = (
    "NYD", "GCM", "GCR", "CRC", "JGC3", "JGC4", "SDG", "PALERMO_TIP", "SMUGGLING", "ILO_C182",
    "ACRWC", "ICCPR", "REF1951", "STATELESS1961", "CMW", "ICERD",
)  # fmt: skip

GOAL = Field(name="goal", kind="integer", meaning="Policy goal, 1 to 6.", required=True, minimum=1,
             maximum=6)  # fmt: skip
SOURCE = _text("source_id", "Row in sources.csv. Without one the row does not load as a value.")
SOURCED = _text("source_id", "Row in sources.csv.", required=True)
GRADE = (
    _one_of(
        "evidence", EVIDENCE,
        "read: supporting text was read; official: copied from an official data set; named: the "
        "source is named and was not yet opened.",
    ),
    _one_of("confidence", CONFIDENCE, "How sure the editors are of the coding."),
)  # fmt: skip

SOURCES = TableSchema(
    name="sources",
    title="Sources",
    fields=(
        _text("source_id", "Our stable name for the source.", required=True),
        _text("publisher", "Who published it.", required=True),
        _text("title", "Its title.", required=True),
        _year("year", "Year of publication, or of the data; NA if not known.", first=1800),
        _text("url", "Where it can be read, if known."),
        _text("licence", "Terms, if known."),
    ),
    key=("source_id",),
)
COUNTRIES = TableSchema(
    name="countries",
    title="Countries and areas",
    fields=(
        ISO3,
        _text("name", "English name.", required=True),
        _text("name_fr", "French name."),
        _text("name_es", "Spanish name."),
        _text("name_ar", "Arabic name."),
        _text("un_region", "UN region."),
        _text("un_subregion", "UN subregion."),
        Field(name="label_lon", kind="number", meaning="Label point.", unit="degrees east",
              required=True, minimum=-180, maximum=180),
        Field(name="label_lat", kind="number", meaning="Label point.", unit="degrees north",
              required=True, minimum=-90, maximum=90),
        _one_of("kind", ("country", "territory", "disputed"), "What kind of area this is."),
        _one_of("is_disputed", ("yes", "no"), "Drawn and named as the UN does."),
    ),
    key=("iso3",),
    geometry="MultiPolygon",
)  # fmt: skip
DETENTION = TableSchema(
    name="detention",
    title="Immigration detention of children",
    fields=(
        ISO3,
        _year("from_year", "First year of the period.", required=True),
        _year("to_year", "Last year of the period; NA if still so when compiled."),
        _one_of("law_unaccompanied", LAW, "What the law says on children alone."),
        _one_of("law_families", LAW, "What the law says on children in families."),
        _one_of("practice_unaccompanied", PRACTICE, "What is reported on children alone."),
        _one_of("practice_families", PRACTICE, "What is reported on children in families."),
        Field(name="min_age_detainable", kind="integer", unit="years", minimum=0, maximum=18,
              meaning="Age from which the bar on detention no longer covers a child."),
        Field(name="max_days_children", kind="integer", unit="days", minimum=0, maximum=4000,
              meaning="Longest detention the law allows; can be a limit for everyone."),
        _one_of("alternatives_in_law", YES_PARTIAL_NO, "Whether the law has alternatives."),
        _text("summary", "What the source says, in our words.", required=True),
        _text("legal_basis", "Law and article."),
        SOURCE,
        *GRADE,
    ),
    key=("iso3", "from_year"),
)  # fmt: skip
SERVICE_ACCESS = TableSchema(
    name="service_access",
    title="Access to services",
    fields=(
        ISO3,
        _one_of("service", SERVICES, "Which service."),
        _one_of("group", GROUPS, "Which children; a group's own row beats 'all'."),
        _one_of("access", ACCESS, "Access under the rule in law or policy."),
        _year("as_of_year", "The year the row speaks for.", required=True),
        _text("summary", "What the source says, in our words.", required=True),
        _text("legal_basis", "Law and article."),
        SOURCE,
        *GRADE,
    ),
    key=("iso3", "service", "group"),
)
TREATY_STATUS = TableSchema(
    name="treaties",
    title="Treaties",
    fields=(
        ISO3,
        _one_of("treaty", TREATIES, "Which treaty."),
        _one_of("status", ("party", "signatory", "none"), "Status when compiled."),
        _year("year_of_ratification", "Year of ratification or accession, if known."),
        SOURCE,
        *GRADE,
    ),
    key=("iso3", "treaty"),
)
COMPACT_VOTES = TableSchema(
    name="compact_votes",
    title="Votes on the two Global Compacts",
    fields=(
        ISO3,
        _one_of("compact", ("gcm", "gcr"),
                "gcm: for Migration, A/RES/73/195; gcr: on Refugees, A/RES/73/151."),
        _one_of("vote", VOTES, "Recorded vote; absent is a member without one."),
        SOURCE,
        *GRADE,
    ),
    key=("iso3", "compact"),
)  # fmt: skip
TIP_TIERS = TableSchema(
    name="tip_tiers",
    title="Tiers in the Trafficking in Persons Report (US Department of State)",
    fields=(
        ISO3,
        _year("year", "Year of the report.", required=True),
        _one_of("tier", TIERS, "Tier; 'special' is a special case, not ranked."),
        SOURCE,
        *GRADE,
    ),
    key=("iso3", "year"),
)
NATIONALITY_LAW = TableSchema(
    name="nationality_law",
    title="Nationality law",
    fields=(
        ISO3,
        _one_of("women_equal_right_to_pass_nationality", YES_PARTIAL_NO,
                "Whether women can pass on their nationality as men can."),
        _one_of("foundling_safeguard", YES_PARTIAL_NO, "Whether a foundling gets a nationality."),
        _text("note", "How the row was made."),
        SOURCE,
        *GRADE,
    ),
    key=("iso3",),
)  # fmt: skip
ROUTES = TableSchema(
    name="routes",
    title="Routes",
    fields=(
        _text("route_id", "Our stable name for the route.", required=True),
        _text("name", "Name.", required=True),
        _text("region", "From where to where.", required=True),
        _text("description", "What the route is, in our words.", required=True),
        _text("drivers", "What drives children to go, separated by semicolons."),
        SOURCED,
        *GRADE,
    ),
    key=("route_id",),
)
STAGES = TableSchema(
    name="stages",
    title="Stages of routes",
    fields=(
        _text("route_id", "Row in routes.csv.", required=True),
        _text("branch", "Which way of the route; 'main' is the main one.", required=True),
        _text("branch_name", "The branch in words.", required=True),
        Field(name="order", kind="integer", meaning="1 at the origin.", required=True, minimum=1,
              maximum=40),
        _one_of("role", ROLES, "Role of the stage on this branch."),
        ISO3,
        _text("place", "Town or city.", required=True),
        Field(name="lat", kind="number", meaning="The city's latitude.", unit="degrees north",
              required=True, minimum=-90, maximum=90),
        Field(name="lon", kind="number", meaning="The city's longitude.", unit="degrees east",
              required=True, minimum=-180, maximum=180),
        _one_of("mode_from_previous", MODES, "How the leg that ends here is travelled.",
                required=False),
        _text("note", "What is known of the stage, in our words."),
        SOURCED,
        *GRADE,
    ),
    key=("route_id", "branch", "order"),
)  # fmt: skip
RECORDED_FIGURES = TableSchema(
    name="recorded_figures",
    title="Recorded figures of routes",
    fields=(
        _text("route_id", "Row in routes.csv.", required=True),
        _year("year", "Year the figure is for.", required=True),
        _one_of("measure", COUNTED, "What is counted; never added up across measures."),
        _one_of("group", COUNTED_GROUPS, "Whom the figure counts: everyone, children, or children "
                "alone."),
        Field(name="value", kind="number", required=True, minimum=0,
              meaning="The figure as published, in `unit`; a count below 10 is suppressed."),
        _one_of("unit", UNITS, "people; encounters (one person can be met twice); or percent."),
        Field(name="lower", kind="number", minimum=0,
              meaning="Least it can be, in `unit`, where the source says so ('more than')."),
        Field(name="upper", kind="number", minimum=0,
              meaning="Most it can be, in `unit`, where the source says so."),
        _text("scope_note", "What exactly is counted, where and in which months; figures of "
              "different scope are never added up.", required=True),
        SOURCED,
        *GRADE,
    ),
    key=("route_id", "year", "measure", "group", "scope_note"),
)  # fmt: skip
COMMITMENTS = TableSchema(
    name="commitments",
    title="Commitments: what was promised, where it is written",
    fields=(
        _text("commitment_id", "Our stable name for the commitment.", required=True),
        GOAL,
        _one_of("instrument_id", INSTRUMENTS, "Which instrument holds it."),
        _text("instrument", "The instrument in words.", required=True),
        _text("locator", "Article, paragraph or target.", required=True),
        _year("year", "Year of adoption.", required=True),
        _one_of("binding", YES_NO, "Whether it binds in law a state that is party to it."),
        _text("promise", "What is promised, in our words.", required=True),
        SOURCE,
        *GRADE,
    ),
    key=("commitment_id",),
)
TIMELINE = TableSchema(
    name="timeline",
    title="Milestones: what happened when",
    fields=(
        _text("event_id", "Our stable name for the milestone: year and title.", required=True),
        _text("date", "YYYY-MM-DD, YYYY-MM or YYYY, as exact as `precision` says.", required=True),
        _one_of("precision", PRECISIONS, "How exactly the date is known."),
        _one_of("scope", SCOPES, "Whom it concerns: the world, some states, one country."),
        _text("iso3s", "Countries it concerns, ISO 3166-1 alpha-3, separated by |; empty where "
              "it concerns none in particular, wherever it was held."),
        Field(name="goal", kind="integer", minimum=1, maximum=6,
              meaning="Policy goal, 1 to 6; NA where it bears on all of them."),
        _one_of("kind", MILESTONES, "What kind of milestone."),
        _text("title", "Its name.", required=True),
        _text("summary", "What happened, in our words; nothing about one child.", required=True),
        SOURCE,
        *GRADE,
    ),
    key=("event_id",),
)  # fmt: skip
PRACTICES = TableSchema(
    name="practices",
    title="Documented good practice",
    fields=(
        _text("case_id", "Our stable name for the practice.", required=True),
        _text("title", "Its name.", required=True),
        _text("iso3s", "Countries where it is practised, ISO 3166-1 alpha-3, separated by |.",
              required=True),
        GOAL,
        _text("roles", "Roles of the countries on the way, separated by |: origin, transit, "
              "destination.", required=True),
        _one_of("in_beyond_borders", ("yes", "no", "unknown"),
                "Whether UNICEF's report Beyond Borders (December 2017) featured it."),
        _year("from_year", "First year, if known."),
        _year("to_year", "Last year; NA if it goes on or is not known."),
        _text("what", "What is done, in our words.", required=True),
        _text("result", "What was reported to have come of it, by whom; empty where no result is "
              "known to us."),
        _text("actors", "Who does it, separated by |."),
        _text("services", "What it moves, in words, separated by |."),
        _text("measures", "Measures of the rubrics that it moves, separated by |; empty where "
              "none of them tells of it."),
        SOURCE,
        *GRADE,
    ),
    key=("case_id",),
)  # fmt: skip
VERSIONS = TableSchema(
    name="versions",
    title="Dated versions of the data",
    fields=(
        _text("date", "The day of the version, YYYY-MM-DD; the newest one dates the data.",
              required=True),
        _text("what", "What changed in the data, in our words.", required=True),
    ),
    key=("date",),
)  # fmt: skip
CORRECTIONS = TableSchema(
    name="corrections",
    title="Corrections, kept for ever",
    fields=(
        Field(name="correction_id", kind="integer", required=True, minimum=1, maximum=1_000_000,
              meaning="1, 2, 3 ...; a number is never used again."),
        _text("date", "The day of the correction, YYYY-MM-DD.", required=True),
        _text("reported_by", "Who found it, as they wish to be named.", required=True),
        _text("table", "The curated table.", required=True),
        _text("cell", "The row: its key's values with slashes between them; `*` is every value.",
              required=True),
        _text("column", "The column; `row` when the whole row was taken out.", required=True),
        Field(name="iso3", kind="iso3", meaning="The country it is about, if it is about one."),
        _text("old_value", "What stood there."),
        _text("new_value", "What stands there now; empty when it was taken out."),
        _text("reason", "Why, in our words.", required=True),
        _text("source_id", "What shows it: a row in sources.csv, if there is one."),
    ),
    key=("correction_id",),
)  # fmt: skip

CURATED = {
    schema.name: schema
    for schema in (
        SOURCES, DETENTION, SERVICE_ACCESS, TREATY_STATUS, COMPACT_VOTES, TIP_TIERS,
        NATIONALITY_LAW, ROUTES, STAGES, RECORDED_FIGURES, COMMITMENTS, TIMELINE, PRACTICES,
        VERSIONS, CORRECTIONS, SERIES, DEATH_ROUTES,
    )
}  # fmt: skip

FACTS = TableSchema(
    name="facts",
    title="Facts: every curated value, one row each",
    fields=(
        _text("fact_id", "Table, country, measure and what tells it apart.", required=True),
        _text("table", "Curated table it comes from.", required=True),
        Field(name="row", kind="integer", meaning="Line in that file.", required=True),
        ISO3,
        _text("measure", "What it says something about; see the rubrics' measures.", required=True),
        _one_of("kind", KINDS, "Law or policy, practice, commitment, or somebody's assessment."),
        _text("value", "Value on the measure's scale.", required=True),
        _one_of("group", GROUPS, "Which children."),
        _one_of("company", ("any", "alone", "family"), "Children alone, with family, or either."),
        Field(name="min_age_detainable", kind="integer", unit="years",
              meaning="Age from which a bar on detention no longer covers a child."),
        Field(name="max_days_children", kind="integer", unit="days",
              meaning="Longest detention the law allows."),
        _year("from_year", "First year it holds for.", required=True),
        _year("to_year", "Last year it holds for; NA if open."),
        _year("as_of_year", "The year its source speaks for.", required=True),
        _text("summary", "What the source says, in our words."),
        _text("legal_basis", "Law and article."),
        SOURCED,
        *GRADE,
    ),
    key=("fact_id",),
)  # fmt: skip
WITHHELD = TableSchema(
    name="withheld",
    title="Curated values that did not load, and why",
    fields=(
        _text("fact_id", "What would be its fact_id.", required=True),
        _text("table", "Curated table.", required=True),
        Field(name="row", kind="integer", meaning="Line in that file.", required=True),
        Field(
            name="iso3",
            kind="iso3",
            meaning="Country or area, ISO 3166-1 alpha-3; empty where "
            "the row is of no one country.",
        ),
        _text("measure", "What it would say something about.", required=True),
        _text("value", "The value in the table.", required=True),
        _one_of("reason", ("no source", "unknown", "not ranked"), "Why it did not load."),
    ),
    key=("fact_id",),
)
STAGE_LAYER = TableSchema(
    name="stages",
    title=STAGES.title,
    fields=tuple(field for field in STAGES.fields if field.name not in ("lat", "lon")),
    key=STAGES.key,
    geometry="Point",
)
COUNTRIES_DETAIL = TableSchema(
    name="countries_detail",
    title="Finer country shapes, for the map of one route",
    fields=(ISO3,),
    key=("iso3",),
    geometry="MultiPolygon",
)
PROVENANCE = TableSchema(
    name="provenance",
    title="Provenance: the line and cell that each built row was read from",
    fields=(
        _text("table", "Built table.", required=True),
        _text("key", "The row: its key's values with slashes between them.", required=True),
        _text("file", "Curated file, as it stands in the repository.", required=True),
        Field(name="line", kind="integer", minimum=1, required=True,
              meaning="Line in that file on which the row begins; the header is line 1."),
        _text("column", "Column that the value is read from; empty where the row has no one "
              "value."),
        _text("cell", "What stands in that cell."),
    ),
    key=("table", "key"),
)  # fmt: skip
# Official figures: made from snapshots, see geodata/build/official.py.
OFFICIAL = {
    schema.name: schema
    for schema in (OBSERVATIONS, FLOWS, DEATHS, SNAPSHOTS, WARNINGS, WARNING_ROWS)
}
BUILT = {
    schema.name: schema
    for schema in (
        COUNTRIES, COUNTRIES_DETAIL, STAGE_LAYER, ROUTES, SOURCES, FACTS, RECORDED_FIGURES,
        COMMITMENTS, TIMELINE, PRACTICES, WITHHELD, VERSIONS, CORRECTIONS, PROVENANCE, SERIES,
        DEATH_ROUTES, *OFFICIAL.values(),
    )
}  # fmt: skip
# In a build with a reader's own facts, and in no other.
OWN_VALUES = TableSchema(
    name="own",
    title="Own facts: values of a reader, not part of the atlas, and what each stands before",
    fields=(
        _text("own_id", "The fact's name, or the table and key; begins with own/.", required=True),
        _text("table", "Table it belongs to.", required=True),
        _text("file", "The reader's file.", required=True),
        Field(name="row", kind="integer", meaning="Line in that file.", required=True),
        Field(name="iso3", kind="iso3", meaning="Country, if it is about one."),
        _text("what", "The measure, or the table.", required=True),
        _text("value", "The reader's value.", required=True),
        _year("from_year", "First year it holds for, of a fact."),
        _year("to_year", "Last year it holds for; NA if open."),
        _text("source_id", "Row in sources; begins with own/.", required=True),
        _text("replaces", "The atlas's fact that it stands before, or the row or branch whose "
              "place it takes; empty where the atlas has none."),
        _text("replaced_value", "What the atlas says there."),
    ),
    key=("own_id", "replaces"),
)  # fmt: skip
OPTIONAL = {OWN_VALUES.name: OWN_VALUES}
