"""What do calls of libraries do that concerns hub code? One small function for each role.

The table of symbols says which name plays which role; the functions here say what a role does:
a switch is thrown, a graph is entered, a function is run for a dataset, a flag gets a default.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from hublint.facts import containers, format_guards, rows, texts, version_tests
from hublint.facts.arguments import Arguments
from hublint.facts.cases import cases, together
from hublint.facts.estimators import given_to
from hublint.facts.expectations import EXPECTS, callable_choice
from hublint.facts.has_name import asked, has_name
from hublint.facts.keras_models import concrete, symbolic_family
from hublint.facts.legacy_keras import VARIABLE
from hublint.facts.mocks import mocks_hub
from hublint.facts.symbols import Role, canonical, keras_family
from hublint.facts.values import (
    Alternative,
    Atom,
    Class,
    Collection,
    Const,
    Dictionary,
    External,
    Function,
    HubObject,
    Instance,
    KerasModel,
    KerasTensor,
    Partial,
    Saved,
    Super,
    Trace,
    Truth,
    Unknown,
    Value,
    constant,
    identity,
    innermost,
    just,
    sources_in,
    union,
)
from hublint.model import Fact

if TYPE_CHECKING:
    from hublint.facts.expressions import Frame
    from hublint.facts.interpreter import Interpreter


@dataclass(frozen=True, slots=True)
class LibraryCall:
    """One call of a library's name, and where it stands."""

    run: Interpreter
    name: str
    called: Alternative
    arguments: Arguments
    node: cst.Call
    frame: Frame
    detail: str = ""

    def argument(self, name: str, position: int | None = None) -> Value | None:
        """The value of one of the arguments."""
        return self.arguments.get(name, position)

    @property
    def inputs(self) -> tuple[Value, ...]:
        """Everything that is passed."""
        return (*self.arguments.positional, *self.arguments.keywords.values())

    def result(self, key: Any = None) -> Value:
        """What a library gives when nothing more is known: the call's own name."""
        sources = sources_in(*self.inputs, (self.called,))
        named = key or self._key()
        made = External(f"{self.name}()", named, sources)
        return just(made)

    def _key(self) -> Hashable:
        own = (id(self.node), self.frame.ident)
        atoms = (item.atom for value in (*self.inputs, (self.called,)) for item in value)
        library = next(filter(None, map(version_tests.source, atoms)), "")
        return version_tests.marked(library, own) if library else own

    def unknown(self, reason: str) -> Value:
        """An unknown value that depends on the inputs."""
        return self.run.unknown(reason, (id(self.node), self.frame.ident), *self.inputs)

    def written(self) -> Trace:
        """This call as evidence of what it writes."""
        return self.trace(f"`{self.frame.module.excerpt(self.node)}` writes it")

    def trace(self, text: str = "") -> Trace:
        """This call as evidence."""
        return Trace(text, self.frame.module, self.node)


# Of more items than these a function is mapped once, over any of them.
_MANY = 32


# The key of what a call gives that never returns.
_NEVER = "never"


# Names, decorators, contexts.


def read(run: Interpreter, name: str, value: Value, node: cst.CSTNode, frame: Frame) -> Value:
    """What a library's name stands for where it is read: a flag, or itself."""
    head, _, last = name.rpartition(".")
    if head.startswith("tensorflow.") and head.endswith(".keras"):
        run.keras.legacy.touch()
    role = run.symbols.role(head.removesuffix("()") if last == "value" else head) if head else None
    own = run.symbols.role(name)
    if own is not None and own.name == "constant":
        return just(Const(own.detail), (Trace("", frame.module, node),))
    if own is not None and own.name == "keras-version":
        has = run.keras.family("tf.keras", frame).value == "keras3"  # Keras 2 has none
        return just(Partial(value, (), ())) if has else value
    if own is not None and own.name == "keras-number":
        number = _keras_number(run, keras_family(name), frame)
        return constant(number) if number else value
    if own is not None and own.name == "version":
        return just(run.version_of(own.detail, frame.module))
    if role is None or own is not None:
        return value
    if role.name == "flags":
        return just(External(head)) if last == "__dict__" else _flag(run, last)
    if role.name == "environment":
        return run.unknown("the environment is not known", ("environment", last))
    if role.name == "define-flag" and last == "value":
        key = value[0].atom.key if isinstance(value[0].atom, External) else None
        return _flag(run, str(key[1])) if isinstance(key, tuple) else value
    return value


def _flag(run: Interpreter, name: str) -> Value:
    """A flag's default, of whatever module of the program defines it."""
    known = run.state.get((run.ambient, f"flag {name}"))
    if known is None and run.load_naming(name):
        known = run.state.get((run.ambient, f"flag {name}"))
    return known or run.unknown(f"no default of the flag {name} is in view", ("flag", name))


def item(run: Interpreter, atom: External, key: Alternative) -> Value:
    """An item of a library's object: of os.environ as it was set, of flags as a dictionary."""
    role = run.symbols.role(atom.name)
    name = key.atom.value if isinstance(key.atom, Const) else None
    if role is not None and role.name == "flags" and isinstance(name, str):
        return _flag(run, name)
    if role is not None and role.name == "environment":
        known = run.state.get((run.ambient, f"environment {name!r}"))
        reason = f"os.environ[{name!r}] is not known" if name else "the environment is not known"
        return known or run.unknown(reason, ("environment", name))
    return just(External(f"{atom.name}[]", (atom.key, identity((key,))), atom.sources))


def context(run: Interpreter, value: Value) -> str:
    """The kind of context that a `with` over this value enters; "" if it doesn't matter."""
    kinds = {_context_of(run, item.atom) for item in value}
    if len(kinds) > 1:  # whether it is entered or not, no graph changes
        kinds -= {"strategy", "custom-objects"}
    if not kinds:
        return ""
    return kinds.pop() if len(kinds) == 1 else "unknown-graph" if kinds - {""} else ""


def graph_of(value: Value) -> str:
    """The identity of the graph that a `with` enters: one graph may be entered twice."""
    atom = value[0].atom if len(value) == 1 else None
    is_own = isinstance(atom, External) and canonical(atom.name) == "tf:Graph().as_default()"
    return f"graph {atom.key}" if is_own and isinstance(atom, External) else ""


def _context_of(run: Interpreter, atom: Atom) -> str:
    if isinstance(atom, External):
        role = run.symbols.role(atom.name)
        return role.detail if role is not None and role.name == "context" else ""
    return ""


# The methods by which a graph or a session is entered, whatever it is a method of.
_GRAPH_METHODS = frozenset({"as_default", "session", "test_session", "cached_session"})


def may_enter_graph(item: cst.BaseExpression, value: Value) -> bool:
    """Whether a `with` may enter a graph of which nothing is known but the method's name."""
    if not isinstance(item, cst.Call) or not isinstance(item.func, cst.Attribute):
        return False
    if item.func.attr.value not in _GRAPH_METHODS:
        return False
    return all(
        isinstance(one.atom, Unknown)
        or (isinstance(one.atom, External) and not one.atom.name.startswith("tensorflow"))
        for one in value
    )


def decorate(run: Interpreter, decorator: cst.Decorator, value: Value, frame: Frame) -> Value:
    """A function behind its decorator; one that nobody knows leaves it as it is."""
    node: Any = decorator.decorator
    target = run.evaluate(node.func if isinstance(node, cst.Call) else node, frame)
    for item in target:
        role = run.symbols.role(item.atom.name) if isinstance(item.atom, External) else None
        if role is not None and role.name == "tf-function":
            return _in_function(value)
        if role is not None and role.name == "decorator":
            return _changed(value, context=role.detail)
        if role is not None and role.name == "skips" and _may_skip(run, role.detail, node, frame):
            return _changed(value, context=EXPECTS)
        if role is not None and role.name == "mocks" and isinstance(node, cst.Call):
            return _mocked(run, run.arguments(node, frame), value)
        if role is not None and role.name == "makes":
            return _changed(value, kind=role.detail)
        if role is not None and role.name == "click-option" and isinstance(node, cst.Call):
            return _with_option(run, run.arguments(node, frame), value)
        if role is not None and role.name == "cases" and isinstance(node, cst.Call):
            return _with_cases(run, cases(role.detail, run.arguments(node, frame)), value)
    if any(isinstance(item.atom, External) for item in target):
        return value
    decorating = run.evaluate(node, frame) if isinstance(node, cst.Call) else target
    own = tuple(item for item in decorating if isinstance(item.atom, (Function, Class, Partial)))
    made = run.apply(own, Arguments((value,)), node, frame) if own else ()
    return made if made and all(_is_callable(item.atom) for item in made) else value


def _mocked(run: Interpreter, arguments: Arguments, value: Value) -> Value:
    """A test in which something else stands in the place of hub, perhaps."""
    if mocks_hub(arguments):
        run.mocked.update(id(item.atom.node) for item in value if isinstance(item.atom, Function))
    return value


def _may_skip(run: Interpreter, detail: str, node: Any, frame: Frame) -> bool:
    """Whether a test is skipped, or may be: `detail` is the truth of a condition that skips it."""
    if not detail or not isinstance(node, cst.Call):
        return True
    condition = run.arguments(node, frame).get("condition", 0)
    if condition is None:
        return True
    return any(item.atom != Const(detail != "true") for item in run.truth(condition))


def _is_callable(atom: Atom) -> bool:
    return isinstance(atom, (Function, Class, Partial, Instance))


def _in_function(value: Value) -> Value:
    return _changed(value, context="function")


def _changed(value: Value, **changes: str) -> Value:
    return tuple(
        replace(item, atom=replace(item.atom, **changes))  # type: ignore[arg-type]
        if isinstance(item.atom, Function)
        else item
        for item in value
    )


def _with_cases(run: Interpreter, listed: tuple[Arguments, ...], value: Value) -> Value:
    """A test that is run once for each of the cases."""
    for item in value:
        if isinstance(item.atom, Function):
            known = run.cases.get(item.atom.node, ())
            run.cases[item.atom.node] = together(known, listed)
    return value


def _with_option(run: Interpreter, arguments: Arguments, value: Value) -> Value:
    """A function whose parameter an option of the command line gives, with its default."""
    names = [
        str(item.atom.value)
        for declared in arguments.positional
        for item in declared
        if isinstance(item.atom, Const)
    ]
    plain = [name for name in names if not name.startswith("-")]
    longest = plain[0] if plain else max(names, key=len, default="").lstrip("-")
    name = longest.partition("/")[0].replace("-", "_").lower()
    default = arguments.get("default")
    if default is None and "is_flag" in arguments.keywords:
        default = constant(False)
    if default is None or all(_is_none(item.atom) for item in default):
        given = run.unknown(f"the option {name} has no default", ("option", name))
    else:
        given = tuple(replace(item, assumed=True) for item in default)
    for item in value:
        function = innermost(item.atom)
        if function is not None:
            run.options.setdefault(function.node, {})[name] = given
    return just(Partial(value, (), ((name, given),)))


def set_item(
    run: Interpreter, name: str, key: Value, value: Value, node: cst.CSTNode, frame: Frame
) -> None:
    """An item of a library's object is assigned: of os.environ, it is kept."""
    role = run.symbols.role(name)
    if role is None or role.name != "environment":
        return
    for item in key:
        if item.atom == Const(VARIABLE):
            run.keras.legacy.assign(value, node, frame)
        elif isinstance(item.atom, Const):
            run.state.set((run.ambient, f"environment {item.atom.value!r}"), value)


# Calls.


def call(
    run: Interpreter,
    name: str,
    called: Alternative,
    arguments: Arguments,
    node: cst.Call,
    frame: Frame,
) -> Value:
    """What a call of a library's name gives, and does."""
    if name.endswith((".__enter__", ".enter_context")):
        _enter_for_good(run, name, arguments, node, frame)
    api = run.symbols.hub_api(name)
    if api is not None:
        return run.objects.make(api, arguments, node, frame)
    role = run.symbols.role(name) or Role("other")
    one = LibraryCall(run, name, called, arguments, node, frame, role.detail)
    handler = _ROLES.get(role.name, _other)
    return handler(one)


def _enter_for_good(
    run: Interpreter, name: str, arguments: Arguments, node: cst.Call, frame: Frame
) -> None:
    """A context is entered without `with`: it lasts until the one around it ends."""
    owner = just(External(name.removesuffix(".__enter__")))
    entered = owner if name.endswith(".__enter__") else arguments.get("cm", 0)
    if entered is not None:
        run.enter_context(entered, "", node, frame)


def _other(call: LibraryCall) -> Value:
    """Nothing is known of the call, but what goes in: a function may be called later."""
    call.run.sessions.pass_on(call.name, call.arguments)
    made = call.run.keras.applied(call.name, call.arguments, call.node, call.frame)
    return made or call.result()


def _enters(call: LibraryCall) -> Value:
    """A graph's as_default(): it is known by the graph, not by the call."""
    atom = call.called.atom
    return call.result(atom.key if isinstance(atom, External) else None)


def _takes_tensor(call: LibraryCall) -> Value:
    if call.arguments.positional:
        call.run.objects.use_as_tensor(call.arguments.positional[0], call.node, call.frame)
    return call.result()


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


def _resource_variables(call: LibraryCall) -> Value:
    call.run.state.set((call.run.ambient, "resource variables"), constant(True))
    return constant(None)


def _tf_function(call: LibraryCall) -> Value:
    function = call.argument("func", 0)
    return _in_function(function) if function is not None else call.result()


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


def _define_flag(call: LibraryCall) -> Value:
    name, default = call.argument("name", 0), call.argument("default", 1)
    for item in name or ():
        if isinstance(item.atom, Const):
            _set_flag(call, str(item.atom.value), default)
            return call.result(("flag", str(item.atom.value)))
    return call.result()


def _executing_eagerly(call: LibraryCall) -> Value:
    return call.run.objects.executes_eagerly(call.node, call.frame)


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


def _set_defaults(call: LibraryCall) -> Value:
    for name, default in call.arguments.keywords.items():
        _set_flag(call, name, default)
    return constant(None)


def _field(call: LibraryCall) -> Value:
    """The default of a field of a dataclass, or what its factory makes."""
    default, factory = call.argument("default"), call.argument("default_factory")
    if default is None and factory is not None:
        made = replace(call.arguments, positional=(), keywords={}, node=None)
        return call.run.apply(factory, made, call.node, call.frame)
    return default or call.unknown("the field has no default")


def _auto(call: LibraryCall) -> Value:
    """enum.auto(): the number behind those of the members before it, unless these are texts."""
    class_ = call.frame.defined_in
    if class_ is None or call.run.find_in_class(class_, "_generate_next_value_") is not None:
        return call.result()
    if any(isinstance(one.atom, External) and _is_text_type(one.atom.name) for one in class_.bases):
        return call.result()
    members = call.run.state.names(call.frame.ident).values()
    values = [item.atom.value for one in members for item in one if isinstance(item.atom, Const)]
    numbers = [value for value in values if isinstance(value, int)]
    return just(Const(max(numbers, default=0) + 1), (call.trace(),))


def _is_text_type(name: str) -> bool:
    return name in ("enum.StrEnum", "builtins.str")


def _named_tuple(call: LibraryCall) -> Value:
    """collections.namedtuple: a class whose objects are kept as dictionaries of their fields."""
    fields = call.argument("field_names", 1)
    return just(Partial(just(External("collections.namedtuple()")), (fields or (),), ()))


def _make_named_tuple(call: LibraryCall) -> Value:
    fields, *values = call.arguments.positional
    atom = fields[0].atom if fields else None
    if isinstance(atom, Const):
        names = [constant(word) for word in str(atom.value).replace(",", " ").split()]
    else:
        names = list(call.run.items_of(fields) or ())
    entries = [*zip(names, values, strict=False)]
    entries += [(constant(name), value) for name, value in call.arguments.keywords.items()]
    return just(Dictionary(tuple(entries), len(entries) < len(names) or call.arguments.open))


def _add_argument(call: LibraryCall) -> Value:
    default = call.argument("default")
    action = call.argument("action")
    if default is None and action is not None and isinstance(action[0].atom, Const):
        default = {"store_true": constant(False), "store_false": constant(True)}.get(
            str(action[0].atom.value)
        )
    destination = call.argument("dest")
    names = [
        item.atom.value
        for value in call.arguments.positional
        for item in value
        if isinstance(item.atom, Const)
    ]
    flags = [str(name).lstrip("-").replace("-", "_") for name in names]
    if destination is not None and isinstance(destination[0].atom, Const):
        flags = [str(destination[0].atom.value)]
    for flag in flags:
        _set_flag(call, flag, default)
    return call.result()


def _set_flag(call: LibraryCall, name: str, default: Value | None) -> None:
    """A flag's default holds unless somebody passes another value: it is assumed."""
    run = call.run
    trace = call.trace(f"the flag {name} has this default")
    if default is None or all(_is_none(item.atom) for item in default):
        reason = f"the flag {name} has no default"
        value = run.unknown(reason, ("flag", name))
    else:
        value = tuple(replace(item, assumed=True, why=item.why or (trace,)) for item in default)
    run.state.set((run.ambient, f"flag {name}"), value)


def _is_none(atom: Atom) -> bool:
    return isinstance(atom, Const) and atom.value is None


def _flags_pair(call: LibraryCall) -> Value:
    flags = just(External("argparse.ArgumentParser().parse_args()"))
    return just(Collection("tuple", (flags, call.unknown("the arguments that are left"))))


def _partial(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    if not positional:
        return call.result()
    return just(Partial(positional[0], positional[1:], tuple(call.arguments.keywords.items())))


def _text(call: LibraryCall) -> Value:
    key = (id(call.node), call.frame.ident)
    return texts.combine(
        call.arguments.positional, getattr(texts, call.detail), key, "a path that is not known"
    )


def _exists(call: LibraryCall) -> Value:
    path = call.argument("path", 0)
    return call.result() if path is None else call.run.look(path, call.node, call.frame)


def _list_files(call: LibraryCall) -> Value:
    folder = call.argument("path", 0) or ()
    key = format_guards.files_of(folder[0].atom) if len(folder) == 1 else None
    if key is None:
        return call.result()
    call.run.choices[format_guards.choice(folder[0].atom)] = call.trace()
    return call.run.unknown("what lies on disk is not known", key)


def _ends(call: LibraryCall) -> Value:
    """sys.exit(), self.skipTest(...): nothing behind it is run."""
    return just(External(f"{call.name}()", _NEVER))


def never_returns(value: Value) -> bool:
    """Whether what a call gives is nothing, because it raises or ends the program."""
    return bool(value) and all(
        (isinstance(item.atom, External) and item.atom.key == _NEVER)
        or (isinstance(item.atom, Unknown) and item.atom.key == _NEVER)
        for item in value
    )


def _copy(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    deep = call.detail == "deep"
    return containers.copied(positional[0], deep) if len(positional) == 1 else call.result()


def _same(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    return positional[0] if len(positional) == 1 else call.result()


def _element(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    return call.run.element(positional[0], call.node) if positional else call.result()


def _default(call: LibraryCall) -> Value:
    """os.environ.get(name, default): the default, unless the environment has the name."""
    fallback = call.argument("default", int(call.detail))
    if fallback is None or all(_is_none(item.atom) for item in fallback):
        return call.unknown("the environment is not known")
    return tuple(replace(item, assumed=True) for item in fallback)


def _set_default(call: LibraryCall) -> Value:
    """os.environ.setdefault(name, value): the value, unless the environment has the name."""
    name, value = call.argument("key", 0), call.argument("default", 1)
    if name is not None and value is not None:
        set_item(call.run, "os.environ", name, value, call.node, call.frame)
    return _default(call)


def _update_environment(call: LibraryCall) -> Value:
    for value in call.arguments.positional:
        for item in value:
            if isinstance(item.atom, Dictionary):
                call.run.keras.legacy.update(item.atom, call.node, call.frame)
    named = tuple((constant(name), value) for name, value in call.arguments.keywords.items())
    call.run.keras.legacy.update(Dictionary(named), call.node, call.frame)
    return constant(None)


def _import(call: LibraryCall) -> Value:
    return (
        union(*(_imported(call, item) for item in call.argument("name", 0) or ())) or call.result()
    )


def _imported(call: LibraryCall, item: Alternative) -> Value:
    atom = item.atom
    known = isinstance(atom, Const) and isinstance(atom.value, str)
    return just(External(str(atom.value))) if known and isinstance(atom, Const) else call.result()


def _keras_version(call: LibraryCall) -> Value:
    """The version of the Keras that TensorFlow brings: that of Keras 2 or 3, as the pins say."""
    number = _keras_number(call.run, "tf.keras", call.frame)
    return constant(number) if number else call.unknown("it is not known which Keras this is")


def _keras_number(run: Interpreter, family: str, frame: Frame) -> str | None:
    """A version of Keras 2 or 3, as the pins say which it is."""
    known = str(run.keras.family(family, frame).value)
    return {"keras2": "2.15.0", "tf_keras": "2.15.0", "keras3": "3.0.0"}.get(known)


def _lazy_import(call: LibraryCall) -> Value:
    """LazyLoader("hub", globals(), "tensorflow_hub"): the last text is the module."""
    name = last_text(call.arguments)
    return just(External(name)) if name else call.result()


def last_text(arguments: Arguments) -> str:
    """The last text that is passed to a call; "" if none is."""
    texts_ = [
        item.atom.value
        for value in (*arguments.positional, *arguments.keywords.values())
        for item in value
        if isinstance(item.atom, Const) and isinstance(item.atom.value, str)
    ]
    return texts_[-1] if texts_ else ""


def _getattr(call: LibraryCall) -> Value:
    owner, name = call.argument("", 0), call.argument("", 1)
    if owner is None or name is None or len(name) != 1:
        return call.result()
    atom = name[0].atom
    if isinstance(atom, Const) and isinstance(atom.value, str):
        return call.run.attribute(owner, atom.value, call.node, call.frame)
    return call.unknown("an attribute that is not known")


def _callable(call: LibraryCall) -> Value:
    """callable(x), or hasattr(x, "__call__"): whether a hub object can be called is a choice."""
    owner, name = call.argument("", 0), call.argument("", 1)
    if owner is None or (name is not None and not _is_text(name, "__call__")):
        return _has_name(call, owner, name) or call.result()
    return tuple(
        replace(item, atom=Truth(callable_choice(item.atom.ident), True, "it may be callable"))
        if isinstance(item.atom, HubObject)
        else item
        for item in owner
    )


def _has_name(call: LibraryCall, owner: Value | None, name: Value | None) -> Value | None:
    """hasattr(hub, "Module"): a question for the library's version."""
    atoms = [value[0].atom if value and len(value) == 1 else None for value in (owner, name)]
    module, text = atoms
    if not isinstance(module, External) or not isinstance(text, Const):
        return None
    has = has_name(call.run.symbols, module.name, str(text.value))
    if has is None:
        return None
    return just(asked(call.run.version_of(module.name, call.frame.module), has))


def _is_text(value: Value, text: str) -> bool:
    return len(value) == 1 and value[0].atom == Const(text)


def _setattr(call: LibraryCall) -> Value:
    owner, name, value = (call.argument("", position) for position in range(3))
    atom = name[0].atom if name is not None and len(name) == 1 else None
    if owner is not None and value is not None and isinstance(atom, Const):
        for item in owner:
            if isinstance(item.atom, Instance):
                call.run.state.set((item.atom.ident, str(atom.value)), value)
            elif isinstance(item.atom, (HubObject, KerasModel)):
                call.run.objects.set_attribute(
                    item.atom, str(atom.value), value, call.node, call.frame
                )
    return constant(None)


def _container(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    if not positional:
        return just(Collection(call.detail, ()))
    items = call.run.items_of(positional[0])
    if items is None:
        return call.unknown("a container that is not known")
    return just(Collection(call.detail, items))


def _dict(call: LibraryCall) -> Value:
    entries = tuple((constant(name), value) for name, value in call.arguments.keywords.items())
    is_open = call.arguments.open or bool(call.arguments.positional)
    first = call.arguments.positional[0][0].atom if call.arguments.positional else None
    if isinstance(first, Dictionary):
        entries, is_open = (*first.entries, *entries), first.open or call.arguments.open
    return just(Dictionary(entries, is_open, (id(call.node), call.frame.ident)))


def _truth(call: LibraryCall) -> Value:
    positional = call.arguments.positional
    return call.run.truth(positional[0]) if positional else constant(False)


def _super(call: LibraryCall) -> Value:
    frame: Any = call.frame
    while frame is not None and frame.instance is None:
        frame = frame.parent
    if frame is None or frame.defined_in is None:
        return call.result()
    return just(Super(frame.instance, frame.defined_in))


def _zip(call: LibraryCall) -> Value:
    columns = [call.run.items_of(value) for value in call.arguments.positional]
    if not columns or any(column is None for column in columns):
        return call.unknown("what is zipped is not known")
    known: list[Sequence[Value]] = [column for column in columns if column is not None]
    rows_ = tuple(just(Collection("tuple", tuple(row))) for row in zip(*known, strict=False))
    return just(Collection("list", rows_))


def _enumerate(call: LibraryCall) -> Value:
    items = call.run.items_of(call.arguments.positional[0]) if call.arguments.positional else None
    if items is None:
        return call.unknown("what is enumerated is not known")
    pairs = tuple(
        just(Collection("tuple", (constant(index), item))) for index, item in enumerate(items)
    )
    return just(Collection("list", pairs))


def _tensor(call: LibraryCall) -> Value:
    made = External(f"{call.name}()", "tensor", sources_in(*call.inputs))
    return just(made)


def _keras_input(call: LibraryCall) -> Value:
    return just(KerasTensor(keras_family(call.name), (id(call.node), call.frame.ident)))


def _ndarray(call: LibraryCall) -> Value:
    return just(External(f"{call.name}()", "ndarray", sources_in(*call.inputs)))


# Sessions of TensorFlow 1.


def _open_session(call: LibraryCall) -> Value:
    return call.run.sessions.begin(call)


def _run_session(call: LibraryCall) -> Value:
    return call.run.sessions.run(call)


# Keras, training, saving.


def _sequential(call: LibraryCall) -> Value:
    layers = call.argument("layers", 0) or just(Collection("list", ()))
    family = keras_family(call.name)
    return call.run.keras.make("sequential", family, layers, call.node, call.frame)


def _functional(call: LibraryCall) -> Value:
    outputs = call.argument("outputs", 1)
    if outputs is None:
        return call.result()
    family = keras_family(call.name)
    return call.run.keras.make("functional", family, outputs, call.node, call.frame)


def _lambda_layer(call: LibraryCall) -> Value:
    function = call.argument("function", 0)
    if function is None:
        return call.result()
    return just(Partial(just(External(f"{call.name}()")), (function,), ()))


def _run_lambda(call: LibraryCall) -> Value:
    """A Lambda layer is applied: Keras calls its function with the inputs."""
    run, positional = call.run, call.arguments.positional
    given = replace(call.arguments, positional=positional[1:], node=None)
    with run.inside("lambda", call.frame.module, call.node, keras_family(call.name)):
        result = run.apply(positional[0], concrete(given), call.node, call.frame)
    family = symbolic_family(given)
    if not family:
        return result
    return just(KerasTensor(family, (id(call.node), call.frame.ident), sources_in(result)))


def _wraps_layer(call: LibraryCall) -> Value:
    layer = call.argument("layer", 0)
    return layer if layer is not None else call.result()


def _minimize(call: LibraryCall) -> Value:
    loss = call.argument("loss", 0)
    variables = call.argument("var_list")
    has = variables is not None and not all(_is_none(item.atom) for item in variables)
    call.run.objects.train(tuple(sources_in(loss or ())), "minimize", has, call.node, call.frame)
    return call.result()


def _tape(call: LibraryCall) -> Value:
    variables = call.argument("sources", 1)
    idents = tuple(sources_in(variables or ()))
    call.run.objects.train(idents, "tape", True, call.node, call.frame)
    return call.result()


def _gradients(call: LibraryCall) -> Value:
    variables = call.argument("xs", 1)
    idents = tuple(sources_in(variables or ()))
    call.run.objects.train(idents, "gradients", True, call.node, call.frame)
    return call.result()


def _save(call: LibraryCall) -> Value:
    run = call.run
    variables = run.state.get((run.ambient, "resource variables")) or constant(False)
    in_session = any(item.kind == "session" for item in run.contexts)
    columns = [
        rows.column(call.argument("obj", 0) or (), _saved_object),
        rows.column(variables, rows.boolean_fact("resource_variables")),
        rows.fixed({"session": Fact("initialised" if in_session else "none")}),
    ]
    run.objects.record_plain("saved", "tf.saved_model.save", call.node, call.frame, columns)
    path = call.argument("export_dir", 1)
    run.saved.write_object(path, call.argument("obj", 0) or (), call.written(), call.frame)
    return constant(None)


def _load_keras_model(call: LibraryCall) -> Value:
    """What Keras loads again may hold hub layers that this program saved."""
    path = call.argument("filepath", 0)
    given = call.argument("custom_objects", 1)
    told = given is not None and not all(_is_none(item.atom) for item in given)
    if path is not None:
        call.run.keras.load(path, told, call.node, call.frame)
    return call.result()


def _load_tfsm(call: LibraryCall) -> Value:
    call.run.objects.load_elsewhere("TFSMLayer", call.argument("filepath", 0), None, call)
    return call.result()


def _save_keras(call: LibraryCall) -> Value:
    for item in call.argument("model", 0) or ():
        if isinstance(item.atom, (KerasModel, Instance)):
            path = call.argument("filepath", 1)
            call.run.saved.write_keras(path, item.atom, call.written(), call.frame)
    return constant(None)


def _save_tf1(call: LibraryCall) -> Value:
    call.run.saved.write(
        call.argument("export_dir", 1), just(Saved("tf1-savedmodel", None), (call.written(),))
    )
    return constant(None)


def _open(call: LibraryCall) -> Value:
    """A file is known by its path."""
    path = call.argument("file", 0) or call.argument("name", 0) or ()
    atom = path[0].atom if len(path) == 1 else None
    known = isinstance(atom, Const) and isinstance(atom.value, str)
    return call.result(("file", atom.value) if known and isinstance(atom, Const) else None)


def _read_json(call: LibraryCall) -> Value:
    """json.load of an open file of the project, or json.loads of what it holds."""
    given = call.argument("fp", 0) or call.argument("s", 0) or ()
    atom = given[0].atom if len(given) == 1 else None
    key = atom.key if isinstance(atom, External) else None
    if not (isinstance(key, tuple) and key[0] == "file"):
        return call.unknown("the data that is read is not known")
    shown = call.trace(f"`{call.frame.module.excerpt(call.node)}` reads {key[1]}")
    found = call.run.read_json(str(key[1]), call.frame.module, shown)
    return found or call.unknown(f"{key[1]} is no JSON file of this project")


def _once(call: LibraryCall) -> Value:
    """Each call gives what the first gave: the test's own folder."""
    atom = call.called.atom
    key = atom.key if isinstance(atom, External) else None
    return just(External(f"{call.name}()", key or call.name))


def _load_saved_model(call: LibraryCall) -> Value:
    path, tags = call.argument("export_dir", 0), call.argument("tags", 1)
    call.run.objects.load_elsewhere("tf.saved_model.load", path, tags, call)
    return just(External("tensorflow.saved_model.load()", (id(call.node), call.frame.ident)))


def _saved_object(atom: Atom, item: Alternative) -> rows.Facts:
    word = _saved_word(atom)
    if word is None:
        return {"saved_object": rows.unknown("what is saved", atom)}
    return {"saved_object": Fact(word, "proven", rows.evidence(item.why, "this is saved"))}


def _saved_word(atom: Atom) -> str | None:
    if isinstance(atom, KerasModel):
        return "keras-model"
    if isinstance(atom, HubObject):
        return "loaded-object"
    if isinstance(atom, Instance):
        names = [base.atom.name for base in atom.type.bases if isinstance(base.atom, External)]
        if any("keras" in name for name in names):
            return "keras-model"
        if any(name.endswith((".Module", ".Checkpoint")) for name in names):
            return "tf-module"
    if isinstance(atom, External) and atom.name.endswith((".Module()", ".Checkpoint()")):
        return "tf-module"
    return None


_ROLES: dict[str, Callable[[LibraryCall], Value]] = {
    "switch": _switch,
    "enters": _enters,
    "takes-tensor": _takes_tensor,
    "takes-columns": _takes_columns,
    "resource-variables": _resource_variables,
    "tf-function": _tf_function,
    "wrap-function": _wrap_function,
    "estimator": _estimator,
    "runs": _runs,
    "app-run": _app_run,
    "mocks": _mocks,
    "define-flag": _define_flag,
    "add-argument": _add_argument,
    "flags-pair": _flags_pair,
    "executing-eagerly": _executing_eagerly,
    "installed-version": _installed_version,
    "tf2-enabled": _tf2_enabled,
    "map": _map,
    "set-defaults": _set_defaults,
    "field": _field,
    "auto": _auto,
    "named-tuple": _named_tuple,
    "make-named-tuple": _make_named_tuple,
    "partial": _partial,
    "text": _text,
    "exists": _exists,
    "list-files": _list_files,
    "saved-model-load": _load_saved_model,
    "keras-load": _load_keras_model,
    "tfsm-layer": _load_tfsm,
    "same": _same,
    "copy": _copy,
    "passes": _same,
    "element": _element,
    "default": _default,
    "set-default": _set_default,
    "update-environment": _update_environment,
    "import": _import,
    "lazy-import": _lazy_import,
    "keras-version": _keras_version,
    "getattr": _getattr,
    "setattr": _setattr,
    "callable": _callable,
    "container": _container,
    "dict": _dict,
    "truth": _truth,
    "super": _super,
    "ends": _ends,
    "zip": _zip,
    "enumerate": _enumerate,
    "tensor": _tensor,
    "keras-input": _keras_input,
    "ndarray": _ndarray,
    "sequential": _sequential,
    "functional": _functional,
    "lambda-layer": _lambda_layer,
    "lambda-call": _run_lambda,
    "wraps-layer": _wraps_layer,
    "minimize": _minimize,
    "optimize-loss": _minimize,
    "tape": _tape,
    "gradients": _gradients,
    "open-session": _open_session,
    "run-session": _run_session,
    "save": _save,
    "save-keras": _save_keras,
    "save-tf1": _save_tf1,
    "once": _once,
    "open": _open,
    "json": _read_json,
}
