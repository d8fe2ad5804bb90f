"""Which operation sets off which effect: a row an operation, a column an effect, `x` where the
effect writes. An operation or an effect without its cells fails, and so does a wrong cell."""

import inspect
import re

import pytest
from django.db import connection

from articles import publishing
from articles.publishing.effects import EFFECTS, effect_order, run_end
from tests.publishing.effects import scenarios

pytestmark = pytest.mark.django_db

TABLE = """
                         renderings  search documents  findings  image uses  agreed conflicts  redirects  links  canonicals  repeated questions  mended findings  relating queue  duplicates queue  IndexNow outbox  change log  page stamps
create                   x           x                 x         x           .                 x          x      x           x                   .                x               x                 x                x           x
revise                   x           x                 x         x           x                 .          .      x           x                   .                x               x                 x                x           x
restore                  x           x                 x         .           .                 .          .      x           x                   .                x               x                 x                x           x
revert                   x           x                 x         .           .                 .          .      x           x                   .                x               x                 x                x           x
publish                  .           .                 .         .           .                 x          .      x           x                   .                x               x                 x                x           x
unpublish                .           .                 .         .           .                 .          .      x           x                   .                x               x                 x                x           x
withdraw                 .           .                 .         .           .                 .          .      x           x                   .                x               x                 x                x           x
move                     .           .                 .         .           .                 x          x      .           x                   .                .               .                 x                x           x
delete                   .           .                 .         .           .                 x          .      .           x                   .                x               x                 x                x           x
erase                    .           .                 .         .           .                 .          .      .           x                   .                x               x                 x                x           x
undelete                 x           x                 x         x           .                 x          x      x           x                   .                x               x                 x                x           x
absorb                   .           .                 .         .           .                 x          .      x           x                   .                x               x                 x                x           x
absorb_duplicate         x           .                 .         .           .                 x          x      x           x                   .                x               x                 x                x           x
choose_canonical         .           .                 .         .           .                 .          .      x           x                   .                x               x                 x                x           x
release_canonical        .           .                 .         .           .                 .          .      x           x                   .                x               x                 x                x           x
undo_absorption          x           .                 .         .           .                 x          .      x           x                   .                x               x                 x                x           x
decide                   x           x                 x         x           .                 .          .      x           x                   .                x               x                 x                x           x
let_in_elsewhere         x           x                 x         x           .                 x          x      x           x                   .                x               x                 x                x           x
make_room                x           x                 x         x           .                 x          x      x           x                   .                x               x                 x                x           x
open_conflicts           .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           .
close_settled            .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           .
save_redirect            .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                x           x
remove_redirects         .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                x           x
restore_redirects        .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                x           x
redirect_address         .           .                 .         .           .                 x          .      .           .                   .                .               .                 .                x           x
redirect_moved           .           .                 .         .           .                 x          .      x           x                   .                x               x                 x                x           x
save_subject             .           .                 .         .           .                 .          .      x           x                   .                x               x                 x                x           x
delete_subjects          .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                .           x
save_topic               .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                x           x
merge_topics             .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                x           x
add_topics               .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           x
describe_topic           .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           .
set_belonging            .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                x           x
drop_topics              .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                x           x
save_person              .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                .           x
create_page              .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                x           x
save_page                .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                x           x
restore_page             .           .                 .         .           .                 .          .      .           .                   .                .               .                 x                .           x
delete_page              .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           .
save_site_settings       .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           x
rerender                 x           x                 x         x           .                 .          .      .           .                   .                .               .                 .                .           x
rerender_introductions   .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           x
rerender_biographies     .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           x
rerender_pages           .           .                 .         .           .                 .          .      .           .                   .                .               .                 .                .           x
create_articles          x           x                 x         x           .                 .          x      x           x                   .                x               x                 x                x           x
overwrite_articles       x           x                 x         x           .                 .          x      x           x                   .                x               x                 x                x           x
"""  # noqa: E501 - a table

HEADING, *LINES = TABLE.strip("\n").split("\n")
COLUMNS = re.split(r"\s{2,}", HEADING.strip())
ROWS = {
    line.split()[0]: {
        name for name, cell in zip(COLUMNS, line.split()[1:], strict=True) if cell == "x"
    }
    for line in LINES
}
WRITING_NOTHING = {
    *("find_targets", "outdated", "write_file"),
    *("rendered_page", "version_at", "version_of_article", "version_of_revision"),
}


NUMBERS = {"articles_change", "articles_pagestamp"}


class Wrote(set):
    """The names of the effects that have written, and the tables written in each transaction."""

    def __init__(self):
        self.transactions = [[]]
        self.depth = 0

    def clear(self):
        super().clear()
        self.transactions = [[]]

    def watch(self, execute, sql, params, many, context):
        """Note the table of a statement; a test's transactions are savepoints."""
        if sql.startswith("SAVEPOINT"):
            self.depth += 1
        elif sql.startswith("RELEASE"):
            self.depth -= 1
        if self.depth == 0 and self.transactions[-1]:
            self.transactions.append([])
        if match := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', sql):
            self.transactions[-1].append(match[1])
        return execute(sql, params, many, context)


@pytest.fixture
def wrote(monkeypatch, settings):
    settings.INDEXNOW_KEY = "key-of-this-site"
    names = Wrote()

    def watched(effect):
        def act(changes):
            def watch(execute, sql, params, many, context):
                found = execute(sql, params, many, context)
                # A change that meets no row is none; of an insert the count is not known yet.
                changes_rows = sql.startswith(("UPDATE", "DELETE")) and context["cursor"].rowcount
                if changes_rows or sql.startswith("INSERT"):
                    names.add(effect.name)
                return found

            with connection.execute_wrapper(watch):
                effect.act(changes)

        return effect._replace(act=act)

    monkeypatch.setattr(effect_order, "EFFECTS", tuple(map(watched, EFFECTS)))
    with connection.execute_wrapper(names.watch):
        yield names


def test_every_effect_has_its_column():
    assert [effect.name for effect in EFFECTS] == COLUMNS


def test_every_operation_has_its_row():
    functions = {
        name for name in publishing.__all__ if inspect.isfunction(getattr(publishing, name))
    }
    assert functions - WRITING_NOTHING == ROWS.keys()


def test_what_a_run_defers_is_done_at_its_end():
    assert [effect.name for effect in EFFECTS if effect.is_deferred] == list(run_end.DEFERRED)


@pytest.mark.parametrize("operation", ROWS)
def test_an_operation_sets_off_its_effects_and_no_others(
    operation, wrote, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        getattr(scenarios, operation)(wrote)
    assert wrote == ROWS[operation]


@pytest.mark.parametrize("operation", ROWS)
def test_nothing_is_written_behind_the_numbers(
    operation, wrote, django_capture_on_commit_callbacks
):
    """The lock that numbers changes is taken last: whoever holds it waits for no row."""
    with django_capture_on_commit_callbacks(execute=True):
        getattr(scenarios, operation)(wrote)
    for tables in wrote.transactions:
        first = next((place for place, table in enumerate(tables) if table in NUMBERS), None)
        if first is not None:
            assert set(tables[first:]) <= NUMBERS
