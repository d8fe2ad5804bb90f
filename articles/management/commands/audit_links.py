"""manage.py audit_links: what is wrong with the library's addresses, and its mend in bulk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.auditing.address_report import address_report, unused_redirects
from articles.auditing.link_audit import audit_links
from articles.auditing.link_mends import Mend, apply_mend, plan_mend
from articles.auditing.text_links import audit_text_links
from articles.management.progress import Progress
from articles.models import Article
from articles.publishing import remove_redirects

_UNUSED = "unused"
_REMOVED_AT_ONCE = 500


class Command(BaseCommand):
    help = (
        "Brings the findings about links up to date and says what is wrong with the library's"
        " addresses. With --mend it prints what would be changed, and changes it with --apply."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mend",
            choices=[*Mend, _UNUSED],
            help="follow: links to old addresses lead to the pages; unlink: links to pages that are"
            " away become their words; canonical: related questions lead to the page that search"
            " engines get; unused: redirects that nobody has followed for a year",
        )
        parser.add_argument("--apply", action="store_true", help="change it; with --mend")
        parser.add_argument(
            "--depth",
            action="store_true",
            help="read every list of the site, and say how many clicks away articles are",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["apply"] and not options["mend"]:
            raise CommandError("--apply needs --mend: name what is to be changed.")
        audit_links()
        audit_text_links()
        if options["mend"] == _UNUSED:
            self._remove_unused(is_applied=options["apply"])
        elif options["mend"]:
            self._mend(Mend(options["mend"]), is_applied=options["apply"])
        else:
            for section in address_report():
                named = " or ".join(f"--mend {mend}" for mend in section.mends)
                mend = f" ({named})" if named and section.count else ""
                self.stdout.write(f"{section.count:>9,}  {section.title}{mend}")
        if options["depth"]:
            self._say_depth()

    def _mend(self, mend: Mend, *, is_applied: bool) -> None:
        changed, skipped = 0, []
        for planned in plan_mend(mend, Article.objects.all()):
            self.stdout.write(planned.article.get_absolute_url())
            for line in planned.diff():
                self.stdout.write(f"  {line}")
            if is_applied:
                mended = apply_mend(mend, [planned])
                changed += mended.changed
                skipped += mended.skipped
            else:
                changed += 1
        words = "changed" if is_applied else "would be changed; --apply changes them"
        self.stdout.write(f"{changed:,} articles {words}.")
        for address in skipped:
            self.stderr.write(f"{address}: somebody changed it meanwhile")

    def _remove_unused(self, *, is_applied: bool) -> None:
        rows = list(unused_redirects().only("pk", "old_path", "last_used_on"))
        for redirect in rows:
            last = f"last on {redirect.last_used_on}" if redirect.last_used_on else "never"
            self.stdout.write(f"{redirect.old_path}  ({last})")
        if is_applied:
            for start in range(0, len(rows), _REMOVED_AT_ONCE):
                remove_redirects(rows[start : start + _REMOVED_AT_ONCE])
        if rows and not is_applied:
            self.stdout.write(
                "What a web server or a bucket redirects by itself (publish_static) is not noted."
            )
        words = "removed" if is_applied else "would be removed; --apply removes them"
        self.stdout.write(f"{len(rows):,} redirects {words}.")

    def _say_depth(self) -> None:
        # Only here: the rest needs no pages.
        from articles.static_site.click_depth import click_depth  # noqa: PLC0415

        progress = Progress(self.stderr, unit="lists")
        try:
            depth = click_depth(progress.update)
        finally:
            progress.close()
        for clicks, number in depth.clicks.items():
            self.stdout.write(f"{number:>9,}  articles {clicks} clicks from the home page")
        self.stdout.write(f"{len(depth.unreached):>9,}  articles that no list leads to")
        for path in depth.unreached[:20]:
            self.stdout.write(f"  {path}")
