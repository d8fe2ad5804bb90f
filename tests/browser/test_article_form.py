"""The page of an article: tabs beside the text, the save bar, and what must never be covered."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.answer import (
    answer,
    answer_editor,
    arrive,
    keep_no_draft,
    press,
    set_answer,
    type_text,
    wait_until,
)
from tests.browser.pages import PAGES
from tests.browser.steps import console_errors, open_article, open_tab, sign_in
from tests.browser.test_access import _RUN_AXE, AXE_TAGS, axe, prefer, set_width  # noqa: F401

TABS = ["Publication", "Search engines", "Related", "Findings", "Discussion", "History", "Readers"]


@pytest.fixture
def desk(browser, site):
    sign_in(browser, site)
    open_article(browser, site, "entropy")
    answer_editor(browser)
    keep_no_draft(browser)
    return browser


def find(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def tab_names(browser):
    found = browser.find_elements(By.CSS_SELECTOR, "[role=tab]")
    return [tab.text.partition(" (")[0] for tab in found]


def chosen(browser):
    return find(browser, "[role=tab][aria-selected=true]").text.partition(" (")[0]


def shown_sections(browser):
    sections = browser.find_elements(By.CSS_SELECTOR, "[data-tab]")
    return [one.get_attribute("data-tab") for one in sections if one.is_displayed()]


def test_tabs_are_walked_by_the_keyboard_and_one_is_shown(desk):
    assert tab_names(desk) == TABS
    open_tab(desk, "Publication")
    for name in [*TABS[1:], TABS[0]]:
        type_text(desk, Keys.ARROW_RIGHT)
        assert chosen(desk) == name
        assert shown_sections(desk) == [name]
    type_text(desk, Keys.END)
    assert chosen(desk) == "Readers"
    type_text(desk, Keys.ARROW_RIGHT + Keys.ARROW_LEFT + Keys.HOME)
    assert chosen(desk) == "Publication"
    type_text(desk, Keys.TAB)
    assert desk.switch_to.active_element == find(desk, "#side-publication")
    assert not console_errors(desk)


def test_the_tab_that_was_open_is_open_again(desk):
    open_tab(desk, "History")
    desk.refresh()
    assert chosen(desk) == "History"
    open_tab(desk, "Publication")


def test_without_a_script_every_section_is_on_the_page(browser, site):
    sign_in(browser, site)
    open_article(browser, site, "entropy")
    address = browser.current_url
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(address)
    assert shown_sections(browser) == TABS
    assert find(browser, "textarea[name=answer]").is_displayed()
    for name in ("slug", "seo_title", "related-0-order", "_save"):
        assert browser.find_element(By.NAME, name).is_displayed(), name


def test_an_error_opens_the_tab_that_holds_it(desk):
    open_tab(desk, "Publication")
    slug = desk.find_element(By.NAME, "slug")
    slug.clear()
    slug.send_keys("Not A Slug")
    open_tab(desk, "History")
    desk.find_element(By.NAME, "_continue").click()
    wait_until(desk, lambda: desk.find_elements(By.CSS_SELECTOR, ".errornote"))
    assert chosen(desk) == "Publication"
    assert find(desk, ".field-slug .errorlist").is_displayed()
    assert "(1 wrong)" in find(desk, "[role=tab][aria-selected=true]").text


def test_a_link_to_a_hidden_field_opens_its_tab(desk):
    open_tab(desk, "Publication")
    desk.execute_script("location.hash = 'id_seo_title'")
    wait_until(desk, lambda: chosen(desk) == "Search engines")


def test_control_s_saves_and_comes_back_to_the_cursor(desk):
    before = answer(desk)
    set_answer(desk, before + "\n\nOne more")
    type_text(desk, " sentence.")
    arrive(desk, lambda: press(desk, Keys.CONTROL, "s"))
    assert answer(desk) == before + "\n\nOne more sentence."
    state = find(desk, "[data-save-state]")
    assert "Saved: answer" in state.text
    assert state.is_displayed()
    assert desk.switch_to.active_element == answer_editor(desk)
    type_text(desk, " And another.")
    assert answer(desk).endswith("One more sentence. And another.")
    set_answer(desk, before)
    arrive(desk, lambda: press(desk, Keys.CONTROL, "s"))
    assert answer(desk) == before


@pytest.mark.parametrize("width", [390, 1280])
def test_save_is_in_sight_wherever_the_page_is_scrolled(desk, width):
    set_width(desk, width)
    for name in TABS:
        open_tab(desk, name)
        for place in (0, 0.5, 1):
            bottom, height, wide = desk.execute_script(
                "window.scrollTo(0, arguments[0] * document.documentElement.scrollHeight);"
                "const bar = document.querySelector('[name=_save]').getBoundingClientRect();"
                "return [bar.bottom, innerHeight, document.documentElement.scrollWidth];",
                place,
            )
            assert 0 < bottom <= height, (name, place)
            assert wide <= width, (name, wide)


@pytest.mark.parametrize("width", [390, 1280])
def test_no_field_stands_out_of_its_tab(desk, width):
    """Django's own sheet makes boxes on a phone as wide as the page."""
    set_width(desk, width)
    for name in TABS:
        open_tab(desk, name)
        wide = desk.execute_script(
            "const section = document.querySelector('[data-tab]:not([hidden])');"
            "const right = section.getBoundingClientRect().right;"
            "return [...section.querySelectorAll('*')]"
            ".filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > right)"
            ".map((one) => one.outerHTML.slice(0, 80))"
        )
        assert wide == [], name


@pytest.mark.parametrize("width", [390, 1280])
def test_what_has_the_focus_is_never_behind_the_bar(desk, width):
    """WCAG 2.2, 2.4.11: every stop of Tab is at least partly in sight."""
    set_width(desk, width)
    find(desk, "textarea[name=title]").click()
    for _ in range(60):
        press(desk, Keys.TAB)
        hidden = desk.execute_script(
            "const at = document.activeElement;"
            "const bar = document.querySelector('.save-bar');"
            "if (at === document.body || bar.contains(at)) return false;"
            "const box = at.getBoundingClientRect();"
            "return box.top >= bar.getBoundingClientRect().top ? at.outerHTML : false;"
        )
        assert not hidden


def test_a_long_heading_is_not_covered(browser, site):
    sign_in(browser, site)
    browser.get(f"{site.url}/admin/articles/article/?q={PAGES['long title']}")
    for width in (390, 1280):
        set_width(browser, width)
        overlaps = browser.execute_script(
            "const heading = document.querySelector('#content h1').getBoundingClientRect();"
            "return [...document.querySelectorAll('.object-tools a')].filter((link) => {"
            "  const box = link.getBoundingClientRect();"
            "  return box.top < heading.bottom && box.bottom > heading.top;"
            "}).length"
        )
        assert overlaps == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_on_an_articles_page(desk, axe, scheme, width):  # noqa: F811
    prefer(desk, scheme)
    set_width(desk, width)
    desk.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
    found = {}

    def look(name):
        violations = desk.execute_async_script(_RUN_AXE, AXE_TAGS)
        if violations:
            found[name] = violations

    for name in TABS:
        open_tab(desk, name)
        look(name)
    for kind in ("link", "article", "formula", "table", "image"):
        desk.execute_script(f"document.getElementById('{kind}-dialog').showModal()")
        look(kind)
        desk.execute_script(f"document.getElementById('{kind}-dialog').close('')")
    answer_editor(desk).click()
    press(desk, Keys.CONTROL, "f")
    look("find")
    press(desk, Keys.ESCAPE)
    assert found == {}
