"""Stored answers in the memory of a process, the least lately used forgotten first."""

from collections import OrderedDict
from threading import Lock

from articles.page_store.answer import Answer


class Memory:
    """Answers by path, at most `limit_bytes` together."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.size = 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, path: str) -> Answer | None:
        """Return the answer of a path, now the one used last."""
        answer = self._answers.get(path)
        if answer is not None:
            # One step of the interpreter: without the lock, for which threads would queue.
            try:  # noqa: SIM105 - a context manager takes as long as all the rest here
                self._answers.move_to_end(path)
            except KeyError:  # another thread has dropped it meanwhile
                pass
        return answer

    def put(self, path: str, answer: Answer) -> None:
        """Keep an answer in the place of the path's last; one too large for a tenth of all room is
        not kept."""
        with self._lock:
            self._drop(path)
            if answer.size > self.limit_bytes / 10:
                return
            self._answers[path] = answer
            self.size += answer.size
            while self.size > self.limit_bytes:
                self._drop(next(iter(self._answers)))

    def drop(self, path: str) -> None:
        """Forget the answer of a path, where there is one."""
        with self._lock:
            self._drop(path)

    def __len__(self) -> int:
        return len(self._answers)

    def _drop(self, path: str) -> None:
        if (answer := self._answers.pop(path, None)) is not None:
            self.size -= answer.size
