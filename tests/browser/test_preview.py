"""The preview beside the answer where the site refuses to make one, or cannot: the last good one
stays, and a sentence says why."""

from django.conf import settings
from selenium.webdriver.common.by import By

from tests.browser.answer import keep_no_draft, preview_text, set_answer, wait_until
from tests.browser.steps import open_article, sign_in

# Asks for previews where a page with a style sheet of its own answers, with another status.
_FAIL = """
const area = document.querySelector('textarea[name=answer]');
area.dataset.good ??= area.dataset.markdownxUrlsPath;
area.dataset.markdownxUrlsPath = arguments[0] ? '/nowhere' : area.dataset.good;
Object.defineProperty(XMLHttpRequest.prototype, 'status', {
  configurable: true, get: () => arguments[0] || 200,
});
"""


def notice(browser):
    found = browser.find_elements(By.CSS_SELECTOR, ".markdownx > .editor-notice")
    return found[0].text if found else ""


def write(browser, text, *, said):
    """Write an answer and wait for a sentence below it."""
    set_answer(browser, text)
    wait_until(browser, lambda: said in notice(browser))


def test_the_last_good_preview_stays_with_a_sentence(browser, site):
    sign_in(browser, site)
    open_article(browser, site, "Gaussian elimination")
    keep_no_draft(browser)
    set_answer(browser, "A good preview.")
    wait_until(browser, lambda: preview_text(browser).strip() == "A good preview.")

    session = browser.get_cookie(settings.SESSION_COOKIE_NAME)
    browser.delete_cookie(settings.SESSION_COOKIE_NAME)
    write(browser, "Signed out.", said="You are signed out")
    assert preview_text(browser).strip() == "A good preview."
    browser.add_cookie(session)
    set_answer(browser, "Signed in.")
    wait_until(browser, lambda: preview_text(browser).strip() == "Signed in.")
    assert notice(browser) == ""

    for status, sentence in ((429, "too often"), (500, "(500)"), (503, "(503)")):
        browser.execute_script(_FAIL, status)
        write(browser, f"Answered {status}.", said=sentence)
        assert preview_text(browser).strip() == "Signed in."
    # Of an error's page nothing stands in the desk, whose looks its style sheet would change.
    assert not browser.find_elements(By.CSS_SELECTOR, ".markdownx-preview :is(link, header, h1)")

    browser.execute_script(_FAIL, 0)
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/preview/*", "*/preview"]})
    write(browser, "Cut off.", said="does not answer")
    assert preview_text(browser).strip() == "Signed in."
