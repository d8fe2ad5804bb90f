"""fill_pages FILE: make the pages of a file of articles (JSON)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from library_site.models import ArticlePage, LibraryHome, RelatedArticle, SubjectPage


class Command(BaseCommand):
    help = "Makes the pages of a file of articles."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    @disable_reference_index_auto_update()
    @transaction.atomic
    def handle(self, *, file: Path, **options: Any) -> None:
        entries = json.loads(file.read_text())
        root = Page.get_first_root_node()
        home = root.add_child(instance=LibraryHome(title="QuickTakes", slug="library"))
        Site.objects.update(root_page=home)
        subjects, articles = {}, {}
        for entry in entries:
            slug = entry["subject"]
            if slug not in subjects:
                page = SubjectPage(title=entry["subject_name"], slug=slug)
                subjects[slug] = home.add_child(instance=page)
            articles[entry["id"]] = subjects[slug].add_child(
                instance=ArticlePage(
                    title=entry["title"],
                    slug=entry["slug"],
                    search_description=entry["description"],
                    published_on=entry["published_on"],
                    body=entry["html"],
                )
            )
        RelatedArticle.objects.bulk_create(
            RelatedArticle(page=articles[entry["id"]], target=articles[key], sort_order=position)
            for entry in entries
            for position, key in enumerate(entry["related"])
        )
