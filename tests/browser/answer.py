"""The answer's editor as a person uses it: typing, keys, toolbar, and the field that is sent."""

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


def answer_editor(browser):
    return browser.find_element(By.CSS_SELECTOR, ".answer-host .cm-content")


def answer(browser):
    """What the form would send."""
    return browser.find_element(By.NAME, "answer").get_property("value")


def set_answer(browser, text):
    """Write into the form's field as another script of the page does, and put the cursor at the
    end."""
    browser.execute_script(
        "const area = document.querySelector('textarea[name=answer]');"
        "area.value = arguments[0];"
        "area.dispatchEvent(new Event('input', {bubbles: true}));",
        text,
    )
    answer_editor(browser).click()
    press(browser, Keys.CONTROL, Keys.END)


def type_text(browser, text):
    """Send keys to whatever has the focus."""
    ActionChains(browser).send_keys(text).perform()


def press(browser, *keys):
    """Press the last key while the ones before it are held."""
    *held, key = keys
    actions = ActionChains(browser)
    for one in held:
        actions.key_down(one)
    actions.send_keys(key)
    for one in reversed(held):
        actions.key_up(one)
    actions.perform()


def use_tool(browser, kind):
    tool = browser.find_element(By.CSS_SELECTOR, f"[data-tool={kind}]")
    # What stands behind the save bar would count as in sight.
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", tool)
    tool.click()


def keep_no_draft(browser):
    """What is typed stays in this browser: the next test opens the article as it was."""
    browser.execute_script("document.getElementById('draft').dataset.url = ''")


def wait_until(browser, condition):
    """Wait for what holds; a page that is on its way to the next one holds nothing yet."""
    wait = WebDriverWait(browser, 30, ignored_exceptions=[StaleElementReferenceException])
    return wait.until(lambda _: condition())


def arrive(browser, leave):
    """Do what leads to another page, and wait until that page is whole."""
    browser.execute_script("document.documentElement.dataset.left = 1")
    leave()
    wait_until(
        browser,
        lambda: browser.execute_script(
            "return document.readyState == 'complete' && !document.documentElement.dataset.left"
        ),
    )


def preview_text(browser):
    return browser.execute_script(
        "return document.querySelector('.markdownx-preview').shadowRoot"
        ".querySelector('.prose').textContent"
    )
