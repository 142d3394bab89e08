"""A copy of the project's facts that a test may spoil."""

import shutil

import pytest

from geodata.check import facts_folder
from geodata.records import world


class Facts:
    """Curated tables in a folder of their own."""

    def __init__(self, folder):
        self.folder = folder

    def lines(self, table):
        return (self.folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()

    def write(self, table, lines):
        text = "\n".join(lines) + "\n"
        (self.folder / f"{table}.csv").write_text(text, encoding="utf-8")

    def append(self, table, line):
        self.write(table, [*self.lines(table), line])

    def replace(self, table, old, new):
        path = self.folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def facts(tmp_path):
    folder = tmp_path / "facts"
    shutil.copytree(facts_folder(), folder)
    return Facts(folder)


@pytest.fixture
def coarse(monkeypatch):
    """Cells of a country lookup that are soon made; the answers are the same, see test_world."""
    monkeypatch.setattr(world, "FINEST", 256)
