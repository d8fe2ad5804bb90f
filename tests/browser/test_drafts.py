"""What an editor types survives a closed tab, an ended session and a server that is gone."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.answer import arrive
from tests.browser.conftest import ROOT
from tests.browser.steps import open_article, sign_in

# The script waits three seconds after the last key.
PATIENCE = 25


def wait(browser, condition):
    return WebDriverWait(browser, PATIENCE, 0.2).until(condition)


def status(browser):
    found = present(browser, ".draft-status")
    return found[0].text if found else ""


def present(browser, selector):
    """What is on the page now; what is not there is not waited for."""
    return browser.execute_script("return [...document.querySelectorAll(arguments[0])]", selector)


def typed(browser):
    return browser.find_element(By.NAME, "answer").get_property("value")


def write(browser, text):
    """Type into the answer, whatever its editor is."""
    browser.execute_script(
        "const box = document.querySelector('[name=answer]'); box.value += arguments[0];"
        "box.dispatchEvent(new Event('input', { bubbles: true }));",
        text,
    )


def leave(browser, address):
    """Go away without a word, as a closed tab does."""
    browser.execute_script(
        "window.addEventListener('beforeunload', (e) => e.stopImmediatePropagation(), true)"
    )
    browser.get(address)


def is_back(browser, address, words):
    """Open the article, take what is offered, and return whether the words are in the form."""
    browser.get(address)
    for offered in present(browser, ".draft-offer button")[:1]:
        offered.click()
    for link in present(browser, "a[href='?draft=1']"):
        if not typed(browser).endswith(words):
            link.click()
    return typed(browser).endswith(words)


@pytest.fixture
def article(browser, site):
    """The form of an article without a draft, opened; its address."""
    sign_in(browser, site)
    open_article(browser, site, "entropy")
    address = browser.current_url.partition("?")[0]
    discard(browser, address)
    browser.get(address)
    yield address
    discard(browser, address)


def discard(browser, address):
    """Forget what the browser has kept, and the draft."""
    browser.get(address)
    browser.execute_script("localStorage.clear()")
    for summary in present(browser, ".draft .ask summary"):
        summary.click()
        browser.find_element(By.CSS_SELECTOR, ".draft .ask .deletelink").click()


def test_what_is_typed_is_kept_by_itself_and_offered(browser, site, article):
    write(browser, "\n\nKept by itself.")
    wait(browser, lambda b: "Kept as a draft" in status(b))
    leave(browser, f"{site.url}/admin/")
    browser.get(article)
    assert "Kept by itself." in browser.find_element(By.CSS_SELECTOR, "section.draft").text
    assert not typed(browser).endswith("Kept by itself.")
    browser.find_element(By.CSS_SELECTOR, "a[href='?draft=1']").click()
    assert typed(browser).endswith("Kept by itself.")


def test_a_tab_that_is_closed_in_mid_sentence_loses_no_word(browser, site, article):
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(article)
    write(browser, "\n\nHalf a sen")
    browser.close()
    browser.switch_to.window(first)

    wait(browser, lambda b: is_back(b, article, "Half a sen"))


def test_a_session_that_ends_while_typing_loses_no_word(browser, site, article):
    session = next(c for c in browser.get_cookies() if c["name"].endswith("sessionid"))
    browser.delete_cookie(session["name"])
    write(browser, "\n\nWritten while signed out.")
    wait(browser, lambda b: "You are signed out" in status(b))
    here = browser.current_window_handle
    browser.switch_to.new_window("tab")
    sign_in(browser, site)
    browser.close()
    browser.switch_to.window(here)
    wait(browser, lambda b: "Kept as a draft" in status(b))
    # The form, too, goes on with the new session.
    browser.find_element(By.NAME, "_continue").click()
    assert typed(browser).endswith("Written while signed out.")
    assert browser.find_elements(By.CSS_SELECTOR, ".messagelist .success")


def test_a_save_of_an_ended_session_comes_back(browser, site, article):
    session = next(c for c in browser.get_cookies() if c["name"].endswith("sessionid"))
    write(browser, "\n\nSent without a session.")
    browser.delete_cookie(session["name"])
    browser.find_element(By.NAME, "_continue").click()
    assert "You are signed out" in browser.find_element(By.TAG_NAME, "main").text
    here = browser.current_window_handle
    browser.switch_to.new_window("tab")
    sign_in(browser, site)
    browser.close()
    browser.switch_to.window(here)
    arrive(browser, browser.find_element(By.CSS_SELECTOR, "#sent-form button").click)
    again = present(browser, "#sent-form button")
    if again:  # signing in made another token
        again[0].click()
    assert typed(browser).endswith("Sent without a session.")


def test_a_server_that_is_killed_at_the_moment_of_saving_loses_no_word(browser, site, article):
    """Its workers are killed as the form is sent: the browser has kept what it could not send."""
    write(browser, "\n\nSent into the void.")
    for worker in workers_of(site.servers):
        os.kill(worker, signal.SIGSTOP)
    browser.set_page_load_timeout(3)
    with suppress(TimeoutException):
        browser.find_element(By.NAME, "_continue").click()
    for worker in workers_of(site.servers):
        os.kill(worker, signal.SIGKILL)
    browser.set_page_load_timeout(60)
    time.sleep(1)

    wait(browser, lambda b: is_back(b, article, "Sent into the void."))


def test_two_people_in_one_article_are_told_of_each_other(browser, site, article):
    first = browser.current_window_handle
    browser.switch_to.new_window("tab")
    browser.get(article)
    write(browser, "\n\nOf the second tab.")
    wait(browser, lambda b: "Kept as a draft" in status(b))
    browser.switch_to.window(first)
    write(browser, "\n\nOf the first tab.")
    wait(browser, lambda b: "There is another draft" in status(b))
    browser.find_element(By.XPATH, "//button[text()='Keep mine in its place']").click()
    wait(browser, lambda b: "Kept as a draft" in status(b))
    leave(browser, f"{article}?draft=1")
    assert typed(browser).endswith("Of the first tab.")


def test_what_an_import_brings_during_a_draft_is_merged_as_it_is_published(browser, site, tmp_path):
    """Two people and an import in one article: the last words of each are on the page."""
    sign_in(browser, site)
    open_article(browser, site, "photoelectric")
    write(browser, "\n\nOf the editor.")
    wait(browser, lambda b: "Kept as a draft" in status(b))
    deliver(site, tmp_path, "violet light of 400 nm brings", "violet light of 400 nm carries")
    browser.refresh()
    browser.find_element(By.CSS_SELECTOR, "a[href='?draft=1']").click()
    assert typed(browser).endswith("Of the editor.")
    deliver(site, tmp_path, "Heinrich Hertz noticed", "Hertz, in Karlsruhe, noticed")
    arrive(browser, browser.find_element(By.NAME, "_save").click)
    open_article(browser, site, "photoelectric")
    for words in ("Of the editor.", "of 400 nm carries", "Hertz, in Karlsruhe,"):
        assert words in typed(browser)
    assert not present(browser, "section.draft")


def deliver(site, folder, old, new):
    """Import the article's file with other words in it; the folder keeps it between deliveries."""
    name = "how-did-the-photoelectric-effect-show-that-light-comes-in-quanta.md"
    file = folder / "physics" / name
    if not file.exists():
        file.parent.mkdir()
        file.write_bytes((ROOT / "fixtures/learn/physics" / name).read_bytes())
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    command = [sys.executable, "manage.py", "import_articles", str(folder)]
    subprocess.run(command, cwd=ROOT, env=site.environment, check=True, capture_output=True)


def workers_of(servers):
    files = [Path(f"/proc/{server.pid}/task/{server.pid}/children") for server in servers]
    return [int(child) for file in files for child in file.read_text().split()]
