"""What makes a folder a model, and what is said of one that is none. Nothing is loaded here."""

import json

import pytest

from articles.search.meaning import model_folder as module
from articles.search.meaning.model_check import check_search_model
from articles.search.meaning.model_folder import UnusableModel, read_model_folder
from tests.search.meaning.tiny_model import write_model


@pytest.fixture(autouse=True)
def _packages(monkeypatch):
    """As if they were there."""
    monkeypatch.setattr(module, "PACKAGES", ("json",))


@pytest.fixture
def folder(tmp_path):
    return write_model(tmp_path / "model")


def test_a_folder_with_a_model_and_a_tokenizer_is_one(folder):
    found = read_model_folder(folder)
    assert found.model.is_file()
    assert found.tokenizer.is_file()
    assert (found.takes_first, found.query_prompt, found.text_prompt) == (False, "", "")


def test_it_says_how_the_model_is_used(folder):
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    prompts = {"prompts": {"query": "query: ", "document": "passage: "}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    found = read_model_folder(folder)
    assert (found.takes_first, found.query_prompt, found.text_prompt) == (
        True,
        "query: ",
        "passage: ",
    )


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(UnusableModel, match=f"has no file {name}"):
        read_model_folder(folder)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(UnusableModel, match=r"there is no folder .*nowhere"):
        read_model_folder(tmp_path / "nowhere")


def test_missing_packages_are_named(folder, monkeypatch):
    monkeypatch.setattr(module, "PACKAGES", ("json", "no_such_package"))
    with pytest.raises(UnusableModel, match="packages no_such_package are not installed"):
        read_model_folder(folder)


def test_a_file_of_its_use_that_cannot_be_read_is_named(folder):
    (folder / "config_sentence_transformers.json").write_text("{")
    with pytest.raises(UnusableModel, match=r"config_sentence_transformers\.json cannot be read"):
        read_model_folder(folder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_another_byte_makes_it_another_model(folder, name):
    before = read_model_folder(folder).fingerprint(1)
    assert before == read_model_folder(folder).fingerprint(1)
    with (folder / name).open("ab") as file:
        file.write(b" ")
    assert read_model_folder(folder).fingerprint(1) != before


def test_another_recipe_makes_other_vectors(folder):
    found = read_model_folder(folder)
    assert found.fingerprint(1) != found.fingerprint(2)
    assert 0 < found.fingerprint(1) < 2**63


def test_the_check_finds_nothing_wrong_without_the_setting(settings):
    settings.SEARCH_MODEL = None
    assert check_search_model(None) == []


def test_the_check_finds_nothing_wrong_with_a_model(settings, folder):
    settings.SEARCH_MODEL = folder
    assert check_search_model(None) == []


def test_the_check_says_what_is_wrong(settings, tmp_path):
    settings.SEARCH_MODEL = tmp_path / "nowhere"
    (error,) = check_search_model(None)
    assert error.id == "articles.E001"
    assert error.is_serious()
    assert error.msg.startswith("SEARCH_MODEL: there is no folder")
