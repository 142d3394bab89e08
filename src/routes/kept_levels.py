"""The levels of every child, country and year, kept with a build so that nothing can change them.

A build holds the rubrics that it was made with and one Parquet file with a row for each child,
country and year. Whatever code reads the build later shows these levels, and can tell whether it
would make the same ones itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geodata.contents import text_content
from geodata.provenance import checksums
from routes.model import COMPANIES, STATUSES, Child
from routes.protection import UNKNOWN, YEARS, KeptWorlds, Protection, World
from routes.rubric import GOALS, load_rubrics

if TYPE_CHECKING:
    from routes.atlas import Atlas

LEVELS = "levels.parquet"
RUBRICS = "rubrics"
LEVEL_CODE = ("kept_levels.py", "protection.py", "rubric.py")  # makes levels of facts and rubrics
LEVEL_TABLES = ("goals", "measures", "scales")  # the rubrics it reads beside the six goals' own
Key = tuple[int, str, str, bool]  # youngest age of the class, company, status, checked only
_LENS = ("age_from", "company", "status", "checked_only")


def key_of(child: Child, *, checked_only: bool) -> Key:
    """Return the name of a world; the child is the youngest of its age class."""
    return child.age, child.company, child.status, checked_only


def children(protection: Protection) -> Iterator[Child]:
    """Yield one child for each combination that the facts tell apart."""
    for age in protection.age_bands:
        for company in COMPANIES:
            for status in STATUSES:
                yield Child(age=age, company=company, status=status)


@dataclass(frozen=True)
class Kept:
    """What was computed when the build was made, for every child that the facts tell apart."""

    worlds: Mapping[Key, World]

    @classmethod
    def compute(cls, protection: Protection) -> Kept:
        """Compute every world from facts and rubrics with the code of today."""
        return cls(
            {
                key_of(child, checked_only=checked): protection.computed(
                    child, checked_only=checked
                )
                for child in children(protection)
                for checked in (False, True)
            }
        )

    @cached_property
    def content(self) -> str:
        """64 characters that change with any level, value, mark or share."""
        found = hashlib.sha256()
        for key in sorted(self.worlds):
            world = self.worlds[key]
            order = np.argsort(np.array(world.countries))
            axes = [key, sorted(world.countries), world.measures, GOALS, YEARS]
            found.update(json.dumps(axes).encode())
            for array in _arrays(world):
                found.update(np.ascontiguousarray(array[order]).tobytes())
        return found.hexdigest()

    def write(self, path: Path) -> None:
        """Write one row a child, country and year. Levels 0 to 4 and values are codes."""
        frames = [_frame(key, self.worlds[key]) for key in sorted(self.worlds)]
        pd.concat(frames, ignore_index=True).to_parquet(
            path, index=False, compression="zstd", compression_level=9
        )

    @classmethod
    def read(cls, path: Path, countries: tuple[str, ...], measures: tuple[str, ...]) -> Kept:
        """Read what ``write`` wrote; years of today that it does not hold are unknown."""
        table = pd.read_parquet(path)
        return cls(
            {
                (int(age), str(company), str(status), bool(checked)): _world(
                    rows, countries, measures
                )
                for (age, company, status, checked), rows in table.groupby(
                    list(_LENS), sort=False, observed=True
                )
            }
        )

    def finder(self, protection: Protection) -> KeptWorlds:
        """Return what finds the kept world of a child; None when it was not kept."""

        def find(child: Child, checked_only: bool) -> World | None:
            of_class = protection.age_class(child)
            return self.worlds.get(key_of(of_class, checked_only=checked_only))

        return find


def _arrays(world: World) -> tuple[Any, ...]:
    return (world.values, world.unchecked, world.levels, world.level_unchecked, world.known_share)


def _frame(key: Key, world: World) -> pd.DataFrame:
    shape = (len(world.countries), len(YEARS))
    columns: dict[str, Any] = {
        "age_from": np.full(shape, key[0], np.int8).ravel(),
        "company": pd.Categorical([key[1]] * (shape[0] * shape[1]), COMPANIES),
        "status": pd.Categorical([key[2]] * (shape[0] * shape[1]), STATUSES),
        "checked_only": np.full(shape, key[3]).ravel(),
        "iso3": pd.Categorical(np.repeat(np.array(world.countries), shape[1])),
        "year": np.tile(np.array(YEARS, np.int16), shape[0]),
    }
    for i, goal in enumerate(GOALS):
        columns[f"level_{goal}"] = world.levels[:, i].ravel()
        columns[f"level_unchecked_{goal}"] = world.level_unchecked[:, i].ravel()
        columns[f"known_share_{goal}"] = world.known_share[:, i].ravel()
    for i, measure in enumerate(world.measures):
        columns[f"value_{measure}"] = world.values[:, i].ravel()
        columns[f"unchecked_{measure}"] = world.unchecked[:, i].ravel()
    return pd.DataFrame(columns)


def _world(rows: pd.DataFrame, countries: tuple[str, ...], measures: tuple[str, ...]) -> World:
    years = rows["year"].drop_duplicates().to_numpy()
    held = list(rows["iso3"].iloc[:: len(years)].astype(str))
    order = [held.index(iso3) for iso3 in countries]
    shown = [(i, list(years).index(year)) for i, year in enumerate(YEARS) if year in years]
    to, come = [i for i, _ in shown], [j for _, j in shown]

    def array(prefix: str, names: tuple[Any, ...], kind: Any, empty: Any) -> Any:
        made = np.full((len(countries), len(names), len(YEARS)), empty, kind)
        for i, name in enumerate(names):
            column = rows[f"{prefix}_{name}"].to_numpy(kind).reshape(len(held), len(years))
            made[:, i, to] = column[order][:, come]
        return made

    return World(
        countries=countries,
        measures=measures,
        values=array("value", measures, np.int8, UNKNOWN),
        unchecked=array("unchecked", measures, np.bool_, False),
        levels=array("level", GOALS, np.int8, UNKNOWN),
        level_unchecked=array("level_unchecked", GOALS, np.bool_, False),
        known_share=array("known_share", GOALS, np.float32, 0),
    )


class LevelsPart:
    """The model's part of a build: its rubrics and its levels. See geodata.build.Part."""

    def __init__(self, rubrics: Path | None = None) -> None:
        """Take a folder of rubrics; the project's own when None."""
        self._rubrics = rubrics

    def inputs(self) -> dict[str, str]:
        with as_file(files("routes")) as folder:
            code = checksums(folder.glob("*.py"), folder)
            tables = self._rubrics or folder / RUBRICS
            rubrics = checksums(tables.glob("*.csv"), tables)
        named = code | {f"{RUBRICS}/{name}": checksum for name, checksum in rubrics.items()}
        return {f"routes/{name}": checksum for name, checksum in named.items()}

    def made(self) -> dict[str, dict[str, Any]]:
        """Return how its files are made: see geodata.build.Part."""
        names = sorted(self.inputs())
        code = [n for n in names if n.removeprefix("routes/") in LEVEL_CODE]
        rubrics = [n for n in names if n.startswith(f"routes/{RUBRICS}/")]
        read = [n for n in rubrics if Path(n).stem in LEVEL_TABLES or Path(n).stem[-1].isdigit()]
        found = {LEVELS: {"step": "Levels", "code": code, "used": ["facts.parquet", *read]}}
        for name in rubrics:
            copied = {"step": "Levels", "code": ["routes/kept_levels.py"], "used": [name]}
            found[name.removeprefix("routes/")] = copied
        return found

    def write(self, folder: Path) -> dict[str, str]:
        from routes.atlas import load  # it reads kept levels, and so imports this module

        contents = {}
        (folder / RUBRICS).mkdir()
        tables = self._rubrics or files("routes") / RUBRICS
        for table in sorted(tables.iterdir(), key=lambda table: table.name):
            if table.name.endswith(".csv"):
                text = table.read_text(encoding="utf-8")
                (folder / RUBRICS / table.name).write_text(text, encoding="utf-8", newline="\n")
                contents[f"{RUBRICS}/{table.name}"] = text_content(text)
        layers = load(folder).protection
        rubrics = load_rubrics(folder / RUBRICS)
        kept = Kept.compute(Protection(layers.facts, rubrics, layers.countries))
        kept.write(folder / LEVELS)
        return contents | {LEVELS: kept.content}


def is_as_built(manifest: Mapping[str, Any]) -> bool:
    """Return whether the model is still the one that made the build's levels.

    A build of layers alone has no levels that could differ.
    """
    if LEVELS not in manifest["files"]:
        return True
    now = LevelsPart().inputs()
    return {n: c for n, c in manifest["inputs"].items() if n.startswith("routes/")} == now


def is_whole(atlas: Atlas) -> bool:
    """Return whether the levels that an atlas shows are those that its manifest names."""
    worlds = {
        key_of(child, checked_only=checked): atlas.world(child, checked_only=checked)
        for child in children(atlas.protection)
        for checked in (False, True)
    }
    return Kept(worlds).content == str(atlas.manifest["files"][LEVELS]["content"])


def differing(atlas: Atlas, child: Child, *, checked_only: bool) -> int:
    """Return how many levels of a child the code of today would make otherwise."""
    shown = atlas.world(child, checked_only=checked_only)
    made = atlas.protection.computed(atlas.protection.age_class(child), checked_only=checked_only)
    return int((shown.levels != made.levels).sum() + (shown.values != made.values).sum())
