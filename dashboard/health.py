"""``/health``: that the server answers, from which data, and how old each source is."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from dashboard.data import Data

READS = ["GET", "HEAD"]


def add_health(router: APIRouter, data: Data) -> None:
    """Add the address for who watches over the server."""
    started = time.time()

    def health() -> Response:
        found = {
            "status": "ok",
            "data_version": data.version,
            "newest_source_year": data.atlas.manifest["newest_source_year"],
            "up_seconds": round(time.time() - started),
            "countries": len(data.iso3s),
            "facts": len(data.atlas.protection.facts),
            "figures": _ages(data.atlas.manifest.get("retrieved", {})),
        }
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    router.add_api_route("/health", health, methods=READS)


def _ages(retrieved: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return source of official figures -> the day it was received and its age today in days."""
    today = datetime.now(UTC).date()
    return {
        source: {"retrieved": day, "age_days": (today - date.fromisoformat(day)).days}
        for source, day in sorted(retrieved.items())
    }
