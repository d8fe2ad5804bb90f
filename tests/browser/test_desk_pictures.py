"""The pictures in docs/editing.md are what the desk looks like: each is made here, and compared.

`script/pictures` makes them anew. Typefaces and dates differ from machine to machine, so two
pictures are the same where their outlines are: both are made small and grey, and few places may
differ much.
"""

import os
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.answer import answer_editor, press, preview_text, type_text, wait_until
from tests.browser.conftest import running_site
from tests.browser.pages import PAGES
from tests.browser.steps import open_article, open_tab, sign_in
from tests.browser.test_access import prefer

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
FOLDER = DOCS / "pictures"
MARKDOWN = re.compile(r"!\[[^\]]+\]\(pictures/([a-z-]+)\.webp\)")

# Measured: the same page on another day, or with another typeface, differs in up to 2 % of the
# places; a panel that is missing in 5 % and more.
GRID = (64, 64)
LEVELS = 32
SHARE = 0.04


@pytest.fixture(scope="module")
def fresh_site(prepared, cluster, tmp_path_factory):
    """No other test has written here."""
    with running_site(prepared, tmp_path_factory.mktemp("pictures") / "var", cluster) as site:
        yield site


@pytest.fixture
def desk(browser, fresh_site):
    browser.get(fresh_site.url + PAGES["mathematics"])  # the typefaces are in its cache from now on
    sign_in(browser, fresh_site)
    return browser


def set_size(browser, width, height):
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
    )


def first_page(browser, site):
    browser.get(f"{site.url}/admin/")


def list_of_articles(browser, site):
    browser.get(f"{site.url}/admin/articles/article/")


def writing(browser, site):
    """In the middle of a sentence with a formula, the draft kept."""
    open_article(browser, site, "Gaussian elimination")
    type_at_the_top(browser, "Elimination takes $n^3/3$ **multiplications**.")
    wait_until(browser, lambda: "Elimination takes" in preview_text(browser))
    wait_until(
        browser, lambda: "Kept as" in browser.find_element(By.CLASS_NAME, "draft-status").text
    )


def phone(browser, site):
    open_article(browser, site, "paper travel")
    type_at_the_top(browser, "Paper came **from China**.")


def type_at_the_top(browser, text):
    editor = answer_editor(browser)
    # Not behind the bar at the bottom, where a click would be the bar's.
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", editor)
    editor.click()
    press(browser, Keys.CONTROL, Keys.HOME)
    type_text(browser, text + Keys.ENTER * 2)


def search_engines(browser, site):
    open_article(browser, site, "entropy")
    open_tab(browser, "Search engines")
    wait_until(browser, lambda: browser.find_element(By.ID, "side-search-engines").is_displayed())


def link_to_an_article(browser, site):
    open_article(browser, site, "entropy")
    answer_editor(browser).click()
    press(browser, Keys.CONTROL, Keys.END)
    press(browser, Keys.CONTROL, Keys.SHIFT, "l")
    type_text(browser, "paper")
    wait_until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "#found-articles li"))


# name: what leads there, width, height, scheme
PICTURES = {
    "first-page": (first_page, 1280, 800, "light"),
    "list": (list_of_articles, 1280, 800, "light"),
    "writing": (writing, 1280, 1000, "light"),
    "search-engines": (search_engines, 1280, 1000, "light"),
    "link-to-an-article": (link_to_an_article, 1280, 800, "dark"),
    "phone": (phone, 390, 844, "light"),
}


def test_the_page_shows_each_picture():
    shown = MARKDOWN.findall((DOCS / "editing.md").read_text())
    assert sorted(shown) == sorted(PICTURES)
    assert {file.stem for file in FOLDER.glob("*.webp")} == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_the_desk_looks_like_its_picture(desk, fresh_site, name):
    lead, width, height, scheme = PICTURES[name]
    prefer(desk, scheme)
    set_size(desk, width, height)
    lead(desk, fresh_site)
    desk.execute_async_script("document.fonts.ready.then(arguments[0])")
    taken = Image.open(BytesIO(desk.get_screenshot_as_png())).convert("RGB")
    file = FOLDER / f"{name}.webp"
    if os.environ.get("MAKE_PICTURES"):
        FOLDER.mkdir(exist_ok=True)
        taken.save(file, quality=80, method=6)
        return
    with Image.open(file) as kept:
        assert taken.size == kept.size
        share = difference(taken, kept)
    assert share <= SHARE, f"{share:.0%} of the picture is otherwise: look at it, script/pictures"


def difference(one, other):
    """The share of places in which two pictures differ by more than LEVELS of 255."""
    small = [picture.convert("L").resize(GRID, Image.Resampling.BOX) for picture in (one, other)]
    apart = ImageChops.difference(*small)
    return sum(apart.histogram()[LEVELS:]) / (GRID[0] * GRID[1])
