"""A person at a browser: what they do is counted and timed.

The counting rule (docs/performance.md, "An editor's tasks beside Wagtail"): a click, a selection
that is drawn with the pointer, a key or keys that are held together, a text that is typed into one
place, a file that is chosen: each is one action. Scrolling, moving the pointer, reading and
thinking are none.
"""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from benchmarks.desk_beside_wagtail.sites import Desk
from benchmarks.side_by_side.measurement import Failed

_PATIENCE_SECONDS = 30
_LOOK_AGAIN_SECONDS = 0.02
_NOT_YET = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    NoSuchElementException,
    StaleElementReferenceException,
)
_CENTRE = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})"


class Person:
    """An editor with a window of their own. `actions` are those since `begin`."""

    def __init__(self, desk: Desk, window: tuple[int, int], folder: Path) -> None:
        self.desk = desk
        self.driver = _browser(window, folder)
        self.actions = 0
        self._began: float | None = None
        self.driver.get(f"{desk.url}/robots.txt")  # a cookie is given to the site that is open
        name, value = desk.cookie
        self.driver.add_cookie({"name": name, "value": value, "path": "/"})

    def go(self, path: str) -> None:
        """Open a page, as one does before a task: neither counted nor timed."""
        # What a task has left unsaved is nobody's, and no question is asked of it.
        self.run(
            "window.addEventListener('beforeunload', (e) => e.stopImmediatePropagation(), true)"
        )
        self.driver.get(self.desk.url + path)
        self.see("document.readyState === 'complete'")

    def begin(self) -> None:
        """From here on actions are counted; the clock starts with the first of them."""
        self.actions, self._began = 0, None

    def seconds(self) -> float:
        """Return the time since the first action."""
        return time.perf_counter() - (self._began or time.perf_counter())

    def click(self, selector: str, *, text: str = "") -> None:
        """Click what a selector names (of several the first that is in sight and holds the text)
        as soon as it can be."""
        self._act(lambda: self._patiently(lambda: self._centred(selector, text).click()))

    def drag_over(self, selector: str, *, text: str) -> None:
        """Select a line of text by drawing the pointer over it."""

        def drag() -> None:
            element = self._centred(selector, text)
            half = element.size["width"] // 2
            actions = ActionChains(self.driver)
            actions.move_to_element_with_offset(element, 1 - half, 0).click_and_hold()
            actions.move_by_offset(2 * half + 4, 0).release().perform()

        self._act(lambda: self._patiently(drag))

    def press(self, *keys: str) -> None:
        """Press the last key while those before it are held."""
        *held, key = keys
        actions = ActionChains(self.driver)
        for one in held:
            actions.key_down(one)
        actions.send_keys(key)
        for one in reversed(held):
            actions.key_up(one)
        self._act(actions.perform)

    def type(self, text: str, *, pause_ms: int = 0) -> None:
        """Type into whatever has the focus, with a pause after each key."""
        actions = ActionChains(self.driver)
        if not pause_ms:
            actions.send_keys(text)
        for key in text if pause_ms else "":
            actions.send_keys(key).pause(pause_ms / 1000)
        self._act(actions.perform)

    def choose_file(self, selector: str, file: Path) -> None:
        """Choose a file in the dialog of the system, which no page can see: one action."""
        self._act(lambda: self._patiently(lambda: self._find(selector).send_keys(str(file))))

    def see(self, condition: str, *arguments: Any) -> Any:
        """Wait until an expression of JavaScript holds, and return its value. Raises Failed."""
        return self._until(lambda: self.run(f"return {condition}", *arguments), condition)

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a script returns; nothing while a page is on its way."""
        try:
            return self.driver.execute_script(script, *arguments)
        except (JavascriptException, StaleElementReferenceException):
            return None

    def close_tab(self) -> None:
        """Close the tab in sight without a word, and stand in a new one."""
        old = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        new = self.driver.current_window_handle
        self.driver.switch_to.window(old)
        self.driver.close()
        self.driver.switch_to.window(new)

    def leave(self) -> None:
        """End the browser."""
        self.driver.quit()

    def _act(self, act: Callable[[], Any]) -> None:
        self._began = self._began or time.perf_counter()
        self.actions += 1
        act()

    def _centred(self, selector: str, text: str) -> WebElement:
        element = self._find(selector, text)
        self.driver.execute_script(_CENTRE, element)
        return element

    def _find(self, selector: str, text: str = "") -> WebElement:
        found = self.driver.find_elements(By.CSS_SELECTOR, selector)
        is_file = "[type=file]" in selector  # those are often hidden behind a button
        for element in found:
            if (is_file or element.is_displayed()) and text in element.text:
                return element
        raise NoSuchElementException(f"{selector} {text}")

    def _patiently(self, act: Callable[[], Any]) -> None:
        problem: list[str | None] = []

        def is_done() -> bool:
            try:
                act()
            except _NOT_YET as error:
                problem[:] = [error.msg]
                return False
            return True

        self._until(is_done, problem)

    def _until(self, ask: Callable[[], Any], what: object) -> Any:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not (value := ask()):
            if time.monotonic() > until:
                raise Failed(f"{self.driver.current_url}: waited in vain for {what}")
            time.sleep(_LOOK_AGAIN_SECONDS)
        return value


def browser_programs() -> tuple[str, str]:
    """Return the paths of Chromium and its driver. Raises Failed."""
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        raise Failed("Chromium or its driver is missing (apt-get install chromium-driver).")
    return program, driver


def _browser(window: tuple[int, int], folder: Path) -> webdriver.Chrome:
    program, driver = browser_programs()
    options = Options()
    options.binary_location = program
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size={},{}".format(*window),
        f"--user-data-dir={folder}",
    ):
        options.add_argument(argument)
    return webdriver.Chrome(options=options, service=Service(driver))
