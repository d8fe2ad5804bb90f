"""What is kept of a decision in a plan, so that a later one can be compared with it in words."""

from hashlib import blake2b
from typing import NamedTuple

from articles.core.article_content import FIELDS, ArticleContent, to_values
from articles.importer.planning.decision import Known, Planned

_DIGITS = 6
MISSING = "missing"
_PLACE = ("its address", "its status", "its id")


class PlanFact(NamedTuple):
    """One decision, as a plan's file holds it (JSON, in this order).

    `action` is in words, with the fields of a conflict or the reason of a refusal. `digest` names
    the decision (`Planned.digest`). `version` is the article's, 0 where there is none; `sha256` the
    file's. `ours` and `theirs` are six hexadecimal digits a field, of what article and file say: a
    whole library's plan takes 350 bytes a file. `place` is the article's address, status and id, a
    line each. `times` is how many files of the delivery say the address: the decision is about the
    last of them.
    """

    action: str
    digest: str = ""
    version: int = 0
    sha256: str = ""
    ours: str = ""
    theirs: str = ""
    place: str = ""
    times: int = 1


def fact_of(plan: Planned, times: int = 1) -> PlanFact:
    """Return what is kept of a decision about the file that is so-manieth of its address."""
    return PlanFact(
        action=_words(plan),
        digest=plan.digest(),
        version=plan.known.version,
        sha256=plan.prepared.sha256,
        ours=_fingerprints(plan.known.ours),
        theirs=_fingerprints(plan.prepared.document.content),
        place=_place(plan.known),
        times=times,
    )


def describe_move(then: PlanFact | None, now: PlanFact | None) -> str:
    """Return how a decision has moved, in a line.

    `"updated, now conflict (author): the article was changed since (author)"`. None is no decision:
    the file is not in the paths, or is imported already.
    """
    if then is None or now is None:
        return f"{_action(then)}, now {_action(now)}"
    words = (
        f"still {now.action}" if then.action == now.action else f"{then.action}, now {now.action}"
    )
    return f"{words}: {'; '.join(_causes(then, now))}"


def _causes(then: PlanFact, now: PlanFact) -> list[str]:
    if not then.sha256:
        return ["the plan was kept by a version that noted no more of it"]
    causes = []
    if (then.version, then.ours) != (now.version, now.ours):
        fields = _differing(then.ours, now.ours) or _moved(then.place, now.place)
        causes.append(f"the article was changed since ({fields})")
    if then.sha256 != now.sha256:
        fields = _differing(then.theirs, now.theirs) or "in nothing that is read"
        causes.append(f"the file is another ({fields})")
    return causes or ["the options are others, or what was imported before"]


def _place(known: Known) -> str:
    status = "withdrawn" if known.is_withdrawn else "published" if known.is_published else "draft"
    return f"{known.address}\n{status}\n{known.source_id}" if known.article_id else ""


def _moved(then: str, now: str) -> str:
    """What of an article's place is another; a plan of an earlier version noted none."""
    pairs = zip(_PLACE, then.split("\n"), now.split("\n"), strict=False)
    named = [name for name, before, after in pairs if before != after] if then and now else []
    return ", ".join(named) or "its address, status or id"


def _action(fact: PlanFact | None) -> str:
    return fact.action if fact else "not part of it"


def _words(plan: Planned) -> str:
    fields = ", ".join(conflict.field for conflict in plan.conflicts)
    because = fields or plan.reason
    return f"{plan.action.value} ({because})" if because else plan.action.value


def _fingerprints(content: ArticleContent | None) -> str:
    if content is None:
        return ""
    values = to_values(content)
    return "".join(_fingerprint(values[name]) for name in FIELDS)


def _fingerprint(value: object) -> str:
    data = repr(value).encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=_DIGITS // 2).hexdigest()


def _differing(one: str, other: str) -> str:
    """The names of the fields; "" where one side has none to compare."""
    if not one or not other:
        return ""
    return ", ".join(
        name
        for place, name in enumerate(FIELDS)
        if one[place * _DIGITS : (place + 1) * _DIGITS]
        != other[place * _DIGITS : (place + 1) * _DIGITS]
    )
