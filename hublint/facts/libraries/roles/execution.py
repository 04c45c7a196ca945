"""Where does run what a library is handed? In a graph, a function, a program, behind a switch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from hublint.facts.libraries import variable_kinds
from hublint.facts.libraries.call import LibraryCall
from hublint.facts.libraries.estimators import given_to
from hublint.facts.libraries.has_name import asked
from hublint.facts.values import rows
from hublint.facts.values.arguments import Arguments
from hublint.facts.values.atoms import (
    Atom,
    Collection,
    Const,
    Function,
    HubObject,
    Instance,
    Partial,
)
from hublint.facts.values.functions import in_function
from hublint.facts.values.value import Value, constant, just

# Of more items than these a function is mapped once, over any of them.
_MANY = 32


def _takes_columns(call: LibraryCall) -> Value:
    columns = call.argument("feature_columns", int(call.detail))
    if columns is not None:
        call.run.objects.use_columns(columns, call.node, call.frame)
    return call.result()


def _switch(call: LibraryCall) -> Value:
    run = call.run
    trace = call.trace(f"`{call.frame.module.excerpt(call.node)}` is called here")
    run.state.set((run.ambient, "switch"), just(Const(call.detail), (trace,)))
    if call.detail.startswith("disabled"):
        shown = rows.evidence(
            [call.trace()], f"`{call.frame.module.excerpt(call.node)}` comes later"
        )
        run.objects.recorder.switched(shown[0])
    run.objects.record_plain("switched", "", call.node, call.frame)
    return constant(None)


def _tf_function(call: LibraryCall) -> Value:
    function = call.argument("func", 0)
    return in_function(function) if function is not None else call.result()


def _wrap_function(call: LibraryCall) -> Value:
    function = call.argument("fn", 0)
    if function is not None:
        # In a graph, the session around initialises what the function makes there.
        in_graph = any(context.kind in ("graph", "session") for context in call.run.contexts)
        _call_back(call, function, "" if in_graph else "function")
    return call.result()


def _estimator(call: LibraryCall) -> Value:
    function = call.argument("model_fn", 0)
    if function is not None:
        _call_back(call, function, "graph", given_to)
    return call.result()


def _runs(call: LibraryCall) -> Value:
    for value in call.inputs:
        _call_back(call, value, call.detail)
    return call.result()


def _map(call: LibraryCall) -> Value:
    """map: what the function gives for each item, or for any of them."""
    function, *columns = call.arguments.positional or ((),)
    known = [call.run.items_of(column) for column in columns]
    items = [column for column in known if column is not None]
    if len(items) < len(columns) or not items or len(items[0]) > _MANY:
        given = tuple(call.run.element(column, call.node) for column in columns)
        made = (_mapped(call, function, given),)
        return just(Collection("each", made, True))
    return just(
        Collection("list", tuple(_mapped(call, function, row) for row in zip(*items, strict=False)))
    )


def _mapped(call: LibraryCall, function: Value, given: Sequence[Value]) -> Value:
    arguments = Arguments(tuple(given), module=call.frame.module)
    return call.run.apply(function, arguments, call.node, call.frame)


def _call_back(
    call: LibraryCall,
    function: Value,
    context: str,
    given: Callable[[Atom, LibraryCall], Arguments] | None = None,
) -> None:
    """The library calls a function of the code, with arguments that `given` knows, or nobody."""
    run = call.run
    hidden = Arguments(open=True, passed_by=call.frame.module.excerpt(call.node.func))
    with run.inside(context, call.frame.module, call.node):
        for item in function:
            if isinstance(item.atom, (Function, Partial, Instance, HubObject)):
                passed = hidden if given is None else given(item.atom, call)
                run.apply((item,), passed, call.node, call.frame)


def _app_run(call: LibraryCall) -> Value:
    run = call.run
    function = call.argument("main", 0)
    if function is None:
        function = run.state.get((run.load(call.frame.module).ident, "main"))
    if function is not None:
        _call_back(call, run.loaded(function), "")
    return constant(None)


def _mocks(call: LibraryCall) -> Value:
    call.run.mock(call.arguments)
    return call.result()


def _executing_eagerly(call: LibraryCall) -> Value:
    return call.run.objects.whereabouts.executes_eagerly(call.node, call.frame)


def _installed_version(call: LibraryCall) -> Value:
    """importlib.metadata.version("tensorflow"): what `tf.__version__` says."""
    name = call.argument("distribution_name", 0)
    texts_ = [item.atom.value for item in name or () if isinstance(item.atom, Const)]
    library = str(texts_[0]).lower().replace("-", "_") if len(texts_) == 1 else ""
    if library not in ("tensorflow", "tensorflow_hub"):
        return call.result()
    return just(call.run.version_of(library, call.frame.module))


def _tf2_enabled(call: LibraryCall) -> Value:
    """tf2.enabled(): whether this is TensorFlow 2, unless a switch was thrown."""
    run = call.run
    if run.state.get((run.ambient, "switch")) != constant("none"):
        return call.result()
    version = run.version_of("tensorflow", call.frame.module)
    return just(asked(version, lambda release: not release.startswith(("0.", "1."))))


def _open_session(call: LibraryCall) -> Value:
    return call.run.sessions.begin(call)


def _interactive_session(call: LibraryCall) -> Value:
    """A session that is the default from now on, and its graph with it if it is given one."""
    made = call.run.sessions.begin(call)
    kind = "default-session" if call.argument("graph", 1) is None else ""
    call.run.enter_context(made, kind, call.node, call.frame)
    return made


def _run_session(call: LibraryCall) -> Value:
    return call.run.sessions.run(call)


ROLES: Mapping[str, Callable[[LibraryCall], Value]] = {
    "switch": _switch,
    "enters": LibraryCall.of_owner,
    "takes-columns": _takes_columns,
    "resource-variables": variable_kinds.enable,
    "variable": variable_kinds.made,
    "variable-scope": variable_kinds.scoped,
    "tf-function": _tf_function,
    "wrap-function": _wrap_function,
    "estimator": _estimator,
    "runs": _runs,
    "app-run": _app_run,
    "mocks": _mocks,
    "executing-eagerly": _executing_eagerly,
    "installed-version": _installed_version,
    "tf2-enabled": _tf2_enabled,
    "map": _map,
    "open-session": _open_session,
    "interactive-session": _interactive_session,
    "run-session": _run_session,
}
