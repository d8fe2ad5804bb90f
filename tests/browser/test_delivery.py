"""A delivery of the publisher's real files, done wholly in the browser: one that is new, one in
conflict with an editor, one that is held, one replaced; approved, imported and undone."""

import zipfile

import pytest
from selenium.webdriver.common.by import By

from tests.browser.answer import wait_until
from tests.browser.conftest import running_site
from tests.browser.steps import console_errors, sign_in
from tests.corpus.conftest import deliveries, delivery_folder, files_of  # noqa: F401 - fixtures

pytestmark = pytest.mark.corpus

# Its author corrected it eleven days later, under another id.
BONDS = "chemistry/what-is-the-difference-between-covalent-and-ionic-bonds.md"
# Two days later another answer stood at each of these addresses.
_PHILOSOPHY = "philosophy-and-greek-myths"
DOUBT = f"{_PHILOSOPHY}/what-is-descartes-methodical-doubt-and-how-does-it-relate-to-skepticism.md"
LAWS = (
    f"{_PHILOSOPHY}/what-are-the-philosophical-implications-of-the-relationship-between-physics"
    "-and-mathematics.md"
)
NEW = "physics/what-is-the-significance-of-force-and-equal-areas-in-physics.md"


@pytest.fixture
def own_site(prepared, cluster, tmp_path):
    with running_site(prepared, tmp_path / "var", cluster, more={"TASK_WORKERS": "1"}) as site:
        yield site


def archive(path, chosen, deliveries):  # noqa: F811
    """An archive of real files: {path: the date of the delivery from which it is}."""
    by_date = {delivery.name: delivery for delivery in deliveries}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, date in chosen.items():
            made.write(files_of(by_date[date])[name], name)
    return path


def bring(browser, site, file):
    browser.get(f"{site.url}/admin/articles/delivery/add/")
    browser.find_element(By.NAME, "archive").send_keys(str(file))
    browser.find_element(By.CSS_SELECTOR, "button.main").click()
    wait_for_end(browser)


def wait_for_end(browser):
    """The page shows by itself how far it is, and what became of it."""
    wait_until(
        browser,
        lambda: not browser.find_elements(By.CSS_SELECTOR, '#task-progress[data-active="yes"]'),
    )


def counts(browser):
    rows = browser.find_elements(By.CSS_SELECTOR, "table.rows tbody tr")
    return {
        row.find_element(By.TAG_NAME, "th").text: row.find_elements(By.TAG_NAME, "td")[-1].text
        for row in rows
    }


def press_order(browser, order):
    browser.find_element(By.CSS_SELECTOR, f'button[value="{order}"]').click()
    wait_for_end(browser)


def edit(browser, site, words, **values):
    """As an editor does in the form of an article."""
    browser.get(f"{site.url}/admin/articles/article/?q={words}")
    browser.find_element(By.CSS_SELECTOR, "#result_list tbody th a").click()
    for name, value in values.items():
        box = browser.find_element(By.NAME, name)
        browser.execute_script(
            "arguments[0].value = arguments[1];"
            "arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
            box,
            value,
        )
    browser.find_element(By.NAME, "_save").click()
    assert browser.find_elements(By.CSS_SELECTOR, ".messagelist .success")


def test_somebody_without_a_shell_takes_a_delivery_and_takes_it_back(
    browser,
    own_site,
    deliveries,  # noqa: F811
    tmp_path,
):
    site = own_site
    sign_in(browser, site)
    first = dict.fromkeys((BONDS, DOUBT, LAWS), "2025-02-17")
    bring(browser, site, archive(tmp_path / "first.zip", first, deliveries))
    assert counts(browser) == {"New": "3"}
    press_order(browser, "approve")
    assert "3 files were imported." in browser.page_source

    edit(browser, site, "covalent+and+ionic", seo_description="An editor's description.")
    edit(browser, site, "methodical+doubt", seo_keywords="an editor's keyword")

    second = {BONDS: "2025-02-28", DOUBT: "2025-02-19", LAWS: "2025-02-19", NEW: "2025-02-19"}
    bring(browser, site, archive(tmp_path / "second.zip", second, deliveries))
    assert counts(browser) == {
        "New": "1",
        "Replaced by another answer": "1",
        "In conflict with an editor": "1",
        "Another answer, held for you": "1",
    }
    browser.find_element(By.LINK_TEXT, "In conflict with an editor").click()
    browser.find_element(By.LINK_TEXT, BONDS).click()
    assert "An editor's description." in browser.find_element(By.TAG_NAME, "main").text
    browser.back()
    browser.back()
    press_order(browser, "approve")
    assert "3 files were imported. 1 is held for a decision." in browser.page_source
    assert not console_errors(browser)

    browser.get(f"{site.url}/admin/articles/conflict/")
    waiting = browser.find_element(By.ID, "result_list").text
    assert "ionic bonds" in waiting
    assert "methodical doubt" in waiting

    browser.get(f"{site.url}/admin/articles/delivery/")
    browser.find_element(By.LINK_TEXT, "second.zip").click()
    press_order(browser, "undo")
    assert "2 articles put back" in browser.page_source, browser.find_element(
        By.ID, "content-main"
    ).text
    browser.get(f"{site.url}/learn/{NEW.replace('/', '/questions/').removesuffix('.md')}")
    assert "not" in browser.title.lower()
    browser.get(f"{site.url}/admin/articles/article/?q=covalent+and+ionic")
    browser.find_element(By.CSS_SELECTOR, "#result_list tbody th a").click()
    value = browser.find_element(By.NAME, "seo_description").get_attribute("value")
    assert value == "An editor's description."
