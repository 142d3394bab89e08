"""Serve the app with uvicorn, in one process or in several that stand in for each other."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from dashboard.config import MOST_WORKERS, Config, ConfigError
from geodata import DataError, load_manifest
from geodata.editions import EditionStore
from geodata.provenance import current_build

OPTIONS: dict[str, Any] = {
    "access_log": False,
    "log_level": "warning",
    "timeout_graceful_shutdown": 5,
    "server_header": False,
}
CANNOT_START = 3  # uvicorn's word for a worker that would fail again
HUNG_AFTER = 30  # seconds without a sign of life; loading the data on a busy machine takes some


def serve(
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
    built: Path | None = None,
    counts: str = "",
) -> int:
    """Serve the atlas until interrupted; returns the exit code.

    ``built`` is a folder of builds in place of the one in the settings, ``counts`` one of counts.

    With several workers, one that ends or hangs is replaced; they share one listening socket, so
    that requests not yet taken are answered by the others.
    """
    try:
        config = Config.from_env(os.environ)
        if workers is not None and not 1 <= workers <= MOST_WORKERS:
            raise ConfigError(f"--workers is {workers}. Give 1 to {MOST_WORKERS}.")
        config = replace(
            config,
            host=host or config.host,
            port=config.port if port is None else port,
            workers=workers or config.workers,
            built=built or config.built,
            counts=counts or config.counts,
        )
        _keep(config)  # before any worker is started in vain
        app = _app(config) if config.workers == 1 else None
    except (ConfigError, DataError) as error:
        print(error, file=sys.stderr)
        return 2
    address: dict[str, Any] = {"host": config.host, "port": config.port}
    print(f"Childways is at http://{config.host}:{config.port}  (stop with Ctrl+C)", flush=True)
    if app is not None:
        uvicorn.run(app, **address, **OPTIONS)
        return 0
    settings = uvicorn.Config(
        partial(_app_of_worker, config),
        factory=True,
        workers=config.workers,
        timeout_worker_healthcheck=HUNG_AFTER,
        **address,
        **OPTIONS,
    )
    with settings.bind_socket() as listener:
        Multiprocess(settings, sockets=[listener]).run()
    return 0


def _keep(config: Config) -> None:
    """Keep what will be served, so that a link handed out as frozen opens for ever.

    Raises:
        DataError: there is no build, or the model is no longer the one that made its levels.
    """
    from routes.kept_levels import LEVELS, is_as_built

    manifest = load_manifest(config.built)
    if not is_as_built(manifest):
        raise DataError(
            "Rules or code have changed since the levels of the build were made. Make them again "
            "with: childways build"
        )
    if "own" in manifest:
        return  # a reader's own facts are never kept among the atlas's editions
    if LEVELS not in manifest["files"]:
        return  # layers alone: they can be looked at, and not be frozen
    try:
        store = EditionStore(config.editions or None)
        if manifest["data_version"] not in store:
            store.keep(current_build(config.built))
    except (DataError, OSError) as error:
        print(f"{error} Frozen links are not offered.", file=sys.stderr)


def _app(config: Config) -> FastAPI:
    # Here, so that the process that watches over workers stays small.
    from dashboard.app import create_app
    from dashboard.data import Data

    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    return create_app(config, Data.load(config.built))


def _app_of_worker(config: Config) -> FastAPI:
    try:
        return _app(config)
    except (ConfigError, DataError) as error:
        print(error, file=sys.stderr)
        sys.exit(CANNOT_START)
