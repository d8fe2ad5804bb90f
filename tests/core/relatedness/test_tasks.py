from array import array

from articles.core.relatedness.signatures import make_signature, pack
from articles.core.relatedness.tasks import (
    SigningTask,
    TextTask,
    count_text,
    counted_terms,
    forget_folders,
    sign_text,
    write_frequencies,
)
from articles.core.relatedness.term_weights import Frequencies
from articles.core.relatedness.terms import BUCKETS, count_terms

TEXT = TextTask("What is copper?", "copper, alloys", "Copper and tin make bronze. Copper conducts.")


def test_a_text_that_was_counted_by_a_task_is_signed_as_if_it_were_read_again(tmp_path):
    counts = count_terms(*TEXT)
    frequencies = Frequencies(9, array("I", [2]) * BUCKETS)
    write_frequencies(tmp_path, frequencies)
    counted = count_text(TEXT)
    assert set(counted_terms(counted)) == set(counts)
    assert sign_text(SigningTask(tmp_path, counted)) == pack(make_signature(counts, frequencies))
    forget_folders()


def test_a_word_without_end_is_counted_as_often_as_can_be_written(tmp_path):
    many = count_text(TextTask("", "copper " * 40_000, ""))
    assert len(many) == 6
