"""What the log is told of a request with own facts: neither her words nor what she saw."""

from __future__ import annotations

import logging
import traceback

from starlette.types import Scope

FAULTS = logging.getLogger("childways.faults")
PRIVATE = "childways.own"  # in the scope of a request with own facts
BRINGS = ("/own/check", "/own/see", "/own/forget")  # her words come here, with a cookie or without


def path_to_log(scope: Scope) -> str:
    """Return the path; with own facts its first part alone, as routes can be hers."""
    path = str(scope.get("path", ""))
    if not _is_private(scope):
        return path
    return "/" + path.strip("/").partition("/")[0]


def log_fault(scope: Scope, error: Exception) -> None:
    """Write a fault of ours to the log; with own facts where it was and not what it says."""
    if not _is_private(scope):
        FAULTS.error("could not answer %s", scope.get("path", ""), exc_info=error)
        return
    where = [f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(error.__traceback__)]
    FAULTS.error(
        "could not answer %s with own facts: %s at %s",
        path_to_log(scope), type(error).__name__, " < ".join(reversed(where)),
    )  # fmt: skip


def _is_private(scope: Scope) -> bool:
    return bool(scope.get(PRIVATE)) or str(scope.get("path", "")).startswith(BRINGS)
