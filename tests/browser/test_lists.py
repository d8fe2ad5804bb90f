"""The list of articles without a script, on a screen and on a telephone, in one sitting; and a list
that is worked through by the keyboard alone."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.steps import console_errors, sign_in

PLACE = ".work-list strong"


def open_drawer(browser, words):
    browser.find_element(By.XPATH, f"//summary[contains(., '{words}')]").click()


def press(browser, words):
    browser.find_element(By.XPATH, f"//details[@open]//button[.='{words}']").click()


def tokens(browser):
    found = browser.find_elements(By.CSS_SELECTOR, ".tokens li")
    return [one.text.partition("×")[0].strip() for one in found]


def width_of(browser):
    return browser.execute_script("return document.documentElement.scrollWidth")


def test_a_list_is_narrowed_laid_out_and_saved_without_a_script(browser, site):
    sign_in(browser, site)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{site.url}/admin/articles/article/")
        assert width_of(browser) <= 1280
        open_drawer(browser, "Add a filter")
        Select(browser.find_element(By.NAME, "subject")).select_by_visible_text("Mathematics")
        browser.find_element(By.NAME, "views_to").send_keys("5")
        press(browser, "Show")
        assert tokens(browser) == ["Subject: Mathematics", "Views: up to 5", "Remove all"]
        assert "changed_from" not in browser.current_url, "what is left empty is no part of it"
        browser.find_element(By.XPATH, "//ul[@class='tokens']//a[contains(., 'Views')]").click()
        assert tokens(browser) == ["Subject: Mathematics"]
        open_drawer(browser, "Sorted")
        browser.find_element(By.LINK_TEXT, "Title, A to Z").click()
        heads = browser.find_elements(By.CSS_SELECTOR, "#result_list tbody th")
        titles = [head.text for head in heads]
        assert len(titles) > 1
        assert titles == sorted(titles)
        open_drawer(browser, "Columns")
        browser.find_element(By.CSS_SELECTOR, "[value=views_column]").click()
        press(browser, "Keep these columns")
        assert not browser.find_elements(By.CSS_SELECTOR, ".column-views_column")
        open_drawer(browser, "Save this list")
        browser.find_element(By.NAME, "name").send_keys("Mathematics by title")
        press(browser, "Save")
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
        )
        browser.get(f"{site.url}/admin/articles/article/")
        browser.find_element(By.LINK_TEXT, "Mathematics by title").click()
        assert tokens(browser) == ["Subject: Mathematics"]
        assert width_of(browser) <= 390
        open_drawer(browser, "Add a filter")
        assert width_of(browser) <= 390
        table = browser.find_element(By.ID, "result_list")
        assert table.size["width"] <= 390
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert not console_errors(browser)


def text_of(browser, selector):
    """By one call: a page may be left between two."""
    text = "return document.querySelector(arguments[0])?.textContent ?? ''"
    return browser.execute_script(text, selector)


def wait_for(browser, selector, words):
    WebDriverWait(browser, 20).until(lambda _: words in text_of(browser, selector))


def press_keys(browser, *keys):
    actions = ActionChains(browser)
    for key in keys[:-1]:
        actions.key_down(key)
    actions.send_keys(keys[-1])
    for key in reversed(keys[:-1]):
        actions.key_up(key)
    actions.perform()


def test_a_list_is_worked_through_by_keys(browser, site):
    sign_in(browser, site)
    browser.get(f"{site.url}/admin/articles/finding/?severity=info")
    number = len(browser.find_elements(By.CSS_SELECTOR, "#result_list tbody tr"))
    assert number > 2
    browser.find_element(By.LINK_TEXT, "Start here").click()
    wait_for(browser, PLACE, f"1 of {number}")
    press_keys(browser, Keys.ALT, "n")
    wait_for(browser, PLACE, f"2 of {number}")
    dismissed = browser.current_url
    press_keys(browser, Keys.CONTROL, Keys.SHIFT, Keys.ENTER)
    wait_for(browser, PLACE, f"2 of {number - 1}")  # it has left the list
    assert browser.current_url != dismissed
    for _ in range(number - 2):
        press_keys(browser, Keys.CONTROL, Keys.ENTER)
    wait_for(browser, ".messagelist", "That was the last one")
    assert len(browser.find_elements(By.CSS_SELECTOR, "#result_list tbody tr")) == number - 1
    assert console_errors(browser) == []
