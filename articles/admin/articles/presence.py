"""Who else has an article's form open: told before both have typed.

A page that is open gives a sign of life (`static/admin/qtsite/presence.js`), and takes its row away
as it is left; one that could not is forgotten after a minute.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.drafts.open_forms import leave, others_at, stay
from articles.models import Article
from articles.rights import scope_of


class PresenceMixin:
    """For the ModelAdmin of articles."""

    def get_urls(self) -> list[URLPattern]:
        name = "articles_article_presence"
        return [path("<int:pk>/presence/", self.presence, name=name), *super().get_urls()]

    @method_decorator([never_cache, require_POST])
    def presence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Note that the user has the form open, or with `left` that he has no more; answer
        {"others": [names]}. Not behind the desk's door, which would answer the script with the page
        for signing in."""
        user = request.user
        if not (user.is_active and user.is_staff and self._may_look(request, pk)):
            return JsonResponse({"others": []}, status=403)
        if "left" in request.POST:
            leave(pk, user)
            return JsonResponse({"others": []})
        stay(pk, user)
        return JsonResponse({"others": others_at(pk, user)})

    def _may_look(self, request: HttpRequest, pk: int) -> bool:
        """Asks for the article of those alone who may not see every one."""
        if scope_of(request.user) is None:
            return self.has_view_or_change_permission(request)
        article = Article.objects.only("subject").filter(pk=pk).first()
        return article is not None and self.has_view_or_change_permission(request, article)
