"""The search box: a plain form, and a combobox for whoever has scripts."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.steps import console_errors, sign_in

OPTIONS = ".search-suggestions:not([hidden]) [role=option]"


def suggestions_for(browser, words):
    box = browser.find_element(By.ID, "q")
    box.clear()
    box.send_keys(words)
    WebDriverWait(browser, 10).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, OPTIONS))
    return box, browser.find_elements(By.CSS_SELECTOR, OPTIONS)


def test_a_question_is_chosen_by_the_keyboard_alone(browser, site):
    browser.get(f"{site.url}/search")
    box, options = suggestions_for(browser, "how did")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None

    box.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") == options[1].get_attribute("id")
    assert options[1].get_attribute("aria-selected") == "true"
    assert browser.switch_to.active_element == box

    box.send_keys(Keys.ARROW_UP, Keys.ARROW_UP)
    assert box.get_attribute("aria-activedescendant") is None  # back in the box itself

    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("value") == "how did"

    _, options = suggestions_for(browser, "how did")
    title = options[0].text
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda driver: "/questions/" in driver.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").text == title
    assert not console_errors(browser)


def test_enter_without_a_choice_searches(browser, site):
    browser.get(f"{site.url}/search")
    box, _ = suggestions_for(browser, "paper china")
    box.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda driver: "q=paper" in driver.current_url)
    assert browser.find_elements(By.PARTIAL_LINK_TEXT, "How did paper travel")


def test_a_question_is_chosen_with_the_mouse(browser, site):
    browser.get(f"{site.url}/search")
    _, options = suggestions_for(browser, "how did")
    title = options[0].text
    options[0].click()
    WebDriverWait(browser, 10).until(lambda driver: "/questions/" in driver.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").text == title


def test_a_section_is_reached_by_the_keyboard_from_its_result(browser, site):
    browser.get(f"{site.url}/search?q=half+reactions+balance+redox+acidic")
    result = browser.find_element(By.XPATH, "//li[p[@class='search-section']]")
    link = result.find_element(By.CSS_SELECTOR, ".search-section a")
    title, words = result.find_element(By.CSS_SELECTOR, ".search-result").text, link.text
    link.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda driver: "#section-" in driver.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").text == title
    heading = browser.find_element(By.ID, browser.current_url.partition("#")[2])
    assert heading.text in words
    assert 0 <= heading.rect["y"] - browser.execute_script("return scrollY") < 400


def test_a_note_is_sent_without_a_script(browser, site):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(f"{site.url}/search?q=zymurgical")
    browser.find_element(By.NAME, "note").send_keys("How is beer brewed?")
    browser.find_element(By.CSS_SELECTOR, ".search-note button").click()
    WebDriverWait(browser, 10).until(lambda driver: "/search/note/thanks" in driver.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").text == "Thank you"
    browser.find_element(By.PARTIAL_LINK_TEXT, "zymurgical").click()
    WebDriverWait(browser, 10).until(lambda driver: "?q=zymurgical" in driver.current_url)
    assert not console_errors(browser)


def test_searches_and_opened_results_reach_the_desk_a_chosen_suggestion_does_not(browser, site):
    """By the Referer alone: no script, no address that only redirects."""
    browser.get(f"{site.url}/search?q=paper+travel+china")
    # A headless browser says so in its name, and is no reader by that.
    name = browser.execute_script("return navigator.userAgent").replace("Headless", "")
    browser.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": name})
    browser.get(f"{site.url}/search?q=paper+travel+china")
    browser.find_element(By.CSS_SELECTOR, ".search-result a").click()
    WebDriverWait(browser, 10).until(lambda driver: "/questions/" in driver.current_url)
    browser.get(f"{site.url}/search?q=paper+travel+europe")
    box, _ = suggestions_for(browser, "how did")
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda driver: "/questions/" in driver.current_url)
    sign_in(browser, site)

    def rows(driver):
        driver.get(f"{site.url}/admin/articles/readersearch/?q=paper+travel")
        cells = ".field-times, .field-clicks"
        found = {}
        for row in driver.find_elements(By.CSS_SELECTOR, "#result_list tbody tr"):
            text = row.find_element(By.CSS_SELECTOR, ".field-text_column").text
            found[text] = [cell.text for cell in row.find_elements(By.CSS_SELECTOR, cells)]
        return found

    WebDriverWait(browser, 20, poll_frequency=1).until(lambda driver: len(rows(driver)) == 2)
    assert rows(browser) == {"paper travel china": ["1", "1"], "paper travel europe": ["1", "0"]}


def test_without_scripts_a_reader_searches_and_reads(browser, site):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(f"{site.url}/search")
    browser.find_element(By.ID, "q").send_keys("ppaer china", Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda driver: "q=ppaer" in driver.current_url)
    assert not browser.find_elements(By.CSS_SELECTOR, "[role=combobox]")
    browser.find_element(By.PARTIAL_LINK_TEXT, "How did paper travel").click()
    WebDriverWait(browser, 10).until(lambda driver: "/questions/" in driver.current_url)
    assert browser.find_element(By.TAG_NAME, "h1").text.startswith("How did paper travel")
