"""WCAG 2.2 AA on every kind of page: axe finds nothing, in light and in dark; pages reflow at 400 %
zoom (1.4.10: 320 CSS pixels of 1,280); everything is reached by keyboard.

axe-core is an npm package: the variable NODE_MODULES names the folder that holds it.
"""

import os
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.pages import PAGES
from tests.browser.steps import console_errors

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# One of each kind of links and controls: the other articles and lists have no others.
BY_KEYBOARD = ("home", "subject", "mathematics", "table", "results", "no results", "not found")
MOST_KEYS = 40
_RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: arguments[0]}).then(
    found => done(found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | "))),
    error => done([String(error)]));
"""
# Returns how much there is to reach; what has the focus from now on is noted, and whether it shows.
_WATCH_THE_FOCUS = """
window.reached = new Set();
window.hidden = [];
document.addEventListener('focusin', ({target}) => {
  window.reached.add(target);
  const style = getComputedStyle(target);
  if (style.outlineStyle === 'none' && style.boxShadow === 'none') {
    window.hidden.push(target.outerHTML);
  }
});
return [...document.querySelectorAll('a[href], button, input, summary, textarea')]
  .filter(e => e.checkVisibility() && e.tabIndex >= 0).length;
"""


@pytest.fixture(scope="session")
def axe():
    script = Path(os.environ.get("NODE_MODULES", ""), "axe-core", "axe.min.js")
    if not script.is_file():
        pytest.skip("axe-core is not here (set NODE_MODULES)")
    return script.read_text()


def prefer(browser, scheme):
    media = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": media})


def set_width(browser, pixels):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )


@pytest.mark.parametrize(("scheme", "widths"), [("light", (390, 1280)), ("dark", (1280,))])
def test_axe_finds_nothing(browser, site, axe, scheme, widths):
    prefer(browser, scheme)
    found = {}
    for name, path in PAGES.items():
        browser.get(site.url + path)
        # Past the security policy, which lets no page run what it does not bring.
        browser.execute_cdp_cmd("Runtime.evaluate", {"expression": axe})
        for width in widths:
            set_width(browser, width)
            violations = browser.execute_async_script(_RUN_AXE, AXE_TAGS)
            if violations:
                found[name, width] = violations
    assert found == {}


def test_no_page_scrolls_sideways_at_four_hundred_per_cent(browser, site):
    set_width(browser, 320)
    wide = {}
    for name, path in PAGES.items():
        browser.get(site.url + path)
        width = browser.execute_script("return document.scrollingElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert wide == {}


def test_every_link_is_reached_by_the_keyboard_and_shows_it(browser, site):
    for name in BY_KEYBOARD:
        browser.get(site.url + PAGES[name])
        expected = min(browser.execute_script(_WATCH_THE_FOCUS), MOST_KEYS)
        browser.switch_to.active_element.send_keys(Keys.TAB * (expected + 2))
        reached, hidden = browser.execute_script("return [window.reached.size, window.hidden]")
        assert hidden == [], name
        assert reached >= expected, name


def test_the_first_key_offers_to_skip_to_the_text(browser, site):
    browser.get(site.url + PAGES["article"])
    browser.switch_to.active_element.send_keys(Keys.TAB)
    link = browser.switch_to.active_element
    assert link.is_displayed()
    link.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element == browser.find_element(By.TAG_NAME, "main")


def test_a_formula_has_a_name_in_the_tree_that_screen_readers_read(browser, site):
    browser.get(site.url + PAGES["mathematics"])
    browser.execute_cdp_cmd("Accessibility.enable", {})
    tree = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    roles = {node["role"]["value"] for node in tree if "role" in node}
    assert "MathMLMath" in roles or "math" in roles
    assert not console_errors(browser)
