from collections import Counter
from math import isclose

import pytest

from articles.core.relatedness.library import Node
from articles.core.relatedness.link_evidence import Evidence
from articles.core.relatedness.selection import Candidate, choose, rank
from articles.core.relatedness.signatures import cosine, pack, unpack
from articles.core.relatedness.terms import count_terms


def test_a_word_of_the_question_counts_four_times():
    assert count_terms("Copper?", "copper", "copper") == Counter(dict.fromkeys(_only("copper"), 7))


@pytest.mark.parametrize(
    ("one", "other"),
    [("theories", "theory"), ("Charges", "charge"), ("CELLS", "cells")],
)
def test_a_plural_is_the_same_term(one, other):
    assert count_terms(one, "", "") == count_terms(other, "", "")


@pytest.mark.parametrize(("one", "other"), [("glass", "glas"), ("analysis", "analysi")])
def test_what_only_looks_like_a_plural_is_another_term(one, other):
    assert count_terms(one, "", "") != count_terms(other, "", "")


@pytest.mark.parametrize("text", ["", "the of and", "? ! x", "𝕏", "\ud800"])
def test_a_text_without_terms_has_none(text):
    assert count_terms("", "", text) == Counter()


def test_unspaced_scripts_are_cut_into_pairs():
    assert len(count_terms("", "", "光合作用")) == 3


def test_a_signature_survives_its_packing():
    signature = {7: 0.8, 1_048_575: 0.6}
    again = unpack(pack(signature))
    assert list(again) == [7, 1_048_575]
    assert all(isclose(again[term], signature[term], abs_tol=1e-5) for term in signature)
    assert isclose(cosine(again, again), 1.0, abs_tol=1e-4)


def test_of_two_links_the_text_that_is_alike_comes_first():
    evidence = {1: Evidence(reverse=1), 2: Evidence(reverse=1)}
    ranked = rank(evidence, {1: 0.0, 2: 0.9, 3: 0.1})
    assert [(c.target, c.method) for c in ranked] == [(2, "links"), (1, "links")]


def test_links_come_before_texts_however_unlike_and_the_alike_among_them_first():
    evidence = {1: Evidence(via_twin=1), 2: Evidence(coupled=1), 3: Evidence(reverse=1, cocited=9)}
    ranked = rank(evidence, {1: 0.2, 2: 0.13, 3: 0.0, 4: 0.9, 6: 0.95})
    assert [candidate.target for candidate in ranked] == [1, 3, 2, 6, 4]


def test_a_text_is_chosen_once_and_never_beside_its_like():
    nodes = {
        1: Node(1, 1, True, "what is it?"),
        2: Node(2, 2, True, "two?"),
        3: Node(3, 2, True, "three, a twin of two?"),
        4: Node(4, 4, False, "four?"),
        5: Node(5, 5, True, "two?"),
        6: Node(6, 6, True, "six?"),
    }
    ranked = [Candidate(key, "text", 1.0) for key in (1, 2, 3, 4, 5, 9, 6)]
    chosen = choose(ranked, 4, node=nodes[1], nodes=nodes, listed=())
    assert [candidate.target for candidate in chosen] == [2, 6]


def _only(word):
    return count_terms(word, "", "")
