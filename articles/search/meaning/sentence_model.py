"""A sentence model at work: text in, vector out. Loads onnxruntime and tokenizers, so that it is
imported only where SEARCH_MODEL is set.

One text at a time: a batch is no faster on a processor (31 ms a text of 128 tokens alone, 38 in a
batch of 32), and a model with int8 weights scales its activations by all that is in the batch, so
that a text would have another vector in other company.
"""

from collections import OrderedDict
from threading import Lock

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from articles.search.meaning.article_text import RECIPE
from articles.search.meaning.model_folder import ModelFolder, UnusableModel

MAX_TOKENS = 128
_MOST_QUERY_CHARACTERS = 300
# Pages of one search, and searches that many readers type.
_KEPT_QUERIES = 256
_WANTED_INPUTS = frozenset({"input_ids", "attention_mask"})
_KNOWN_INPUTS = _WANTED_INPUTS | {"token_type_ids"}


class SentenceModel:
    """One session for all threads of a process; each call computes in the thread that calls it, and
    lets the others run meanwhile.

    Raises UnusableModel where the files are no sentence model.
    """

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder.model), _options(), providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder.tokenizer))
            self.fingerprint = folder.fingerprint(RECIPE)
        # Both libraries raise classes of their own that share no other base.
        except Exception as error:
            raise UnusableModel(f"{folder.path} cannot be loaded: {error}") from error
        self._inputs = [one.name for one in self._session.get_inputs()]
        if not _WANTED_INPUTS <= {*self._inputs} <= _KNOWN_INPUTS:
            raise UnusableModel(f"{folder.model} is no sentence model: it wants {self._inputs}.")
        self._output = self._session.get_outputs()[0].name
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        # A text without any token has no meaning.
        self._of_nothing = np.zeros_like(self._run([0]))
        self._queries: OrderedDict[str, np.ndarray] = OrderedDict()
        self._lock = Lock()

    def encode(self, text: str) -> np.ndarray:
        """Return the vector of a text, float32 and of length 1; of what goes beyond MAX_TOKENS
        nothing is read."""
        return self._vector_of(self._folder.text_prompt + text)

    def encode_query(self, query: str) -> np.ndarray:
        """Return the vector of what was typed, in the same space."""
        query = query[:_MOST_QUERY_CHARACTERS]
        with self._lock:
            if (known := self._queries.get(query)) is not None:
                self._queries.move_to_end(query)
                return known
        vector = self._vector_of(self._folder.query_prompt + query)
        with self._lock:
            self._queries[query] = vector
            if len(self._queries) > _KEPT_QUERIES:
                self._queries.popitem(last=False)
        return vector

    def _vector_of(self, text: str) -> np.ndarray:
        tokens = self._tokenizer.encode(text).ids
        return self._run(tokens) if tokens else self._of_nothing

    def _run(self, tokens: list[int]) -> np.ndarray:
        ids = np.array([tokens], dtype=np.int64)
        values = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        if "token_type_ids" in self._inputs:
            values["token_type_ids"] = np.zeros_like(ids)
        (found,) = self._session.run([self._output], values)
        # A model that ends with its pooling gives a row a text, another one a row a token.
        vector = found[0]
        if vector.ndim == 2:
            vector = vector[0] if self._folder.takes_first else vector.mean(axis=0)
        return (vector / (np.linalg.norm(vector) or 1)).astype(np.float32)


def _options() -> onnxruntime.SessionOptions:
    """A thread that calls computes alone, and what it needs for it is given back."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return options
