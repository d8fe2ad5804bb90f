"""The same tasks at Wagtail's desk, each by the shortest road that its pages offer."""

import sqlite3
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from benchmarks.desk_beside_wagtail.person import Person
from benchmarks.desk_beside_wagtail.tasks import PAUSE_MS, Job
from benchmarks.side_by_side.library import Entry

_BODY = ".public-DraftEditor-content"
_FORM = (
    "document.readyState === 'complete' && document.querySelector('.public-DraftEditor-content')"
)
# The field that is sent follows the editor a quarter of a second later.
_HOLDS = "document.querySelector('[name=body]').value.includes(arguments[0])"
_DONE = (
    "document.readyState === 'complete' && location.href !== arguments[0]"
    " && document.querySelector('.messages .success')"
)


_END = (Keys.CONTROL, Keys.END)
_OLDER = "table.listing tbody tr:nth-child(4) .w-dropdown__toggle"


class WagtailTasks:
    """A person at Wagtail's desk."""

    name = "Wagtail"

    def __init__(self, person: Person, ids: dict[str, int]) -> None:
        self.person = person
        self.ids = ids

    def open(self, job: Job) -> None:
        """Open the form of a page, before a task."""
        self.person.go(f"/admin/pages/{self.ids[job.entry.slug]}/edit/")
        self.person.see(_FORM)

    def open_home(self) -> None:
        self.person.go("/admin/")
        # Scripts draw the menu, and listen to keys, a moment after the page is there.
        self.person.see("document.querySelector('#menu-search-q')")

    def find(self, job: Job) -> None:
        person = self.person
        person.click("main [role=search] input[name=q]")
        person.type(job.words)
        person.press(Keys.ENTER)
        person.click(".listing .title a, table.listing a", text=job.entry.title)
        person.see(_FORM)

    def mend(self, job: Job) -> None:
        person = self.person
        # Found by reading: nothing points to it, and the editor has no search.
        person.drag_over(f"{_BODY} [data-text]", text=job.leftover)
        person.press(Keys.DELETE)
        person.see(f"!{_HOLDS}", job.leftover)
        self._publish()

    def describe(self, job: Job) -> None:
        person = self.person
        person.click("[role=tab]", text="Promote")
        person.click("#id_search_description")
        person.press(Keys.CONTROL, "a")
        person.type(job.description)
        self._publish()

    def link(self, job: Job) -> None:
        person = self.person
        person.click(_BODY)
        person.press(*_END)
        person.press(Keys.CONTROL, "k")
        person.click(".modal-dialog #id_q")
        person.see("document.activeElement.id === 'id_q'")
        person.type(job.other_words)
        person.click(".modal-dialog .page-results a.choose-page", text=job.other.title)
        person.see(_HOLDS, f'"id":{self.ids[job.other.slug]},')
        self._publish()

    def picture(self, job: Job) -> None:
        person = self.person
        person.click(_BODY)
        person.press(*_END)
        person.type("/image")
        person.see("document.querySelector('[role=option]')")
        person.press(Keys.ENTER)
        person.click(".modal-dialog [role=tab]", text="Upload")
        person.choose_file(".modal-dialog input[type=file]", job.picture)
        person.click(".modal-dialog [name$=description]")
        person.type(job.alternative)
        person.click(".modal-dialog button[type=submit]", text="Upload")
        person.click(".modal-dialog label", text="Full width")
        person.click(".modal-dialog [type=submit][value^=Insert]")
        person.see(_HOLDS, job.alternative)
        self._publish()

    def undo(self, job: Job) -> None:
        person = self.person
        here = person.driver.current_url
        person.click("a[href$='/history/']")
        # The first version that can be reviewed is the live one.
        person.click(_OLDER)
        person.click("a", text="Review this version")
        person.see(_FORM)
        person.click("footer .w-dropdown__toggle")
        person.click("button[name=action-publish]")
        person.see(_DONE, here)

    def keep_draft(self, job: Job) -> None:
        """Write a sentence and wait until it is kept, before a task."""
        person = self.person
        person.click(_BODY)
        person.press(*_END)
        person.type(job.sentence)
        self.open(job)

    def schedule(self, job: Job) -> None:
        person = self.person
        person.click("[data-side-panel-toggle=status]")
        person.click("[data-a11y-dialog-show=schedule-publishing-dialog]")
        person.click("#id_go_live_at")
        person.type(job.due.strftime("%Y-%m-%d %H:%M"))
        # The calendar is in front of the button until something else is clicked.
        person.click("#title-schedule-publishing-dialog")
        person.click("#schedule-publishing-dialog button", text="Save")
        self._publish()

    def type_and_close(self, job: Job) -> None:
        person = self.person
        person.click(_BODY)
        person.press(*_END)
        person.type(job.sentence, pause_ms=PAUSE_MS)
        person.close_tab()

    def text_offered(self, job: Job) -> str:
        """Return what a person gets back who opens the page again."""
        self.open(job)
        return self.person.run(f"return document.querySelector('{_BODY}').innerText")

    def public_path(self, entry: Entry) -> str:
        return f"/{entry.subject}/{entry.slug}/"

    def _publish(self) -> None:
        person = self.person
        here = person.driver.current_url
        person.click("footer .w-dropdown__toggle")
        person.click("button[name=action-publish]")
        person.see(_DONE, here)


def ids_of(database: Path) -> dict[str, int]:
    """Return {slug: key} of the pages."""
    with sqlite3.connect(database) as connection:
        return dict(connection.execute("SELECT slug, id FROM wagtailcore_page"))
