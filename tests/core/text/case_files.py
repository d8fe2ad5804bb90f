"""Text rules as data: lists of (label, input, expected) in `cases/<name>.json`."""

import json
from pathlib import Path

import pytest

_FOLDER = Path(__file__).parent / "cases"


def load_cases(name: str) -> list:
    """Parameters (input, expected) for pytest, named by their labels, which are unique."""
    cases = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    labels = [case["label"] for case in cases]
    assert len(labels) == len(set(labels)), "two cases have one label"
    return [pytest.param(case["input"], case["expected"], id=case["label"]) for case in cases]
