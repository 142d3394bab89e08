"""Questions about a value: the exact cell in words, and the operator's form that it goes into.

Nothing leaves by itself. The reader sees what is carried before she opens the form.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from dashboard.colouring import child_in_words
from dashboard.components.evidence import source_title
from dashboard.data import Data
from dashboard.frozen import frozen_address
from dashboard.state import Lens, link

LONGEST_BODY = 1500  # characters; longer ones do not fit into every mail program's links


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One cell that a reader questions."""

    title: str
    body: str


def question(data: Data, fact_id: str, lens: Lens) -> Question | None:
    """Return a question about a fact, or None when there is no such fact."""
    facts = data.atlas.protection.facts
    rows = facts[facts["fact_id"] == fact_id]
    if rows.empty:
        return None
    fact = rows.iloc[0]
    iso3, measure = str(fact["iso3"]), data.atlas.rubrics.measures[str(fact["measure"])]
    steps = {step.value: step.label for step in data.atlas.rubrics.steps(measure.measure)}
    seen = link(f"/country/{iso3}", lens.pairs())
    if data.edition:
        seen = frozen_address(seen, data.edition)
    title = f"{data.name(iso3)}: {measure.label}"
    lines = (
        f"Country: {data.name(iso3)} ({iso3})",
        f"What: {measure.label}",
        f"Value: {steps[str(fact['value'])]} ({fact['value']})",
        f"Seen for: {child_in_words(lens.child)}, in {lens.year}",
        f"Source: {source_title(data, str(fact['source_id']))}",
        f"Cell: {fact['table']}.csv, row {fact['row']} ({fact_id})",
        f"Data version: {data.version} of {data.atlas.date}",
        f"Link: {data.origin}{seen}#facts-{measure.measure}",
        "",
        "What I think is wrong, and what shows it:",
        "",
    )
    return Question(title=title, body="\n".join(lines)[:LONGEST_BODY])


TABLES = {
    "detention": "detention.csv",
    "access": "service_access.csv",
    "trafficking": "tip_tiers.csv",
    "nationality": "nationality_law.csv",
    "treaties": "treaties.csv",
    "votes": "compact_votes.csv",
}


def offer(data: Data, iso3: str, measure_id: str, lens: Lens) -> Question:
    """Return what somebody sends who can tell us a fact on a cell."""
    rubrics = data.atlas.rubrics
    measure = rubrics.measures[measure_id]
    values = (f"{step.value} ({step.label})" for step in reversed(rubrics.steps(measure_id)))
    lines = (
        f"Country: {data.name(iso3)} ({iso3})",
        f"What: {measure.label}. {measure.meaning}",
        f"Values: {'; '.join(values)}",
        f"Asked for: {child_in_words(lens.child)}, in {lens.year}",
        f"Table: {TABLES[measure.family]}",
        f"Data version: {data.version} of {data.atlas.date}",
        "",
        "Value:",
        "For which children:",
        "In force from, to:",
        "In a sentence:",
        "Law and article, if it is a law:",
        "Source (publisher, title, year, address, page):",
        "",
    )
    title = f"{data.name(iso3)}: {measure.label}"
    return Question(title=title, body="\n".join(lines)[:LONGEST_BODY])


def form_address(template: str, asked: Question, subject: str = "Question on a value") -> str:
    """Return the operator's mail or form with the question filled in; "" when there is none.

    Args:
        subject: what stands before the question's title.
        template: ``mailto:...`` or ``https://...``; ``{title}`` and ``{body}`` in it are filled,
            else they are put behind it as parameters.
    """
    if not template:
        return ""
    subject = f"{subject}: {asked.title}"
    if "{title}" in template or "{body}" in template:
        filled = template.replace("{title}", quote(subject, safe=""))
        return filled.replace("{body}", quote(asked.body, safe=""))
    name = "subject" if template.startswith("mailto:") else "title"
    pairs = urlencode([(name, subject), ("body", asked.body)], quote_via=quote, safe="")
    return f"{template}{'&' if '?' in template else '?'}{pairs}"
