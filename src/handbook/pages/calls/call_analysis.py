"""Which names, parameters and filters of a page do not exist: seen without running anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from jinja2 import meta, nodes

from handbook.diagnostics.diagnostics import closest
from handbook.pages.calls.call import Call
from handbook.pages.calls.call_faults import Problem
from handbook.pages.calls.call_places import word_offsets
from handbook.pages.sandbox.bounded_environment import BoundedEnvironment

RESULT = "result"  # the variable that takes the value of a single expression
_UNSAFE_FILTERS = frozenset({"safe", "xmlattr"})  # they would let text through as HTML


class CallAnalysis:
    """Looks through expressions and pages.

    calls: what authors may call, by name. variables: other names they may use.
    """

    def __init__(self, environment: BoundedEnvironment, calls: Mapping[str, Call], variables: Collection[str]) -> None:
        self._environment = environment
        self._calls = calls
        self._names = {*calls, *variables, *environment.globals}
        self._filters = set(environment.filters) - _UNSAFE_FILTERS

    def problems(self, tree: nodes.Template, source: str) -> list[Problem]:
        """What the syntax tree of `source` names without reason; unknown filters alone, where there are any."""
        tree.set_environment(self._environment)
        unknown = list(self._unknown_filters(tree, source))
        if unknown:  # Jinja cannot tell the free names of a template with an unknown filter
            return unknown
        found = list(self._unknown_names(tree, source))
        for node in tree.find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name in self._calls:
                found += _parameter_problems(node, self._calls[node.node.name], source)
        return found

    def _unknown_filters(self, tree: nodes.Template, source: str) -> Iterator[Problem]:
        for used in tree.find_all(nodes.Filter):
            if used.name not in self._filters:
                offset = next(word_offsets(source, used.name, used.lineno), 0)
                near = closest(used.name, self._filters)
                yield Problem("unknown-filter", offset, len(used.name), {"name": used.name}, near)

    def _unknown_names(self, tree: nodes.Template, source: str) -> Iterator[Problem]:
        for name in sorted(meta.find_undeclared_variables(tree) - self._names - {RESULT}):
            for offset in word_offsets(source, name):
                yield Problem("unknown-name", offset, len(name), {"name": name}, closest(name, self._names))


def _parameter_problems(node: nodes.Call, call: Call, source: str) -> Iterator[Problem]:
    """Parameters that the call does not take, or needs and does not get."""
    start = next(word_offsets(source, call.name, node.lineno), 0)
    length = len(call.name)
    names = list(call.parameters)
    given = set(names[: len(node.args)])
    for keyword in node.kwargs:
        given.add(keyword.key)
        if keyword.key not in names and not call.keywords:
            offset = next((o for o in word_offsets(source, keyword.key, node.lineno) if o > start), start)
            params: dict[str, object] = {"name": call.name, "parameter": keyword.key}
            yield Problem("unknown-parameter", offset, len(keyword.key), params, closest(keyword.key, names))
    if len(node.args) > len(names) and not call.rest:
        yield Problem("too-many-values", start, length, {"name": call.name, "count": len(names)})
    if node.dyn_args is None and node.dyn_kwargs is None:  # `*list` and `**dict` may hold anything
        for name, required in call.parameters.items():
            if required and name not in given:
                yield Problem("missing-parameter", start, length, {"name": call.name, "parameter": name})
