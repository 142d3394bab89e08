"""Short ways to declare a column: what ``resources`` and ``tidy`` are written in."""

from __future__ import annotations

from geodata.schema import Field

ISO3 = Field(
    name="iso3",
    kind="iso3",
    meaning="Country or area, ISO 3166-1 alpha-3; Kosovo XKX.",
    required=True,
)


def text(name: str, meaning: str, *, required: bool = False) -> Field:
    return Field(name=name, kind="string", meaning=meaning, required=required)


def one_of(name: str, allowed: tuple[str, ...], meaning: str, *, required: bool = True) -> Field:
    return Field(name=name, kind="string", meaning=meaning, allowed=allowed, required=required)


def year(name: str, meaning: str, *, required: bool = False, first: int = 1900) -> Field:
    return Field(
        name=name, kind="integer", meaning=meaning, unit="year", required=required,
        minimum=first, maximum=2030,
    )  # fmt: skip
