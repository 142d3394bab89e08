"""Facts that a test may spoil, and a bucket on a local server that speaks S3."""

import shutil

import pytest

from geodata import remote
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


@pytest.fixture(scope="module")
def server():
    pytest.importorskip("s3fs")
    from moto.server import ThreadedMotoServer

    made = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    made.start()
    host, port = made.get_host_and_port()
    yield f"http://{host}:{port}"
    made.stop()


@pytest.fixture
def bucket(server, monkeypatch, tmp_path):
    """An empty bucket, found the way an operator tells: by fsspec's settings."""
    import s3fs
    from fsspec.config import conf

    monkeypatch.setitem(conf, "s3", {"endpoint_url": server})
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-a-test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setattr(remote, "copies_folder", lambda: tmp_path / "copies")
    s3fs.S3FileSystem.clear_instance_cache()
    files = s3fs.S3FileSystem()
    name = "atlas-" + tmp_path.name.replace("_", "-").lower()[-40:].strip("-")
    files.mkdir(name)
    yield files, name
    files.rm(name, recursive=True)
