"""Where built rows, rubrics and files come from, as the build recorded it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.own import SHEET, is_own
from geodata.provenance import digest
from routes.chains import Cited, Place, Step

if TYPE_CHECKING:
    from routes.atlas import Atlas

RUBRIC_FOLDER = "src/routes/rubrics"
DATA_FOLDER = "geodata"


@dataclass(frozen=True)
class Origins:
    """What a build says of itself. An edition older than a record has empty answers."""

    provenance: pd.DataFrame
    sources: pd.DataFrame
    manifest: Mapping[str, Any]

    @cached_property
    def _inputs(self) -> dict[str, str]:
        return dict(self.manifest.get("inputs", {}))

    @cached_property
    def _places(self) -> dict[tuple[str, str], Place]:
        rows = self.provenance.itertuples(index=False)
        return {
            (str(row.table), str(row.key)): Place(
                file=str(row.file),
                line=int(row.line),
                column=str(row.column),
                cell=str(row.cell),
                sha256=self.checksum(str(row.file)),
            )
            for row in rows
        }

    def checksum(self, file: str) -> str:
        """Return the checksum of a file as the build read it; "" if unknown.

        A sheet of a reader's workbook has the checksum of the workbook.
        """
        if file.startswith(f"{RUBRIC_FOLDER}/"):
            name = f"routes/rubrics/{file.removeprefix(f'{RUBRIC_FOLDER}/')}"
        else:
            name = file.removeprefix("src/").removeprefix(f"{DATA_FOLDER}/")
        if is_own(name) and name not in self._inputs:
            name = name.rpartition(SHEET)[0]
        return self._inputs.get(name, "")

    def place(self, table: str, key: str) -> Place | None:
        """Return where a built row was read; None where it was not recorded."""
        return self._places.get((table, key))

    def fact_place(self, fact_id: str, table: str, line: int) -> Place:
        """Return the cell that a fact was read from; without column in an older edition."""
        file = f"{DATA_FOLDER}/facts/{table}.csv"
        found = self.place("facts", fact_id) or self.place("withheld", fact_id)
        return found or Place(file=file, line=line, sha256=self.checksum(file))

    def rubric(self, name: str, line: int) -> Place:
        """Return the place of a row of a rubric; ``name`` is that of its table."""
        file = f"{RUBRIC_FOLDER}/{name}.csv"
        return Place(file=file, line=line or None, sha256=self.checksum(file))

    def step(self, file: str) -> Step | None:
        """Return how a file of the build was made; None where the build has no such file."""
        entry = self.manifest.get("files", {}).get(file)
        if entry is None:
            return None
        made = self.manifest.get("made", {}).get(file, {})
        return Step(
            name=str(made.get("step", "Build")),
            file=file,
            sha256=str(entry["sha256"]),
            content=str(entry.get("content", "")),
            code=tuple(
                (code_path(name), self._inputs.get(name, "")) for name in made.get("code", ())
            ),
        )

    def cited(self, source_id: str) -> Cited | None:
        """Return a source; None where there is none of that name."""
        if source_id not in self.sources.index:
            return None
        row = self.sources.loc[source_id]
        return Cited(
            source_id=source_id,
            publisher=str(row["publisher"]),
            title=str(row["title"]),
            year=None if pd.isna(row["year"]) else int(row["year"]),
            url=str(row["url"] or ""),
            licence=str(row["licence"] or ""),
        )

    @cached_property
    def code_version(self) -> str:
        """Twelve characters over the checksums of all code that the build ran; "" if unknown."""
        code = {name: found for name, found in self._inputs.items() if name.endswith(".py")}
        return digest(code) if code else ""

    @cached_property
    def build(self) -> str:
        """The build's name: code and data together."""
        return digest(self._inputs) if self._inputs else ""

    @property
    def software(self) -> str:
        return str(self.manifest.get("software", ""))


def code_path(name: str) -> str:
    """Return where a file named in a manifest's ``inputs`` stands in the repository."""
    return f"src/{name}" if name.startswith("routes/") else f"{DATA_FOLDER}/{name}"


def origins(atlas: Atlas) -> Origins:
    """Return what the build of an atlas says of itself."""
    return Origins(atlas.provenance, atlas.sources, atlas.manifest)
