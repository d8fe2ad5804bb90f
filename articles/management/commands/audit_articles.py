"""manage.py audit_articles: update the findings on links, equal texts and equal questions, or check
one article."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.auditing.article_checks import check
from articles.auditing.link_audit import audit_links
from articles.auditing.repeated_questions import audit_repeated_questions
from articles.auditing.same_text_audit import SAME_TEXT, audit_same_text
from articles.auditing.text_links import audit_text_links
from articles.core.source.article_paths import parse_article_path, parse_source_path
from articles.core.text.problem_kinds import KINDS
from articles.models import Article
from articles.publishing.effects import REPEATED


class Command(BaseCommand):
    help = (
        "Brings the findings about links, equal texts and equal questions up to date, as every"
        " import does, the links in all answers among them. With an ADDRESS it prints what the"
        " desk shows of that article while it is written, and changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        text = "An article: /learn/physics/questions/what-is-light, or physics/what-is-light.md"
        parser.add_argument("address", nargs="?", help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["address"]:
            self._check(options["address"])
            return
        counts = {**audit_links(), **audit_text_links(), SAME_TEXT: audit_same_text()}
        counts[REPEATED] = audit_repeated_questions()
        for kind, count in counts.items():
            self.stdout.write(f"{count:,}  {KINDS[kind].label}")

    def _check(self, address: str) -> None:
        location = parse_article_path(address) or parse_source_path(address)
        article = location and (
            Article.objects.filter(subject__slug=location.subject_slug, slug=location.slug)
            .select_related("subject")
            .first()
        )
        if not article:
            raise CommandError(f"No article stands at {address}.")
        for one in check(article.content(), article=article):
            kind = KINDS[one.problem.kind]
            place = f", line {one.problem.line}" if one.problem.line else ""
            words = f": {one.problem.detail}" if one.problem.detail else ""
            self.stdout.write(f"{kind.severity}  {kind.label} ({one.problem.field}{place}){words}")
            self.stdout.write(f"    {kind.advice}")
