"""The language of templates, cut down to what a letter needs: fields, conditions, and loops over the data's own lists.

An institution's administrator writes them, and the portal runs them beside everybody's data. Jinja's sandbox keeps a
template from Python; the walls here keep it from calling anything, from endless work and from endless output.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import TemplateRuntimeError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = frozenset(
    {"default", "d", "upper", "lower", "capitalize", "title", "trim", "join", "length", "count", "first", "last"}
)
TESTS = frozenset(
    {"defined", "none", "odd", "even", "divisibleby", "in", "eq", "ne", "lt", "le", "gt", "ge", "true", "false"}
)
ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter,
    nodes.Test, nodes.If, nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Concat, nodes.Add, nodes.Sub, nodes.Tuple,
)  # fmt: skip
IN_WORDS = {
    nodes.Call: "pemanggilan fungsi (tanda kurung setelah nama)",
    nodes.Scope: "{% with %} atau {% autoescape %}",
    nodes.With: "{% with %}",
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% from %}",
    nodes.Extends: "{% extends %}",
    nodes.Macro: "{% macro %}",
    nodes.Mul: "perkalian (*)",
    nodes.Pow: "pemangkatan (**)",
    nodes.Mod: "sisa bagi (%)",
}
LOOP_FIELDS = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
# Work of all loops together, in steps of the template; five hundred rows of a wide table are about 30,000.
MAX_STEPS = 3_000_000
MAX_OUTPUT = 20_000_000
REPEAT = "_ulang"


class TooMuchError(TemplateRuntimeError):
    """A template wants more work or more paper than any letter needs."""


class RefusedError(TemplateSyntaxError):
    """A template uses what templates may not use."""


class BoundedTemplate(Template):
    """Counts what comes out, while it comes out."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        found, size = [], 0
        for chunk in self.generate(*args, **kwargs):
            size += len(chunk)
            if size > MAX_OUTPUT:
                raise TooMuchError("Hasil templat terlalu panjang. Kurangi perulangan di dalam perulangan.")
            found.append(chunk)
        return "".join(found)


class Lingkungan(ImmutableSandboxedEnvironment):
    """One per rendering, for it counts the steps."""

    template_class = BoundedTemplate

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: found for name, found in self.filters.items() if name in FILTERS}
        self.filters[REPEAT] = self._repeat
        self.tests = {name: found for name, found in self.tests.items() if name in TESTS}
        self.steps = 0

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, **more: Any) -> Any:
        """Look at every part of the template before it becomes a program."""
        if isinstance(source, str):
            tree = self.parse(source, name, filename)
            check_tree(tree)
            _bound_loops(tree)
            source = tree
        return super().compile(source, name, filename, **more)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, LoopContext):
            return super().getattr(obj, attribute)
        return self._member(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._member(obj, argument)

    def _member(self, obj: Any, key: Any) -> Any:
        """A field of a record, an item of a list; what is not there yet (None, no such item) prints nothing."""
        if obj is None or obj == "":
            return ""
        if isinstance(obj, Mapping) and key in obj:
            return "" if obj[key] is None else obj[key]
        if isinstance(obj, list) and isinstance(key, int):
            return obj[key] if -len(obj) <= key < len(obj) else ""
        return self.undefined(obj=obj, name=str(key))

    def _repeat(self, value: Any, weight: int) -> list[Any]:
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise TemplateRuntimeError("Yang dapat diulang dengan {% for %} hanya daftar.")
        self.steps += len(value) * weight
        if self.steps > MAX_STEPS:
            raise TooMuchError("Perulangan templat terlalu banyak. Kurangi perulangan di dalam perulangan.")
        return value


# --- before it runs -----------------------------------------------------------------------------------------------------


def _all(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _all(child)


def check_tree(tree: nodes.Template) -> None:
    """Raise RefusedError for anything but the small language, before Jinja even folds constants."""
    for node in _all(tree):
        if not isinstance(node, ALLOWED):
            what = IN_WORDS.get(type(node), type(node).__name__.lower())
            raise RefusedError(f"Templat tidak boleh memakai {what}.", node.lineno or 0)
        _check_names(node)


def _check_names(node: nodes.Node) -> None:
    name = _own_name(node)
    if name.startswith("_"):
        raise RefusedError(f"Nama “{name}” tidak boleh dipakai dalam templat.", node.lineno)
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.dyn_args or node.dyn_kwargs):
        raise RefusedError(f"Saringan “{node.name}” tidak boleh dipakai dalam templat.", node.lineno)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        raise RefusedError(f"Uji “{node.name}” tidak boleh dipakai dalam templat.", node.lineno)
    if isinstance(node, nodes.For) and node.recursive:
        raise RefusedError("Perulangan tidak boleh memanggil dirinya sendiri (recursive).", node.lineno)


def _own_name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return node.name if isinstance(node, nodes.Name) else ""


def _bound_loops(tree: nodes.Template) -> None:
    """Let every loop pay for its steps before it begins."""
    for loop in list(tree.find_all(nodes.For)):
        weight = nodes.Const(sum(1 for _ in _all(loop)), lineno=loop.lineno)
        loop.iter = nodes.Filter(loop.iter, REPEAT, [weight], [], None, None, lineno=loop.lineno)


# --- fields ------------------------------------------------------------------------------------------------------------


class _Unknown:
    """A value that only the real data will tell."""


ANYTHING, LOOP = _Unknown(), _Unknown()


class Salah(NamedTuple):
    """A field that the example does not have, or one in a loop that is no list; `dekat` is the nearest that it has."""

    nama: str
    baris: int
    dekat: str = ""
    bukan_daftar: bool = False


def unknown_fields(tree: nodes.Template, context: Mapping[str, Any]) -> list[Salah]:
    """In every branch, whether or not the example would take it."""
    found: list[Salah] = []
    _walk(tree, dict(context), found)
    return found


def _walk(node: nodes.Node, scope: dict[str, Any], found: list[Salah]) -> None:
    if isinstance(node, nodes.For):
        _walk_loop(node, scope, found)
    elif isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        _value(node, scope, found)
    else:
        for child in node.iter_child_nodes():
            _walk(child, scope, found)


def _walk_loop(node: nodes.For, scope: dict[str, Any], found: list[Salah]) -> None:
    value = _value(node.iter, scope, found)
    if value is not ANYTHING and not isinstance(value, list):
        found.append(Salah(_written(node.iter), node.lineno, bukan_daftar=True))
    item = value[0] if isinstance(value, list) and value else ANYTHING
    inner = scope | {"loop": LOOP}
    if isinstance(node.target, nodes.Name):
        inner[node.target.name] = item
    else:
        names = [target.name for target in node.target.find_all(nodes.Name)]
        parts = item if isinstance(item, list) and len(item) == len(names) else [ANYTHING] * len(names)
        inner |= dict(zip(names, parts, strict=True))
    if node.test:
        _walk(node.test, inner, found)
    for child in (*node.body, *node.else_):
        _walk(child, inner, found)


def _value(node: nodes.Node, scope: dict[str, Any], found: list[Salah]) -> Any:
    """What an expression stands for in the example; an unknown field is noted once, at its first unknown part."""
    if isinstance(node, nodes.Name):
        if node.name in scope:
            return scope[node.name]
        return _missing(node, node.name, scope, found)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        base = _value(node.node, scope, found)
        if isinstance(node, nodes.Getattr):
            return _field(node, base, node.attr, found)
        if isinstance(node.arg, nodes.Const):
            return _field(node, base, node.arg.value, found)
        _walk(node.arg, scope, found)
        return ANYTHING
    _walk(node, scope, found)
    return ANYTHING


def _field(node: nodes.Node, base: Any, key: Any, found: list[Salah]) -> Any:
    if base is ANYTHING:
        return ANYTHING
    if base is LOOP:
        return ANYTHING if key in LOOP_FIELDS else _missing(node, key, dict.fromkeys(LOOP_FIELDS), found)
    if isinstance(base, dict):
        return base[key] if key in base else _missing(node, key, base, found)
    if isinstance(base, list) and isinstance(key, int):
        return base[0] if base else ANYTHING
    return _missing(node, key, {}, found)


def _missing(node: nodes.Node, key: Any, known: Mapping[str, Any], found: list[Salah]) -> Any:
    near = get_close_matches(str(key), [str(name) for name in known], n=1)
    found.append(Salah(_written(node), node.lineno, near[0] if near else ""))
    return ANYTHING


def _written(node: nodes.Node) -> str:
    """As the person wrote it."""
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return f"{_written(node.node)}[{node.arg.value!r}]"
    return node.name if isinstance(node, nodes.Name) else "(ungkapan)"
