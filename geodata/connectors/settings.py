"""How to fetch: addresses, patience and keys. Read once, at the edge, from a TOML file.

contact = "data@example.org"        # goes into the user agent
[patience]
pace = 1.0
[unhcr]
base = "http://127.0.0.1:9999/"     # where to ask instead
first_year = 2020
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from geodata.connectors.asking import Connector
from geodata.connectors.http import Patience
from geodata.errors import DataError

BASE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(/[^\s?#]*)?")


class SettingsError(DataError):
    """A setting of ``childways fetch`` that can't be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator set; everything has a default.

    Attributes:
        contact: address or page of the operator, for the user agent.
        of: source -> its options; ``base`` is the address to ask.
        keys: name of a key -> the key. From the environment, never from the file.
    """

    contact: str = ""
    patience: Patience = field(default_factory=Patience)
    of: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def base(self, connector: Connector) -> str:
        base = str(self.of.get(connector.name, {}).get("base", connector.base))
        return base if not base or base.endswith("/") else base + "/"

    def options(self, connector: Connector, this_year: int) -> dict[str, Any]:
        """Return the connector's options. A ``last_year`` of 0 is the year before this one."""
        given = {n: v for n, v in self.of.get(connector.name, {}).items() if n != "base"}
        options = {**connector.options, **given}
        if options.get("last_year") == 0:
            options["last_year"] = this_year - 1
        return options

    def secrets(self, connector: Connector) -> dict[str, str]:
        key = self.keys.get(connector.key, "") if connector.key else ""
        return {connector.key_in: key} if key else {}


def read_settings(
    path: Path | None, environ: Mapping[str, str], connectors: Mapping[str, Connector]
) -> Settings:
    """Read the settings file and the keys.

    Args:
        path: the file; None is the one that ``CHILDWAYS_FETCH`` names, if any.

    Raises:
        SettingsError: names the file, the setting, the value found and what it takes.
    """
    named = environ.get("CHILDWAYS_FETCH", "")
    path = path or (Path(named) if named else None)
    keys = {c.key: environ[c.key] for c in connectors.values() if c.key and environ.get(c.key)}
    if path is None:
        return Settings(keys=keys)
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} can't be read as TOML ({error}).") from error
    tables = {name: value for name, value in given.items() if isinstance(value, dict)}
    known = {"contact", "patience", *connectors}
    for name in given:
        if name not in known or (name in tables) == (name == "contact"):
            raise SettingsError(
                f"{path}: {name!r} is not a setting. There are: {', '.join(known)}."
            )
    patience = _patience(path, tables.pop("patience", {}))
    for name, table in tables.items():
        _check(path, connectors[name], table)
    return Settings(
        contact=str(given.get("contact", "")), patience=patience, of=tables, keys=keys
    )  # fmt: skip


def _patience(path: Path, table: Mapping[str, Any]) -> Patience:
    known = {one.name for one in fields(Patience)}
    for name, value in table.items():
        if name not in known or not isinstance(value, int | float) or value < 0:
            raise SettingsError(
                f"{path}: patience.{name} = {value!r}. Give a number of 0 or more for one of "
                f"{', '.join(sorted(known))}."
            )
    return Patience(**table)


def _check(path: Path, connector: Connector, table: Mapping[str, Any]) -> None:
    for name, value in table.items():
        where = f"{path}: {connector.name}.{name} = {value!r}"
        if name == "base":
            if not isinstance(value, str) or not BASE.fullmatch(value):
                raise SettingsError(f"{where}. Give an address such as https://example.org/api/.")
        elif name not in connector.options:
            raise SettingsError(
                f"{where}. There are: base, {', '.join(connector.options) or 'no others'}."
            )
        elif type(value) is not type(connector.options[name]):
            wanted = type(connector.options[name]).__name__
            raise SettingsError(f"{where}. Give a value of type {wanted}.")
