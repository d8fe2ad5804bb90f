"""A folder with a sentence model, as sentence-transformers lays it out (sbert.net, "Sentence
Transformer"): what is in it, and what is missing. Nothing is loaded here."""

import json
from dataclasses import dataclass
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "onnxruntime", "tokenizers")
_MODEL, _TOKENIZER = "model.onnx", "tokenizer.json"
_POOLING, _PROMPTS = "1_Pooling/config.json", "config_sentence_transformers.json"
_CHUNK_BYTES = 1 << 20


class UnusableModel(Exception):
    """Why there is no search by meaning: a sentence for who set it up."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model's files and what they say of its use.

    `takes_first`: the vector of a text is that of its first token, else the mean of all.
    `query_prompt` and `text_prompt` stand before what is encoded ("query: ").
    """

    path: Path
    takes_first: bool = False
    query_prompt: str = ""
    text_prompt: str = ""

    @property
    def model(self) -> Path:
        return self.path / _MODEL

    @property
    def tokenizer(self) -> Path:
        return self.path / _TOKENIZER

    def fingerprint(self, recipe: int) -> int:
        """Return a number (63 bits) of all that a vector hangs on besides the text: the bytes of
        both files, their use, and the recipe by which texts are put together."""
        digest = blake2b(digest_size=8)
        digest.update(repr((recipe, self.takes_first, self.text_prompt)).encode())
        for file in (self.model, self.tokenizer):
            with file.open("rb") as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    digest.update(chunk)
        return int.from_bytes(digest.digest(), "big") >> 1


def read_model_folder(path: Path) -> ModelFolder:
    """Return what the folder holds; raise UnusableModel where a file or a package is missing."""
    if not path.is_dir():
        raise UnusableModel(f"there is no folder {path}.")
    for name in (_MODEL, _TOKENIZER):
        if not (path / name).is_file():
            raise UnusableModel(f"the folder {path} has no file {name}.")
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    if lacking:
        raise UnusableModel(f"the packages {', '.join(lacking)} are not installed.")
    prompts = _read_json(path / _PROMPTS).get("prompts") or {}
    return ModelFolder(
        path,
        takes_first=bool(_read_json(path / _POOLING).get("pooling_mode_cls_token")),
        query_prompt=prompts.get("query") or "",
        text_prompt=prompts.get("document") or prompts.get("passage") or "",
    )


def _read_json(file: Path) -> dict[str, Any]:
    """An object of one of the files that may be missing."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UnusableModel(f"{file} cannot be read: {error}.") from error
    return found if isinstance(found, dict) else {}
