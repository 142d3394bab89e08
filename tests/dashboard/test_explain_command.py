"""childways explain: a tree for people, JSON and PROV for programs, words for a mistake."""

import json

import pytest
from prov.model import ProvDocument

from dashboard.cli import main
from dashboard.explain_command import ChildWordsError, read_child
from routes import Child


def test_the_tree_leads_from_the_level_to_line_and_source(capsys, data):
    assert main(["explain", "LBY", "detention", "--year", "2023", "--child", "family"]) == 0
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    level = data.atlas.levels("LBY", Child(company="family"), 2023)[2]
    assert f"Libya, goal 2: Ending child immigration detention = {level.value}" in said
    assert "a child of 15, with family, seeking asylum, meets in 2023" in said
    for answer in level.answers:
        for fact in answer.facts:
            assert f"geodata/facts/{fact.table}.csv, line {fact.row}, column" in said
    assert "src/routes/rubrics/goal_2.csv, line" in said
    assert f"Data version {data.version}" in said


def test_what_is_not_known_is_said_with_where_it_was_looked_for(capsys):
    assert main(["explain", "LBY", "1", "--year", "2023"]) == 0
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "= not known" in said
    assert "Unknown: Not known: Placement in care" in said
    assert "The row names no source, so its value does not load." in said


def test_json_is_the_chain_and_prov_is_read_by_others(capsys):
    assert main(["explain", "LBY", "2", "--json"]) == 0
    chain = json.loads(capsys.readouterr().out)
    assert chain["top"]["kind"] == "level"
    assert chain["child"] == {"age": 15, "company": "alone", "status": "asylum_seeker"}
    assert main(["explain", "LBY", "2", "--prov"]) == 0
    document = ProvDocument.deserialize(content=capsys.readouterr().out, format="json")
    assert document.get_records()


def test_a_drop_of_a_route_is_two_levels(capsys):
    assert main(["explain", "central-med-horn", "2", "--stage", "4"]) == 0
    said = capsys.readouterr().out
    assert "Stage 3, Khartoum" in said
    assert "Stage 4, Kufra" in said


@pytest.mark.parametrize(
    ("words", "nearest"),
    [(["Lybia", "2"], "LBY (Libya)"), (["LBY", "guardain"], "guardian_for_unaccompanied")],
)
def test_a_mistake_ends_with_2_and_the_nearest(words, nearest, capsys):
    assert main(["explain", *words]) == 2
    assert nearest in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["age=9", "company=family", "status=refugee"], ["9", "family", "refugee"],
     ["age=9&company=family&status=refugee"], ["?status=refugee,9,family"]],
)  # fmt: skip
def test_a_child_is_described_by_the_words_of_the_address(words):
    assert read_child(words) == (Child(age=9, company="family", status="refugee"), False)


def test_words_that_describe_no_child_are_refused_with_those_that_do(capsys):
    assert main(["explain", "LBY", "2", "--child", "girl"]) == 1
    assert "status=refugee|asylum_seeker" in capsys.readouterr().err
    for words in (["age=18"], ["colour=red"], ["age=-1"]):
        with pytest.raises(ChildWordsError):
            read_child(words)
    assert read_child(["checked=1"])[1]


def test_a_kept_edition_is_explained_as_it_was(tmp_path, capsys, data):
    store = str(tmp_path / "store")
    assert main(["editions", "keep", "--store", store]) == 0
    asked = ["explain", "LBY", "2", "--edition", data.version, "--store", store]
    capsys.readouterr()
    assert main([*asked, "--json"]) == 0
    chain = json.loads(capsys.readouterr().out)
    assert chain["data_version"] == data.version
    assert chain["top"]["made_from"][0]["made_from"][1]["made_from"][0]["place"]["line"]
