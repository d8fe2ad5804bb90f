"""Reader of a file's related questions: distinct links in the file's order.

Links are identified by `url` (docs/corpus.md, "Related questions"): the `id` given there differs
from the target's own in 2,970 cases, the title in 85. Only the database shows whether a target
exists.
"""

from collections.abc import Sequence

from articles.core.article_content import RelatedLink
from articles.core.source.article_paths import Location, article_path, parse_article_path
from articles.core.source.front_matter import Value
from articles.core.text.problem_kinds import Problem


def read_related(
    entries: Sequence[tuple[str, Value]], own: Location
) -> tuple[tuple[RelatedLink, ...], list[Problem]]:
    """The links of the fields `related_article1`… (name, value), and what is wrong with them.

    Of repeated links the first stays (8,008 of 103,133 repeat an earlier one); a link to the
    article itself, or without a usable address, is left out.
    """
    links: dict[str, RelatedLink] = {}
    problems: list[Problem] = []
    for field, value in entries:
        if not value:
            continue
        url = value.get("url") if isinstance(value, dict) else value
        location = parse_article_path(url) if isinstance(url, str) else None
        if location is None:
            problems.append(Problem("related-damaged", field, None, repr(value)[:200]))
        elif location == own:
            problems.append(Problem("related-self", field, None, url[:200]))
        elif (path := article_path(*location)) in links:
            problems.append(Problem("related-repeated", field, None, url[:200]))
        else:
            title = value.get("title") if isinstance(value, dict) else None
            links[path] = RelatedLink(path, title if isinstance(title, str) else "")
    return tuple(links.values()), problems
