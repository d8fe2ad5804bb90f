"""What the benchmarks stand on: they run for minutes, and are not run here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.beside_katex import signs
from benchmarks.desk_beside_wagtail.sites import LEFTOVER, prepare_files
from benchmarks.desk_beside_wagtail.tasks import longest_words
from benchmarks.judging import DEPTH, pool, read_grades, read_runs, row
from benchmarks.side_by_side.table import number

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("module", "sentence"),
    [
        ("side_by_side", "wrk is missing, and every row needs it (apt-get install wrk)."),
        (
            "desk_beside_wagtail",
            "Chromium or its driver is missing (apt-get install chromium-driver).",
        ),
    ],
)
def test_without_its_program_a_sentence_says_so(tmp_path, module, sentence):
    ran = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (1, f"{sentence}\n")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(13421.4, "13,421"), (53.24, "53.2"), (5.324, "5.32"), (0.0612, "0.061"), (None, "")],
)
def test_figures_have_three_digits(value, expected):
    assert number(value) == expected


def test_the_fault_that_editors_mend_stands_in_so_many_answers(tmp_path):
    slugs = prepare_files(ROOT / "fixtures" / "learn", tmp_path, articles=20, faulty=3)
    answers = {
        file.stem: file.read_text("utf-8").partition("\nanswer: >-\n")[2].strip()
        for file in tmp_path.rglob("*.md")
    }
    begun = [slug for slug, answer in answers.items() if answer.startswith(f"{LEFTOVER}\\n\\n")]
    assert len(answers) > 15  # some of the library's files bear one name
    assert len(slugs) == 3
    assert sorted(begun) == sorted(slugs)


def test_words_to_search_by_are_the_longest_in_their_order():
    title = "How did paper travel from China to Europe?"
    assert longest_words(title) == "paper travel China Europe"


def test_a_multiplied_library_has_every_article_and_can_be_searched(tmp_path):
    source, target = tmp_path / "source.sqlite3", tmp_path / "target.sqlite3"
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "LOG_LEVEL": "WARNING"}

    def run(database, *arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**environment, "DATABASE_URL": f"sqlite:///{database}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    run(source, "manage.py", "migrate")
    run(source, "manage.py", "import_articles", "fixtures/learn")
    found = run(source, "-m", "benchmarks.multiply", str(source), str(target), "3")
    articles = int(found.split()[0].replace(",", ""))
    assert articles > 0
    assert articles % 3 == 0
    assert "can be searched" in run(target, "manage.py", "rebuild_search")


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("<mi>𝑥</mi><mo>\u2061</mo>", "<mi>x</mi>", True),
        ("<mo>−</mo><mspace width='1em'/><mn>1</mn>", "<mo>-</mo> <mn>1</mn>", True),
        ("<mi>x</mi><annotation>y</annotation>", "<mi>x</mi>", True),
        ("<mi>x</mi>", "<mi>y</mi>", False),
        ("<mover><mi>A</mi><mo>‾</mo></mover>", "<mi>A</mi>", False),
        ("<mo>→</mo>", "<mo>⇒</mo>", False),
    ],
)
def test_formulas_are_alike_where_their_signs_are(one, other, are_alike):
    assert (signs(one) == signs(other)) is are_alike


def test_a_design_is_worth_what_its_first_hits_were_judged():
    grades = {1: {"a": 3, "b": 0, "c": 2}, 2: {"d": 1}}
    best = row("x", {1: ["a", "c", "b"], 2: ["d"]}, grades, 3)
    assert "first answers  50.0%  one of three  50.0%  nDCG@3 1.000  not judged: 0" in best
    worse = row("x", {1: ["b", "a"], 2: ["e"]}, grades, 3)
    assert "first answers   0.0%  one of three  50.0%  nDCG@3 0.248  not judged: 1" in worse


def test_every_hit_whose_figures_are_published_was_judged():
    runs = read_runs()
    assert {"words", "model", "bm25", "previous"} <= runs.keys()
    assert pool(runs, read_grades(), DEPTH) == {}
