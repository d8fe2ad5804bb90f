"""What a person does again and again at the desk."""

from urllib.parse import quote_plus

from django.conf import settings
from selenium.webdriver.common.by import By


def sign_in(browser, site):
    """As the administrator, in the session that the first of the tests began: a password takes as
    long as it should."""
    if site.session:
        browser.get(f"{site.url}/robots.txt")  # a cookie is given to the site that is open
        browser.add_cookie(site.session)
        return
    browser.get(f"{site.url}/admin/")
    browser.find_element(By.NAME, "username").send_keys(site.name)
    browser.find_element(By.NAME, "password").send_keys(site.password)
    browser.find_element(By.CSS_SELECTOR, "[type=submit]").click()
    assert browser.find_elements(By.CSS_SELECTOR, "#user-tools")
    site.session = browser.get_cookie(settings.SESSION_COOKIE_NAME)


def console_errors(browser):
    return [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def open_article(browser, site, words):
    """Open an article's form: found by words of its title, and from then on by its address."""
    if words in site.forms:
        browser.get(site.forms[words])
        return
    browser.get(f"{site.url}/admin/articles/article/?q={quote_plus(words)}")
    browser.find_element(By.CSS_SELECTOR, "#result_list tbody th a").click()
    browser.find_element(By.ID, "article_form")
    site.forms[words] = browser.current_url.partition("?")[0]


def open_tab(browser, name):
    """Open a tab beside an article's text, by the beginning of its name."""
    tabs = browser.find_elements(By.CSS_SELECTOR, "[role=tab]")
    tab = next(tab for tab in tabs if tab.text.startswith(name))
    # What stands behind the save bar would count as in sight.
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", tab)
    tab.click()
