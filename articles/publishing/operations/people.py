"""Writing people: who has a page of their own, and which names in articles mean them."""

from collections.abc import Iterable

from django.utils import timezone

from articles.core.rendering import render
from articles.models import Person, PersonName
from articles.publishing.effects import ADDRESSES, PEOPLE, ChangeSet, credit_of
from articles.publishing.operations.unit_of_work import operation

# What pages of articles show of somebody: a change of anything else is seen on their own page.
_SHOWN = ("name", "kind", "job_title", "is_hidden")


class NameTaken(Exception):
    """A name means somebody else already; carries the name and whom it means."""

    def __init__(self, name: str, person: Person) -> None:
        super().__init__(name, person)
        self.name = name
        self.person = person


@operation
def save_person(person: Person, other_names: Iterable[str]) -> tuple[None, ChangeSet]:
    """Save somebody as the desk's form made them; `other_names` are those that mean them beside
    their own. The pages of all articles by these names show it, and those by a name that means
    nobody any more: no article is written, however many they are. Raises NameTaken."""
    wanted = {person.name, *other_names}
    _require_free(person.pk, wanted)
    stored = Person.objects.filter(pk=person.pk).first()
    person.biography_html = biography_html(person)
    person.changed_at = timezone.now()
    person.save()
    had = set(person.names.values_list("name", flat=True))
    is_shown_otherwise = stored is None or any(
        getattr(stored, each) != getattr(person, each) for each in _SHOWN
    )
    touched = had.symmetric_difference(wanted)
    if is_shown_otherwise:
        touched |= had
    _mean(person, wanted, touched)
    stamps = {PEOPLE, *map(credit_of, touched)}
    if stored is None or stored.is_hidden != person.is_hidden:
        stamps.add(ADDRESSES)
    was_shown = stored is not None and not stored.is_hidden
    announced = {person.get_absolute_url()} if was_shown or not person.is_hidden else set()
    return None, ChangeSet(stamps=stamps, announced=announced)


def biography_html(person: Person) -> str:
    """The biography as the page prints it, made as an answer is."""
    return render(person.biography).html if person.biography.strip() else ""


@operation
def rerender_biographies() -> tuple[int, ChangeSet]:
    """Render every biography anew and return how many came out otherwise. That of somebody who is
    saved meanwhile stays as the save rendered it."""
    written = 0
    for person in Person.objects.exclude(biography=""):
        html = biography_html(person)
        same = Person.objects.filter(pk=person.pk, biography=person.biography)
        written += same.exclude(biography_html=html).update(biography_html=html)
    return written, ChangeSet(stamps={PEOPLE} if written else set())


def _require_free(key: int | None, names: Iterable[str]) -> None:
    taken = PersonName.objects.filter(name__in=list(names)).exclude(person=None)
    other = taken.exclude(person=key).select_related("person").order_by("name").first()
    if other:
        raise NameTaken(other.name, other.person)


def _mean(person: Person, wanted: set[str], touched: set[str]) -> None:
    """Let these names mean somebody, and no others: each that was touched has changed now."""
    now = person.changed_at
    person.names.exclude(name__in=wanted).update(person=None, changed_at=now)
    for name in sorted(wanted & touched):
        PersonName.objects.update_or_create(
            name=name, defaults={"person": person, "changed_at": now}
        )
