"""Levels and measures explained: the chain from a level to rules, facts, cells and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.own import OWN
from routes.chains import Chain, Kind, Link, Place
from routes.model import Answer, Child, Fact, Level, conflict_words
from routes.protection import LAST_YEAR
from routes.rubric import Goal, Measure
from routes.words import count

if TYPE_CHECKING:
    from routes.atlas import Atlas

MOST_ASIDE = 3  # facts held and not used that are listed; all are counted
_COMPANY = {"alone": "children who are alone", "family": "children with their family"}


@dataclass(frozen=True, kw_only=True)
class Explainer:
    """Makes chains for one child and year."""

    atlas: Atlas
    child: Child
    year: int = LAST_YEAR
    checked_only: bool = False

    @property
    def lens(self) -> str:
        """The child, the year and what is left out, as part of a name."""
        checked = "-checked" if self.checked_only else ""
        child = self.child
        return f"{self.year}/{child.age}-{child.company}-{child.status}{checked}"

    def chain(self, top: Link, *, has_child: bool = True, has_year: bool = True) -> Chain:
        """Return a chain with this link at its top."""
        found = self.atlas.origins
        return Chain(
            title=top.title,
            top=top,
            year=self.year if has_year else None,
            child=self.child if has_child else None,
            checked_only=self.checked_only,
            data_version=self.atlas.data_version,
            date=str(self.atlas.manifest.get("date", "")),
            software=found.software,
            code_version=found.code_version,
            build=found.build,
        )

    def country(self, iso3: str) -> str:
        return str(self.atlas.countries.at[iso3, "name"])

    def level(self, level: Level) -> Link:
        """Return a level with the questions that made it."""
        goal = self.atlas.rubrics.goals[level.goal]
        return Link(
            kind="level",
            name=f"level/{level.iso3}/goal-{level.goal}/{self.lens}",
            title=f"{self.country(level.iso3)}, goal {level.goal}: {goal.title}",
            value=None if level.value is None else str(level.value),
            said=level.why,
            step=self.atlas.origins.step("levels.parquet"),
            made_from=(
                *self._not_judged(level, goal),
                *(self.answer(level.iso3, one, goal) for one in _deciding_first(level)),
            ),
        )

    def _not_judged(self, level: Level, goal: Goal) -> Iterator[Link]:
        place = self.atlas.origins.rubric("goals", goal.line)
        if not goal.is_judged:
            yield Link(kind="unknown", name=f"unknown/goal-{goal.goal}", place=place,
                       title=f"Goal {goal.goal} is not judged", said=goal.note)  # fmt: skip
        elif level.value is None:
            said = (
                f"A level needs an answer to at least {goal.least_known:.0%} of the core questions."
            )
            yield Link(kind="rule", name=f"rule/goals/{goal.goal}", place=place, said=said,
                       title="How much must be known")  # fmt: skip

    def answer(self, iso3: str, answer: Answer, goal: Goal) -> Link:
        """Return one question of a rubric with its rule and its facts, or why it has no answer."""
        measure = self.atlas.rubrics.measures[answer.measure]
        rule = next((one for one in goal.rules if one.rule == answer.rule), None)
        made: list[Link] = []
        if rule is not None:
            gives = f"gives level {rule.level}" if rule.part == "core" else f"at most {rule.level}"
            gives = "shown beside the goal" if rule.part == "shown" else gives
            label = self._label(measure, rule.value)
            made.append(
                self.rule(
                    f"goal_{goal.goal}", rule.rule, f"{label}: {gives}", rule.reason, rule.line
                )
            )
        elif answer.part == "limit" and answer.value is not None:
            said = f"{self._label(measure, answer.value)} holds the level down by no rule."
            title = f"{measure.label}: no limit"
            made.append(self.rule(f"goal_{goal.goal}", "", title, said, 0))
        made += [self.fact(fact) for fact in answer.facts]
        return self._told(
            iso3, measure, answer.question, answer.value, made, applies=answer.applies,
            conflict=conflict_words(answer.facts),
        )  # fmt: skip

    def measure(self, iso3: str, measure: Measure, facts: Iterable[Fact]) -> Link:
        """Return one measure of a country with its facts, or why it is not known."""
        found = tuple(facts)
        made = [self.fact(fact) for fact in found]
        applies = measure.applies_to in ("any", self.child.company)
        value = made[0].value if made else None
        title = f"{self.country(iso3)}: {measure.label}"
        conflict = conflict_words(found)
        return self._told(iso3, measure, title, value, made, applies=applies, conflict=conflict)

    def _told(
        self, iso3: str, measure: Measure, title: str, value: str | None, made: list[Link],
        *, applies: bool, conflict: str,
    ) -> Link:  # fmt: skip
        said = "" if value is None else f"{self._label(measure, value)}."
        if conflict:
            said += f" {conflict}"
        if not applies:
            about = _COMPANY[measure.applies_to]
            made = [self._unknown(iso3, measure, f"It is asked of {about} only.", (), "Not asked")]
        elif value is None:
            made = [self.no_answer(iso3, measure)]
        return Link(
            kind="answer",
            name=f"answer/{iso3}/{measure.measure}/{self.lens}",
            title=title,
            value=value,
            said=said,
            made_from=tuple(made),
        )

    def _label(self, measure: Measure, value: str) -> str:
        steps = self.atlas.rubrics.steps(measure.measure)
        return next((step.label for step in steps if step.value == value), value)

    def rule(self, table: str, name: str, title: str, said: str, line: int) -> Link:
        """Return a row of a rubric."""
        place = self.atlas.origins.rubric(table, line)
        return Link(
            kind="rule",
            name=f"rule/{table}/{name or line or title}",
            title=f"Rule {name}: {title}" if name else title,
            said=said,
            place=place,
        )

    def fact(self, fact: Fact) -> Link:
        """Return a fact with the cell and the source that it is from."""
        measure = self.atlas.rubrics.measures[fact.measure]
        place = self.atlas.origins.fact_place(fact.fact_id, fact.table, fact.row)
        made = [self.cell(place, fact.source_id, self._reading(fact, place))]
        if fact.carried_years > 0:
            said = f"Used for {measure.carry_years} years after the year its source speaks for."
            made.append(self.rule("measures", "", f"{measure.label}: how long a fact is used", said,
                                  measure.line))  # fmt: skip
        return Link(
            kind="fact",
            name=f"fact/{fact.fact_id}",
            title=f"{measure.label}: {self._label(measure, fact.value)}",
            value=fact.value,
            said=" ".join(part for part in (fact.summary, fact.legal_basis) if part),
            as_of_year=fact.as_of_year,
            carried_years=fact.carried_years,
            evidence=fact.evidence,
            confidence=fact.confidence,
            step=self.atlas.origins.step("facts.parquet"),
            made_from=tuple(made),
        )

    def _reading(self, fact: Fact, place: Place) -> str:
        """Say how the value was read from its cell; "" where it is the cell."""
        if place.column == "year_of_ratification":
            return f"The year of ratification, {place.cell}: not bound before it."
        if place.cell in ("", fact.value) or fact.min_age_detainable is None:
            return ""
        least = fact.min_age_detainable
        return (
            f"The cell says {place.cell}; children under {least} may not be held (column "
            f"min_age_detainable), and this child is {self.child.age}: read as {fact.value}."
        )

    def cell(self, place: Place, source_id: str, said: str = "", kind: Kind = "cell") -> Link:
        """Return a place in a curated table with the source of its row."""
        source = self.source(source_id)
        return Link(
            kind=kind,
            name=f"cell/{place.file}#L{place.line}/{place.column}",
            title=str(place),
            value=place.cell or None,
            said=said,
            place=place,
            made_from=(source,),
        )

    def source(self, source_id: str) -> Link:
        """Return a source, or the unknown where a row names none."""
        found = self.atlas.origins.cited(source_id)
        if found is None:
            return Link(kind="unknown", name="unknown/source", title="No source is named")
        year = "" if found.year is None else f", {found.year}"
        return Link(
            kind="source",
            name=f"source/{source_id}",
            title=f"{found.publisher}: {found.title}{year}",
            place=self.atlas.origins.place("sources", source_id),
            source=found,
        )

    def no_answer(self, iso3: str, measure: Measure) -> Link:
        """Return the unknown of one measure, with what is held and does not tell."""
        held_back = self._withheld_rows(iso3, measure.measure)
        withheld = [self._withheld(row) for row in held_back[:MOST_ASIDE]]
        facts = self.atlas.protection.facts
        rows = facts[(facts["iso3"] == iso3) & (facts["measure"] == measure.measure)]
        near = rows.assign(far=(rows["as_of_year"] - self.year).abs()).sort_values("far")
        unused = [self._unused(row, measure) for row in near.head(MOST_ASIDE).to_dict("records")]
        told = f"No fact in force answers it for this child in {self.year}."
        if held_back:
            told += f" {count(len(held_back), 'value')} in the tables did not load."
        if len(rows):
            told += f" {count(len(rows), 'fact')} held and not used here."
        return self._unknown(iso3, measure, told, (*withheld, *unused))

    def _unknown(
        self,
        iso3: str,
        measure: Measure,
        said: str,
        made: tuple[Link, ...],
        word: str = "Not known",
    ) -> Link:
        return Link(
            kind="unknown",
            name=f"unknown/{iso3}/{measure.measure}/{self.lens}",
            title=f"{word}: {measure.label}",
            said=said,
            made_from=made,
        )

    def _withheld_rows(self, iso3: str, measure: str) -> list[dict[str, Any]]:
        table = self.atlas.withheld
        if table.empty:
            return []
        rows = table[(table["iso3"] == iso3) & (table["measure"] == measure)].to_dict("records")
        mine = [row for row in rows if self._is_for_child(*_group_of(str(row["fact_id"])))]
        return sorted(mine, key=lambda row: abs(_first_year(str(row["fact_id"])) - self.year))

    def _is_for_child(self, group: str, company: str) -> bool:
        return group in ("all", self.child.status) and company in ("any", self.child.company)

    def _withheld(self, row: Mapping[str, Any]) -> Link:
        place = self.atlas.origins.fact_place(
            str(row["fact_id"]), str(row["table"]), int(row["row"])
        )
        why = {
            "unknown": "The table says that it is not known.",
            "no source": "The row names no source, so its value does not load.",
            "not ranked": "A special case, which its publisher does not rank.",
        }
        return Link(
            kind="aside",
            name=f"withheld/{row['fact_id']}",
            title=str(place),
            value=str(row["value"]),
            said=why.get(str(row["reason"]), str(row["reason"])),
            place=place,
        )

    def _unused(self, row: Mapping[Any, Any], measure: Measure) -> Link:
        place = self.atlas.origins.fact_place(
            str(row["fact_id"]), str(row["table"]), int(row["row"])
        )
        return Link(
            kind="aside",
            name=f"unused/{row['fact_id']}",
            title=str(place),
            value=str(row["value"]),
            said=self._why_unused(row, measure),
            place=place,
            as_of_year=int(row["as_of_year"]),
            evidence=str(row["evidence"]),
            confidence=str(row["confidence"]),
        )

    def _why_unused(self, row: Mapping[Any, Any], measure: Measure) -> str:
        group, company = str(row["group"]), str(row["company"])
        if group not in ("all", self.child.status):
            return f"It is about another group: {group.replace('_', ' ')}."
        if company not in ("any", self.child.company):
            return f"It is about {_COMPANY[company]}."
        if self.checked_only and row["evidence"] == "named":
            return "Its source is named and was not yet opened."
        if self.year < int(row["from_year"]):
            return f"It begins in {row['from_year']}."
        if pd.notna(row["to_year"]) and self.year > int(row["to_year"]):
            return f"It ended in {row['to_year']}."
        return (
            f"It speaks for {row['as_of_year']}, and is used for "
            f"{count(measure.carry_years, 'year')} after that at most."
        )


def _group_of(fact_id: str) -> tuple[str, str]:
    """Return group and company, as a fact's name has them; any where it has none."""
    parts = fact_id.removeprefix(OWN).split("/")
    return (parts[3], parts[4]) if len(parts) >= 6 else ("all", "any")


def _first_year(fact_id: str) -> int:
    """Return the year from which a value would hold, as a fact's name has it; 0 where not."""
    year = fact_id.rpartition("/")[2]
    return int(year) if year.isdigit() else 0


def _deciding_first(level: Level) -> list[Answer]:
    """Return the answers that set the level, then the others as the rubric asks them."""
    sets = [a for a in level.answers if a.level is not None and a.level == level.value]
    return [*sets, *(answer for answer in level.answers if answer not in sets)]
