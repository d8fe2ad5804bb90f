"""A plain page from its suggestion to its readers, in one sitting."""

from selenium.webdriver.common.by import By

from tests.browser.answer import wait_until
from tests.browser.steps import console_errors, sign_in


def press(browser, words):
    browser.find_element(By.XPATH, f"//button[normalize-space()='{words}']").click()


def text_of(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector).text


def write(browser, text):
    """Replace the text in the editor, which stands in the place of the form's box."""
    browser.execute_script(
        "const box = document.querySelector('[name=text]'); box.value = arguments[0];"
        " box.dispatchEvent(new Event('input', {bubbles: true}));",
        text,
    )


def test_a_suggested_page_is_written_looked_at_and_published(browser, site):
    sign_in(browser, site)
    browser.get(f"{site.url}/admin/articles/page/")
    press(browser, "Imprint")
    assert "is begun. Readers do not see it" in text_of(browser, ".messagelist")
    assert "[Fill in: name and legal form.]" in text_of(browser, ".cm-content")
    write(browser, "## Publisher\n\nExample Ltd, **London**")
    assert "Example Ltd" in text_of(browser, ".cm-content")
    press(browser, "Keep as draft")
    assert "You are writing in the draft" in text_of(browser, ".draft h2")
    desk = browser.current_window_handle
    press(browser, "Preview the page")
    wait_until(browser, lambda: len(browser.window_handles) == 2)
    browser.switch_to.window(next(one for one in browser.window_handles if one != desk))
    assert "Nothing of this is saved" in text_of(browser, ".notice")
    assert text_of(browser, ".plain-page h2") == "Publisher"
    browser.close()
    browser.switch_to.window(desk)
    browser.find_element(By.CSS_SELECTOR, "[name=status] [value=published]").click()
    press(browser, "Save")
    browser.find_element(By.ID, "result_list")
    browser.get(f"{site.url}/imprint")
    assert text_of(browser, ".prose") == "Publisher\nExample Ltd, London"
    assert browser.find_elements(By.CSS_SELECTOR, "footer a[href='/imprint']")
    assert not console_errors(browser)
