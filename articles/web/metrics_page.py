"""`/metrics`: what the site counts, in the text format of Prometheus."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

from articles.doctor.library_figures import LibraryFigures
from articles.watching.counting import current_cells, is_wanted
from articles.watching.request_figures import RequestFigures
from articles.web.operators import is_operator
from articles.web.response_headers import PRIVATE


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers of all workers together: for operators, and 404 where there are none."""
    if not is_wanted():
        raise Http404
    if not is_operator(request):
        response = HttpResponse("Who are you?\n", content_type="text/plain", status=401)
        response["WWW-Authenticate"] = 'Bearer realm="metrics"'
        response["Cache-Control"] = PRIVATE
        return response
    registry = CollectorRegistry(auto_describe=False)
    registry.register(RequestFigures(current_cells()))
    registry.register(LibraryFigures())
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    response = HttpResponse(encode(registry), content_type=content_type)
    response["Cache-Control"] = PRIVATE
    return response
