"""How a promise kept or not looks: form, colour and word, the same on page, map and embed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dash import html

from dashboard.markup import attrs
from dashboard.theme import NOT_APPLICABLE_CLASS, UNKNOWN_CLASS, step_class
from routes import Gap, State


@dataclass(frozen=True, slots=True)
class Look:
    """A sign (form), a CSS class (colour), a word, and what it means."""

    sign: str
    css: str
    word: str
    meaning: str


LOOKS: dict[State, Look] = {
    "not_kept": Look("✕", step_class(0), "not kept", "Promised, and the facts show the opposite."),
    "partly": Look("◐", step_class(2), "partly", "Promised, and kept in part or for some."),
    "kept_in_law": Look(
        "§", step_class(3), "kept in law",
        "The rule keeps the promise; whether practice does is not known.",
    ),
    "kept": Look("●", step_class(4), "kept", "Practice keeps the promise, as far as is known."),
    "unknown": Look(
        "?", UNKNOWN_CLASS, "not known",
        "Promised, or it may be, and no fact here tells whether it is kept.",
    ),
    "not_promised": Look(
        "–", NOT_APPLICABLE_CLASS, "not promised",
        "Not bound, or no vote in favour, by that year. No breach.",
    ),
    "not_applicable": Look(
        "·", NOT_APPLICABLE_CLASS, "does not apply", "The promise is to other children."
    ),
}  # fmt: skip
FOUND_WORDS = {"kept": "keeps it", "partly": "keeps it in part", "not_kept": "does not keep it"}


def state_mark(state: State) -> Any:
    """Return a state as sign, colour and word."""
    look = LOOKS[state]
    return html.Span(
        [
            html.Span(look.sign, className=f"swatch {look.css}", **attrs(aria_hidden="true")),
            f" {look.word}",
        ],
        className="state-mark",
    )


def binding_word(is_binding: bool) -> Any:
    return html.Span("binding" if is_binding else "not binding", className="chip")


def act_words(gap: Gap, label: str) -> str:
    """Return what the country did, in a sentence.

    Args:
        label: of the value on the act's scale, such as "In favour".
    """
    if gap.promise is None:
        return "No act of the country is held for this year."
    if gap.instrument.kind == "treaty":
        return gap.promise.summary or f"{label}."
    return f"{_VOTES.get(gap.promise.value, label)} in {gap.promise.from_year}."


_VOTES = {
    "yes": "Voted in favour",
    "no": "Voted against",
    "abstain": "Abstained",
    "absent": "No recorded vote",
}
