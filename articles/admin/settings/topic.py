"""ModelAdmin of topics: an editor names, merges, pins, hides and adds them."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count, ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles.admin.base.in_subjects import InSubjectsMixin, OwnSubjectsFilter
from articles.admin.base.lookup_guards import FilterLookupsMixin
from articles.admin.base.refused_save import RefusedSaveMixin
from articles.admin.base.retry import RetryingMixin
from articles.core.topics import phrase_of
from articles.models import Subject, Topic
from articles.publishing import merge_topics, save_topic
from articles.rights import within


class TopicForm(forms.ModelForm):
    """A topic, and, once it is there, the one that it shall be merged into."""

    merge_into = forms.ModelChoiceField(
        queryset=Topic.objects.none(),
        required=False,
        help_text="The other topic gets its questions, and its address leads there.",
    )

    class Meta:
        model = Topic
        fields = ("subject", "name", "introduction", "is_pinned", "is_hidden")
        help_texts = {"name": "Another name gives another address; the old one leads there."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "merge_into" in self.fields:
            others = Topic.objects.filter(subject=self.instance.subject_id)
            self.fields["merge_into"].queryset = (
                others.exclude(pk=self.instance.pk).defer("centre", "phrases").order_by("name")
            )

    def clean_name(self) -> str:
        """Refuse what names nothing: no article could be found by it."""
        name = " ".join(self.cleaned_data["name"].split())
        if not phrase_of(name):
            raise ValidationError("Write a word.")
        return name

    def clean(self) -> dict[str, Any]:
        """Two topics of one name in a subject are one: they are merged, not made."""
        data = super().clean()
        subject = data.get("subject") or self.instance.subject_id
        if subject and data.get("name") and not data.get("merge_into"):
            same = Topic.objects.filter(subject=subject, name__iexact=data["name"])
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("name", "The subject has a topic of this name. Merge the two.")
        return data


class TopicAdmin(
    InSubjectsMixin, RefusedSaveMixin, RetryingMixin, FilterLookupsMixin, admin.ModelAdmin
):
    form = TopicForm
    subject_path = "subject"
    list_display = (
        *("name", "subject", "question_count"),
        *("is_pinned", "is_hidden", "is_dropped"),
    )
    list_filter = (("subject", OwnSubjectsFilter), "is_hidden", "is_pinned")
    list_select_related = ("subject",)
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("name", "slug")
    ordering = ("name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request).defer("centre", "phrases")
        return found.annotate(question_total=Count("article_topics"))

    def get_fieldsets(self, request: HttpRequest, obj: Topic | None = None) -> list:
        own = ("subject", "name", "introduction", "is_pinned", "is_hidden")
        fieldsets = [(None, {"fields": own})]
        if obj and self.has_change_permission(request, obj):
            fieldsets.append(("Merge", {"fields": ("merge_into",)}))
        return fieldsets

    def get_readonly_fields(
        self, request: HttpRequest, obj: Topic | None = None
    ) -> tuple[str, ...]:
        """A topic stays in its subject."""
        return ("subject",) if obj else ()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField:
        """A new topic is of one of the user's subjects."""
        if db_field.name == "subject":
            kwargs["queryset"] = within(request.user, Subject.objects.all(), "pk")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Topic | None = None) -> bool:
        """A deleted topic would be found again by its phrase: it is hidden, or merged."""
        return False

    def view_on_site(self, topic: Topic) -> str:
        return topic.get_absolute_url()

    @admin.display(description="questions", ordering="question_total")
    def question_count(self, topic: Topic) -> str:
        return f"{topic.question_total:,}"

    def save_model(self, request: HttpRequest, obj: Topic, form: Any, change: bool) -> None:
        into = form.cleaned_data.get("merge_into")
        if into:
            merge_topics(Topic.objects.get(pk=obj.pk), into)
        else:
            save_topic(obj)

    def response_add(
        self, request: HttpRequest, obj: Topic, post_url_continue: str | None = None
    ) -> HttpResponse:
        text = f"Its questions are put under “{obj.name}” with the next import or fill_topics."
        self.message_user(request, text, messages.INFO)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Topic) -> HttpResponse:
        """A topic that was merged has no page any more."""
        rest = Topic.objects.filter(pk=obj.pk)
        if rest.exists():
            return super().response_change(request, obj)
        text = f"“{obj.name}” is merged; its address leads to the other topic."
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_topic_changelist"))
