import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_PERSON = {
    'null': True,
    'on_delete': django.db.models.deletion.SET_NULL,
    'related_name': '+',
    'to': settings.AUTH_USER_MODEL,
}


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0019_images'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='EditorialNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article_key', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('sent', 'sent it for review'), ('returned', 'sent it back'), ('published', 'published it'), ('taken-back', 'took it back'), ('comment', 'commented'), ('answer', 'answered')], max_length=10)),
                ('text', models.TextField(blank=True, max_length=5000)),
                ('written_at', models.DateTimeField()),
                ('is_open', models.BooleanField(default=False)),
                ('closed_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(**_PERSON)),
                ('addressee', models.ForeignKey(**_PERSON)),
                ('closed_by', models.ForeignKey(**_PERSON)),
                ('answers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.editorialnote')),
            ],
            options={
                'permissions': [('review_article', 'Can review articles that are sent for review')],
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['article_key', 'id'], name='editorial_note_of_article'),
                    models.Index(condition=models.Q(('is_open', True)), fields=['kind', 'id'], name='editorial_note_open'),
                ],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('is_open', True), ('kind__in', ['sent', 'returned'])), fields=('article_key',), name='editorial_note_one_turn'),
                ],
            },
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='shows_reviews',
            field=models.BooleanField(default=True, help_text='“Reviewed by … on …” on its page, and for search engines (reviewedBy, lastReviewed). Nothing of an article that names no reviewer.', verbose_name='say who has reviewed an article'),
        ),
        migrations.AddField(
            model_name='subject',
            name='disclaimer',
            field=models.TextField(blank=True, help_text='Below the answer of each of its articles, as plain text: what a reader of health or law should know. Empty: none.', max_length=1000),
        ),
        migrations.AddField(
            model_name='subject',
            name='disclaimer_changed_at',
            field=models.DateTimeField(editable=False, help_text="When its articles' pages last showed another one.", null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='reviewed_by',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='article',
            name='reviewed_on',
            field=models.DateField(blank=True, null=True, verbose_name='reviewed on'),
        ),
        migrations.AddField(
            model_name='article',
            name='review_again_by',
            field=models.DateField(blank=True, null=True, verbose_name='review again by'),
        ),
        # The answer stands behind the other columns, so that lists read those without the pages of
        # a long text: SQLite makes the table anew in this order, now and whenever another migration
        # does. (PostgreSQL keeps long texts apart, and changes nothing here.)
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
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('review_again_by__isnull', False)), fields=['review_again_by', 'id'], name='article_review_due'),
        ),
    ]
