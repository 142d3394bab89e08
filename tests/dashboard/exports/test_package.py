"""The Data Package: whole, described, valid, and never half written."""

import hashlib
import json
import zipfile

import frictionless
import pytest
from prov.model import ProvDocument

from dashboard.cli import main
from dashboard.exports import package as packages
from dashboard.exports.package import PackageError, steps, write_package, write_zip
from geodata.resources import BUILT


@pytest.fixture(scope="module")
def described(package):
    return json.loads((package.folder / "datapackage.json").read_text(encoding="utf-8"))


def test_the_zipped_package_is_valid(package):
    report = frictionless.validate(str(package.zip))
    assert report.valid, [(task.name, task.errors) for task in report.tasks if not task.valid]
    tables = {task.name: task.stats["rows"] for task in report.tasks if task.type == "table"}
    assert set(tables) == {*BUILT, "legs", "levels"}
    assert all(tables.values())


def test_the_validation_would_find_a_fault(package, tmp_path):
    cut = tmp_path / "package"
    (cut / "csv").mkdir(parents=True)
    described = json.loads((package.folder / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [
        r for r in described["resources"] if r["name"] in ("routes", "sources")
    ]
    (cut / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    sources = (package.folder / "csv" / "sources.csv").read_bytes()
    (cut / "csv" / "sources.csv").write_bytes(sources)
    routes = (package.folder / "csv" / "routes.csv").read_text(encoding="utf-8")
    broken = routes.replace(",high", ",sure", 1)
    (cut / "csv" / "routes.csv").write_text(broken, encoding="utf-8", newline="")
    report = frictionless.validate(str(cut / "datapackage.json"))
    faults = {error.type for task in report.tasks for error in task.errors}
    assert "hash-count" in faults or "constraint-error" in faults


def test_every_file_is_described_with_its_size_and_checksum(package, described):
    listed = {resource["path"]: resource for resource in described["resources"]}
    found = {
        path.relative_to(package.folder).as_posix(): path.read_bytes()
        for path in package.folder.rglob("*")
        if path.is_file()
    }
    assert set(found) - set(listed) == {"datapackage.json", "README.md", "LICENCES.md"}
    for path, resource in listed.items():
        assert resource["bytes"] == len(found[path])
        assert resource["hash"] == f"sha256:{hashlib.sha256(found[path]).hexdigest()}"
        assert resource["licenses"]
        assert resource["mediatype"]


def test_every_table_and_layer_is_there_in_every_format(described, catalogue):
    for name, schema in catalogue.schemas.items():
        endings = {r["format"] for r in described["resources"] if r["path"].split("/")[-1]
                   .startswith(f"{name}.")}  # fmt: skip
        assert endings == {"csv", "xlsx", "parquet"} | ({"geojson"} if schema.geometry else set())
    paths = [resource["path"] for resource in described["resources"]]
    assert paths[-2:] == ["childways.gpkg", "prov.json"]


def test_the_dictionary_is_made_of_the_declared_schemas(described, catalogue):
    tables = {r["name"]: r for r in described["resources"] if "tabular" in r["profile"]}
    for name, schema in catalogue.schemas.items():
        found = tables[name]["schema"]
        columns = {field["name"]: field for field in found["fields"]}
        assert found["primaryKey"] == list(schema.key)
        assert found["missingValues"] == [""]
        for field in schema.fields:
            column = columns[field.name]
            assert column["description"] == field.meaning
            assert column.get("unit", "") == field.unit
            limits = column.get("constraints", {})
            assert limits.get("enum", []) == list(field.allowed)
            assert limits.get("required", False) == field.required
    keys = {
        (name, str(key["fields"])): key["reference"]["resource"]
        for name, table in tables.items()
        for key in table["schema"]["foreignKeys"]
    }
    assert keys["facts", "source_id"] == "sources"
    assert keys["levels", "iso3"] == "countries"
    assert keys["legs", "['route_id', 'branch', 'to_order']"] == "stages"
    assert ("sources", "source_id") not in keys


def test_the_package_says_its_version_terms_sources_and_citation(described, data, package):
    assert described["version"] == data.version
    assert data.version in described["citation"]
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert len(described["sources"]) == len(data.atlas.sources)
    assert all(source["title"] for source in described["sources"])
    licences = (package.folder / "LICENCES.md").read_text(encoding="utf-8")
    assert "Unicode CLDR" in licences
    assert data.version in (package.folder / "README.md").read_text(encoding="utf-8")


def test_the_zip_is_the_same_bytes_twice_and_tells_no_time(package, tmp_path):
    again = write_zip(package.folder, tmp_path / "again.zip")
    assert again.read_bytes() == package.zip.read_bytes()
    with zipfile.ZipFile(again) as packed:
        assert packed.testzip() is None
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(not name.startswith("/") and ".." not in name for name in packed.namelist())
        assert "datapackage.json" in packed.namelist()


class Few:
    """A catalogue of two small tables."""

    def __init__(self, catalogue, names=("routes", "countries_detail")):
        self.atlas, self.edition = catalogue.atlas, catalogue.edition
        self.schemas = {name: catalogue.schemas[name] for name in names}
        self._catalogue = catalogue

    def __getitem__(self, name):
        return self._catalogue[name]


def test_an_earlier_package_is_replaced_whole(catalogue, tmp_path):
    folder = tmp_path / "childways"
    write_package(Few(catalogue), folder)
    begun = []
    write_package(Few(catalogue, ("sources",)), folder, begun.append)
    assert begun == ["sources", "GeoPackage", "Dictionary"]
    assert len(begun) == steps(Few(catalogue, ("sources",)))
    assert sorted(path.name for path in (folder / "csv").iterdir()) == ["sources.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["childways"]


def test_a_failure_half_way_leaves_the_earlier_package(catalogue, tmp_path, monkeypatch):
    folder = tmp_path / "childways"
    write_package(Few(catalogue, ("routes",)), folder)
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packages, "write_geopackage", fails)
    with pytest.raises(PackageError, match="No space left on device"):
        write_package(Few(catalogue, ("sources",)), folder)
    after = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert after == before
    assert [path.name for path in tmp_path.iterdir()] == ["childways"]


@pytest.mark.parametrize("name", ["notes.txt", "datapackage.json"])
def test_a_folder_of_something_else_is_left_alone(tmp_path, name, capsys):
    (tmp_path / name).write_text('{"name": "mine"}', encoding="utf-8")
    assert main(["package", str(tmp_path)]) == 1
    assert "no Childways Data Package" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_in_the_way_is_told(tmp_path, package):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(PackageError, match="is a folder"):
        write_zip(package.folder, tmp_path)
    with pytest.raises(PackageError, match="can't be written"):
        write_zip(package.folder, tmp_path / "file" / "a.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_without_a_build_the_command_says_what_to_do(tmp_path, capsys):
    assert main(["package", str(tmp_path / "out"), "--built", str(tmp_path / "none")]) == 1
    assert "childways build" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_prov_document_leads_from_every_table_to_its_sources(package, data):
    path = package.folder / "prov.json"
    document = ProvDocument.deserialize(content=path.read_text(encoding="utf-8"), format="json")
    assert document.get_records()
    told = json.loads(path.read_text(encoding="utf-8"))
    below = {}
    for one in told["wasDerivedFrom"].values():
        below.setdefault(one["prov:generatedEntity"], []).append(one["prov:usedEntity"])

    def reach(name):
        return {name}.union(*(reach(one) for one in below.get(name, [])))

    for name in BUILT:
        found = reach(f"cw:package/csv/{name}.csv")
        files = [one for one in found if one.startswith("cw:file/")]
        assert files, name
        for one in files:
            assert told["entity"][one]["cw:sha256"] in data.atlas.manifest["inputs"].values()
    sources = {one for one in reach("cw:package/csv/facts.csv") if one.startswith("cw:source/")}
    assert len(sources) >= data.atlas.protection.facts["source_id"].nunique()
    assert len([n for n in told["entity"] if n.startswith("cw:source/")]) == len(data.atlas.sources)
    attributed = {one["prov:entity"] for one in told["wasAttributedTo"].values()}
    assert sources <= attributed
    content = (package.folder / "csv" / "facts.csv").read_bytes()
    checksum = told["entity"]["cw:package/csv/facts.csv"]["cw:sha256"]
    assert checksum == hashlib.sha256(content).hexdigest()
