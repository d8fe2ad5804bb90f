"""Topics of a subject: phrases of keywords that stand in its questions, and what belongs to each.

Pure. `choice.py` finds topics among the articles of a subject, `belonging.py` says to which of them
an article belongs; both need each article's text signature (`articles/core/relatedness`).
"""

from articles.core.topics.belonging import (
    MOST_TOPICS_OF_AN_ARTICLE,
    Profile,
    topics_by_texts,
    topics_by_words,
)
from articles.core.topics.candidates import profile_of
from articles.core.topics.choice import FoundTopic, choose_topics, most_topics
from articles.core.topics.described import Described
from articles.core.topics.phrases import Phrase, phrase_of

__all__ = [
    "MOST_TOPICS_OF_AN_ARTICLE",
    "Described",
    "FoundTopic",
    "Phrase",
    "Profile",
    "choose_topics",
    "most_topics",
    "phrase_of",
    "profile_of",
    "topics_by_texts",
    "topics_by_words",
]
