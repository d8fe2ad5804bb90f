"""Editors between the deliveries: every change goes through the desk's own forms, and is told to
the oracle."""

import random
from collections import Counter
from dataclasses import dataclass, replace

from django.test import Client
from django.urls import reverse

from articles.core.article_content import DATES, ArticleContent, RelatedLink
from articles.models import Article
from tests.admin.page_forms import form_data
from tests.corpus.replay_oracle import OTHER_FIELDS, Oracle

# Nine changes in ten are of one article's content; the rest is what becomes of it.
RELATED = ["retitle", "reorder", "remove", "add"]
KINDS = [
    *("answer",) * 5,
    *RELATED * 2,
    *OTHER_FIELDS,
    *("move", "withdraw", "delete"),
]


@dataclass
class OpenForm:
    """A form that was opened before a delivery, and what the editor had before the eyes."""

    path: str
    data: dict[str, str]
    opened: ArticleContent


class Editors:
    """`client` is logged in as an editor; `did` counts what was done, by kind."""

    def __init__(self, client: Client, oracle: Oracle, seed: int) -> None:
        self.client = client
        self.oracle = oracle
        self.random = random.Random(seed)
        self.keys: dict[str, int] = {}
        self.forms: list[OpenForm] = []
        self.did: Counter[str] = Counter()

    def learn(self) -> None:
        """Know the articles by the files that made them."""
        rows = Article.objects.filter(source_files__isnull=False)
        self.keys |= rows.values_list("source_files__path", "pk")

    def see(self, path: str) -> None:
        """Let the oracle see what nothing determines."""
        if isinstance(self.oracle.states[path].live.related, frozenset):
            self.oracle.see(path, Article.objects.get(pk=self.keys[path]).content())

    def work(self, changing: list[str], corrected: list[str], count: int) -> None:
        """Change articles: of four one that any, one that a later delivery changes, and two whose
        answer a later delivery leaves alone and whose related questions or marks it changes."""
        pools = [sorted(self.keys), changing, corrected, corrected]
        for number in range(count):
            pool = pools[number % 4] or pools[0]
            kinds = KINDS if number % 4 < 3 else RELATED
            self.change(self.random.choice(pool), self.random.choice(kinds))

    def open_forms(self, paths: list[str], count: int) -> None:
        """Open forms and leave them: they are saved after the delivery."""
        live = [path for path in paths if self.oracle.states[path].status == "published"]
        for path in self.random.sample(live, min(count, len(live))):
            self.forms.append(OpenForm(path, self._form(path), self.oracle.states[path].live))

    def save_forms(self) -> None:
        """Save what was left open, with one change each."""
        for form in self.forms:
            if self.oracle.states[form.path].status == "published":
                kind = self.random.choice(["answer", "retitle", "author", "seo_keywords", "add"])
                self._save(form.path, form.data, kind, opened=form.opened)
                self.did["stale form"] += 1
        self.forms.clear()

    def bring_back(self, chance: float = 1.0) -> None:
        """Publish again what was withdrawn, and restore what was deleted."""
        for path, state in self.oracle.states.items():
            if state.status == "published" or self.random.random() > chance:
                continue
            if state.status == "withdrawn":
                self._post(path, self._form(path) | {"status": "published"})
            else:
                url = reverse("admin:articles_article_undelete", args=[self.keys[path]])
                assert self.client.post(url).status_code == 302
            self.did[f"{state.status}, and back"] += 1
            self.oracle.come_back(path, "published")
            self.see(path)

    def change(self, path: str, kind: str) -> None:
        state = self.oracle.states[path]
        if state.status != "published":
            return
        if kind == "withdraw":
            self._post(path, self._form(path) | {"status": "withdrawn", "takes_away": "on"})
            state.status = "withdrawn"
        elif kind == "delete":
            url = reverse("admin:articles_article_delete", args=[self.keys[path]])
            assert self.client.post(url, {"post": "yes"}).status_code == 302
            state.status = "deleted"
        elif kind == "move":
            data = self._form(path)
            self._post(
                path, data | {"slug": f"{data['slug'][:100]}-{self.random.randrange(10**9)}"}
            )
        else:
            self._save(path, self._form(path), kind, opened=state.live)
        self.did[kind] += 1

    def _form(self, path: str) -> dict[str, str]:
        response = self.client.get(self._url(path))
        assert response.status_code == 200, path
        return form_data(response.content.decode())

    def _url(self, path: str) -> str:
        return reverse("admin:articles_article_change", args=[self.keys[path]])

    def _post(self, path: str, data: dict[str, str]) -> bool:
        """Send a form; return whether it was saved (else the editor is shown a collision)."""
        response = self.client.post(self._url(path), data)
        if response.status_code == 302:
            return True
        assert "Somebody else saved this article" in response.content.decode(), path
        return False

    def _save(self, path: str, data: dict[str, str], kind: str, *, opened: ArticleContent) -> None:
        """Change one thing in a form and send it; the oracle merges it with what is live by now."""
        mine, sent = self._changed(opened, data, kind)
        state = self.oracle.states[path]
        merged, collisions = self.oracle.merge(opened, state.live, mine)
        saved = self._post(path, data | sent)
        assert saved == (not collisions), (path, kind, collisions)
        if saved:
            state.live = merged
            self.see(path)
            self.oracle.settle(state)
        else:
            self.did["asked about another's save"] += 1

    def _changed(
        self, opened: ArticleContent, data: dict[str, str], kind: str
    ) -> tuple[ArticleContent, dict[str, str]]:
        """What the editor wishes, and what the browser sends for it."""
        mark = f"mark {self.random.randrange(10**9)}"
        if kind == "answer":
            answer = self._changed_answer(opened.answer, mark)
            return replace(opened, answer=answer), {"answer": answer.replace("\n", "\r\n")}
        if kind in RELATED:
            return self._changed_related(opened, data, kind, mark)
        value, text = self._value(opened, kind, mark)
        sent = {kind: text}
        if kind == "reviewed_on" and not opened.reviewed_by:
            # Refused without its reviewer.
            sent["reviewed_by"] = mark
            return replace(opened, reviewed_on=value, reviewed_by=mark), sent
        if kind in {"title", "article_title", "question"} and "separate_texts" not in data:
            if kind == "title":
                names = ("title", "article_title", "question")
                return replace(opened, **dict.fromkeys(names, value)), sent
            sent["separate_texts"] = "on"
        return replace(opened, **{kind: value}), sent

    def _changed_answer(self, answer: str, mark: str) -> str:
        lines = answer.split("\n")
        place = self.random.randrange(len(lines))
        if self.random.random() < 0.5:
            lines[place] += f" {mark}."
        else:
            lines[place:place] = [mark, ""]
        return "\n".join(lines)

    def _value(self, opened: ArticleContent, name: str, mark: str) -> tuple[object, str]:
        if name in DATES:
            day = getattr(opened, name) or opened.published_on
            day = day.replace(year=day.year - 1, day=1)
            return day, day.isoformat()
        if name == "score":
            number = round(self.random.random(), 6)
            return number, str(number)
        if name == "no_index":
            return not opened.no_index, "" if opened.no_index else "on"
        if name == "sources":
            mark = f"https://example.org/{mark.partition(' ')[2]}"
        return mark[:50], mark[:50]

    def _changed_related(
        self, opened: ArticleContent, data: dict[str, str], kind: str, mark: str
    ) -> tuple[ArticleContent, dict[str, str]]:
        rows = list(opened.related)
        if kind == "add" or not rows or (kind == "reorder" and len(rows) < 2):
            link = RelatedLink(f"/learn/picked/questions/q-{self.random.randrange(10**9)}", mark)
            new = int(data["related-INITIAL_FORMS"])
            sent = {f"related-{new}-path": link.path, f"related-{new}-title": link.title}
            return replace(opened, related=(*rows, link)), sent
        place = self.random.randrange(len(rows))
        if kind == "retitle":
            rows[place] = RelatedLink(rows[place].path, mark)
            sent = {f"related-{place}-title": mark}
        elif kind == "remove":
            del rows[place]
            sent = {f"related-{place}-DELETE": "on"}
        else:
            rows.reverse()
            count = len(rows)
            sent = {f"related-{number}-order": str(count - number) for number in range(count)}
        return replace(opened, related=tuple(rows)), sent
