"""A reader's own facts beside the atlas's: read from files, checked, marked.

Every own row is marked through what no value may lack: its source. Its ``source_id`` begins with
``own/`` and its publisher says whose fact it is, so that the mark goes wherever a value goes.
``geodata.build.own`` joins them with the atlas's.
"""

from __future__ import annotations

from geodata.own.checked import OwnFacts, own_facts, read_own
from geodata.own.grids import LIMITS, OWN_TABLES, SHEET, Limits
from geodata.own.marks import OWN, is_own, plain_name

__all__ = [
    "LIMITS",
    "OWN",
    "OWN_TABLES",
    "SHEET",
    "Limits",
    "OwnFacts",
    "is_own",
    "own_facts",
    "plain_name",
    "read_own",
]
