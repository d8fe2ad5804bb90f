"""A draft's way to its readers: sent for review, commented on, sent back, sent again, published."""

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

from tests.browser.answer import answer_editor, set_answer, wait_until
from tests.browser.steps import console_errors, open_article, open_tab, sign_in


def find(browser, selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def press(browser, words):
    """Press the button or summary in sight that bears these words."""
    path = f"//*[self::button or self::summary][normalize-space()='{words}']"
    found = next(each for each in browser.find_elements(By.XPATH, path) if each.is_displayed())
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


def wait_for(browser, selector, words):
    """Wait for the next page: the last one may still be there."""

    def is_there():
        try:
            return words in find(browser, selector).text
        except WebDriverException:  # it is being left
            return False

    wait_until(browser, is_there)


def test_a_draft_is_sent_commented_on_sent_back_and_published(browser, site):
    sign_in(browser, site)
    open_article(browser, site, "shell command")
    answer_editor(browser)
    live = find(browser, "a.viewsitelink").get_attribute("href")
    words = "A sentence that was reviewed."
    set_answer(browser, f"{find(browser, '[name=answer]').get_property('value')}\n\n{words}")
    press(browser, "Send for review…")
    wait_for(browser, "#content-main", "Note to the reviewer")
    assert words in find(browser, "#content-main").text
    find(browser, "[name=note]").send_keys("Is the last sentence right?")
    press(browser, "Send")
    wait_for(browser, ".messagelist", "Sent for review, to whoever may review.")
    review = find(browser, "section.review").text
    assert "In review" in review
    assert "Is the last sentence right?" in review

    open_tab(browser, "Discussion")
    find(browser, "#new-comment").send_keys("Which shell is meant?")
    # What is typed and not sent is there again.
    browser.refresh()
    assert find(browser, "#new-comment").get_property("value") == "Which shell is meant?"
    press(browser, "Comment")
    wait_for(browser, ".messagelist", "Your comment is written.")
    assert "Which shell is meant?" in find(browser, ".open-comments > li").text
    assert find(browser, "[role=tab][aria-selected=true]").text == "Discussion (1)"
    assert find(browser, "#new-comment").get_property("value") == ""

    press(browser, "Send back…")
    find(browser, "#return-note").send_keys("Name the shell.")
    press(browser, "Send it back")
    wait_for(browser, "section.review", "Name the shell.")
    browser.get(f"{site.url}/admin/")
    waiting = find(browser, "[aria-labelledby=queue-heading] .recent")
    assert "Sent back to you:" in waiting.text
    waiting.find_element(By.TAG_NAME, "a").click()
    wait_for(browser, "section.review", "Sent back")
    open_tab(browser, "Discussion")
    press(browser, "Resolve")
    wait_for(browser, ".messagelist", "The comment is resolved.")

    press(browser, "Send for review…")
    wait_for(browser, "#content-main", "Note to the reviewer")
    press(browser, "Send")
    wait_for(browser, "section.review", "In review")
    press(browser, "Publish…")
    press(browser, "Publish it")
    wait_for(browser, ".messagelist", "Published:")
    assert "There is a draft" not in find(browser, "#content").text
    assert not console_errors(browser)
    browser.get(live)
    assert words in find(browser, ".prose").text
