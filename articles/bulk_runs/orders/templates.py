"""Titles and descriptions by a template: `{"target", "template", "is_for_empty"}`.

`{question} | {subject}` is filled in for each article. `{{` and `}}` are the signs themselves.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from articles.bulk_runs.orders.article_fields import LABELS, PLACES, TEMPLATE_TARGETS, TEXTS
from articles.bulk_runs.orders.change import BadOrder, Change, Chosen, Wished, becomes, stays
from articles.core.text.description_choice import answer_sentences
from articles.database.among import among
from articles.models import Rendering

MOST_CHARACTERS = 1_000
_PIECE = re.compile(r"\{\{|\}\}|\{([a-z]*)\}|[{}]")


def fill_template(order: Mapping[str, Any]) -> Change:
    """Return the change; raises BadOrder."""
    template, target = str(order.get("template", "")), order.get("target")
    if target not in TEMPLATE_TARGETS:
        raise BadOrder("Say what the template is for.")
    _check(template)
    named = {match[1] for match in _PIECE.finditer(template)}
    fields = TEXTS[target]

    def change(batch: Sequence[Chosen]) -> list[Wished]:
        answers = _answers(batch) if "answer" in named else {}
        return [
            stays(chosen)
            if order.get("is_for_empty") and getattr(chosen.content, fields[-1])
            else _filled(chosen, fields, template, answers)
            for chosen in batch
        ]

    return change


def words_of_template(order: Mapping[str, Any]) -> str:
    where = " where it is empty" if order.get("is_for_empty") else ""
    return f"{LABELS[order['target']]} by the template “{order['template'][:120]}”{where}"


def _check(template: str) -> None:
    if not template.strip():
        raise BadOrder("Write the template.")
    if len(template) > MOST_CHARACTERS or "\n" in template:
        raise BadOrder(f"A template is one line of at most {MOST_CHARACTERS:,} characters.")
    for match in _PIECE.finditer(template):
        if match[0] in "{}" or (match[1] is not None and match[1] not in PLACES):
            names = ", ".join(f"{{{name}}}" for name in PLACES)
            raise BadOrder(f"“{match[0]}” is no place of a template. There are {names}.")


def _filled(
    chosen: Chosen, fields: Sequence[str], template: str, answers: Mapping[int, str]
) -> Wished:
    values = {
        name: _value(name, chosen, answers)
        for match in _PIECE.finditer(template)
        if (name := match[1])
    }
    missing = [name for name, value in values.items() if not value.strip()]
    if missing:
        return stays(chosen, f"it has nothing for {{{missing[0]}}}")
    text = _PIECE.sub(lambda match: values[match[1]] if match[1] else match[0][0], template)
    text = " ".join(text.split())
    return becomes(chosen, replace(chosen.content, **dict.fromkeys(fields, text)))


def _value(name: str, chosen: Chosen, answers: Mapping[int, str]) -> str:
    if name == "subject":
        return chosen.article.subject.name
    if name == "answer":
        return answers.get(chosen.article.pk, "")
    return getattr(chosen.content, PLACES[name][0])


def _answers(batch: Sequence[Chosen]) -> dict[int, str]:
    rows = Rendering.objects.filter(among("article_id", [chosen.article.pk for chosen in batch]))
    return {key: answer_sentences(text) for key, text in rows.values_list("pk", "plain_text")}
