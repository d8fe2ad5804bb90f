"""The tasks at this site's desk, each by the shortest road that its pages offer."""

import sqlite3
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from benchmarks.desk_beside_wagtail.person import Person
from benchmarks.desk_beside_wagtail.tasks import PAUSE_MS, Job
from benchmarks.side_by_side.library import Entry

_ANSWER = ".answer-host .cm-content"
_FORM = "document.readyState === 'complete' && document.querySelector('.answer-host .cm-content')"
_SAVED = f"{_FORM} && document.querySelector('.messagelist .success')"
# The answer as the form would send it.
_HOLDS = "document.querySelector('textarea[name=answer]').value.includes(arguments[0])"

_END = (Keys.CONTROL, Keys.END)


class OwnDesk:
    """A person at this site's desk."""

    name = "qtsite"

    def __init__(self, person: Person, ids: dict[str, int]) -> None:
        self.person = person
        self.ids = ids

    def open(self, job: Job) -> None:
        """Open the form of an article, before a task."""
        self.person.go(f"/admin/articles/article/{self.ids[job.entry.slug]}/change/")
        self.person.see(_FORM)

    def open_home(self) -> None:
        self.person.go("/admin/")

    def find(self, job: Job) -> None:
        person = self.person
        person.press(Keys.CONTROL, "/")
        person.type(job.words)
        person.press(Keys.ENTER)
        person.click("#result_list tbody th a", text=job.entry.title)
        person.see(_FORM)

    def mend(self, job: Job) -> None:
        person = self.person
        person.click("[role=tab]", text="Findings")
        person.click(".live-checks .to-place", text="Remnants")
        person.see("document.activeElement.closest('.answer-host')")
        person.press(Keys.DELETE)
        self._save()

    def describe(self, job: Job) -> None:
        person = self.person
        person.click("[role=tab]", text="Search engines")
        person.click("[name=seo_description]")
        person.press(Keys.CONTROL, "a")
        person.type(job.description)
        shown = "document.querySelector('.search-panel').innerText.includes(arguments[0])"
        person.see(shown, job.description[:40])
        self._save()

    def link(self, job: Job) -> None:
        person = self.person
        person.click(_ANSWER)
        person.press(*_END)
        person.press(Keys.CONTROL, Keys.SHIFT, "l")
        person.type(job.other_words)
        person.see("document.querySelector('#found-articles li')")
        person.press(Keys.ENTER)
        person.see(_HOLDS, f"]({job.other.path})")
        self._save()

    def formula(self, job: Job) -> None:
        person = self.person
        person.click(_ANSWER)
        person.press(*_END)
        person.press(Keys.CONTROL, Keys.SHIFT, "f")
        person.type(job.formula)
        person.click("#formula-dialog [value=insert]")
        person.see(_HOLDS, f"${job.formula}$")
        self._save()

    def picture(self, job: Job) -> None:
        person = self.person
        person.click(_ANSWER)
        person.press(*_END)
        person.click("[data-tool=image]")
        person.choose_file("#image-dialog input[type=file]", job.picture)
        person.type(job.alternative)
        person.press(Keys.ENTER)
        person.see(_HOLDS, f"![{job.alternative}](")
        self._save()

    def undo(self, job: Job) -> None:
        person = self.person
        person.click(".object-tools .historylink")
        person.click(".timeline .restore button, .timeline form button", text="Restore")
        person.see("document.readyState === 'complete' && document.querySelector('.success')")

    def keep_draft(self, job: Job) -> None:
        """Write a sentence and wait until it is kept, before a task."""
        self.person.click(_ANSWER)
        self.person.press(*_END)
        self.person.type(job.sentence)
        self.person.see("document.querySelector('.draft-status').innerText.includes('Kept as a')")
        self.open(job)

    def schedule(self, job: Job) -> None:
        person = self.person
        person.click(".schedule > summary")
        person.see("document.activeElement.id === 'schedule-due'")
        person.type(job.due.strftime(f"%m%d%Y{Keys.TAB}%I%M%p"))
        person.click(".schedule button[value=publish]")
        person.see("document.readyState === 'complete' && document.querySelector('.success')")

    def share(self, job: Job) -> None:
        person = self.person
        person.click(".draft-buttons button", text="Share a preview")
        person.see("document.querySelector('section.draft a[rel=noreferrer]')?.href")

    def type_and_close(self, job: Job) -> None:
        person = self.person
        person.click(_ANSWER)
        person.press(*_END)
        person.type(job.sentence, pause_ms=PAUSE_MS)
        person.close_tab()

    def text_offered(self, job: Job) -> str:
        """Return what a person gets back who opens the article again, and takes what is offered."""
        self.open(job)
        person = self.person
        for offer in (".draft-offer button", "a[href='?draft=1']"):
            if person.run(f"return document.querySelector({offer!r})"):
                person.click(offer)
                person.see(_FORM)
                break
        return person.run("return document.querySelector('textarea[name=answer]').value")

    def public_path(self, entry: Entry) -> str:
        return entry.path

    def _save(self) -> None:
        # Saving and coming back; the page that is left holds no message.
        self.person.press(Keys.CONTROL, "s")
        self.person.see(_SAVED)


def ids_of(database: Path) -> dict[str, int]:
    """Return {slug: key} of the articles."""
    with sqlite3.connect(database) as connection:
        return dict(connection.execute("SELECT slug, id FROM articles_article"))
