"""Findings that ask for another question: what questions are compared by, and the desk's list; and
the order of the articles within a topic."""

import django.db.models.deletion
from django.db import migrations, models

from articles.core.text.question_key import question_digest

_ARTICLES_A_TURN = 500


def compare_questions(apps, schema_editor):
    """Give every article the digest of its question, by its title."""
    Article = apps.get_model("articles", "Article")
    last = 0
    rows = Article.objects.order_by("pk").only("title")
    while articles := list(rows.filter(pk__gt=last)[:_ARTICLES_A_TURN]):
        for article in articles:
            article.question_digest = question_digest(article.title)
        Article.objects.bulk_update(articles, ["question_digest"])
        last = articles[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0026_plain_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Commission',
            fields=[
            ],
            options={
                'verbose_name': 'question to commission',
                'verbose_name_plural': 'commissioning',
                'ordering': ('-pk',),
                'proxy': True,
                'default_permissions': (),
                'indexes': [],
                'constraints': [],
            },
            bases=('articles.finding',),
        ),
        migrations.AddField(
            model_name='article',
            name='question_digest',
            field=models.CharField(blank=True, default='', editable=False, max_length=32),
        ),
        # The answer stands behind the other columns (0020), which is where a new one goes.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='article', name='answer'),
                migrations.AddField(model_name='article', name='answer', field=models.TextField()),
            ],
        ),
        migrations.AlterField(
            model_name='article',
            name='answer',
            field=models.TextField(max_length=200000),
        ),
        migrations.RunPython(compare_questions, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['question_digest', 'index_status'], name='article_question'),
        ),
        migrations.AddIndex(
            model_name='articletopic',
            index=models.Index(fields=['topic', 'article'], name='topic_articles_in_order'),
        ),
        migrations.AlterField(
            model_name='articletopic',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='article_topics', to='articles.topic'),
        ),
    ]
