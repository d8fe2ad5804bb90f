"""A draft's way to its readers: sent for review, commented on, sent back, sent again, published."""

from selenium.webdriver.common.by import By

from tests.browser.answer import answer_editor, set_answer
from tests.browser.steps import console_errors, open_article, open_tab, sign_in


def find(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def press(browser, words):
    """Press the button or summary in sight that bears these words."""
    path = f"//*[self::button or self::summary][normalize-space()='{words}']"
    found = next(each for each in browser.find_elements(By.XPATH, path) if each.is_displayed())
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


def messages(browser):
    return find(browser, ".messagelist").text


def test_a_draft_is_sent_commented_on_sent_back_and_published(browser, site):
    sign_in(browser, site)
    open_article(browser, site, "shell command")
    answer_editor(browser)
    live = find(browser, "a.viewsitelink").get_attribute("href")
    words = "A sentence that was reviewed."
    set_answer(browser, f"{find(browser, '[name=answer]').get_property('value')}\n\n{words}")
    press(browser, "Send for review…")
    assert words in find(browser, ".changes, #content-main").text
    find(browser, "[name=note]").send_keys("Is the last sentence right?")
    press(browser, "Send")
    assert "Sent for review, to whoever may review." in messages(browser)
    review = find(browser, "section.review")
    assert "In review" in review.text
    assert "Is the last sentence right?" in review.text

    open_tab(browser, "Discussion")
    box = find(browser, "#new-comment")
    box.send_keys("Which shell is meant?")
    # What is typed and not sent is there again.
    browser.refresh()
    assert find(browser, "#new-comment").get_property("value") == "Which shell is meant?"
    press(browser, "Comment")
    assert "Your comment is written." in messages(browser)
    comment = find(browser, ".open-comments > li")
    assert "Which shell is meant?" in comment.text
    assert find(browser, "[role=tab][aria-selected=true]").text == "Discussion (1)"
    assert find(browser, "#new-comment").get_property("value") == ""

    press(browser, "Send back…")
    find(browser, "#return-note").send_keys("Name the shell.")
    press(browser, "Send it back")
    assert "Name the shell." in find(browser, "section.review").text
    browser.get(f"{site.url}/admin/")
    waiting = find(browser, "[aria-labelledby=for-me-heading]")
    assert "Sent back to you:" in waiting.text
    waiting.find_element(By.TAG_NAME, "a").click()
    open_tab(browser, "Discussion")
    press(browser, "Resolve")
    assert "The comment is resolved." in messages(browser)

    press(browser, "Send for review…")
    press(browser, "Send")
    press(browser, "Publish…")
    press(browser, "Publish it")
    assert "Published:" in messages(browser)
    assert "In review" not in find(browser, "#content").text.split("Reviews until now")[0]
    assert not console_errors(browser)
    browser.get(live)
    assert words in find(browser, ".prose").text
