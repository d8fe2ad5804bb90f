"""What the desk says while somebody writes: checks, and what search engines will show."""

import urllib.request

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from articles.seo.result_widths import width_of
from tests.browser.answer import answer, answer_editor, set_answer, type_text
from tests.browser.steps import console_errors, open_article, open_tab, sign_in
from tests.browser.test_access import _RUN_AXE, AXE_TAGS, axe, prefer, set_width  # noqa: F401

CHECKS, PANEL = ".live-checks", ".search-panel"
MAIL = "Write to a.mann@uni.edu at once."


@pytest.fixture
def form(browser, site):
    """The form of an article, once both panels are there; `wait(condition)` waits for one."""
    sign_in(browser, site)
    open_article(browser, site, "Gaussian elimination")
    wait_for(browser, lambda: "look" in text_of(browser, CHECKS))
    wait_for(browser, lambda: "pixels" in text_of(browser, PANEL))
    open_tab(browser, "Findings")
    return browser


def wait_for(browser, condition):
    """A list may be made anew between being found and being read: then it is looked at again."""
    waiting = WebDriverWait(browser, 10, 0.1, [StaleElementReferenceException])
    return waiting.until(lambda _: condition())


def text_of(browser, panel):
    """All that a panel says, whether its tab is open or not."""
    return browser.find_element(By.CSS_SELECTOR, panel).get_property("textContent")


def write(browser, name, text):
    """Type at the end of a field; the answer's has an editor in its place."""
    if name == "answer":
        set_answer(browser, answer(browser) + text)
        return browser.find_element(By.NAME, name)
    field = browser.find_element(By.NAME, name)
    field.send_keys(Keys.CONTROL, Keys.END)
    field.send_keys(text)
    return field


def press(browser, panel, words):
    """Click the first button that begins with the words."""

    def pressed():
        buttons = browser.find_elements(By.CSS_SELECTOR, f"{panel} button")
        next(one for one in buttons if one.text.startswith(words)).click()
        return True

    wait_for(browser, pressed)


def test_a_fault_is_named_while_it_is_typed_and_led_to(form):
    write(form, "answer", "\n\n")
    type_text(form, MAIL)
    wait_for(form, lambda: "e-mail address is printed" in text_of(form, CHECKS))
    assert "Take the address away" in text_of(form, CHECKS)
    press(form, CHECKS, "A person's")
    assert form.switch_to.active_element == answer_editor(form)
    assert form.execute_script("return getSelection().toString()") == "a.mann@uni.edu"
    type_text(form, Keys.DELETE)
    wait_for(form, lambda: "e-mail address is printed" not in text_of(form, CHECKS))
    assert not console_errors(form)


def test_a_place_behind_signs_of_two_code_units_is_still_the_place(form):
    set_answer(form, f"𝑥 is 𝑦.\n\n{MAIL}")
    wait_for(form, lambda: "e-mail address is printed" in text_of(form, CHECKS))
    press(form, CHECKS, "A person's")
    assert form.execute_script("return getSelection().toString()") == "a.mann@uni.edu"


def test_without_an_editor_the_words_are_selected_in_the_textarea(form):
    """As where the editor's script could not be loaded."""
    form.execute_script(
        "const area = document.querySelector('[name=answer]'), bare = area.cloneNode();"
        "bare.value = area.value; bare.hidden = false; area.replaceWith(bare)"
    )
    set_value = (
        "const a = document.querySelector('[name=answer]'); a.value += arguments[0];"
        "a.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    form.execute_script(set_value, f"\n\n{MAIL}")
    wait_for(form, lambda: "e-mail address is printed" in text_of(form, CHECKS))
    press(form, CHECKS, "A person's")
    chosen = "const a = arguments[0]; return a.value.slice(a.selectionStart, a.selectionEnd)"
    area = form.find_element(By.NAME, "answer")
    assert form.execute_script(chosen, area) == "a.mann@uni.edu"


def test_what_is_ignored_stays_so_until_it_is_looked_at_again(form):
    write(form, "answer", f"\n\n{MAIL}")
    wait_for(form, lambda: "e-mail address is printed" in text_of(form, CHECKS))
    press(form, CHECKS, "Ignore here")
    wait_for(form, lambda: "1 ignored" in text_of(form, CHECKS))
    assert "Take the address away" not in form.find_element(By.CSS_SELECTOR, CHECKS).text
    form.find_element(By.CSS_SELECTOR, f"{CHECKS} summary").click()
    press(form, CHECKS, "Look again")
    wait_for(form, lambda: "1 ignored" not in text_of(form, CHECKS))
    assert "Take the address away" in text_of(form, CHECKS)


def test_the_result_is_shown_while_the_title_is_typed(form, site):
    box = form.find_element(By.NAME, "short_answer")
    found = form.find_element(By.CSS_SELECTOR, f"{PANEL} [data-found]").get_attribute("data-found")
    assert box.get_attribute("placeholder") == found
    write(form, "short_answer", "So.")
    assert form.find_element(By.ID, "short-answer-count").text == "3 of 320 characters"
    wait_for(form, lambda: "So. 3 characters. Your own" in text_of(form, PANEL))
    open_tab(form, "Search engines")
    write(form, "seo_title", Keys.CONTROL + "a" + Keys.NULL + "Elimination in one page")
    titles = f"{PANEL} .result-title"
    wait_for(
        form,
        lambda: form.find_element(By.CSS_SELECTOR, titles).text == "Elimination in one page",
    )
    write(form, "seo_title", " and again" * 12)
    wait_for(form, lambda: form.find_element(By.CSS_SELECTOR, titles).text.endswith(" ..."))
    assert ", cut" in text_of(form, PANEL)
    assert not console_errors(form)


def test_the_widths_are_those_that_the_browser_sets(form):
    """Where Arial is missing, a typeface with its metrics stands in (Liberation Sans, Arimo)."""
    measure = (
        "const c = document.createElement('canvas').getContext('2d');"
        "c.font = '20px Arial, \"Liberation Sans\", Arimo'; c.fontKerning = 'none';"
        "return arguments[0].map(text => c.measureText(text).width)"
    )
    texts = ["What is light?", "WILLIAM & illicit – 50% “quoted”", "Ångström, naïve Σ α ≤ β"]
    for text, pixels in zip(texts, form.execute_script(measure, texts), strict=True):
        assert width_of(text, 20) == pytest.approx(pixels, rel=0.01), text


def test_the_card_is_drawn(form):
    loaded = (
        "const i = document.querySelector(arguments[0]);"
        "return i.complete && i.naturalWidth === 1200"
    )
    wait_for(form, lambda: form.execute_script(loaded, f"{PANEL} img"))


def test_a_session_that_has_ended_is_said_and_nothing_is_lost(form, site):
    form.delete_cookie("sessionid")
    field = write(form, "answer", f"\n\n{MAIL}")
    wait_for(form, lambda: "signed out" in text_of(form, CHECKS))
    assert field.get_property("value").endswith(MAIL)


def test_the_list_stands_still_for_who_uses_the_keyboard(form):
    """A new answer of the server does not take the focus out of the list."""
    write(form, "answer", f"\n\n{MAIL}")
    wait_for(form, lambda: "e-mail address is printed" in text_of(form, CHECKS))

    def is_focused():
        form.execute_script("document.querySelector(arguments[0]).focus()", f"{CHECKS} .ignore")
        return form.switch_to.active_element.text.startswith("Ignore here")

    wait_for(form, is_focused)
    form.execute_script(
        "const a = document.querySelector('[name=answer]'); a.value += ' Call 212-664-7665.';"
        "a.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    wait_for(form, lambda: "telephone number" in text_of(form, CHECKS))
    assert form.switch_to.active_element.text.startswith("Ignore here")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_panels(form, axe, scheme):  # noqa: F811
    prefer(form, scheme)
    write(form, "answer", f"\n\n{MAIL}")
    wait_for(form, lambda: "e-mail address is printed" in text_of(form, CHECKS))
    form.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    run = _RUN_AXE.replace("axe.run(document", f"axe.run({{include: ['{CHECKS}', '{PANEL}']}}")
    for tab in ("Findings", "Search engines"):
        for width in (390, 1280):
            set_width(form, width)
            open_tab(form, tab)
            assert form.execute_async_script(run, AXE_TAGS) == [], (tab, width)


def test_the_scripts_are_files_of_the_site(form, site):
    """The security policy allows no other: none stands in the page."""
    found = form.execute_script(
        "return [...document.scripts].filter(s => !s.src && s.type !== 'application/json').length"
    )
    assert found == 0
    for script in form.find_elements(By.CSS_SELECTOR, "script[src*=qtsite]"):
        assert urllib.request.urlopen(script.get_attribute("src")).status == 200
