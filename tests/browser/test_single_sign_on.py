"""Single sign-on in a browser, which alone knows what a policy and a SameSite cookie let through.

The site is `localhost` and the provider `127.0.0.1`: two sites to a browser.
"""

import pytest
from selenium.webdriver.common.by import By

from tests.browser.conftest import running_site
from tests.browser.steps import console_errors
from tests.free_ports import free_port
from tests.openid_provider import running_provider, settings_of


@pytest.fixture
def started(prepared, cluster, tmp_path):
    port = free_port()
    url = f"http://localhost:{port}"
    with running_provider(tmp_path, site_url=url) as provider:
        provider.knows(chief={"email": "chief@example.org", "email_verified": True})
        more = settings_of(provider)
        with running_site(
            prepared, tmp_path / "var", cluster, host="localhost", port=port, more=more
        ) as site:
            yield url, site


def click(browser, words):
    browser.find_element(By.PARTIAL_LINK_TEXT, words).click()


def press(browser, selector="[type=submit]"):
    browser.find_element(By.CSS_SELECTOR, selector).click()


def sign_in_there(browser):
    browser.find_element(By.NAME, "login").send_keys("chief")
    browser.find_element(By.NAME, "password").send_keys("any")
    press(browser)


def test_an_account_is_linked_signed_in_by_the_button_and_out_of_both(started, chromium):
    url, site = started
    browser = chromium
    # What the provider's own pages ask for elsewhere is not waited for.
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*fonts.googleapis.com*"]})
    browser.get(f"{url}/admin/provider/link/")
    browser.find_element(By.NAME, "username").send_keys(site.name)
    browser.find_element(By.NAME, "password").send_keys(site.password)
    press(browser)
    click(browser, "Link your account at Example Login")
    sign_in_there(browser)
    # Whether the site may know.
    assert browser.find_element(By.CSS_SELECTOR, "[name=prompt][value=consent]")
    press(browser)
    press(browser, "[name=link]")
    assert "signs you in" in browser.find_element(By.CSS_SELECTOR, ".messagelist").text

    # The provider knows the browser, and asks nothing any more.
    press(browser, "#logout-form button")
    assert browser.find_element(By.PARTIAL_LINK_TEXT, "Log in again")
    browser.get(f"{url}/admin/articles/article/")
    click(browser, "Sign in with Example Login")
    assert browser.find_element(By.ID, "user-tools").text.lower().count(site.name) == 1
    assert browser.current_url == f"{url}/admin/articles/article/"

    press(browser, "#logout-form button")
    click(browser, "Sign out of Example Login, too")
    press(browser, "button")
    assert browser.find_element(By.NAME, "username")
    assert browser.current_url == f"{url}/admin/login/"
    click(browser, "Sign in with Example Login")
    assert browser.find_element(By.NAME, "login")  # the provider asks again who it is
    assert [one for one in console_errors(browser) if url in one["message"]] == []
