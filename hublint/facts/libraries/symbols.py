"""What does a library's name do? The table of symbols, and one spelling for each name."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, cached_property

from hublint.tables import DATA, data_lines, table_rows

_TENSORFLOW = (
    # Where TensorFlow itself has what is offered to the public under its own name.
    *("tensorflow.python.framework.ops.", "tensorflow.python.compat.v2_compat."),
    *("tensorflow.python.client.session.", "tensorflow.python.eager.context."),
    *("tensorflow.compat.v1.", "tensorflow.compat.v2.", "tensorflow."),
    "tensorflow_hub.tf_v1.",  # what releases before 0.8 call tensorflow.compat.v1
)
_KERAS = (
    *("tensorflow.keras.", "tensorflow.python.keras.", "tensorflow.compat.v1.keras."),
    *("tensorflow.compat.v2.keras.", "tf_keras.api._v2.keras.", "keras.api._v2.keras."),
)
# A module of tensorflow_hub whose functions bear the names of public ones, and do other things.
_ITS_OWN = "tensorflow_hub.saved_model_lib."


@dataclass(frozen=True, slots=True)
class Role:
    """What calling a symbol, or entering what it gives, does."""

    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HubApi:
    """One public API of tensorflow_hub: its parameters in order, what each is for, since when."""

    name: str
    parameters: Mapping[str, str]
    role: str
    since: str
    last: str
    parameters_since: Mapping[str, str] = field(default_factory=dict)

    def parameter(self, role: str) -> str | None:
        """The name of the parameter with that role; None if there is none."""
        return next((name for name, its in self.parameters.items() if its == role), None)


class Symbols:
    """The tables of symbols, read once."""

    def __init__(self) -> None:
        self._exact: dict[str, Role] = {}
        self._patterns: dict[str, list[tuple[str, Role]]] = {}
        for symbol, role, *detail in table_rows(DATA / "symbols.tsv"):
            entry = Role(role, detail[0] if detail else "")
            if "*" in symbol:
                last = symbol.rpartition(".")[2].lstrip("*")
                self._patterns.setdefault(last, []).append((symbol, entry))
            else:
                self._exact[symbol] = entry
        self._roles: dict[str, Role | None] = {}
        self.hub = _hub_apis()
        self.tf1_only = frozenset(data_lines(DATA / "tf1_only.txt"))

    @cached_property
    def tf2_only(self) -> frozenset[str]:
        """The names below `tensorflow.` that TF2 has and TF1 has not; seldom asked for."""
        return frozenset(data_lines(DATA / "tf2_only.txt"))

    def role(self, name: str) -> Role | None:
        """The role of a library's name, in any of its spellings."""
        if name not in self._roles:
            self._roles[name] = self._role(name)
        return self._roles[name]

    def _role(self, name: str) -> Role | None:
        spelt = canonical(name)
        role = self._exact.get(spelt)
        if role is not None:
            return role
        for pattern, found in self._patterns.get(spelt.rpartition(".")[2], ()):
            if fnmatchcase(spelt, pattern):
                return found
        return None

    def ends(self, roles: Set[str]) -> frozenset[tuple[str, ...]]:
        """The last name, and the last two, of every symbol that has one of the roles."""
        names = [
            tuple(symbol.partition(":")[2].split("."))
            for symbol, role in self._exact.items()
            if role.name in roles
        ]
        return frozenset(end for name in names for end in (name[-1:], name[-2:]))

    def hub_api(self, name: str) -> HubApi | None:
        """The hub API that a library's name is; tensorflow_hub's own modules are seen through."""
        if not name.startswith("tensorflow_hub.") or "(" in name or name.startswith(_ITS_OWN):
            return None
        return self.hub.get(name.rpartition(".")[2])

    def is_tf1_only(self, name: str) -> bool:
        """Whether a name under plain `tensorflow` exists in TF1 and not in TF2."""
        return _is_below(name, self.tf1_only)

    def is_tf2_only(self, name: str) -> bool:
        """Whether a name under plain `tensorflow` exists in TF2 and not in TF1."""
        return _is_below(name, self.tf2_only)


@cache
def shipped_symbols() -> Symbols:
    """The tables that hublint brings, read once in a process."""
    return Symbols()


def _is_below(name: str, listed: frozenset[str]) -> bool:
    """Whether a name of `tensorflow`, or one that it stands below, is listed."""
    if not name.startswith("tensorflow.") or name.startswith("tensorflow.compat."):
        return False
    parts = name.removeprefix("tensorflow.").split(".")
    return any(".".join(parts[: count + 1]) in listed for count in range(len(parts)))


@cache
def canonical(name: str) -> str:
    """One spelling for a name that libraries offer under several."""
    for prefix in _KERAS:
        if name.startswith(prefix):
            return "keras:" + name.removeprefix(prefix)
    if name.startswith(("keras.", "tf_keras.")):
        return "keras:" + name.partition(".")[2]
    for prefix in _TENSORFLOW:
        if name.startswith(prefix):
            rest = name.removeprefix(prefix)
            return (
                canonical("tensorflow." + rest)
                if rest.startswith(("compat.v1.", "compat.v2."))
                else "tf:" + rest
            )
    return name


def keras_family(name: str) -> str:
    """Which Keras a name belongs to: `tf_keras`, `keras`, or `tf.keras`."""
    head = name.partition(".")[0]
    return head if head in ("tf_keras", "keras") else "tf.keras"


def _hub_apis() -> Mapping[str, HubApi]:
    apis: dict[str, HubApi] = {}
    parameters: dict[str, dict[str, str]] = {}
    versions: dict[str, dict[str, str]] = {}
    for symbol, parameter, since, last, role in table_rows(DATA / "hub_api.tsv"):
        owned, came = parameters.setdefault(symbol, {}), versions.setdefault(symbol, {})
        if parameter:
            owned[parameter], came[parameter] = role, since
        else:
            apis[symbol] = HubApi(symbol, owned, role, since, last, came)
    return apis
