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


def leads(*names):
    return "\n".join(f"{number}. **{name}**: Text." for number, name in enumerate(names, 1))


def test_bold_leads_of_a_list_make_one_as_headings_do(get):
    page = get(
        make_article(answer=leads("Heat & cold", "Light", "Sound", "Wind")).get_absolute_url()
    )
    links = page.tree.xpath("//nav[contains(@class, 'outline-side')]//a/@href")
    assert links == ["#section-heat--cold", "#section-light", "#section-sound", "#section-wind"]
    assert all(page.tree.xpath(f"//li[@id='{link[1:]}']/strong") for link in links)
    assert page.texts("//details//a") == ["Heat & cold", "Light", "Sound", "Wind"]


def test_leads_stand_below_the_few_headings_that_there_are(get):
    answer = f"### Good\n\n{leads('Fast', 'Cheap')}\n\n### Bad\n\n{leads('Loud')}"
    page = get(make_article(answer=answer).get_absolute_url())
    below = "//details//li[@class='outline-under']"
    assert page.texts("//details//li") == ["Good", "Fast", "Cheap", "Bad", "Loud"]
    assert page.texts(below) == ["Fast", "Cheap", "Loud"]


def test_enough_headings_stand_alone(get):
    answer = f"{FOUR}\n\n{leads('Fast', 'Cheap', 'Loud')}"
    assert len(get(make_article(answer=answer).get_absolute_url()).texts("//details//li")) == 4


def test_three_headings_make_none(get):
    answer = "\n\n".join(f"### Part {n}\n\nText." for n in range(3))
    assert not get(make_article(answer=answer).get_absolute_url()).tree.xpath(
        "//*[contains(@class, 'outline')]"
    )
