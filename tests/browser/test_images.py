"""Pictures in the answer's editor: chosen, pasted, dropped, taken from the library, refused."""

from base64 import b64encode

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.browser.answer import (
    answer,
    answer_editor,
    arrive,
    set_answer,
    type_text,
    use_tool,
    wait_until,
)
from tests.browser.steps import console_errors, sign_in
from tests.pictures import drawing, photograph

# What a browser makes of files that are pasted or dropped.
_BRING = """
const [kind, files] = arguments;
const data = new DataTransfer();
for (const [name, type, base64] of files) {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  data.items.add(new File([bytes], name, { type }));
}
const area = document.querySelector('.answer-host .cm-content');
const { left, top } = area.getBoundingClientRect();
const place = { clientX: left + 5, clientY: top + 5, bubbles: true, cancelable: true };
area.dispatchEvent(
  kind === 'paste'
    ? new ClipboardEvent('paste', { clipboardData: data, ...place })
    : new DragEvent(kind, { dataTransfer: data, ...place }),
);
return document.querySelector('.markdownx > .editor-notice')?.textContent || '';
"""
ROUND = str.maketrans("[]", "()")
_SHOWN = """
const root = arguments[0] ? document.querySelector('.markdownx-preview').shadowRoot : document;
return [...root.querySelectorAll('.prose img')].map((image) => {
  image.loading = 'eager';
  return [image.alt, image.naturalWidth, image.width, image.height];
});
"""


def bring(browser, kind, *files):
    """Paste or drop files of (name, type, bytes); return what the editor says of it."""
    sent = [(*file, b64encode(data).decode()) for *file, data in files]
    return browser.execute_script(_BRING, kind, sent)


def dialog(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, f"#image-dialog {selector}")


def is_open(browser):
    return browser.execute_script("return document.getElementById('image-dialog').open")


def said(browser):
    return dialog(browser, "[data-told]").text


def insert(browser, words):
    """Say what the picture of the open dialog shows, and put it into the text."""
    wait_until(browser, lambda: is_open(browser))
    field = dialog(browser, "[name=text]")
    field.clear()
    field.send_keys(words, Keys.ENTER)
    # The dialog of the next one may be open by then.
    wait_until(browser, lambda: words.translate(ROUND) in answer(browser))


def alternatives(browser, *, in_preview=False):
    return [alternative for alternative, *_ in browser.execute_script(_SHOWN, in_preview)]


def test_a_picture_comes_into_the_text_by_every_way(browser, site, tmp_path):
    sign_in(browser, site)
    browser.get(f"{site.url}/admin/articles/article/add/")
    browser.find_element(By.NAME, "title").send_keys("What does a picture show?")
    Select(browser.find_element(By.NAME, "subject")).select_by_visible_text("Physics")
    set_answer(browser, "Look:")

    boat = tmp_path / "boat.jpg"
    boat.write_bytes(photograph())
    use_tool(browser, "image")
    dialog(browser, "[name=file]").send_keys(str(boat))
    wait_until(browser, lambda: dialog(browser, "[data-shown]").is_displayed())
    insert(browser, "A [boat]")
    assert answer(browser).startswith("Look:\n\n![A (boat)](/media/images/")
    wait_until(
        browser,
        lambda: browser.execute_script(_SHOWN, True) and alternatives(browser, in_preview=True)[0],
    )

    bring(browser, "paste", ("frame.png", "image/png", drawing((300, 200))))
    insert(browser, "A frame")
    one, two = drawing((640, 90)), drawing((90, 64))
    files = [("one.png", "image/png", one), ("two.png", "image/png", two)]
    notice = bring(browser, "drop", *files, ("a.pdf", "application/pdf", b"%PDF"))
    assert notice == "Only pictures can be put into an answer."
    insert(browser, "One")
    insert(browser, "Two")

    # What is refused is said, and leaves text and dialog as they are.
    before = answer(browser)
    bring(
        browser, "paste", ("x.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    )
    wait_until(browser, lambda: is_open(browser))
    dialog(browser, "[name=text]").send_keys("A drawing", Keys.ENTER)
    wait_until(browser, lambda: "save it as PNG" in said(browser))
    type_text(browser, Keys.ESCAPE)
    wait_until(browser, lambda: not is_open(browser))
    assert answer(browser) == before
    wait_until(browser, lambda: browser.switch_to.active_element == answer_editor(browser))

    # The library has each of them, with its words.
    set_answer(browser, before + "\n\nAgain:")
    use_tool(browser, "image")
    dialog(browser, "summary").click()
    dialog(browser, "[name=words]").send_keys("boat", Keys.ENTER)
    wait_until(browser, lambda: _take_the_only_one(browser))
    assert dialog(browser, "[name=text]").get_property("value") == "A [boat]"
    dialog(browser, "[name=insert]").click()
    wait_until(browser, lambda: not is_open(browser))

    arrive(browser, browser.find_element(By.NAME, "_continue").click)
    address = browser.find_element(By.LINK_TEXT, "VIEW ON SITE").get_attribute("href")
    errors = [entry["message"] for entry in console_errors(browser)]
    assert [message for message in errors if "/upload/" not in message] == []
    browser.get(address)
    wait_until(browser, lambda: all(row[1] for row in browser.execute_script(_SHOWN, False)))
    shown = browser.execute_script(_SHOWN, False)
    assert sorted(alternatives(browser)) == ["A (boat)", "A (boat)", "A frame", "One", "Two"]
    assert {tuple(row[2:]) for row in shown if row[0] == "A (boat)"} == {(608, 405)}
    first = browser.find_element(By.CSS_SELECTOR, ".prose img[alt='A (boat)']")
    assert first.get_attribute("srcset").count(".webp") == 3
    assert (first.get_attribute("width"), first.get_attribute("height")) == ("608", "405")
    assert not console_errors(browser)


def _take_the_only_one(browser):
    """The list is made anew as the answer comes: a button of the last one cannot be clicked."""
    buttons = _found(browser)
    if len(buttons) == 1:
        buttons[0].click()
    return len(buttons) == 1


def _found(browser):
    return browser.find_elements(By.CSS_SELECTOR, "#image-dialog .found-images button")
