"""What the functions of compiled templates call: names, filters, values as text.

Each has a quick way for what nearly every value is, and leaves all else to Django's own code.
"""

from collections.abc import Callable, Sequence
from html import escape
from types import MethodType, SimpleNamespace
from typing import Any

from django.template import Context, Engine, VariableDoesNotExist
from django.template.base import Variable, render_value_in_context
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.timezone import template_localtime

MISSING = object()
_CONTEXT = Context()
# By type: whether `value["name"]` can find nothing, so that `value.name` is what a template means.
_has_names_only: dict[type, bool] = {}


def resolve(value: Any, bits: Sequence[str], default: Any) -> Any:
    """Return `value.bit.bit` as a template has it; `default` where there is no such thing."""
    if value is MISSING:
        return default
    found = value
    try:
        if callable(found):
            found = _called(found)
        for bit in bits:
            if not _is_plain(found):
                return _resolve_slowly(value, bits, default)
            found = getattr(found, bit)
            if callable(found):
                found = _called(found)
    except (AttributeError, TypeError, LookupError):
        return _resolve_slowly(value, bits, default)
    return found


def filtered(function: Callable, value: Any, *arguments: Any) -> Any:
    """Return what a filter makes of a value (`FilterExpression.resolve`)."""
    if getattr(function, "expects_localtime", False):
        value = template_localtime(value, None)
    if getattr(function, "needs_autoescape", False):
        found = function(value, *arguments, autoescape=True)
    else:
        found = function(value, *arguments)
    is_safe = getattr(function, "is_safe", False) and isinstance(value, SafeData)
    return mark_safe(found) if is_safe else found


def text(value: Any) -> str:
    """Return a value as it is printed, escaped unless it is safe."""
    kind = type(value)
    if kind is SafeString:
        return value
    return escape(value) if kind is str else render_value_in_context(value, _CONTEXT)


def sequence(value: Any) -> Sequence[Any]:
    """Return what a loop goes over (`ForNode.render`)."""
    if value is None:
        return ()
    return value if hasattr(value, "__len__") else list(value)


def unpacked(item: Any, count: int) -> Sequence[Any]:
    """Return the values of an item of a loop with several names. Raises ValueError where there are
    more or fewer."""
    length = len(item) if hasattr(item, "__len__") else 1
    if length != count:
        raise ValueError(f"Need {count} values to unpack in for loop; got {length}. ")
    return tuple(item)


def guarded(condition: Callable[[], Any]) -> Any:
    """Return what an operator of `if` says; what it cannot compare is False (`smartif`)."""
    try:
        return condition()
    except Exception:  # noqa: BLE001 - as Django has it
        return False


def _is_plain(value: Any) -> bool:
    """Return whether nothing is found in a value by `value["name"]`, as in a dictionary."""
    kind = type(value)
    found = _has_names_only.get(kind)
    if found is None:
        is_tuple = issubclass(kind, tuple) and kind.__getitem__ is tuple.__getitem__
        found = _has_names_only[kind] = is_tuple or not hasattr(kind, "__getitem__")
    return found


def _called(value: Any) -> Any:
    """Call a method. Raises TypeError for everything that Django may treat otherwise."""
    is_guarded = hasattr(value, "alters_data") or hasattr(value, "do_not_call_in_templates")
    if type(value) is not MethodType or is_guarded:
        raise TypeError
    return value()


def _resolve_slowly(value: Any, bits: Sequence[str], default: Any) -> Any:
    """The same by Django, whatever the value is."""
    context = Context({"value": value})
    context.template = SimpleNamespace(engine=Engine.get_default())
    try:
        return Variable(".".join(("value", *bits))).resolve(context)
    except VariableDoesNotExist:
        return default
