"""Pages of accounts and groups: Django's own, with the subjects in which somebody works, and with
an entry of the audit log for each change."""

from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin, site
from django.contrib.admin.widgets import FilteredSelectMultiple, RelatedFieldWidgetWrapper
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from articles.accounts import sessions
from articles.accounts.account_state import account_state, differences, group_state
from articles.accounts.audit_log import Kind
from articles.accounts.password_links import withdraw_link
from articles.admin.accounts.factor_reset import factor_reset_page
from articles.admin.accounts.link_pages import invitation_page, new_link_page
from articles.admin.accounts.rights_to_give import GivesOwnRights, may_manage, may_manage_group
from articles.admin.accounts.session_pages import sessions_page
from articles.admin.base.account_mail import tell_account
from articles.admin.base.audited import audit
from articles.admin.base.factor_first import confirm_first
from articles.admin.base.lookup_guards import is_beyond_keys
from articles.assigning import release_unfit
from articles.models import Subject

_ABOUT = (
    "For a subject editor: where they work; without a subject they see nothing. It counts only"
    " where neither a group nor the account has the right to work in every subject, as writers,"
    " editors and all above them have."
)


class SubjectsOfAccount(forms.ModelForm):
    """The form of an account, with a box for its subjects."""

    subjects = forms.ModelMultipleChoiceField(
        Subject.objects.all(),
        required=False,
        widget=FilteredSelectMultiple("subjects", is_stacked=False),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As the box of the groups: without the element around it the label would come last.
        box = self.fields["subjects"]
        box.widget = RelatedFieldWidgetWrapper(
            box.widget, Subject.editors.rel, site, can_add_related=False
        )
        if self.instance.pk:
            self.initial["subjects"] = list(self.instance.subjects.values_list("pk", flat=True))


class ConfirmedMixin:
    """For a ModelAdmin of what decides who may do what: whoever changes it has shown password or
    factor within the last 15 minutes."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        may = self.has_change_permission if object_id else self.has_add_permission
        way = may(request) and confirm_first(request)
        return way or super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        way = self.has_delete_permission(request) and confirm_first(request)
        return way or super().delete_view(request, object_id, extra_context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        is_action = request.method == "POST" and self.has_view_or_change_permission(request)
        way = is_action and confirm_first(request)
        return way or super().changelist_view(request, extra_context)


class AccountMixin(ConfirmedMixin):
    """For Django's ModelAdmin of accounts."""

    def get_form(
        self, request: HttpRequest, obj: AbstractBaseUser | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """An account is made with name and password alone, and gets its subjects afterwards."""
        if obj is not None and self.has_change_permission(request, obj):
            bases = (SubjectsOfAccount, GivesOwnRights, self.form)
            kwargs["form"] = type("AccountForm", bases, {"actor": request.user})
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: AbstractBaseUser | None = None) -> list:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None:
            return fieldsets
        subjects = ("Subjects", {"fields": ("subjects",), "description": _ABOUT})
        return [*fieldsets[:-1], subjects, *fieldsets[-1:]]

    def get_readonly_fields(
        self, request: HttpRequest, obj: AbstractBaseUser | None = None
    ) -> tuple[Any, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        if not request.user.is_superuser:
            fields = (*fields, "is_superuser")
        return fields if self.has_change_permission(request, obj) else (*fields, "subjects")

    def has_change_permission(
        self, request: HttpRequest, obj: AbstractBaseUser | None = None
    ) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_manage(request, obj))

    def has_delete_permission(
        self, request: HttpRequest, obj: AbstractBaseUser | None = None
    ) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or may_manage(request, obj))

    def subjects(self, account: AbstractBaseUser) -> str:
        """Who may only look reads their names."""
        return ", ".join(account.subjects.values_list("name", flat=True)) or "–"

    def save_model(
        self, request: HttpRequest, obj: AbstractBaseUser, form: forms.ModelForm, change: bool
    ) -> None:
        form.state_before = account_state(obj) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if "subjects" in form.cleaned_data:
            form.instance.subjects.set(form.cleaned_data["subjects"])
        detail = differences(form.state_before, account_state(form.instance))
        if not form.instance.is_active:
            sessions.end_all(form.instance)
            withdraw_link(form.instance)
        release_unfit()
        if detail:
            kind = Kind.ACCOUNT_CHANGED if change else Kind.ACCOUNT_MADE
            audit(request, kind, account=form.instance, detail=detail)

    def delete_model(self, request: HttpRequest, obj: AbstractBaseUser) -> None:
        audit(request, Kind.ACCOUNT_DELETED, account=obj)
        sessions.end_all(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            for account in queryset:
                audit(request, Kind.ACCOUNT_DELETED, account=account)
                sessions.end_all(account)
            super().delete_queryset(request, queryset)

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        if self.has_change_permission(request) and (way := confirm_first(request)):
            return way
        with transaction.atomic():
            before, key = self.get_object(request, id), request.session.session_key
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and before is not None:
                sessions.follow(key, request.session.session_key)
                self._note_password(request, before)
        return response

    def _note_password(self, request: HttpRequest, before: AbstractBaseUser) -> None:
        account = type(before).objects.get(pk=before.pk)
        if account.password != before.password:
            sessions.end_all(account, but=request.session.session_key)
            withdraw_link(account)
            detail = "Set by an administrator"
            if not account.has_usable_password():
                detail = "Taken away by an administrator"
            audit(request, Kind.PASSWORD_CHANGED, account=account, detail=detail)
            tell_account(account, f"Your password was changed. {detail}.")

    def get_urls(self) -> list[URLPattern]:
        asked = self.admin_site.admin_view
        return [
            path("invite/", asked(never_cache(self.invite)), name="auth_user_invite"),
            path("<int:pk>/sessions/", asked(self.sessions_of), name="auth_user_sessions"),
            path("<int:pk>/provider/", asked(self.provider_of), name="auth_user_provider"),
            path("<int:pk>/link/", asked(never_cache(self.new_link)), name="auth_user_link"),
            path("<int:pk>/second-factor/", asked(self.factors_of), name="auth_user_factors"),
            *super().get_urls(),
        ]

    def invite(self, request: HttpRequest) -> HttpResponse:
        """Who adds accounts may change them as well: Django's own page asks for both."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        return confirm_first(request) or invitation_page(self.admin_site, request)

    def new_link(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever may set an account's password may let its owner do so."""
        account = self._account(request, pk)
        return confirm_first(request) or new_link_page(self.admin_site, request, account)

    def factors_of(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever may change an account may take its second factors away."""
        account = self._account(request, pk)
        return confirm_first(request) or factor_reset_page(self.admin_site, request, account)

    def sessions_of(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever may change an account may end its sessions."""
        return sessions_page(self.admin_site, request, self._account(request, pk))

    def provider_of(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Whoever may change an account may say that the provider signs nobody in to it."""
        return self.admin_site.provider_link(request, self._account(request, pk))

    def _account(self, request: HttpRequest, pk: int) -> AbstractBaseUser:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if is_beyond_keys(str(pk)):
            raise Http404
        account = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        return account


class GroupMixin(ConfirmedMixin):
    """For Django's ModelAdmin of groups."""

    def get_form(
        self, request: HttpRequest, obj: Group | None = None, **kwargs: Any
    ) -> type[forms.ModelForm]:
        kwargs["form"] = type("GroupForm", (GivesOwnRights, self.form), {"actor": request.user})
        return super().get_form(request, obj, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_manage_group(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or may_manage_group(request, obj))

    def save_model(
        self, request: HttpRequest, obj: Group, form: forms.ModelForm, change: bool
    ) -> None:
        form.state_before = group_state(obj) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        detail = differences(form.state_before, group_state(form.instance))
        release_unfit()
        if detail:
            verb = "changed" if change else "made"
            name = form.state_before.get("Name", form.instance.name)
            audit(request, Kind.GROUP_CHANGED, detail=f"{name}: {verb}\n{detail}")

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        audit(request, Kind.GROUP_CHANGED, detail=_deleted(obj))
        super().delete_model(request, obj)
        release_unfit()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            for group in queryset:
                audit(request, Kind.GROUP_CHANGED, detail=_deleted(group))
            super().delete_queryset(request, queryset)
            release_unfit()


def _deleted(group: Group) -> str:
    members = ", ".join(group.user_set.order_by("username").values_list("username", flat=True))
    return f"{group.name}: deleted\nMembers: {members or '–'}"


def with_subjects(desk: type[ModelAdmin]) -> type[ModelAdmin]:
    """Return Django's ModelAdmin of accounts as one that knows of subjects and tells the audit log.

    Not a class of its own: its base registers itself as it is imported, with a site that is being
    made at that moment.
    """
    return type("AccountAdmin", (AccountMixin, desk), {})


def with_audit(desk: type[ModelAdmin]) -> type[ModelAdmin]:
    """Return Django's ModelAdmin of groups as one that tells the audit log, as above."""
    return type("AuditedGroupAdmin", (GroupMixin, desk), {})
