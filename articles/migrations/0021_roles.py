import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Who may do one of these today changes what readers see by it.
PUBLISHING = [
    f'{action}_{model}' for action in ('add', 'change', 'delete') for model in ('article', 'redirect')
]
# The library of images asked for the rights of articles until now.
WRITING = ['add_article', 'change_article']
NEW = (
    ('article', 'publish_article', 'Can publish articles and change public ones', {'codename__in': PUBLISHING}),
    ('image', 'view_image', 'Can view image', {'codename__in': ['view_article', *WRITING]}),
    ('image', 'add_image', 'Can add image', {'codename__in': WRITING}),
    ('image', 'change_image', 'Can change image', {'codename': 'change_article'}),
    ('image', 'delete_image', 'Can delete image', {'codename': 'change_article'}),
    ('article', 'every_subject', 'Can work in every subject, not only in those of the account', {}),
)


def keep_rights(apps, schema_editor):
    """Give whoever has rights the new ones, so that everybody may do tomorrow what he may today.
    Permissions are made after the migrations: these are needed before."""
    Permission = apps.get_model('auth', 'Permission')
    ContentType = apps.get_model('contenttypes', 'ContentType')
    holders = (
        (apps.get_model('auth', 'Group'), 'permissions'),
        (apps.get_model(settings.AUTH_USER_MODEL), 'user_permissions'),
    )
    for model_name, codename, name, held in NEW:
        held = list(Permission.objects.filter(content_type__app_label='articles', **held))
        for model, field in holders:
            for holder in model.objects.filter(**{f'{field}__in': held}).distinct():
                kind, _ = ContentType.objects.get_or_create(
                    app_label='articles', model=model_name
                )
                permission, _ = Permission.objects.get_or_create(
                    content_type=kind, codename=codename, defaults={'name': name}
                )
                getattr(holder, field).add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0020_review'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='article',
            options={'permissions': [('publish_article', 'Can publish articles and change public ones'), ('every_subject', 'Can work in every subject, not only in those of the account')]},
        ),
        migrations.AlterModelOptions(
            name='image',
            options={'ordering': ('-pk',)},
        ),
        migrations.AddField(
            model_name='subject',
            name='editors',
            field=models.ManyToManyField(blank=True, help_text='Whose work it is, of those who may not work in every subject.', related_name='subjects', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scheduledchange',
            name='draft_saved_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='RoleGroup',
            fields=[
                ('role', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('given', models.JSONField(default=list)),
                ('group', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, to='auth.group')),
            ],
        ),
        migrations.RunPython(keep_rights, migrations.RunPython.noop),
    ]
