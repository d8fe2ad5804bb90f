"""Runs that change articles by an order, planned before they begin."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0040_marks_in_bulk_runs'),
    ]

    operations = [
        migrations.AddField(
            model_name='bulkitem',
            name='plan',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='order',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='bulkrun',
            name='task',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bulk_runs', to='articles.taskrun'),
        ),
        migrations.AlterField(
            model_name='bulkitem',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waits'), ('done', 'Done'), ('skipped', 'Skipped'), ('undone', 'Undone'), ('kept', 'Could not be undone'), ('chosen', 'Not planned yet'), ('same', 'Nothing to change')], default='waiting', max_length=10),
        ),
        migrations.AlterField(
            model_name='bulkrun',
            name='action',
            field=models.CharField(choices=[('publish', 'Published'), ('unpublish', 'Made drafts'), ('withdraw', 'Withdrawn'), ('delete', 'Deleted'), ('dismiss', 'Findings dismissed'), ('reopen', 'Findings reopened'), ('handle', 'Notes marked as handled'), ('unread', 'Notes marked as unread'), ('settle', 'Searches marked as dealt with'), ('unsettle', 'Searches marked as open'), ('ignore', 'Unknown addresses ignored'), ('remove', 'Redirects deleted'), ('change', 'Changed')], max_length=10),
        ),
        migrations.AlterField(
            model_name='bulkrun',
            name='state',
            field=models.CharField(choices=[('choosing', 'Waits to be told what to do'), ('planning', 'Being planned'), ('planned', 'Planned'), ('running', 'At work'), ('stopped', 'Stopped'), ('finished', 'Finished'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='running', max_length=10),
        ),
    ]
