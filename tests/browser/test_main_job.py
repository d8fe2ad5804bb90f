"""The main job, as its users do it: read an article, correct it, see the correction."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.answer import answer_editor, arrive, press, preview_text, type_text, wait_until
from tests.browser.steps import console_errors, open_article, sign_in


def test_a_reader_finds_mathematics_and_an_editor_corrects_it(browser, site):
    # The reader: from the home page by links alone to an article with formulas.
    browser.get(site.url)
    browser.find_element(By.LINK_TEXT, "Mathematics").click()
    browser.find_element(By.PARTIAL_LINK_TEXT, "Gaussian elimination").click()
    address = browser.current_url
    formulas = browser.find_elements(By.TAG_NAME, "math")
    assert formulas
    assert formulas[0].size["height"] > 5
    assert not console_errors(browser)

    # The editor: finds the same article at the desk, adds a sentence, sees it in the preview.
    sign_in(browser, site)
    open_article(browser, site, "Gaussian elimination")
    answer_editor(browser).click()
    press(browser, Keys.CONTROL, Keys.END)
    type_text(browser, Keys.ENTER + Keys.ENTER + "A sentence of the **editor**, with $x_{77}$.")
    wait_until(browser, lambda: "A sentence of the editor" in preview_text(browser))
    arrive(browser, browser.find_element(By.NAME, "_save").click)
    assert browser.find_elements(By.CSS_SELECTOR, ".messagelist .success")
    assert not console_errors(browser)

    # The reader again.
    browser.get(address)
    assert "A sentence of the editor" in browser.find_element(By.TAG_NAME, "main").text
    assert browser.find_element(By.XPATH, "//strong[text()='editor']")
