"""A sentence model of a few words, written as the bytes of an ONNX file and a tokenizer.json.

Its one node takes the row of a word from a table of vectors: Gather(table, input_ids), whose result
is what larger models call their last hidden state. Words of one meaning have one vector.
"""

import json
import struct
from importlib.util import find_spec
from pathlib import Path

import pytest

from articles.search.meaning.model_folder import PACKAGES

ARE_PACKAGES_THERE = all(map(find_spec, PACKAGES))
needs_model_packages = pytest.mark.skipif(
    not ARE_PACKAGES_THERE, reason="the packages of requirements-model.txt are not installed"
)

# Each line is a direction of its own.
MEANINGS = (
    ("hungry", "appetite", "hunger", "ghrelin"),
    ("rocket", "spaceship", "launch"),
    ("sea", "ocean", "marine"),
    ("poor", "poverty"),
    ("tax", "levy", "duties"),
    ("light", "photon", "refraction"),
)
_UNKNOWN = "[UNK]"
_FLOAT, _INT64 = 1, 7


def write_model(folder: Path, meanings=MEANINGS) -> Path:
    """Write the two files into a folder, which is made; return it. Unknown words mean nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    words = {_UNKNOWN: [0.0] * len(meanings)}
    for place, group in enumerate(meanings):
        row = [0.0] * len(meanings)
        row[place] = 1.0
        words.update(dict.fromkeys(group, row))
    (folder / "model.onnx").write_bytes(_model([*words.values()]))
    tokenizer = {
        "version": "1.0",
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {
            "type": "WordLevel",
            "vocab": {word: number for number, word in enumerate(words)},
            "unk_token": _UNKNOWN,
        },
    }
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer))
    return folder


def _model(table: list[list[float]]) -> bytes:
    """A ModelProto (onnx/onnx.proto3) of IR version 8 and operators of set 13."""
    width = len(table[0])
    values = b"".join(struct.pack("<f", value) for row in table for value in row)
    initializer = (
        _number(1, len(table))
        + _number(1, width)
        + _number(2, _FLOAT)
        + _bytes(8, b"table")
        + _bytes(9, values)
    )
    node = _bytes(1, b"table") + _bytes(1, b"input_ids") + _bytes(2, b"hidden")
    graph = (
        _bytes(1, node + _bytes(4, b"Gather"))
        + _bytes(2, b"tiny")
        + _bytes(5, initializer)
        + _bytes(11, _value("input_ids", _INT64, ("texts", "tokens")))
        + _bytes(11, _value("attention_mask", _INT64, ("texts", "tokens")))
        + _bytes(12, _value("hidden", _FLOAT, ("texts", "tokens", width)))
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, b"") + _number(2, 13))


def _value(name: str, kind: int, shape) -> bytes:
    """A ValueInfoProto of a tensor."""
    sizes = b"".join(
        _bytes(1, _number(1, size) if isinstance(size, int) else _bytes(2, size.encode()))
        for size in shape
    )
    tensor = _number(1, kind) + _bytes(2, sizes)
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, tensor))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """An integer as protocol buffers write it (protobuf.dev, "Encoding")."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
