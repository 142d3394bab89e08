"""One connector a publisher. What they ask and how they read is pure; only ``http`` goes online."""

from __future__ import annotations

import gzip

from geodata.connectors import (
    copies,
    eurostat,
    idmc,
    inform_risk,
    missing_migrants,
    ucdp,
    unhcr,
    unicef_sdmx,
    world_bank,
)
from geodata.connectors.asking import UNEXPECTED, AnswerError, Connector, Files, Tidy, Where
from geodata.errors import DataError
from geodata.snapshots import Snapshot

__all__ = ["CONNECTORS", "AnswerError", "Connector", "Files", "Tidy", "Where", "read_snapshot"]

PACKED = ".gz"
CONNECTORS: dict[str, Connector] = {
    module.CONNECTOR.name: module.CONNECTOR
    for module in (
        unhcr, world_bank, unicef_sdmx, missing_migrants, ucdp, inform_risk, idmc, eurostat,
    )
}  # fmt: skip


def read_snapshot(snapshot: Snapshot) -> Tidy:
    """Return what a snapshot says, as tables.

    Raises:
        SnapshotError: a file was changed since it was received.
        DataError: there is no connector of its name, or it can't read the files.
    """
    name = snapshot.origin.source
    files = [
        (
            Where(
                file=one.file.removesuffix(PACKED),
                snapshot=snapshot.id,
                source_id=snapshot.origin.source_id,
            ),
            _unpacked(one.file, snapshot.read(one.file)),
        )
        for one in snapshot.answers
    ]
    parse = CONNECTORS[name].parse if name in CONNECTORS else None
    if name in copies.PARSERS and all(where.file.endswith(".csv") for where, _ in files):
        parse = copies.PARSERS[name]
    if parse is None:
        raise DataError(f"No connector reads {name!r}. There are: {', '.join(CONNECTORS)}.")
    try:
        return parse(files)
    except UNEXPECTED as error:
        found = error if isinstance(error, DataError) else f"the shape changed ({error!r})"
        raise DataError(
            f"Snapshot {snapshot.id} can't be read: {found}. The publisher may have changed the "
            "shape; mend the connector, or go back to an earlier snapshot by removing this folder."
        ) from error


def _unpacked(file: str, content: bytes) -> bytes:
    """Return a file as text; bundled ones are gzipped. Their checksum was checked before."""
    return gzip.decompress(content) if file.endswith(PACKED) else content
