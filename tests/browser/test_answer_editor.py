"""The answer's editor: the field that follows it, commands, dialogs, preview, full screen."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.answer import (
    answer,
    answer_editor,
    keep_no_draft,
    press,
    preview_text,
    set_answer,
    type_text,
    use_tool,
    wait_until,
)
from tests.browser.steps import console_errors, open_article, sign_in


@pytest.fixture
def desk(browser, site):
    """An article's form. Nothing is saved, so that the library stays as it was."""
    sign_in(browser, site)
    open_article(browser, site, "Gaussian elimination")
    answer_editor(browser)
    keep_no_draft(browser)
    yield browser
    assert not console_errors(browser)


def find(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def is_open(browser, name):
    return browser.execute_script(f"return document.getElementById('{name}-dialog').open")


def select_all(browser):
    press(browser, Keys.CONTROL, "a")


def test_opening_an_article_changes_nothing_of_its_text(desk):
    sent = desk.execute_script(
        "return document.querySelector('textarea[name=answer]').defaultValue"
    )
    assert answer(desk) == sent
    assert not find(desk, "textarea[name=answer]").is_displayed()


def test_what_is_typed_is_in_the_form_with_an_event_for_other_scripts(desk):
    set_answer(desk, "One")
    desk.execute_script(
        "window.heard = [];"
        "document.getElementById('article_form').addEventListener('input', (event) => {"
        "  if (event.target.name === 'answer') window.heard.push(event.target.value);"
        "});"
    )
    type_text(desk, " two")
    assert answer(desk) == "One two"
    assert desk.execute_script("return window.heard.at(-1)") == "One two"


def test_what_another_script_writes_is_taken_back_by_undo(desk):
    set_answer(desk, "Before")
    set_answer(desk, "Before and after")
    press(desk, Keys.CONTROL, "z")
    assert answer(desk) == "Before"


SHORTCUTS = {
    (Keys.CONTROL, "b"): "**word**",
    (Keys.CONTROL, "i"): "*word*",
    (Keys.CONTROL, "e"): "`word`",
    (Keys.CONTROL, Keys.ALT, "h"): "## word",
    (Keys.CONTROL, Keys.SHIFT, "8"): "- word",
    (Keys.CONTROL, Keys.SHIFT, "7"): "1. word",
    (Keys.CONTROL, Keys.SHIFT, "9"): "> word",
}


def test_a_shortcut_marks_the_word_or_line_and_undo_takes_it_back(desk):
    set_answer(desk, "word")
    for keys, written in SHORTCUTS.items():
        press(desk, *keys)
        assert answer(desk) == written
        press(desk, Keys.CONTROL, "z")
        assert answer(desk) == "word", written


BUTTONS = [
    ("bold", "word", "**word**"),
    ("bold", "**word**", "word"),
    ("italic", "*word*", "word"),
    ("italic", "**word**", "***word***"),
    ("bullets", "a\nb", "- a\n- b"),
    ("bullets", "- a\n- b", "a\nb"),
    ("numbers", "a\nb", "1. a\n2. b"),
    ("numbers", "- a\n- b", "1. a\n2. b"),
    ("quote", "a\nb", "> a\n> b"),
    ("quote", "> a\n> b", "a\nb"),
    ("code", "a\nb", "```\na\nb\n```"),
    ("code", "a\n```\nb", "````\na\n```\nb\n````"),
    ("heading", "## a", "### a"),
    ("heading", "### a", "a"),
]


def test_a_button_works_on_what_is_selected(desk):
    for kind, before, after in BUTTONS:
        set_answer(desk, before)
        if "word" in before:
            press(desk, Keys.HOME)
            for _ in range(before.index("word") + 1):
                press(desk, Keys.ARROW_RIGHT)
        else:
            select_all(desk)
        use_tool(desk, kind)
        assert answer(desk) == after, kind


def test_a_list_goes_on_and_ends_with_an_empty_item(desk):
    set_answer(desk, "1. one")
    type_text(desk, Keys.ENTER + "two" + Keys.ENTER + Keys.ENTER + "after")
    assert answer(desk).splitlines()[:2] == ["1. one", "2. two"]
    assert answer(desk).splitlines()[-1] == "after"
    undone = []
    while len(undone) < 6 and answer(desk) != "1. one":
        press(desk, Keys.CONTROL, "z")
        undone.append(answer(desk))
    assert undone[-1] == "1. one"


def test_a_link_to_an_article_is_found_by_words(desk):
    set_answer(desk, "See ")
    press(desk, Keys.CONTROL, Keys.SHIFT, "l")
    assert is_open(desk, "article")
    type_text(desk, "paper travel")
    wait_until(desk, lambda: "paper" in find(desk, "#found-articles li").text)
    assert find(desk, "#article-dialog [role=combobox]").get_attribute("aria-expanded") == "true"
    type_text(desk, Keys.ENTER)
    wait_until(desk, lambda: not is_open(desk, "article"))
    wait_until(desk, lambda: answer(desk).endswith(")"))
    assert answer(desk) == (
        "See [How did paper travel from China to Europe?]"
        "(/learn/history-of-the-world/questions/how-did-paper-travel-from-china-to-europe)"
    )


def test_a_formula_is_seen_before_it_is_put_in_and_edited_in_its_place(desk):
    set_answer(desk, "So ")
    use_tool(desk, "formula")
    type_text(desk, r"\frac{a}{b}")
    shown = "return document.querySelector('.formula-preview').shadowRoot.querySelector('mfrac')"
    wait_until(desk, lambda: desk.execute_script(shown))
    find(desk, "#formula-dialog [value=insert]").click()
    wait_until(desk, lambda: answer(desk) == r"So $\frac{a}{b}$")
    press(desk, Keys.ARROW_LEFT)
    press(desk, Keys.CONTROL, Keys.SHIFT, "f")
    tex = find(desk, "#formula-dialog [name=tex]")
    assert tex.get_property("value") == r"\frac{a}{b}"
    tex.send_keys("+1")
    find(desk, "#formula-dialog [name=displayed]").click()
    find(desk, "#formula-dialog [value=insert]").click()
    wait_until(desk, lambda: answer(desk) == "So \n\n$$\n\\frac{a}{b}+1\n$$")


def test_a_table_is_made_of_cells_from_a_spreadsheet(desk):
    set_answer(desk, "Text")
    use_tool(desk, "table")
    desk.execute_script(
        "document.querySelector('#table-dialog [name=cells]').value = 'a\\tb|c\\n1\\t2\\n3\\n'"
    )
    find(desk, "#table-dialog [value=insert]").click()
    table = "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |\n| 3 |  |"
    wait_until(desk, lambda: answer(desk) == f"Text\n\n{table}")


def test_links_and_images_keep_brackets_and_blanks_apart(desk):
    set_answer(desk, "")
    press(desk, Keys.CONTROL, "k")
    find(desk, "#link-dialog [name=text]").send_keys("a [b]")
    find(desk, "#link-dialog [name=address]").send_keys("https://e.org/x y_(z)", Keys.ENTER)
    wait_until(desk, lambda: answer(desk) == "[a [b]](https://e.org/x%20y_%28z%29)")
    set_answer(desk, "")
    press(desk, Keys.CONTROL, "k")
    find(desk, "#link-dialog [name=text]").send_keys("on [0, 1)")
    find(desk, "#link-dialog [name=address]").send_keys("/a", Keys.ENTER)
    wait_until(desk, lambda: answer(desk) == "[on &#91;0, 1)](/a)")
    set_answer(desk, "")
    use_tool(desk, "image")
    find(desk, "#image-dialog [name=text]").send_keys("A map")
    find(desk, "#image-dialog [name=address]").send_keys("/media/map.png", Keys.ENTER)
    wait_until(desk, lambda: answer(desk) == "![A map](/media/map.png)")


def test_a_dialog_that_is_left_changes_nothing_and_gives_the_focus_back(desk):
    set_answer(desk, "word")
    for kind in ("link", "article", "formula", "table", "image"):
        use_tool(desk, kind)
        assert is_open(desk, kind)
        if kind == "article":
            type_text(desk, "words")
        type_text(desk, Keys.ESCAPE)
        wait_until(desk, lambda kind=kind: not is_open(desk, kind))
        wait_until(desk, lambda: desk.switch_to.active_element == answer_editor(desk))
    assert answer(desk) == "word"


def test_words_are_found_and_replaced(desk):
    set_answer(desk, "one two one")
    press(desk, Keys.CONTROL, "f")
    find(desk, ".cm-search [name=search]").send_keys("one")
    find(desk, ".cm-search [name=replace]").send_keys("three")
    find(desk, ".cm-search [name=replaceAll]").click()
    assert answer(desk) == "three two three"
    sent = desk.execute_script(
        "return [...new FormData(document.getElementById('article_form')).keys()]"
    )
    assert not {"search", "replace", "case", "re", "word"} & set(sent)


def test_words_and_minutes_are_counted(desk):
    set_answer(desk, "It's $a + b + c$ well-known. " * 100)
    wait_until(desk, lambda: find(desk, ".answer-length").text == "300 words, 1 minute to read")


LONG = "\n\n".join(
    f"## Part {number}\n\nParagraph number {number} says something. It goes on for a while.\n\n"
    f"- item {number} of the list\n- another {number}\n\n$$\nx_{{{number}}} = {number}\n$$"
    for number in range(1, 60)
)


def tops(browser):
    """The number of the part at the top of the source and of the preview."""
    return browser.execute_script(
        """
        const scroller = document.querySelector('.cm-scroller');
        const top = scroller.getBoundingClientRect().top;
        const heard = (lines, above) => {
          const seen = lines.filter((one) => one.getBoundingClientRect().bottom > above);
          return Number(/\\d+/.exec(seen.map((one) => one.textContent).join(' '))?.[0]);
        };
        const preview = document.querySelector('.markdownx-preview');
        return [
          heard([...document.querySelectorAll('.cm-line')], top),
          heard([...preview.shadowRoot.querySelectorAll('.prose > *')],
                preview.getBoundingClientRect().top),
        ];
        """
    )


def test_source_and_preview_scroll_together(desk):
    set_answer(desk, LONG)
    wait_until(desk, lambda: "Paragraph number 59" in preview_text(desk))
    for pane, far in ((".cm-scroller", 3000), (".markdownx-preview", 2500)):
        desk.execute_script(
            "const pane = document.querySelector(arguments[0]);"
            "pane.dispatchEvent(new WheelEvent('wheel', {bubbles: true}));"
            "pane.scrollTop = arguments[1];",
            pane,
            far,
        )
        wait_until(desk, lambda: tops(desk)[0] > 5 and abs(tops(desk)[0] - tops(desk)[1]) <= 1)


def test_a_click_in_the_preview_goes_to_the_line(desk):
    set_answer(desk, LONG)
    wait_until(desk, lambda: "Paragraph number 59" in preview_text(desk))
    desk.execute_script(
        "const preview = document.querySelector('.markdownx-preview');"
        "[...preview.shadowRoot.querySelectorAll('li')]"
        "  .find((item) => item.textContent.includes('another 40')).click();"
    )
    type_text(desk, "Here")
    assert "- item 40 of the list\nHere\n\n$$" in answer(desk)


def test_full_screen_is_left_by_escape_and_keeps_the_save_bar(desk):
    use_tool(desk, "full")
    box = find(desk, ".markdownx").rect
    assert box["x"] == 0
    assert box["width"] >= 1200
    assert find(desk, "[name=_save]").is_displayed()
    assert desk.execute_script("return document.querySelector('.desk-side').inert")
    type_text(desk, Keys.ESCAPE)
    assert "is-full" not in find(desk, ".markdownx").get_attribute("class")
    assert not desk.execute_script("return document.querySelector('.desk-side').inert")


def test_the_preview_is_hidden_and_stays_so(desk):
    use_tool(desk, "preview")
    assert not find(desk, ".markdownx-preview").is_displayed()
    desk.refresh()
    assert find(desk, "[data-tool=preview]").get_attribute("aria-pressed") == "false"
    use_tool(desk, "preview")
    assert find(desk, ".markdownx-preview").is_displayed()


def test_the_toolbar_is_one_stop_and_tab_leaves_the_editor(desk):
    set_answer(desk, "word")
    press(desk, Keys.SHIFT, Keys.TAB)
    assert desk.switch_to.active_element.get_attribute("data-tool") == "bold"
    type_text(desk, Keys.ARROW_RIGHT)
    assert desk.switch_to.active_element.get_attribute("data-tool") == "italic"
    type_text(desk, Keys.END)
    assert desk.switch_to.active_element.get_attribute("data-tool") == "full"
    type_text(desk, Keys.TAB)
    assert desk.switch_to.active_element == answer_editor(desk)
    type_text(desk, Keys.TAB)
    assert desk.switch_to.active_element != answer_editor(desk)
    assert answer(desk) == "word"
