"""Whole folders of other systems: what becomes of them, of what led to them, and of an edit."""

import io
import tarfile

import pytest
from django.core.management import CommandError, call_command

from articles.exporter.run import Export
from articles.importer.undo.undo_import import undo_import
from articles.models import Article, Finding, ImportRun, Redirect, Status, Subject
from tests.importer.conftest import edit

pytestmark = pytest.mark.django_db

HUGO = {
    "content/post/my_post.md": """---
title: "What is light?"
date: 2024-12-07T10:00:00+01:00
description: About light.
tags: ["optics", "waves"]
categories: ["Physics"]
aliases: [/old/light/, /older/light.html]
layout: single
---

Light is {{< em "fast" >}}.
""",
    "content/post/bundle/index.md": """+++
title = "A bundle"
date = 2024-12-07T10:00:00-05:00
draft = true
+++

The bundle's text.
""",
    "content/post/in-json.md": """{
  "title": "In JSON",
  "date": "2024-12-07",
  "keywords": ["k1", "k2"]
}

JSON's text.
""",
    "content/post/_index.md": "---\ntitle: Posts\n---\n",
    "README.md": "# A site\n",
    "archetypes/default.md": "---\ntitle: '{{ replace }}'\n---\n",
}
JEKYLL = {
    "_posts/2024-12-07-what-is-heat.md": """---
layout: post
title: "What is heat?"
categories: physics thermo
permalink: /blog/heat/
---
Heat is {% include x.html %}.
""",
    "_drafts/later.md": "---\ntitle: Later\n---\nText.\n",
    "_layouts/post.md": "---\ntitle: x\n---\nx\n",
}
OBSIDIAN = {
    "Physics/What is Heat über.md": "# What is heat?\n\nSee [[Other]].\n",
    "Physics/NASA.md": "---\ntags: '#a #b'\ncreated: 2024-12-07\n---\nNo heading here.\n",
    ".obsidian/notes.md": "x",
}
DOCUSAURUS = {
    "docs/guide/01-intro.md": (
        "---\nid: intro-doc\nslug: /start/intro\n---\n# Intro\n\n:::note\nx\n"
    ),
    "blog/2021-08-26-welcome.md": "---\ntitle: Welcome\nauthors: [Ann]\n---\n\nText.\n",
    "docs/_part.md": "A part.\n",
}
ZOLA = {
    "content/blog/2024-12-07-what-is-light.md": """+++
title = "What is light?"
description = "About light."

[taxonomies]
categories = ["Physics", "Optics"]
tags = ["waves", "rays"]

[extra]
cover = "a.png"
+++

Light is {{ em(text="fast") }} ![pic](a.png).
""",
    "content/blog/_index.md": "+++\ntitle = 'Blog'\n+++\n",
    "content/blog/page/index.fr.md": "+++\ntitle = 'Une page'\ndate = 2024-12-07\n+++\nTexte.\n",
}


@pytest.fixture
def site(tmp_path):
    """`site(HUGO)` writes the files and returns their folder."""

    def make(files):
        for name, text in files.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "site"

    return make


def facts():
    rows = Article.objects.order_by("subject__slug", "slug").select_related("subject")
    return {
        row.source_path: (row.status, row.title, str(row.published_on), row.answer) for row in rows
    }


def test_a_hugo_site(site, run_import):
    report = run_import(site(HUGO), system="hugo")
    assert report.failures == []
    assert facts() == {
        "physics/my-post.md": (
            "published",
            "What is light?",
            "2024-12-07",
            'Light is {{< em "fast" >}}.',
        ),
        "post/bundle.md": ("draft", "A bundle", "2024-12-07", "The bundle's text."),
        "post/in-json.md": ("published", "In JSON", "2024-12-07", "JSON's text."),
    }
    light = Article.objects.get(slug="my-post")
    assert (light.seo_description, light.seo_keywords) == ("About light.", "optics, waves")
    assert Article.objects.get(slug="in-json").seo_keywords == "k1, k2"
    assert report.ignored == 3
    assert report.problems["foreign-markup"] == 1


@pytest.mark.parametrize("old", ["/old/light/", "/old/light", "/older/light.html"])
def test_what_led_to_a_page_leads_to_the_article(client, site, run_import, old):
    run_import(site(HUGO), system="hugo")
    response = client.get(old)
    assert (response.status_code, response["Location"].removeprefix("http://127.0.0.1:8000")) == (
        301,
        "/learn/physics/questions/my-post",
    )


def test_a_jekyll_site(client, site, run_import):
    run_import(site(JEKYLL), system="jekyll")
    assert facts() == {
        "physics/what-is-heat.md": (
            "published",
            "What is heat?",
            "2024-12-07",
            "Heat is {% include x.html %}.",
        ),
        "posts/later.md": ("draft", "Later", "None", "Text."),
    }
    assert Article.objects.get(slug="what-is-heat").seo_keywords == "thermo"
    assert list(Subject.objects.order_by("slug").values_list("name", flat=True)) == [
        "Physics",
        "Posts",
    ]
    assert client.get("/blog/heat/").status_code == 301


def test_an_obsidian_vault(site, run_import):
    run_import(site(OBSIDIAN), system="obsidian")
    assert facts() == {
        "physics/nasa.md": ("published", "NASA", "2024-12-07", "No heading here."),
        "physics/what-is-heat-uber.md": ("draft", "What is heat?", "None", "See [[Other]]."),
    }


def test_a_docusaurus_site(site, run_import):
    run_import(site(DOCUSAURUS), system="docusaurus")
    assert facts() == {
        "blog/welcome.md": ("published", "Welcome", "2021-08-26", "Text."),
        "guide/intro.md": ("draft", "Intro", "None", ":::note\nx"),
    }
    assert Article.objects.get(slug="welcome").author == "Ann"


def test_a_zola_site(site, run_import, tmp_path):
    report = run_import(site(ZOLA), system="zola")
    assert facts() == {
        "blog/page.md": ("published", "Une page", "2024-12-07", "Texte."),
        "physics/what-is-light.md": (
            "published",
            "What is light?",
            "2024-12-07",
            'Light is {{ em(text="fast") }} ![pic](a.png).',
        ),
    }
    assert Article.objects.get(slug="what-is-light").seo_keywords == "waves, rays, Optics"
    assert report.problems["foreign-markup"] == 2
    edit(Article.objects.get(slug="what-is-light"), seo_keywords="rays")
    assert Export(str(tmp_path / "out")).run().failures == []
    assert run_import(tmp_path / "out").counts["unchanged"] == 2


def test_mdx_is_read_from_docusaurus_alone_and_its_components_are_told(site, run_import):
    text = "---\ntitle: A page\ndate: 2024-12-07\n---\nimport A from 'a';\n\n<A>x</A> {/* c */}\n"
    folder = site({"docs/guide/a.mdx": text, "docs/guide/_part.mdx": "x"})
    report = run_import(folder, system="docusaurus")
    assert facts().keys() == {"guide/a.md"}
    found = Finding.objects.filter(kind="foreign-markup").order_by("pk")
    assert [x.detail for x in found] == ["import A from 'a';", "<A>", "</A>", "{/* c */}"]
    assert report.ignored == 1
    assert run_import(site({"content/b/a.mdx": text}), system="hugo").total == 0


def test_a_mapping_says_which_field_is_which(site, run_import, tmp_path):
    files = {
        "content/post/a.md": "---\nheadline: What is it?\nteaser: 'It: is.'\nwritten: 2024-12-07\n"
        "topics: [Physics, x]\nold: [/x]\n---\nText.\n",
        "content/post/b.md": "+++\nheadline = 'B'\nwritten = 2024-12-08\n[extra]\n"
        "teaser = 'no'\n+++\nB.\n",
        "content/post/c.md": '{"headline": "C",\n  "teaser": "T", "n": {"written": "x"}}\nC.\n',
    }
    folder = site(files)
    mapping = tmp_path / "fields.yml"
    mapping.write_text(
        "title: headline\ndescription: teaser\ndate: written\nsubject: topics\nredirects: old\n"
    )
    run_command(folder, system="hugo", mapping=str(mapping), workers=1)
    assert facts() == {
        "physics/a.md": ("published", "What is it?", "2024-12-07", "Text."),
        "post/b.md": ("published", "B", "2024-12-08", "B."),
        "post/c.md": ("draft", "C", "None", "C."),
    }
    assert Article.objects.get(slug="a").seo_description == "It: is."
    assert Redirect.objects.filter(old_path="/x").exists()
    again = run_command(folder, system="hugo", mapping=str(mapping), workers=1)
    assert "3 unchanged" in again or "unchanged: 3" in " ".join(again.split())


@pytest.mark.parametrize(
    ("mapping", "words"),
    [("titel: x", "names the field “titel”"), ("title: [x]", "has no name"), ("x", "no lines"),
     ("title: x\ndate: x", "to two fields"), ("title: {", "no YAML")],
)  # fmt: skip
def test_a_mapping_that_says_nothing_is_refused(site, tmp_path, mapping, words):
    file = tmp_path / "fields.yml"
    file.write_text(mapping)
    with pytest.raises(CommandError, match=words):
        run_command(site(HUGO), system="hugo", mapping=str(file))
    with pytest.raises(CommandError, match="needs --from"):
        run_command(site(HUGO), mapping=str(file))


@pytest.mark.parametrize("name", ["site.zip", "site.tar.gz"])
def test_a_site_in_an_archive(site, run_import, tmp_path, name):
    from zipfile import ZipFile  # noqa: PLC0415 - of this test alone

    folder = site(HUGO)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if name.endswith("zip"):
        with ZipFile(tmp_path / name, "w") as archive:
            for path in paths:
                archive.write(path, path.relative_to(folder))
    else:
        with tarfile.open(tmp_path / name, "w:gz") as archive:
            for path in paths:
                archive.add(path, path.relative_to(folder))
    run_import(tmp_path / name, system="hugo")
    assert list(facts()) == ["physics/my-post.md", "post/bundle.md", "post/in-json.md"]


def test_one_file(site, run_import):
    run_import(site(HUGO) / "content/post/my_post.md", system="hugo")
    assert list(facts()) == ["physics/my-post.md"]


SITES = [("hugo", HUGO), ("jekyll", JEKYLL), ("obsidian", OBSIDIAN), ("docusaurus", DOCUSAURUS)]
SITES += [("zola", ZOLA)]


@pytest.mark.parametrize(("system", "files"), SITES)
def test_a_second_import_changes_nothing(site, run_import, system, files):
    folder = site(files)
    first = run_import(folder, system=system)
    before = facts(), set(Redirect.objects.values_list("old_path", "article"))
    again = run_import(folder, system=system)
    assert again.counts["unchanged"] == first.counts["created"] == again.total
    assert (facts(), set(Redirect.objects.values_list("old_path", "article"))) == before


@pytest.mark.parametrize(("system", "files"), SITES)
def test_the_export_has_the_bytes_that_came(site, run_import, tmp_path, system, files):
    folder = site(files)
    run_import(folder, system=system)
    Article.objects.update(status=Status.DRAFT)
    call_command("export_articles", str(tmp_path / "out"), drafts=True, stdout=io.StringIO())
    came = {path.read_bytes() for path in folder.rglob("*.md")}
    out = {path.read_bytes() for path in (tmp_path / "out").rglob("*.md")}
    assert out <= came
    assert len(out) == Article.objects.count()


def test_an_editor_s_work_is_merged_as_ever(site, run_import):
    folder = site(HUGO)
    run_import(folder, system="hugo")
    edit(Article.objects.get(slug="my-post"), title="What light is")
    path = folder / "content/post/my_post.md"
    path.write_text(path.read_text().replace("About light.", "All about light."))
    report = run_import(folder, system="hugo")
    article = Article.objects.get(slug="my-post")
    assert (article.title, article.seo_description) == ("What light is", "All about light.")
    assert report.counts["updated"] == 1


def test_two_files_of_one_address_are_one_article_and_a_refusal(site, run_import):
    folder = site(
        {
            "content/a/x.md": "---\ntitle: One\ncategories: [c]\n---\nOne.\n",
            "content/b/x.md": "---\ntitle: Two\ncategories: [c]\n---\nTwo.\n",
        }
    )
    report = run_import(folder, system="hugo")
    assert facts().keys() == {"c/x.md"}
    [(path, reason)] = report.failures
    assert path.endswith("content/b/x.md")
    assert "its address c/x.md is that of" in reason


def test_an_undo_takes_articles_and_redirects_away(site, run_import):
    run_import(site(HUGO), system="hugo")
    undo_import(ImportRun.objects.get())
    assert not Article.objects.exists()
    assert not Redirect.objects.exists()


def test_an_old_address_that_leads_elsewhere_stays_and_is_told(site, run_import):
    Redirect.objects.create(old_path="/old/light/", external_url="https://example.org/")
    report = run_import(site(HUGO), system="hugo")
    assert Redirect.objects.get(old_path="/old/light/").external_url
    assert [path for path, _ in report.notes] == ["/old/light/"]


def run_command(*paths, **options):
    out = io.StringIO()
    call_command("import_articles", *map(str, paths), stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_a_dry_run_shows_what_is_read_from_where_and_writes_nothing(site):
    text = run_command(site(HUGO), system="hugo", dry_run=True, workers=1)
    assert not Article.objects.exists()
    assert "content/post/my_post.md:\n" in text
    lines = [" ".join(line.split()) for line in text.split("\n")]
    for line in (
        "address physics/my-post (the file's name)",
        "subject Physics (categories)",
        "title What is light? (title)",
        "description About light. (description)",
        "keywords optics, waves (tags)",
        "redirects /old/light/, /old/light, /older/light.html (aliases)",
        "kept, not used layout",
        "status draft",
    ):
        assert line in lines


def test_a_dry_run_shows_ten_files(site):
    files = {f"content/post/p{n}.md": f"---\ntitle: T{n}\n---\nText {n}.\n" for n in range(15)}
    text = run_command(site(files), system="hugo", dry_run=True, workers=1)
    assert text.count("\n  address") == 10


def test_a_system_that_is_not_known_is_refused(site):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("import_articles", str(site(HUGO)), "--from", "wordpress")


def test_without_a_system_such_a_file_lies_where_its_path_says(site, run_import):
    report = run_import(site({"physics/a.md": HUGO["content/post/bundle/index.md"]}))
    assert report.failures == []
    assert facts()["physics/a.md"][:2] == ("draft", "A bundle")
    assert not Redirect.objects.exists()


def test_findings_stand_at_the_article(site, run_import):
    run_import(site(HUGO), system="hugo")
    finding = Finding.objects.get(kind="foreign-markup")
    assert (finding.path, finding.line, finding.detail) == (
        "physics/my-post.md",
        1,
        '{{< em "fast" >}}',
    )


def test_the_export_of_an_edit_comes_in_as_it_is(site, run_import, tmp_path):
    run_import(site(HUGO), system="hugo")
    for article in Article.objects.all():
        edit(article, answer=f"{article.answer}\n\nMore.")
    report = Export(str(tmp_path / "out")).run()
    assert report.failures == []
    again = run_import(tmp_path / "out")
    assert again.counts["unchanged"] == 2


@pytest.mark.parametrize(("system", "files"), SITES)
def test_a_whole_site_again_withdraws_nothing(site, run_import, system, files):
    folder = site(files)
    run_import(folder, system=system)
    Article.objects.filter(published_on=None).update(published_on="2024-12-07")
    Article.objects.update(status=Status.PUBLISHED)
    report = run_import(folder, system=system, is_complete=True, prune=True)
    assert report.missing == []
