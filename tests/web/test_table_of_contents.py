"""A table of contents where an answer is long enough for one."""

from tests.factories import make_article

FOUR = "\n\n".join(f"### Part {n} & $x^{n}$\n\nText.\n\n#### Below\n\nText." for n in range(1, 5))


def test_four_headings_make_a_table_of_contents(get):
    page = get(make_article(answer=FOUR).get_absolute_url())
    for place in ("outline-inline", "outline-side"):
        links = page.tree.xpath(f"//*[contains(@class, '{place}')]//a/@href")
        assert len(links) == 4
        assert all(page.tree.xpath(f"//h3[@id='{link[1:]}']") for link in links)
    assert page.texts("//details//a")[0] == "Part 1 & x¹"


def test_three_headings_make_none(get):
    answer = "\n\n".join(f"### Part {n}\n\nText." for n in range(3))
    assert not get(make_article(answer=answer).get_absolute_url()).tree.xpath(
        "//*[contains(@class, 'outline')]"
    )
