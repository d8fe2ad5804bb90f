"""The page that takes an edited sheet and makes a plan of it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from articles.admin.bulk.plan_page import go_on_planning, plan_url
from articles.bulk_runs.sheet_rows import EDITABLE, begin_from_sheet, understand
from articles.core.article_content import FIELDS
from articles.core.sheets import BadSheet, read_sheet
from articles.core.sheets.limits import MOST_BYTES
from articles.models import Article
from articles.rights import may_change, within


class SheetForm(forms.Form):
    sheet = forms.FileField(label="XLSX or CSV in UTF-8")

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._articles = within(user, Article.objects.all())

    def clean_sheet(self) -> Any:
        """What the file says of articles."""
        file = self.cleaned_data["sheet"]
        try:
            if file.size > MOST_BYTES:
                raise BadSheet(f"The file has more than {MOST_BYTES:,} bytes.")
            self.understood = understand(read_sheet(file.read()), self._articles)
        except BadSheet as error:
            raise forms.ValidationError(str(error)) from error
        if not self.understood.plans:
            why = self.understood.problems[0][1] if self.understood.problems else "no rows"
            raise forms.ValidationError(f"No row of the sheet can be used: {why}.")
        return file


def bulk_sheet_page(site: Any, request: HttpRequest) -> HttpResponse:
    """Ask for a sheet; POST reads it, and leads to its plan."""
    if not may_change(request.user):
        raise PermissionDenied
    form = SheetForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["sheet"].name
        run = begin_from_sheet(form.understood, name, actor=request.user)
        go_on_planning(request, run)
        return HttpResponseRedirect(plan_url(run))
    context = {
        **site.each_context(request),
        "opts": Article._meta,
        "title": "Bring an edited sheet",
        "form": form,
        "fields": [FIELDS[name].label for name in EDITABLE],
    }
    return TemplateResponse(request, "admin/articles/bulkrun/sheet.html", context)
