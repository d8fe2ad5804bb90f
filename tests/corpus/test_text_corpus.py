"""The rules of text and the reader on the publisher's real files.

The exact counts hold for the 11,573 files that CI reads, whose every case was read by eye;
on any other corpus only what must hold anywhere is asserted.
"""

import re
from collections import Counter

import pytest

from articles.core.text.description_length import (
    file_description,
    is_default_seo_title,
)
from articles.core.text.keywords import split_keywords
from articles.core.text.lost_letters import restore_letters
from articles.core.text.markdown_scanner import Kind, find_spans
from articles.core.text.newline_decoder import decode_newlines
from articles.core.text.quality_checks import inspect_texts

pytestmark = pytest.mark.corpus

PRICE = re.compile(r"\$ ?\d")


@pytest.fixture(scope="module")
def documents(corpus_documents):
    return corpus_documents


@pytest.fixture(scope="module")
def spans(documents):
    return {
        path: [
            (span, document.content.answer[span.start : span.end])
            for span in find_spans(document.content.answer)
        ]
        for path, document in documents.items()
    }


def test_every_file_is_where_its_address_says(documents):
    for path, document in documents.items():
        assert path == f"{document.subject_slug}/{document.slug}.md"


def test_reading_reports_what_is_there_and_nothing_else(documents, is_known):
    kinds = Counter(problem.kind for x in documents.values() for problem in x.problems)

    assert "mojibake-repaired" not in kinds
    # The last three only in other parts of the library.
    assert set(kinds) <= {
        *("related-repeated", "csv-unquoted", "related-self", "fence-mended", "invalid-value"),
    }
    if is_known:
        assert kinds == {"related-repeated": 2616, "csv-unquoted": 30}


def test_no_escape_is_left_but_commands_and_programs_own(documents, spans, is_known):
    commands, own = Counter(), 0
    for path, document in documents.items():
        code = [span for span, _ in spans[path] if span.kind in (Kind.FENCE, Kind.CODE)]
        for match in re.finditer(r"\\n[A-Za-z]*", document.content.answer):
            if any(span.start <= match.start() < span.end for span in code):
                own += 1
            else:
                commands[match[0]] += 1
    assert set(commands) <= {
        *("\\neg", "\\neq", "\\nabla", "\\nu", "\\ne", "\\not", "\\notin", "\\nmid"),
        *("\\newline", "\\nearrow", "\\nsubseteq", "\\nexists", "\\ni"),
    }
    if is_known:
        assert commands == {"\\neg": 45, "\\nabla": 28, "\\nu": 21, "\\neq": 8}
        assert own == 39


def test_decoding_twice_changes_nothing_more(documents):
    for document in documents.values():
        assert decode_newlines(document.content.answer) == document.content.answer


def test_formulas_are_told_from_prices(documents, spans, is_known):
    """Every dollar sign outside a span is a price; no formula begins with a price."""
    counts = Counter()
    for path, document in documents.items():
        answer = document.content.answer
        position = 0
        for span, _ in [*spans[path], (None, "")]:
            prose = answer[position : span.start if span else len(answer)]
            counts["prices"] += len(PRICE.findall(prose))
            counts["other signs"] += prose.count("$") - len(PRICE.findall(prose))
            position = span.end if span else position
        counts.update(span.kind.name for span, _ in spans[path])
    assert counts["other signs"] == 0
    if is_known:
        assert counts == {
            **{"INLINE_MATH": 8168, "DISPLAY_MATH": 2582, "CODE": 2920, "FENCE": 1087},
            **{"prices": 393, "other signs": 0},
        }


def test_no_formula_reaches_over_a_paragraph(spans):
    for path, found in spans.items():
        for span, text in found:
            if span.kind in (Kind.INLINE_MATH, Kind.DISPLAY_MATH):
                assert not re.search(r"\n[ \t]*\n", text), path


def test_every_fence_is_closed(spans, is_known):
    unclosed = [
        path
        for path, found in spans.items()
        for span, text in found
        if span.kind is Kind.FENCE and not re.search(r"[`~]{3,}\s*\Z", text)
    ]
    if is_known:
        assert unclosed == []


def test_descriptions_fit_a_page(documents, is_known):
    empty = []
    for path, document in documents.items():
        description = file_description(document.content.seo_description)
        assert len(description) <= 155
        assert not re.match(
            r"This (?:content|article) (?:discusses|explains|explores)", description
        )
        assert not description[:1].islower() or re.match(r"[a-z]+\W?[A-Z]", description), path
        if not description:
            empty.append(path)
    if is_known:
        assert len(empty) == 2


def test_letters_that_were_lost_are_restored_and_none_is_left_in_doubt(documents, is_known):
    """Each of the words was read by eye: all are right."""
    if not is_known:
        pytest.skip("the counts hold for the known files")
    restored = Counter()
    for document in documents.values():
        content = document.content
        for name in ("seo_description", "seo_keywords"):
            raw = getattr(content, name)
            found = restore_letters(raw, content.answer)
            restored[name] += found.text != raw
            assert not found.lost
    assert restored == {"seo_description": 72, "seo_keywords": 157}


def test_every_seo_title_is_a_default_and_every_file_has_keywords(documents):
    for document in documents.values():
        assert is_default_seo_title(document.content.seo_title)
        assert len(split_keywords(document.content.seo_keywords)) > 1


def test_findings_are_about_a_third_of_the_library_s(documents, is_known):
    if not is_known:
        pytest.skip("the ranges hold for the known files")
    counts = Counter(
        problem.kind for x in documents.values() for problem in inspect_texts(x.content)
    )
    expected = {
        "refusal": (14, 22),
        "source-mention": (120, 300),
        "cut-off": (8, 20),
        "email-address": (2, 5),
        "lost-context": (25, 80),
        "chat-closing": (6, 15),
        "scrape-remnant": (2, 5),
        "dated-title": (120, 170),
        "description-damaged": (2, 2),
        "keywords-damaged": (2, 2),
    }
    assert set(counts) == set(expected)
    for kind, (least, most) in expected.items():
        assert least <= counts[kind] <= most, (kind, counts[kind])
