"""Serve the app with uvicorn."""

from __future__ import annotations

import logging
import os
import sys

import uvicorn

from dashboard.app import create_app
from dashboard.config import Config, ConfigError
from dashboard.data import Data
from geodata import DataError


def serve(host: str | None = None, port: int | None = None) -> int:
    """Serve the atlas until interrupted; returns the exit code."""
    try:
        config = Config.from_env(os.environ)
        data = Data.load(config.built)
    except (ConfigError, DataError) as error:
        print(error, file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    address = host or config.host, config.port if port is None else port
    print(f"Childways is at http://{address[0]}:{address[1]}  (stop with Ctrl+C)", flush=True)
    uvicorn.run(
        create_app(config, data),
        host=address[0],
        port=address[1],
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    return 0
