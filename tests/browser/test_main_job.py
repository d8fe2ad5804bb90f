"""The main job, as its users do it: read an article, correct it, see the correction."""

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait


def sign_in(browser, site):
    browser.get(f"{site.url}/admin/")
    browser.find_element(By.NAME, "username").send_keys(site.name)
    browser.find_element(By.NAME, "password").send_keys(site.password)
    browser.find_element(By.CSS_SELECTOR, "[type=submit]").click()
    assert browser.find_elements(By.CSS_SELECTOR, "#site-name, #user-tools")


def console_errors(browser):
    return [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


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
    browser.get(f"{site.url}/admin/articles/article/?q=Gaussian+elimination")
    browser.find_element(By.CSS_SELECTOR, "#result_list th a").click()
    answer = browser.find_element(By.NAME, "answer")
    answer.send_keys("\n\nA sentence of the **editor**, with $x_{77}$.")
    WebDriverWait(browser, 10).until(
        lambda driver: (
            "A sentence of the editor"
            in driver.find_element(By.CSS_SELECTOR, ".markdownx-preview").text
        )
    )
    browser.find_element(By.NAME, "_save").click()
    assert browser.find_elements(By.CSS_SELECTOR, ".messagelist .success")
    assert not console_errors(browser)

    # The reader again.
    browser.get(address)
    assert "A sentence of the editor" in browser.find_element(By.TAG_NAME, "main").text
    assert browser.find_element(By.XPATH, "//strong[text()='editor']")
