"""Text in, vector out, by the tiny model."""

import pytest

from articles.search.meaning.model_folder import UnusableModel, read_model_folder
from tests.search.meaning.tiny_model import ARE_PACKAGES_THERE, needs_model_packages

if ARE_PACKAGES_THERE:
    import numpy as np

    from articles.search.meaning.sentence_model import MAX_TOKENS, SentenceModel

pytestmark = needs_model_packages


@pytest.fixture
def model(model_folder):
    return SentenceModel(read_model_folder(model_folder))


def cosine(one, other):
    return round(float(np.dot(one, other)), 3)


def test_words_of_one_meaning_have_one_vector(model):
    assert cosine(model.encode("hungry"), model.encode("APPETITE")) == 1.0
    assert cosine(model.encode("hungry"), model.encode("ocean")) == 0.0


def test_a_vector_is_the_mean_of_its_words_and_of_length_one(model):
    vector = model.encode("hungry ocean")
    assert vector.dtype == np.float32
    assert cosine(vector, vector) == 1.0
    assert cosine(vector, model.encode("hungry")) == 0.707


@pytest.mark.parametrize("text", ["", " ", "qwerty", "\x00"])
def test_what_means_nothing_is_like_nothing(model, text):
    assert cosine(model.encode(text), model.encode("hungry")) == 0.0


def test_the_first_word_alone_counts_where_the_model_says_so(model_folder):
    (model_folder / "1_Pooling").mkdir()
    (model_folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    model = SentenceModel(read_model_folder(model_folder))
    assert cosine(model.encode("hungry ocean"), model.encode("hungry")) == 1.0


def test_queries_and_texts_have_their_prompts(model_folder):
    (model_folder / "config_sentence_transformers.json").write_text(
        '{"prompts": {"query": "rocket ", "document": "tax "}}'
    )
    model = SentenceModel(read_model_folder(model_folder))
    assert cosine(model.encode_query("qwerty"), model.encode("tax")) == 0.0
    assert cosine(model.encode_query("rocket"), model.encode_query("qwerty")) == 1.0
    assert cosine(model.encode("qwerty"), model.encode("tax")) == 1.0


def test_what_goes_beyond_the_limit_is_not_read(model):
    text = "hungry " * MAX_TOKENS
    assert cosine(model.encode(text + "ocean " * 1_000), model.encode("hungry")) == 1.0
    assert cosine(model.encode_query("ocean " * 9_000), model.encode("sea")) == 1.0


def test_a_query_is_encoded_once(model, monkeypatch):
    vector = model.encode_query("hungry")
    monkeypatch.setattr(model, "_session", None)
    assert model.encode_query("hungry") is vector


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_broken_file_is_no_model(model_folder, name):
    (model_folder / name).write_bytes(b"<html>Not found</html>")
    with pytest.raises(UnusableModel, match="cannot be loaded"):
        SentenceModel(read_model_folder(model_folder))


def test_a_model_of_something_else_is_no_sentence_model(model_folder):
    file = model_folder / "model.onnx"
    file.write_bytes(file.read_bytes().replace(b"attention_mask", b"attention_tusk"))
    with pytest.raises(UnusableModel, match="no sentence model: it wants"):
        SentenceModel(read_model_folder(model_folder))
