"""Compiler of templates: the nodes that Django's parser made become the source of one function.

What a template extends and includes is put in its place, so that every name is known for what it is
when the template is compiled: a variable of a loop, of `include … with`, of `regroup`, or else one
of the page's context. Static files and addresses without arguments are looked up then, once.

What stands in no template of the site is not compiled: NotCompilable, and Django renders it.
"""

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.template import Engine, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import (
    ForNode,
    GroupedResult,
    IfNode,
    LoadNode,
    RegroupNode,
    TemplateLiteral,
    URLNode,
)
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.static import StaticNode
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from articles.web.compiled_templates import runtime

Render = Callable[[dict[str, Any]], str]
# Those of Python are the same.
_OPERATORS = frozenset({"==", "!=", ">", ">=", "<", "<=", "in", "not in", "is", "is not"})
_OF_A_LOOP = (["first"], ["last"], ["counter"], ["counter0"])
_CONSTANTS = {"True": True, "False": False, "None": None}


class NotCompilable(TemplateSyntaxError):
    """A template has something that this compiler does not know."""


def compile_template(engine: Engine, name: str) -> Render:
    """Return the function that renders a template from its context. Raises NotCompilable."""
    return _Compiler(engine).compile(engine.get_template(name))


class _Scope:
    """The names that a part of a template binds: {name: the function's variable}.

    `outer` is None for an include with `only`. What is bound in a branch of an `if` is bound in one
    of two cases, which only Django knows.
    """

    def __init__(self, outer: "_Scope | None", *, sees_context: bool, is_branch: bool) -> None:
        self.outer, self.sees_context, self.is_branch = outer, sees_context, is_branch
        self.names: dict[str, str] = {}

    def find(self, name: str) -> str | None:
        """Return the variable of a name, None where it is not bound here."""
        found = self.names.get(name)
        return found or (self.outer.find(name) if self.outer else None)


class _Compiler:
    """Writes one function."""

    def __init__(self, engine: Engine) -> None:
        if engine.string_if_invalid or not engine.autoescape:
            raise NotCompilable("engine")
        self.engine = engine
        self.lines: list[str] = []
        self.indent = 1
        self.waiting: list[str] = []  # text that is written with the next
        self.globals: dict[str, Any] = {
            name: getattr(runtime, name)
            for name in ("MISSING", "resolve", "filtered", "text", "sequence", "unpacked")
        } | {"guarded": runtime.guarded, "reverse": reverse, "escaped": conditional_escape}
        self.globals |= {"groupby": groupby, "Group": GroupedResult}
        self.blocks: dict[str, BlockNode] = {}
        self.scope = _Scope(None, sees_context=True, is_branch=False)
        self.count = 0

    def compile(self, template: Template) -> Render:
        root = self.root_of(template)
        self.nodes(root.nodelist)
        self.flush()
        body = "\n".join(self.lines)
        source = f"def render(c):\n o = []\n w = o.append\n{body}\n return ''.join(o)\n"
        exec(compile(source, f"<{template.name}>", "exec"), self.globals)
        return self.globals["render"]

    def root_of(self, template: Template) -> Template:
        """Return what a template extends at last; the blocks nearest to it are kept."""
        nodes = [node for node in template.nodelist if not isinstance(node, TextNode)]
        if not nodes or not isinstance(nodes[0], ExtendsNode):
            return template
        for name, block in nodes[0].blocks.items():
            self.blocks.setdefault(name, block)
        return self.root_of(self.template_named(nodes[0].parent_name))

    def template_named(self, expression: FilterExpression) -> Template:
        if expression.is_var or expression.filters or expression.var.startswith("."):
            raise NotCompilable(expression.token)
        return self.engine.get_template(expression.var)

    # The text of the function.

    def line(self, code: str) -> None:
        self.flush()
        self.lines.append(" " * self.indent + code)

    def flush(self) -> None:
        if self.waiting:
            written, self.waiting = "".join(self.waiting), []
            self.lines.append(" " * self.indent + f"w({written!r})")

    def constant(self, value: Any) -> str:
        """Return the code of a value that is known by now."""
        if type(value) in {str, int, float, bool, type(None)}:
            return repr(value)
        name = self.new_name()
        self.globals[name] = value
        return name

    def new_name(self) -> str:
        self.count += 1
        return f"v{self.count}"

    @contextmanager
    def within(self, *, is_isolated: bool = False, is_branch: bool = False) -> Iterable[_Scope]:
        """Have a scope of its own."""
        outer = self.scope
        self.scope = _Scope(
            None if is_isolated else outer,
            sees_context=outer.sees_context and not is_isolated,
            is_branch=is_branch,
        )
        yield self.scope
        self.scope = outer

    @contextmanager
    def indented(self) -> Iterable[None]:
        self.flush()
        self.indent += 1
        self.lines.append(" " * self.indent + "pass")
        yield
        self.flush()
        self.indent -= 1

    # Nodes.

    def nodes(self, nodes: NodeList) -> None:
        for node in nodes:
            write = _WRITERS.get(type(node))
            if write is None:
                raise NotCompilable(repr(node))
            write(self, node)

    def write_text(self, node: TextNode) -> None:
        self.waiting.append(node.s)

    def write_nothing(self, node: Node) -> None:
        pass

    def write_variable(self, node: VariableNode) -> None:
        self.line(f"w(text({self.expression(node.filter_expression)}))")

    def write_static(self, node: StaticNode) -> None:
        if node.varname or node.path.is_var:
            raise NotCompilable(repr(node))
        self.waiting.append(conditional_escape(StaticNode.handle_simple(node.path.var)))

    def write_url(self, node: URLNode) -> None:
        if node.asvar or node.kwargs or node.view_name.is_var:
            raise NotCompilable(repr(node))
        if node.args:
            values = ", ".join(self.expression(argument) for argument in node.args)
            self.line(f"w(escaped(reverse({node.view_name.var!r}, args=[{values}])))")
        else:
            self.waiting.append(conditional_escape(reverse(node.view_name.var)))

    def write_block(self, node: BlockNode) -> None:
        with self.within():
            self.nodes(self.blocks.get(node.name, node).nodelist)

    def write_include(self, node: IncludeNode) -> None:
        template = self.template_named(node.template)
        values = {name: self.expression(value) for name, value in node.extra_context.items()}
        with self.within(is_isolated=node.isolated_context) as scope:
            for name, value in values.items():
                scope.names[name] = self.new_name()
                self.line(f"{scope.names[name]} = {value}")
            self.nodes(template.nodelist)

    def write_if(self, node: IfNode) -> None:
        """An `elif` becomes an `if` within the `else` before it."""
        (condition, nodes), *others = node.conditions_nodelists
        if condition is None:  # what stands behind `else`
            with self.within(is_branch=True):
                self.nodes(nodes)
            return
        self.line(f"if {self.condition(condition)}:")
        with self.indented(), self.within(is_branch=True):
            self.nodes(nodes)
        if others:
            self.line("else:")
            with self.indented():
                self.write_if(IfNode(others))

    def write_for(self, node: ForNode) -> None:
        values, item, position = self.new_name(), self.new_name(), self.new_name()
        self.line(f"{values} = sequence({self.expression(node.sequence, default=None)})")
        items = f"reversed({values})" if node.is_reversed else values
        self.line(f"for {position}, {item} in enumerate({items}):")
        with self.indented(), self.within() as scope:
            if len(node.loopvars) == 1:
                names = [item]
            else:
                names = [self.new_name() for _ in node.loopvars]
                self.line(f"{', '.join(names)} = unpacked({item}, {len(names)})")
            scope.names |= dict(zip(node.loopvars, names, strict=True))
            scope.names["forloop"] = self.new_name()
            self.line(
                f"{scope.names['forloop']} = {{'last': {position} == len({values}) - 1,"
                f" 'first': {position} == 0, 'counter': {position} + 1, 'counter0': {position}}}"
            )
            place = len(self.lines) - 1
            self.nodes(node.nodelist_loop)
            self.flush()
            if not any(scope.names["forloop"] in line for line in self.lines[place + 1 :]):
                self.lines[place] = " " * self.indent + "pass"
        if node.nodelist_empty:
            self.line(f"if not len({values}):")
            with self.indented(), self.within(is_branch=True):
                self.nodes(node.nodelist_empty)

    def write_regroup(self, node: RegroupNode) -> None:
        if self.scope.is_branch:
            raise NotCompilable(repr(node))
        values = self.expression(node.target, default=None)
        with self.within() as scope:
            scope.names[node.var_name] = item = self.new_name()
            key = self.expression(node.expression, default=None)
        name = self.scope.names[node.var_name] = self.new_name()
        self.line(
            f"{name} = [Group(k, list(g)) for k, g in"
            f" groupby({values} or (), lambda {item}: {key})]"
        )

    # Expressions.

    def condition(self, token: Any) -> str:
        """The code of what stands behind `if`."""
        if isinstance(token, TemplateLiteral):
            return self.expression(token.value, default=None)
        first = self.condition(token.first)
        if token.id == "not":
            return f"guarded(lambda: not {first})"
        if token.id not in _OPERATORS | {"and", "or"}:
            raise NotCompilable(token.id)
        return f"guarded(lambda: {first} {token.id} {self.condition(token.second)})"

    def expression(self, found: FilterExpression, *, default: str | None = "") -> str:
        """The code of a value with its filters; `default` is what a missing one is."""
        code = self.variable(found.var, default) if found.is_var else self.constant(found.var)
        for function, arguments in found.filters:
            if any(is_name for is_name, _ in arguments):
                raise NotCompilable(found.token)
            values = [self.constant(mark_safe(argument)) for _, argument in arguments]
            code = f"filtered({', '.join((self.constant(function), code, *values))})"
        return code

    def variable(self, variable: Variable, default: str | None) -> str:
        if variable.translate:
            raise NotCompilable(variable.var)
        if variable.literal is not None:
            return self.constant(variable.literal)
        name, *bits = variable.lookups
        own = self.scope.find(name)
        if name == "block" or (name == "forloop" and (own is None or bits not in _OF_A_LOOP)):
            raise NotCompilable(variable.var)
        if own is None and name in _CONSTANTS:
            own = repr(_CONSTANTS[name])
        elif own is None:
            own = f"c.get({name!r}, MISSING)" if self.scope.sees_context else "MISSING"
        return f"resolve({own}, {tuple(bits)!r}, {default!r})"


_WRITERS: dict[type[Node], Callable[[_Compiler, Any], None]] = {
    TextNode: _Compiler.write_text,
    LoadNode: _Compiler.write_nothing,
    VariableNode: _Compiler.write_variable,
    StaticNode: _Compiler.write_static,
    URLNode: _Compiler.write_url,
    BlockNode: _Compiler.write_block,
    IncludeNode: _Compiler.write_include,
    IfNode: _Compiler.write_if,
    ForNode: _Compiler.write_for,
    RegroupNode: _Compiler.write_regroup,
}
