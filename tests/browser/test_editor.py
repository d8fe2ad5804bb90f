"""What the scripts of the desk do, and what they keep markdownx from doing."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.answer import answer, answer_editor, arrive, press, type_text, wait_until
from tests.browser.steps import console_errors, open_article, open_tab, sign_in


def test_without_the_editor_the_keyboard_neither_breaks_formulas_nor_traps(browser, site):
    sign_in(browser, site)
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/answer_editor*"]})
    open_article(browser, site, "Gaussian elimination")
    answer = browser.find_element(By.NAME, "answer")
    answer.send_keys("$$x$$")
    before = answer.get_property("value")
    for key in "d[]":
        ActionChains(browser).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()
    assert answer.get_property("value") == before
    answer.send_keys(Keys.TAB)
    assert browser.switch_to.active_element != answer
    errors = console_errors(browser)
    assert all("answer_editor" in entry["message"] for entry in errors), errors


def test_by_keys_an_article_is_found_and_planned_and_findings_are_worked_off(browser, site):
    sign_in(browser, site)
    browser.get(f"{site.url}/admin/")
    press(browser, Keys.CONTROL, "/")
    arrive(browser, lambda: type_text(browser, "Gaussian elimination" + Keys.ENTER))
    assert "Gaussian elimination" in browser.find_element(By.ID, "result_list").text
    open_article(browser, site, "Gaussian elimination")
    browser.find_element(By.CSS_SELECTOR, ".schedule > summary").click()
    box = browser.find_element(By.NAME, "due_at")
    wait_until(browser, lambda: browser.switch_to.active_element == box)
    work_through_findings(browser, site)
    assert not console_errors(browser)


def work_through_findings(browser, site):
    """The oldest is mended in the answer's editor, the next one left, the last one dismissed."""
    kinds = "kind=mojibake-repaired&kind=related-dangling"
    browser.get(f"{site.url}/admin/articles/finding/?{kinds}&sort=-newest")
    arrive(browser, browser.find_element(By.CSS_SELECTOR, ".field-place a").click)
    assert place_in_list(browser) == "1 of 3"
    answer_editor(browser).click()
    press(browser, Keys.CONTROL, Keys.END)
    type_text(browser, Keys.ENTER + Keys.ENTER + "Mended.")
    arrive(browser, lambda: press(browser, Keys.CONTROL, Keys.ENTER))
    assert browser.find_elements(By.CSS_SELECTOR, ".messagelist .success")
    assert place_in_list(browser) == "1 of 2"
    arrive(browser, lambda: press(browser, Keys.ALT, "n"))
    assert place_in_list(browser) == "2 of 2"
    arrive(browser, lambda: press(browser, Keys.CONTROL, Keys.SHIFT, Keys.ENTER))
    assert len(browser.find_elements(By.CSS_SELECTOR, "#result_list .field-place")) == 1


def place_in_list(browser):
    return browser.find_element(By.CSS_SELECTOR, ".work-list strong").text


def test_related_questions_are_moved_by_the_keyboard(browser, site):
    sign_in(browser, site)
    open_article(browser, site, "training algorithms")
    open_tab(browser, "Related")
    places = "#related-group .rows input[name$=-order]"
    paths = [e.get_property("value") for e in browser.find_elements(By.CSS_SELECTOR, places)]
    up = "#related-group .row:nth-child(2) [data-move=up]"
    browser.find_element(By.CSS_SELECTOR, up).send_keys(Keys.ENTER)
    names = [e.get_attribute("name") for e in browser.find_elements(By.CSS_SELECTOR, places)]
    assert len(paths) >= 4
    assert names[0].split("-")[1] == "1"
    assert not console_errors(browser)


def test_two_editors_of_one_article_lose_nothing(browser, site):
    """One changes the keywords, the other the answer: both are kept, and the second is told."""
    sign_in(browser, site)
    open_article(browser, site, "entropy")
    first, address = browser.current_window_handle, browser.current_url
    browser.switch_to.new_window("tab")
    browser.get(address)
    open_tab(browser, "Search engines")
    keywords = browser.find_element(By.NAME, "seo_keywords")
    keywords.clear()
    keywords.send_keys("of the first editor")
    arrive(browser, browser.find_element(By.NAME, "_save").click)
    browser.switch_to.window(first)
    answer_editor(browser).click()
    press(browser, Keys.CONTROL, Keys.END)
    type_text(browser, Keys.ENTER + Keys.ENTER + "Of the second editor.")
    arrive(browser, browser.find_element(By.NAME, "_continue").click)
    assert browser.find_elements(By.CSS_SELECTOR, ".messagelist .success, .messagelist .info")
    assert browser.find_element(By.NAME, "seo_keywords").get_property("value") == (
        "of the first editor"
    )
    assert answer(browser).endswith("Of the second editor.")
