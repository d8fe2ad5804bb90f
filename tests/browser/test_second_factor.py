"""An administrator who must have a second factor: an app, a passkey in a real browser, a sign-in by
each, and a passkey that is removed."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.ui import WebDriverWait

from tests.accounts.authenticators import App
from tests.browser.conftest import running_site
from tests.browser.steps import console_errors


@pytest.fixture
def strict_site(prepared, cluster, tmp_path):
    """A site at a name, where browsers take passkeys, that requires a second factor."""
    more = {"REQUIRE_SECOND_FACTOR": "1"}
    folder = tmp_path / "var"
    with running_site(prepared, folder, cluster, host="localhost", more=more) as started:
        yield started


@pytest.fixture
def device(chromium):
    """A device of the browser's own, with a finger that is always right."""
    options = VirtualAuthenticatorOptions(
        protocol=VirtualAuthenticatorOptions.Protocol.CTAP2,
        transport=VirtualAuthenticatorOptions.Transport.INTERNAL,
        has_resident_key=True,
        has_user_verification=True,
        is_user_verified=True,
    )
    chromium.add_virtual_authenticator(options)
    yield chromium
    chromium.remove_virtual_authenticator()


def test_app_and_passkey_are_set_up_and_sign_in(browser, strict_site, device):
    def find(selector):
        return browser.find_element(By.CSS_SELECTOR, selector)

    def wait_for_title(text):
        WebDriverWait(browser, 20).until(lambda _: text in browser.title)

    def type_password():
        find("[name=username]").send_keys(strict_site.name)
        find("[name=password]").send_keys(strict_site.password)
        find("#login-form [type=submit]").click()

    def sign_out():
        find("#logout-form button").click()
        wait_for_title("Logged out")
        browser.get(f"{strict_site.url}/admin/")

    browser.get(f"{strict_site.url}/admin/")
    type_password()
    wait_for_title("Your second factor")
    find("a.main.button").click()
    wait_for_title("An authenticator app")
    app = App(find("ol a").get_attribute("href"))
    assert find("svg.qr").size["width"] > 100
    find("#id_code").send_keys(app.code(-1))
    find("#app_form button").click()
    wait_for_title("Your recovery codes")
    assert len(browser.find_elements(By.CSS_SELECTOR, ".codes li")) == 10
    find("a.main.button").click()

    find("a[href$='/second-factor/passkey/']").click()
    wait_for_title("A passkey")
    find("#id_name").send_keys("This computer")
    find(".passkey button").click()
    wait_for_title("Your second factor")
    (credential,) = browser.get_credentials()
    assert credential.rp_id == "localhost"
    assert credential.is_resident_credential
    assert "This computer" in find("#content").text

    sign_out()
    type_password()
    wait_for_title("Your second factor")
    find("#id_code").send_keys(app.code())
    find("#second_step_form [type=submit]").click()
    wait_for_title("This week")

    sign_out()
    type_password()
    wait_for_title("Your second factor")
    find(".passkey button").click()
    wait_for_title("This week")

    sign_out()
    browser.set_user_verified(False)
    find(".passkey button").click()
    WebDriverWait(browser, 20).until(lambda _: find(".passkey [role=alert]").text)
    browser.set_user_verified(True)
    find(".passkey button").click()
    wait_for_title("This week")

    browser.get(f"{strict_site.url}/admin/second-factor/")
    find("[aria-label='Remove the passkey This computer']").click()
    wait_for_title("Your second factor")
    WebDriverWait(browser, 20).until(lambda _: "Removed" in find("#container").text)
    sign_out()
    find(".passkey button").click()
    WebDriverWait(browser, 20).until(lambda _: "was not taken" in find("#container").text)
    assert not console_errors(browser)
