"""Templates as functions: a page's template with all that it extends and includes becomes one
function of Python, which prints what Django would print, byte for byte.

Django walks the tree of a template's nodes for every page, and looks every name up in a stack of
dictionaries. For a list of fifty questions that took as long as all its queries.
"""

from typing import Any

from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string

from articles.web.compiled_templates.compiler import NotCompilable, Render, compile_template

# None: a template with something that is not compiled, which Django renders.
_compiled: dict[str, Render | None] = {}


def render(name: str, context: dict[str, Any]) -> str:
    """Return the rendered template, as `render_to_string` without a request does.

    Compiled when it is first asked for; never in DEBUG, where templates change.
    """
    if settings.DEBUG:
        return render_to_string(name, context)
    if name not in _compiled:
        _compiled[name] = _compile(name)
    function = _compiled[name]
    return function(context) if function else render_to_string(name, context)


def _compile(name: str) -> Render | None:
    try:
        return compile_template(engines["django"].engine, name)
    except NotCompilable:
        return None
