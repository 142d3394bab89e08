"""Any level leads to the very lines that made it, or to unknowns that are named."""

import csv
import io
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDocument

import geodata
import routes
from routes import GOALS, YEARS, Child, RoutesError
from routes.chain_prov import chain_prov
from routes.chains import ENDS
from routes.explained import explain, explain_journey
from routes.explaining import Explainer
from routes.model import COMPANIES, STATUSES
from routes.naming import NothingToExplainError

ROOT = Path(geodata.__file__).parents[1]
CHILDREN = st.builds(
    Child, age=st.integers(0, 17), company=st.sampled_from(COMPANIES),
    status=st.sampled_from(STATUSES),
)  # fmt: skip
FEW = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def atlas():
    return routes.load()


@cache
def lines_of(file):
    return (ROOT / file).read_text(encoding="utf-8").splitlines(keepends=True)


def row_at(place):
    """The record that begins on a line, parsed by itself."""
    lines = lines_of(place.file)
    header = next(csv.reader(lines[:1]))
    cells = next(csv.reader(io.StringIO("".join(lines[place.line - 1 : place.line + 40]))))
    return dict(zip(header, cells, strict=True))


def check(chain):
    """Every end is a source, a rule or a named unknown; every line holds what is said of it."""
    for _, link in chain.walk():
        assert link.made_from or link.kind in ENDS, link
        assert link.title
        if link.kind in ("unknown", "aside"):
            assert link.said, link
        if link.place is None or link.place.line is None:
            continue
        row = row_at(link.place)
        assert len(link.place.sha256) == 64
        if link.place.column:
            assert row[link.place.column] == link.place.cell
        if link.kind == "source":
            assert row["source_id"] == link.source.source_id
            assert row["title"] == link.source.title
        if link.kind == "rule" and "rule" in row:
            assert link.name.endswith(f"/{row['rule']}")
        if link.kind == "cell" and link.made_from[0].source:
            assert row["source_id"] == link.made_from[0].source.source_id
    check_facts(chain)


def check_facts(chain):
    for _, link in chain.walk():
        if link.kind != "fact":
            continue
        cell = link.made_from[0]
        assert cell.kind == "cell"
        assert cell.value == link.value or cell.said, (link, cell)
        assert [below.kind for below in cell.made_from] == ["source"]
        assert (link.carried_years > 0) == (len(link.made_from) == 2)
        assert link.evidence in ("read", "official", "named")


@given(data=st.data())
@FEW
def test_a_sampled_level_leads_to_lines_that_hold_it_or_to_named_unknowns(atlas, data):
    iso3 = data.draw(st.sampled_from(sorted(atlas.countries.index)))
    goal, year = data.draw(st.sampled_from(GOALS)), data.draw(st.sampled_from(YEARS))
    child, checked = data.draw(CHILDREN), data.draw(st.booleans())
    chain = explain(atlas, iso3, str(goal), year=year, child=child, checked_only=checked)
    level = atlas.levels(iso3, child, year, checked_only=checked)[goal]
    assert chain.top.value == (None if level.value is None else str(level.value))
    assert {source.source_id for source in chain.sources} == set(level.source_ids)
    asked = {a.measure for a in level.answers if a.value is None}
    assert {link.name.split("/")[2] for link in chain.unknowns if "/" in link.name[8:]} == asked
    assert chain.sources or chain.unknowns
    check(chain)


@given(data=st.data())
@settings(FEW, max_examples=20)
def test_a_sampled_promise_names_its_text_its_act_and_what_tells_of_it(atlas, data):
    held = [one for one in atlas.records.commitments.values()
            if atlas.promise_rules.instruments[one.instrument_id].bound_by]  # fmt: skip
    one = data.draw(st.sampled_from(held))
    on = sorted({iso3 for route in atlas.routes.values() for iso3 in route.roles()})
    iso3, child = data.draw(st.sampled_from(on)), data.draw(CHILDREN)
    chain = explain(atlas, iso3, one.commitment_id, child=child)
    gap = atlas.gaps(countries=[iso3], child=child).gap(iso3, one.commitment_id)
    assert chain.top.value == gap.state
    assert set(gap.source_ids) == {source.source_id for source in chain.sources}
    check(chain)


def test_every_level_on_a_journey_has_a_chain(atlas):
    journey = atlas.journey("central-med-horn")
    by = Explainer(atlas=atlas, child=Child(), year=2023)
    profile = atlas.profile(journey, Child(), 2023)
    for stage in journey.stages:
        for goal in GOALS:
            chain = explain_journey(by, journey, goal, stage.order)
            drop = profile.drop_into(stage.order, goal)
            assert chain.top.kind == ("drop" if drop else "stage")
            here = chain.top.made_from[-1] if drop else chain.top
            level = profile.cell(stage.order, goal).level
            assert here.value == (None if level is None else str(level))
            check(chain)
            if drop:
                before = chain.top.made_from[0]
                assert int(here.value) - int(before.value) == int(chain.top.value)


def test_a_journey_of_ones_own_has_chains_without_a_source_for_its_stages(atlas):
    journey = atlas.journey(["SDN", "LBY", "ITA"])
    by = Explainer(atlas=atlas, child=Child(), year=2023)
    chain = explain_journey(by, journey, 2, 2)
    assert {link.kind for link in chain.top.made_from} == {"stage"}
    assert all(link.place is None for link in chain.top.made_from)
    check(chain)


def test_recorded_figures_lead_to_their_rows(atlas):
    told = 0
    for route_id in atlas.routes:
        chain = explain(atlas, route_id, "figures")
        rows = [link for link in chain.top.made_from if link.kind == "figure"]
        told += len(rows)
        for link in rows:
            (cell,) = link.made_from
            assert float(row_at(cell.place)["value"]) == float(link.value)
        if not rows:
            assert chain.unknowns
        check(chain)
    assert told == len(atlas.recorded_figures)


def test_a_value_read_for_the_childs_age_says_how_it_was_read(atlas):
    facts = atlas.protection.facts
    banded = facts[facts["min_age_detainable"].notna() & (facts["measure"] == "detention_law")]
    row = banded[banded["value"].isin(["permitted", "last_resort"])].iloc[0]
    child = Child(age=int(row["min_age_detainable"]) - 1, company=row["company"])
    chain = explain(atlas, row["iso3"], "detention_law", year=int(row["as_of_year"]), child=child)
    assert chain.top.value == "prohibited"
    (cell,) = [link for _, link in chain.walk() if link.kind == "cell"]
    assert cell.value == row["value"]
    assert f"this child is {child.age}: read as prohibited" in cell.said


def test_what_is_said_of_code_and_data_is_what_the_manifest_names(atlas):
    chain = explain(atlas, "LBY", "2")
    assert chain.data_version == atlas.data_version
    assert len(chain.code_version) == 12
    step = chain.top.step
    assert step.sha256 == atlas.manifest["files"]["levels.parquet"]["sha256"]
    assert (
        "src/routes/protection.py",
        atlas.manifest["inputs"]["routes/protection.py"],
    ) in step.code
    for path, checksum in step.code:
        assert geodata.provenance.sha256(ROOT / path) == checksum


@pytest.mark.parametrize(
    ("who", "what", "title"),
    [
        ("LBY", "detention", "Libya, goal 2"),
        ("libye", "goal-2", "Libya, goal 2"),
        ("Libya", "School", "Libya: School"),
        ("lby", "trafficking", "Libya: Trafficking"),
    ],
)
def test_countries_goals_and_measures_go_by_their_usual_names(atlas, who, what, title):
    assert explain(atlas, who, what).title.startswith(title)


@pytest.mark.parametrize(
    ("who", "what", "nearest"),
    [
        ("Lybia", "2", "LBY"),
        ("Etiopia", "2", "ETH"),
        ("central-med-hron", "2", "central-med-horn"),
        ("LBY", "detension_practise", "detention_practice"),
        ("LBY", "treaty crc", "treaty_CRC"),
    ],
)
def test_a_name_with_a_mistake_is_refused_with_the_nearest(atlas, who, what, nearest):
    with pytest.raises(NothingToExplainError, match="Nearest") as refused:
        explain(atlas, who, what)
    assert refused.value.nearest[0] == nearest


def test_a_year_without_facts_is_refused(atlas):
    for what in ("2", "detention_practice", "2-crc-37-b"):
        with pytest.raises(RoutesError, match="2010 to 2025"):
            explain(atlas, "LBY", what, year=1999)


def test_a_goal_on_a_route_asks_for_the_stage_and_lists_them(atlas):
    with pytest.raises(NothingToExplainError, match="1 Asmara"):
        explain(atlas, "central-med-horn", "2")


@pytest.mark.parametrize(
    ("who", "what", "stage"),
    [("LBY", "2", None), ("LBY", "1", None), ("LBY", "2-crc-37-b", None), ("XAC", "3", None),
     ("central-med-horn", "2", 4), ("central-med-horn", "figures", None)],
)  # fmt: skip
def test_the_prov_document_is_read_by_others_and_leads_from_the_top_to_the_sources(
    atlas, who, what, stage
):
    chain = explain(atlas, who, what, stage=stage)
    document = ProvDocument.deserialize(content=chain_prov(chain).text(), format="json")
    told = chain_prov(chain).to_dict()
    number = sum(len(records) for name, records in told.items() if name != "prefix")
    assert len(document.get_records()) == number
    entities = told["entity"]
    for relation, ends in told.items():
        if relation not in ("prefix", "entity", "activity", "agent"):
            for one in ends.values():
                for name in one.values():
                    assert any(
                        name in told.get(kind, {}) for kind in ("entity", "activity", "agent")
                    )
    types = {one["prov:type"]["$"] for one in entities.values()}
    assert ("cw:Source" in types) == bool(chain.sources)
    if not chain.sources:
        assert any("cw:notKnown" in one for one in entities.values())
