"""Which Keras is a model made of? Keras 2, tf_keras, or Keras 3, by spelling and versions."""

from __future__ import annotations

from collections.abc import Mapping

from hublint.facts.versions.running import is_sure, satisfies
from hublint.model import Evidence, Fact, VersionRange


def family_fact(spelling: str, versions: Mapping[str, Fact], legacy: Fact) -> Fact:
    """Give the fact `keras_family` of what the code spells `tf.keras`, `keras` or `tf_keras`.

    `versions` are the facts of the libraries, `legacy` is the fact `legacy_keras`: with the
    legacy switch thrown in time, `tf.keras` is tf_keras; `keras` itself never is.
    """
    if spelling == "tf_keras":
        return Fact("tf_keras", why=(Evidence("tf_keras is Keras 2"),))
    if spelling == "keras":
        return _by_version("keras", "3", versions, "keras")
    if spelling == "tf.keras":
        own = _by_version("tensorflow", "2.16", versions, "tf.keras")
        return _switched(own, legacy) if own.value == "keras3" else own
    return Fact(None, missing=f"it is not known which Keras {spelling or 'this'} is")


def _by_version(library: str, first: str, versions: Mapping[str, Fact], spelling: str) -> Fact:
    """Keras 3 from the library's `first` release on, Keras 2 before."""
    fact = versions.get(library, Fact(None, missing=f"nothing says which {library} this is"))
    if not isinstance(fact.value, VersionRange):
        return Fact(None, missing=fact.missing)
    new = satisfies(fact.value, f">={first}")
    if new is None:
        return Fact(None, missing=f"{fact.value.text} has releases on both sides of {first}")
    word, number = ("keras3", "3") if new else ("keras2", "2")
    certainty = "proven" if is_sure(fact, f"{'>=' if new else '<'}{first}") else fact.certainty
    bound = f"from {library} {first} on" if new else f"before {library} {first}"
    text = Evidence(f"{spelling} is Keras {number} {bound}")
    why = fact.why if certainty == fact.certainty else _written(fact.why)
    return Fact(word, certainty, (*why, text))


def _written(why: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(one for one in why if one.span is not None)


def _switched(own: Fact, legacy: Fact) -> Fact:
    if legacy.value is None:
        return Fact(None, missing=legacy.missing)
    if legacy.value != "before":
        return own
    return Fact("tf_keras", own.certainty, (*own.why, *legacy.why))
