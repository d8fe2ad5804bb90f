"""Admin site: model registration, index page and autocompletion."""

from collections.abc import Callable, Iterable
from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from articles.accounts.passkey_offers import Purpose, are_possible, offer_use
from articles.admin.accounts.account_desk import with_audit, with_subjects
from articles.admin.accounts.audit_page import AuditEntryAdmin
from articles.admin.accounts.factor_pages import app_page, factors_page, passkey_page
from articles.admin.accounts.link_pages import password_page
from articles.admin.accounts.session_pages import sessions_page
from articles.admin.articles.article_admin import ArticleAdmin
from articles.admin.articles.relate_on_save import relating
from articles.admin.base.factor_first import set_up_first
from articles.admin.base.lookup_guards import is_beyond_keys, read_number
from articles.admin.bulk.plan_page import bulk_plan_page
from articles.admin.bulk.run_pages import bulk_run_page, bulk_runs_page
from articles.admin.bulk.sheet_page import bulk_sheet_page
from articles.admin.conflicts.conflict_admin import ConflictAdmin
from articles.admin.deliveries.delivery_admin import DeliveryAdmin
from articles.admin.front_page import first_screen
from articles.admin.history.activity_page import activity_page
from articles.admin.images.image_admin import ImageAdmin
from articles.admin.imports.import_run import ImportRunAdmin
from articles.admin.pages.page_admin import PageAdmin
from articles.admin.queues.commissioning import CommissionAdmin
from articles.admin.queues.duplicates import DuplicateClusterAdmin
from articles.admin.queues.feedback import FeedbackAdmin
from articles.admin.queues.finding import FindingAdmin
from articles.admin.queues.links_page import links_page
from articles.admin.queues.reader_search import ReaderSearchAdmin
from articles.admin.queues.unknown_address import UnknownAddressAdmin
from articles.admin.settings.doctor_page import doctor_page
from articles.admin.settings.person import PersonAdmin
from articles.admin.settings.redirect import RedirectAdmin
from articles.admin.settings.site_settings import SiteSettingsAdmin
from articles.admin.settings.subject import SubjectAdmin
from articles.admin.settings.topic import TopicAdmin
from articles.admin.sign_in.confirm_page import confirm_page
from articles.admin.sign_in.passkey_sign_in import passkey_sign_in
from articles.admin.sign_in.second_step import second_step_page
from articles.admin.sign_in.sign_in_form import SignInForm
from articles.admin.sign_in.sign_in_page import change_password, sign_in, sign_out
from articles.admin.sign_in.single_sign_on import (
    provider_link,
    provider_pages,
    sign_in_context,
    signed_out_context,
)
from articles.admin.tasks.task_admin import TaskRunAdmin
from articles.core.article_content import MAX_LENGTHS
from articles.models import (
    Article,
    AuditEntry,
    Commission,
    Conflict,
    Delivery,
    DuplicateCluster,
    Feedback,
    Finding,
    Image,
    ImportRun,
    Page,
    Person,
    ReaderSearch,
    Redirect,
    SiteSettings,
    Subject,
    TaskRun,
    Topic,
    UnknownAddress,
)
from articles.rights import may_publish, may_see_doctor
from articles.seo import current_site

# Registered here and not by decorator: settings name this class as the default site, so that a
# module which registers itself on import would ask for the site while it is being made.
_DESKS = {
    Subject: SubjectAdmin,
    Topic: TopicAdmin,
    Person: PersonAdmin,
    Article: ArticleAdmin,
    Image: ImageAdmin,
    Page: PageAdmin,
    Redirect: RedirectAdmin,
    Conflict: ConflictAdmin,
    Finding: FindingAdmin,
    Commission: CommissionAdmin,
    DuplicateCluster: DuplicateClusterAdmin,
    Delivery: DeliveryAdmin,
    ImportRun: ImportRunAdmin,
    TaskRun: TaskRunAdmin,
    SiteSettings: SiteSettingsAdmin,
    Feedback: FeedbackAdmin,
    UnknownAddress: UnknownAddressAdmin,
    ReaderSearch: ReaderSearchAdmin,
    AuditEntry: AuditEntryAdmin,
}


class ArticleAutocomplete(AutocompleteJsonView):
    """Answers {"results": [{"id", "text", "heading", "address"}]}; an article is named with its
    subject, because 2,611 slugs stand in two or more of them (docs/corpus.md, "Identity")."""

    def get_queryset(self) -> models.QuerySet:
        found = super().get_queryset()
        return found.select_related("subject").defer("answer") if found.model is Article else found

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Article):
            result["text"] = f"{obj.heading} ({obj.subject.name}, {obj.get_status_display()})"
            # For a link in an answer (static/admin/qtsite/article_search.js).
            result |= {"heading": obj.heading, "address": obj.get_absolute_url()}
        return result


# A list's search and an autocompletion's: as long as the longest title. Each word is a condition,
# and SQLite takes no more than a thousand inside each other.
_SEARCHES = ("q", "term")
_MOST_CHARACTERS = MAX_LENGTHS["title"]


def _iterable(models: Any) -> Iterable:
    return (models,) if isinstance(models, type) else models


class LibraryAdminSite(admin.AdminSite):
    index_title = "This week"
    index_template = "admin/library_index.html"
    login_form = SignInForm

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        for model, desk in _DESKS.items():
            self.register(model, desk)

    def register(
        self, model_or_iterable: Any, admin_class: type | None = None, **options: Any
    ) -> None:
        """Django registers accounts and groups by itself; here the page of an account names
        subjects as well, and both tell the audit log. What django-tasks-db would show of its rows
        is on the page of background tasks, in words."""
        if DBTaskResult in _iterable(model_or_iterable):
            return
        if get_user_model() in _iterable(model_or_iterable):
            admin_class = with_subjects(admin_class)
        if Group in _iterable(model_or_iterable):
            admin_class = with_audit(admin_class)
        super().register(model_or_iterable, admin_class, **options)

    @property
    def site_header(self) -> str:
        """The name as it stands, over every page of the desk and in its title."""
        return f"{current_site().name} library"

    site_title = site_header

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Refuse with a 400, before any list reads it, what no database can be asked: NUL
        (PostgreSQL keeps none), searches without end, and rows chosen by what is no key, over which
        Django's own actions fail. Who must have a second factor sets one up before anything else.
        What an editor changed is related anew."""

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            values = [value for _, some in request.GET.lists() for value in some]
            if any("\0" in value for value in values):
                raise BadRequest("NUL in the address")
            if any(len(request.GET.get(name, "")) > _MOST_CHARACTERS for name in _SEARCHES):
                raise BadRequest(f"a search of more than {_MOST_CHARACTERS} characters")
            # A view that looks at the token of its form itself is the first to read the form.
            reads_form = not getattr(view, "csrf_exempt", False)
            rows = request.POST.getlist(ACTION_CHECKBOX_NAME) if reads_form else ()
            if None in map(read_number, rows):
                raise BadRequest("a row that is chosen by no key")
            way = set_up_first(request)
            return way or relating(request, view(request, *args, **kwargs))

        return super().admin_view(update_wrapper(checked, view), cacheable)

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = sign_in_context() | (extra_context or {})
        if are_possible():
            context["passkey"] = offer_use(Purpose.SIGN_IN)
        return sign_in(request, lambda: super(LibraryAdminSite, self).login(request, context))

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page, context = super().logout, signed_out_context(request) | (extra_context or {})
        return sign_out(request, lambda: page(request, context))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        page = super().password_change
        return change_password(request, lambda: page(request, extra_context))

    def get_urls(self) -> list[URLPattern]:
        """With a shortcut to a page on the site that asks first who may see what stands there, and
        the pages of one's own sessions and second factor, of what is wrong with the site, and of
        its links."""
        pattern = path(
            "r/<path:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_on_site),
            name="view_on_site",
        )
        doctor = path("doctor/", self.admin_view(self.doctor), name="doctor")
        links = path("links/", self.admin_view(self.links), name="links")
        own = path("sessions/", self.admin_view(self.own_sessions), name="sessions")
        link = path("new-password/<str:token>/", self.new_password, name="new_password")
        provider = [
            path("provider/", self.provider_begin, name="provider_begin"),
            path("provider/return/", self.provider_return, name="provider_return"),
            path("provider/link/", self.admin_view(self.provider_link), name="provider_link"),
        ]
        steps = [*provider, *self._factor_urls(), *self._bulk_urls()]
        return [pattern, own, link, doctor, links, *steps, *super().get_urls()]

    @method_decorator(never_cache)
    @method_decorator(require_safe)
    @login_not_required
    def provider_begin(self, request: HttpRequest) -> HttpResponse:
        return provider_pages().begin(self, request)

    @method_decorator(never_cache)
    @method_decorator(require_safe)
    @login_not_required
    def provider_return(self, request: HttpRequest) -> HttpResponse:
        return provider_pages().come_back(self, request)

    def provider_link(self, request: HttpRequest, account: Any = None) -> HttpResponse:
        """One's own, or that of an account that somebody may change."""
        return provider_link().link_page(self, request, account or request.user)

    def _bulk_urls(self) -> list[URLPattern]:
        runs = self.admin_view(require_safe(partial(bulk_runs_page, self)))
        run = self.admin_view(partial(bulk_run_page, self))
        plan = self.admin_view(partial(bulk_plan_page, self))
        sheet = self.admin_view(partial(bulk_sheet_page, self))
        activity = self.admin_view(require_safe(partial(activity_page, self)))
        return [
            path("activity/", activity, name="activity"),
            path("bulk-runs/", runs, name="bulk_runs"),
            path("bulk-runs/sheet/", sheet, name="bulk_sheet"),
            path("bulk-runs/<int:pk>/", run, name="bulk_run"),
            path("bulk-runs/<int:pk>/plan/", plan, name="bulk_plan"),
        ]

    def _factor_urls(self) -> list[URLPattern]:
        """The pages of second factors. What asks for one stands below the page for signing in, to
        which alone a known browser shows its cookie."""

        def asked(view: Callable) -> Callable:
            return self.admin_view(never_cache(sensitive_post_parameters()(partial(view, self))))

        own, steps = "second-factor/", "login/"
        return [
            path(f"{steps}factor/", self.second_step, name="second_step"),
            path(f"{steps}passkey/", self.passkey_sign_in, name="passkey_sign_in"),
            path(f"{steps}confirm/", asked(confirm_page), name="confirm"),
            path(own, asked(factors_page), name="second_factor"),
            path(f"{own}app/", asked(app_page), name="second_factor_app"),
            path(f"{own}passkey/", asked(passkey_page), name="second_factor_passkey"),
        ]

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    @login_not_required
    def second_step(self, request: HttpRequest) -> HttpResponse:
        return second_step_page(self, request)

    @method_decorator(never_cache)
    @method_decorator(require_POST)
    @login_not_required
    def passkey_sign_in(self, request: HttpRequest) -> HttpResponse:
        return passkey_sign_in(request)

    @method_decorator(never_cache)
    @method_decorator(sensitive_post_parameters())
    @login_not_required
    def new_password(self, request: HttpRequest, token: str) -> HttpResponse:
        return password_page(self, request, token)

    def own_sessions(self, request: HttpRequest) -> HttpResponse:
        return sessions_page(self, request, request.user)

    def doctor(self, request: HttpRequest) -> HttpResponse:
        return doctor_page(request, self.each_context(request))

    def links(self, request: HttpRequest) -> HttpResponse:
        return links_page(request, self.each_context(request))

    def view_on_site(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponse:
        """Lead to an object's page, as Django does. Django's own asks for no right: any member of
        staff read the addresses of drafts there, number by number."""
        if is_beyond_keys(content_type_id) or is_beyond_keys(object_id):
            raise Http404
        try:
            model = ContentType.objects.get(pk=content_type_id).model_class()
        except (ContentType.DoesNotExist, ValueError):
            raise Http404 from None
        desk = self._registry.get(model)
        if desk is None or not desk.has_view_or_change_permission(request):
            raise PermissionDenied
        if desk.get_object(request, object_id) is None:
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """The library before its users, who change once a year."""
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: app["app_label"] != Article._meta.app_label)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "screen": first_screen(request),
            "may_see_doctor": may_see_doctor(request.user),
            "may_mend_links": may_publish(request.user),
            **(extra_context or {}),
        }
        return super().index(request, context)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ArticleAutocomplete.as_view(admin_site=self)(request)
