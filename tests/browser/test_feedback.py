"""Without a script: a reader votes and adds a note; an attacker's page gets nowhere."""

import shutil

import pytest
from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.steps import console_errors


@pytest.fixture
def plain_browser(tmp_path):
    """Chromium with JavaScript switched off."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("Chromium and chromedriver are not installed")
    options = Options()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path}/plain-profile")
    preferences = {"profile.managed_default_content_settings.javascript": 2}
    options.add_experimental_option("prefs", preferences)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    started.implicitly_wait(5)
    yield started
    started.quit()


def open_an_article(browser, site):
    browser.get(site.url)
    browser.find_element(By.LINK_TEXT, "Mathematics").click()
    browser.find_element(By.PARTIAL_LINK_TEXT, "Gaussian elimination").click()
    wait_for(browser, lambda: "/questions/" in browser.current_url)
    return browser.current_url


def heading(browser):
    return browser.find_element(By.TAG_NAME, "h1").text


def wait_for(browser, condition):
    """A click on a form is over before the next page is there; what is found may be the last one's
    and go while it is asked."""
    waiting = WebDriverWait(browser, 10, ignored_exceptions=[StaleElementReferenceException])
    waiting.until(lambda _: condition())


def test_a_reader_votes_and_adds_a_note_without_a_script(plain_browser, site):
    browser = plain_browser
    browser.get("data:text/html,<p>without</p><script>document.body.innerText='with'</script>")
    assert browser.find_element(By.TAG_NAME, "body").text == "without"
    address = open_an_article(browser, site)
    browser.find_element(By.CSS_SELECTOR, ".feedback button[value=no]").click()
    wait_for(browser, lambda: heading(browser) == "Thank you")
    browser.find_element(By.NAME, "note").send_keys("The last step is not explained.")
    browser.find_element(By.CSS_SELECTOR, ".feedback button").click()
    wait_for(browser, lambda: heading(browser) == "Thank you")
    wait_for(browser, lambda: not browser.find_elements(By.CSS_SELECTOR, "main form"))
    browser.find_element(By.PARTIAL_LINK_TEXT, "Gaussian elimination").click()
    wait_for(browser, lambda: browser.current_url == address)
    assert browser.get_cookies() == []
    assert not console_errors(browser)


def test_the_note_may_be_written_before_the_vote(plain_browser, site):
    browser = plain_browser
    open_an_article(browser, site)
    browser.find_element(By.CSS_SELECTOR, ".feedback summary").click()
    browser.find_element(By.NAME, "note").send_keys("Clear, thank you.")
    browser.find_element(By.CSS_SELECTOR, ".feedback button[value=yes]").click()
    wait_for(browser, lambda: heading(browser) == "Thank you")
    wait_for(browser, lambda: not browser.find_elements(By.CSS_SELECTOR, "main form"))


def test_an_attackers_page_cannot_vote(plain_browser, site, tmp_path):
    """A browser tells where a form comes from, and no page can make it tell otherwise."""
    browser = plain_browser
    open_an_article(browser, site)
    form = browser.find_element(By.CSS_SELECTOR, "form.feedback").get_attribute("action")
    attack = tmp_path / "attack.html"
    attack.write_text(
        f'<meta name="referrer" content="no-referrer"><form method="post" action="{form}">'
        '<input name="helpful" value="no"><button>Win a prize</button></form>'
    )
    browser.get(attack.as_uri())
    browser.find_element(By.TAG_NAME, "button").click()
    wait_for(browser, lambda: heading(browser) == "Your answer was not taken")
