"""Settings: one frozen object, read from the environment once, at the edge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.remote import place

MOST_PICTURES = 8
MOST_WORKERS = 64
MOST_VIEWS = 200
MOST_MINUTES = 1440
QUESTIONS = re.compile(r"mailto:[^\s@?]+@[^\s@]+|https://[^\s\"'<>]+")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+")


class ConfigError(ValueError):
    """A setting in the environment that can't be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """How the app is served. Every field is ``CHILDWAYS_<NAME>`` in the environment.

    Attributes:
        host: address to listen on. Default 127.0.0.1.
        port: port to listen on; 0 takes a free one. Default 8050.
        built: folder of the built layers, or an address for fsspec; None is the project's own.
            Default unset.
        access_log: write one line for each request. Default 1.
        api_rate_per_minute: requests to the API that one client address may make in a minute;
            0 is no limit. ``CHILDWAYS_API_RATE``. Default 600.
        editions: where data versions are kept for ever: a folder or an address such as
            ``s3://bucket/editions``; "" is the project's own folder. Default "".
        workers: processes that answer; each holds the data in memory. Default 1.
        pictures: PNG and PDF made at the same time by a browser; 0 makes none. Default 2.
        chromium: path of that browser; "" looks for one on the machine. Default "".
        counts: folder or address of counts of movement records (``childways records count``),
            shown on the pages of journeys; "" is none. Default "".
        mcp: offer the read-only tools of dashboard.mcp at /mcp. Default 0.
        questions: where a reader's question about a value goes: ``mailto:...`` or ``https://...``,
            with ``{title}`` and ``{body}`` where they belong; "" is nowhere. Default "".
        own_views: readers who may look at the atlas with their own facts at the same time; 0 offers
            it to nobody, and tables are only checked. Default 8.
        own_views_each: how many of these from one client address; 0 is no limit of its own.
            Default 2.
        own_minutes: minutes without a look after which such facts are forgotten. Default 60.
        own_keep: folder where their tables are kept meanwhile; "" keeps them in memory alone, which
            needs one process. Default "".
        origin: the site's public address, for links that leave it; "" is host and port. Default "".
    """

    host: str = "127.0.0.1"
    port: int = 8050
    built: Path | str | None = None
    access_log: bool = True
    api_rate_per_minute: int = 600
    workers: int = 1
    mcp: bool = False
    pictures: int = 2
    chromium: str = ""
    origin: str = ""
    editions: str = ""
    questions: str = ""
    counts: str = ""
    own_views: int = 8
    own_views_each: int = 2
    own_minutes: int = 60
    own_keep: str = ""

    @property
    def public_origin(self) -> str:
        """The address that links carry: scheme and host, without a slash at the end."""
        return self.origin or f"http://{self.host}:{self.port}"

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Config:
        """Read the settings.

        Raises:
            ConfigError: names the variable, the value found and what it takes.
        """
        port = environ.get("CHILDWAYS_PORT", "8050")
        if not port.isascii() or not port.isdigit() or int(port) > 65535:
            raise ConfigError(f"CHILDWAYS_PORT is {port!r}. Give a port from 0 to 65535.")
        workers = environ.get("CHILDWAYS_WORKERS", "1")
        if (
            not workers.isascii()
            or not workers.isdigit()
            or not 1 <= int(workers[:4]) <= MOST_WORKERS
        ):
            raise ConfigError(f"CHILDWAYS_WORKERS is {workers!r}. Give 1 to {MOST_WORKERS}.")
        pictures = environ.get("CHILDWAYS_PICTURES", "2")
        if not (pictures.isascii() and pictures.isdigit() and int(pictures[:4]) <= MOST_PICTURES):
            raise ConfigError(
                f"CHILDWAYS_PICTURES is {pictures!r}. Give 1 to {MOST_PICTURES}, or 0 for none."
            )
        chromium = environ.get("CHILDWAYS_CHROMIUM", "")
        if chromium and not Path(chromium).is_file():
            raise ConfigError(f"CHILDWAYS_CHROMIUM is {chromium!r}. There is no such file.")
        rate = environ.get("CHILDWAYS_API_RATE", "600")
        if not rate.isascii() or not rate.isdigit() or len(rate) > 9:
            raise ConfigError(
                f"CHILDWAYS_API_RATE is {rate!r}. Give requests a minute, or 0 for no limit."
            )
        origin = environ.get("CHILDWAYS_ORIGIN", "").rstrip("/")
        if origin and not ORIGIN.fullmatch(origin):
            raise ConfigError(
                f"CHILDWAYS_ORIGIN is {origin!r}. Give scheme and host, such as "
                "https://atlas.example.org."
            )
        questions = environ.get("CHILDWAYS_QUESTIONS", "")
        if questions and not QUESTIONS.fullmatch(questions):
            raise ConfigError(
                f"CHILDWAYS_QUESTIONS is {questions!r}. Give mailto:someone@example.org, or "
                "https://... with {title} and {body} where they belong."
            )
        built = environ.get("CHILDWAYS_BUILT", "")
        return cls(
            host=environ.get("CHILDWAYS_HOST", "127.0.0.1"),
            port=int(port),
            built=place(built) if built else None,
            access_log=_flag(environ, "CHILDWAYS_ACCESS_LOG", "1"),
            workers=int(workers),
            pictures=int(pictures),
            chromium=chromium,
            mcp=_flag(environ, "CHILDWAYS_MCP", "0"),
            api_rate_per_minute=int(rate),
            origin=origin,
            editions=environ.get("CHILDWAYS_EDITIONS", ""),
            questions=questions,
            counts=environ.get("CHILDWAYS_COUNTS", ""),
            own_views=_number(environ, "CHILDWAYS_OWN_VIEWS", 8, 0, MOST_VIEWS),
            own_views_each=_number(environ, "CHILDWAYS_OWN_VIEWS_EACH", 2, 0, MOST_VIEWS),
            own_minutes=_number(environ, "CHILDWAYS_OWN_MINUTES", 60, 1, MOST_MINUTES),
            own_keep=environ.get("CHILDWAYS_OWN_KEEP", ""),
        )


def _number(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environ.get(name, str(default))
    if not (text.isascii() and text.isdigit() and least <= int(text[:6]) <= most):
        raise ConfigError(f"{name} is {text!r}. Give {least} to {most}.")
    return int(text)


def _flag(environ: Mapping[str, str], name: str, default: str) -> bool:
    text = environ.get(name, default)
    if text not in ("0", "1"):
        raise ConfigError(f"{name} is {text!r}. Give 1 or 0.")
    return text == "1"
