"""Bulk runs over notes, searches, unknown addresses and redirects; words for a chosen canonical."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0039_desk_lists'),
    ]

    operations = [
        migrations.AlterField(
            model_name='bulkrun',
            name='action',
            field=models.CharField(choices=[('publish', 'Published'), ('unpublish', 'Made drafts'), ('withdraw', 'Withdrawn'), ('delete', 'Deleted'), ('dismiss', 'Findings dismissed'), ('reopen', 'Findings reopened'), ('handle', 'Notes marked as handled'), ('unread', 'Notes marked as unread'), ('settle', 'Searches marked as dealt with'), ('unsettle', 'Searches marked as open'), ('ignore', 'Unknown addresses ignored'), ('remove', 'Redirects deleted')], max_length=10),
        ),
        migrations.AlterField(
            model_name='article',
            name='index_status',
            field=models.CharField(choices=[('indexable', 'In search engines'), ('duplicate', 'Another article is its canonical, and the one indexed'), ('no_index', 'Kept out by its “no index” mark'), ('hidden_subject', 'Kept out because its subject is hidden'), ('draft', 'Not published yet'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=20),
        ),
    ]
