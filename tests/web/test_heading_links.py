"""Links at the headings of an answer."""

from articles.models import Rendering
from articles.web.heading_links import with_heading_links
from tests.factories import make_article

HEADING = '<h3 id="section-a">A <em>b</em> &amp; "c"</h3>'


def test_a_link_stands_beside_its_heading_and_is_called_after_it():
    assert with_heading_links(f"<p>x</p>\n{HEADING}\n") == (
        f'<p>x</p>\n<div class="linked">{HEADING}<a class="heading-link" href="#section-a"'
        ' aria-label="Link to “A b &amp; &quot;c&quot;”"><span aria-hidden="true">#</span></a>'
        "</div>\n"
    )


def test_a_heading_in_a_summary_stays_alone():
    html = f"<details><summary>{HEADING}</summary>{HEADING}</details>"
    linked = with_heading_links(html)
    assert linked.startswith(f"<details><summary>{HEADING}</summary><div")
    assert linked.count("heading-link") == 1


def test_what_has_no_heading_stays_as_it_is():
    for html in ("", "<p>h3</p>", "<hr>"):
        assert with_heading_links(html) is html


def test_they_are_on_the_page_and_nowhere_else(get, client):
    article = make_article(answer="### Nature\n\nA wave.\n\n#### More of $x^2$\n\nText.")
    path = article.get_absolute_url()
    links = get(path).tree.xpath("//div[@class='linked']/a")
    assert [(link.get("href"), link.get("aria-label")) for link in links] == [
        ("#section-nature", "Link to “Nature”"),
        ("#section-more-of-x2", "Link to “More of x²”"),
    ]
    stored = Rendering.objects.get(pk=article.pk)
    pages = [f"{path}.md", "/feed.xml", f"/api/v1/articles/{article.pk}", "/llms-full.txt"]
    texts = [client.get(page).content.decode() for page in pages]
    for text in (*texts, stored.html, stored.plain_text, stored.excerpt):
        assert "heading-link" not in text
        assert "Link to" not in text
