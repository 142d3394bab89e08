"""How an own fact is known as one."""

from __future__ import annotations

import re

OWN = "own/"
LONGEST_NAME = 60
NOBODY = "a reader"
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def is_own(source_id: str) -> bool:
    """Return whether a row is a reader's own, by its source."""
    return source_id.startswith(OWN)


def plain_name(name: str) -> str:
    """Return whose facts they are, as it is shown: one short line without unseen characters."""
    return (
        " ".join(_UNSEEN.sub("", " ".join(name.split())).split())[:LONGEST_NAME].strip() or NOBODY
    )


def marked_publisher(name: str, publisher: str) -> str:
    """Return the publisher of an own fact's source, which says first whose fact it is."""
    return f"Own fact of {name}, not part of the atlas; from: {publisher}"
