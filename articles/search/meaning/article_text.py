"""What of an article a sentence model reads."""

# Of a text of so many letters no model that is used here reads more (128 tokens).
_MOST_CHARACTERS = 1_500
# To be raised with every change of what `text_to_encode` returns: all vectors are then due.
RECIPE = 1


def text_to_encode(question: str, description: str, answer: str) -> str:
    """Return question, description and the beginning of the answer, a paragraph each."""
    text = "\n".join(filter(None, (question, description, answer[:_MOST_CHARACTERS])))
    return text[:_MOST_CHARACTERS]
