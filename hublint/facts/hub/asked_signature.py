"""Has the model the signature that is asked for, and the signature the output?

Only a model whose files can be read says so: a card may leave a signature out.
"""

from __future__ import annotations

from collections.abc import Mapping

from hublint.model import Evidence, Fact, Row, value_of

DEFAULT = "default"

# The outputs of each signature of a model, in any of its graph variants.
Outputs = Mapping[str, frozenset[str]]


def asked_facts(row: Row, outputs: Outputs) -> dict[str, Fact]:
    """Give the facts `has_signature` and `has_output` of an event's row, where they apply.

    `outputs` are those of the row's model, empty where nothing is known of it.
    """
    signature = _asked(row)
    if not outputs or signature is None:
        return {}
    handle = str(row["handle"].value)
    has = signature in outputs
    names = ", ".join(sorted(outputs))
    text = f"{handle} has the signature {signature}"
    if not has:
        text = f"{handle} has no signature {signature}, but {names}"
    facts = {"has_signature": Fact(has, why=(Evidence(text),))}
    output = _output(row)
    if has and output is not None:
        known = outputs[signature]
        text = f"the outputs of its signature {signature} are {', '.join(sorted(known))}"
        facts["has_output"] = Fact(output in known, why=(Evidence(text),))
    return facts


def _asked(row: Row) -> str | None:
    """The signature that an event asks for, named or not; None where that is not known."""
    api, named = _text(row, "api"), _text(row, "signature")
    if named and named != "none":
        return named
    is_tf1_hub = _text(row, "format") == "tf1-hub"
    if named == "none" and api == "KerasLayer" and is_tf1_hub:
        return DEFAULT
    if named == "none" and api == "Module" and _text(row, "event") == "called" and is_tf1_hub:
        return DEFAULT
    return None


def _output(row: Row) -> str | None:
    """The output that a KerasLayer or a hub.Module picks of its signature; None for all."""
    as_dict = row.get("as_dict")
    if as_dict is None or as_dict.value is not False:
        return None
    named = _text(row, "output_key")
    if named and named != "none":
        return named
    return DEFAULT if _text(row, "format") == "tf1-hub" else None


def _text(row: Row, name: str) -> str:
    value = value_of(row, name)
    return value if isinstance(value, str) else ""
