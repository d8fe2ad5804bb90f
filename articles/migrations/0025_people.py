import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from articles.database.statistics import refresh_statistics


def _count_anew(apps, editor):
    if apps.get_model('articles', 'Article').objects.exists():
        refresh_statistics()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0024_short_answers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(help_text='Part of the address of the page, /people/…; it is chosen once.', max_length=120, unique=True, validators=[django.core.validators.RegexValidator('^(?=-*[a-z0-9])[a-z0-9-]+\\Z', 'Lower-case letters, digits and hyphens.')])),
                ('name', models.CharField(help_text='As articles have it as author or reviewer.', max_length=200)),
                ('kind', models.CharField(choices=[('person', 'A person'), ('role', 'A role or a team')], default='person', max_length=10)),
                ('job_title', models.CharField(blank=True, help_text='Stands behind the name of a reviewer, where the article does not say more: cardiologist.', max_length=120)),
                ('biography', models.TextField(blank=True, help_text='What readers should know to trust them, in a few sentences. Markdown, as in answers.', max_length=20000)),
                ('biography_html', models.TextField(blank=True, editable=False)),
                ('links', models.JSONField(blank=True, default=list)),
                ('is_hidden', models.BooleanField(default=False, help_text='The page is gone (410), and articles have the name as plain text.', verbose_name='hidden')),
                ('changed_at', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='PersonName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('name',),
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='article',
            name='change_note',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='article',
            name='sources',
            field=models.TextField(blank=True, max_length=10000),
        ),
        # The answer stays the last column: see 0020_review.
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
        migrations.AddField(
            model_name='feedback',
            name='is_report',
            field=models.BooleanField(default=False, verbose_name='error report'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='policy_address',
            field=models.CharField(blank=True, help_text='Its address, such as /editorial-policy: below every answer, and for search engines (publishingPrinciples). Empty: nothing is said of one.', max_length=500, verbose_name='editorial policy'),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='is_helpful',
            field=models.BooleanField(null=True, verbose_name='helpful'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['author', 'index_status', '-published_on', '-id'], name='article_by_author'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('reviewed_by__gt', '')), fields=['reviewed_by', 'index_status', '-published_on', '-id'], name='article_by_reviewer'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('is_helpful__isnull', False), models.Q(('is_report', True), models.Q(('note', ''), _negated=True)), _connector='OR'), name='feedback_votes_or_reports'),
        ),
        migrations.AddField(
            model_name='person',
            name='image',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.image'),
        ),
        migrations.AddField(
            model_name='personname',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='names', to='articles.person'),
        ),
        # SQLite has made the table anew, and its statistics went with the old one: without them it
        # takes the wrong index for some pages (articles/database/statistics.py).
        migrations.RunPython(_count_anew, migrations.RunPython.noop),
    ]
