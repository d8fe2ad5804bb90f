from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0023_topics'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='short_answer',
            field=models.TextField(blank=True, verbose_name='short answer'),
        ),
        # The answer stays the last column (0020_review): SQLite makes the table anew in this order.
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
            model_name='rendering',
            name='short_answer',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='rendering',
            name='short_answer_html',
            field=models.TextField(blank=True, help_text='Empty where the answer itself shows it, or where there is none.'),
        ),
        # Plain text and HTML stay behind what lists read, for the same reason.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name='rendering', name='plain_text'),
                migrations.RemoveField(model_name='rendering', name='html'),
                migrations.AddField(model_name='rendering', name='plain_text', field=models.TextField(blank=True)),
                migrations.AddField(model_name='rendering', name='html', field=models.TextField(max_length=1)),
            ],
        ),
        migrations.AlterField(
            model_name='rendering',
            name='html',
            field=models.TextField(blank=True),
        ),
    ]
