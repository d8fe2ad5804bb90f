"""The scripts of the reading tools: buttons that copy, and the key that goes to the search."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.pages import PAGES
from tests.browser.steps import console_errors


def press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def copied(browser):
    """What was copied, once the page has said so."""
    WebDriverWait(browser, 5).until(
        lambda driver: "Copied" in driver.execute_script(
            "return [...document.querySelectorAll('[role=status]')].map(e => e.textContent)"
        )
    )  # fmt: skip
    text = browser.execute_async_script(
        "const done = arguments[0]; navigator.clipboard.readText().then(done)"
    )
    browser.execute_script(
        "document.querySelectorAll('[role=status]').forEach(e => { e.textContent = ''; })"
    )
    return text


def test_what_is_copied_and_where_a_key_leads(browser, site):
    browser.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": site.url},
    )
    url = f"{site.url}{PAGES['code']}"
    browser.get(url)
    code = browser.find_element(By.CSS_SELECTOR, ".prose pre")
    shown = code.get_property("textContent").rstrip()
    place = code.location
    button = browser.find_element(By.CSS_SELECTOR, ".code-block .copy-button")
    assert button.accessible_name == "Copy the code"
    assert button.location["y"] >= place["y"]  # on the block, which has not moved for it
    button.send_keys(Keys.ENTER)
    assert copied(browser).replace("\r\n", "\n") == shown

    heading = browser.find_elements(By.CSS_SELECTOR, ".heading-link")[0]
    heading.send_keys(Keys.ENTER)
    assert copied(browser) == heading.get_property("href") == browser.current_url
    browser.find_element(By.CSS_SELECTOR, "[data-copies-address]").send_keys(Keys.ENTER)
    assert copied(browser) == url
    browser.find_element(By.CSS_SELECTOR, ".cite summary").click()
    browser.find_element(By.CSS_SELECTOR, "[aria-label='Copy MLA']").click()
    assert copied(browser).startswith("“How Do Quotes, Pipes and Newlines Work Together in a")

    summary = browser.find_element(By.CSS_SELECTOR, ".cite summary")
    browser.execute_script("arguments[0].focus()", summary)
    box = browser.find_element(By.ID, "site-search")
    assert browser.find_element(By.CSS_SELECTOR, ".search-key").is_displayed()
    press(browser, "/")
    assert browser.switch_to.active_element == box
    press(browser, "a/b")
    assert box.get_property("value") == "a/b"
    press(browser, Keys.ESCAPE)
    if browser.switch_to.active_element == box:  # the first closed the suggestions
        press(browser, Keys.ESCAPE)
    assert browser.switch_to.active_element == summary

    browser.get(f"{site.url}/search")
    tick = browser.find_element(By.CSS_SELECTOR, "[data-search-key] input")
    tick.click()
    browser.get(url)
    press(browser, "/")
    assert browser.switch_to.active_element.tag_name == "body"
    assert not browser.find_element(By.CSS_SELECTOR, ".search-key").is_displayed()
    assert not console_errors(browser)
