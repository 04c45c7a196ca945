"""Is an API, or a parameter that is passed to it, newer than the tensorflow_hub it runs with?"""

from __future__ import annotations

from hublint.facts.libraries.symbols import HubApi
from hublint.facts.values.arguments import Arguments
from hublint.facts.versions.running import satisfies
from hublint.model import Evidence, Fact, Row, VersionRange


def age_fact(api: HubApi, arguments: Arguments, versions: Row) -> Fact:
    """Give the fact `too_new` of one call of an API."""
    pinned = versions.get("tensorflow_hub", Fact(None, missing="no tensorflow_hub is known"))
    if not isinstance(pinned.value, VersionRange):
        return Fact(None, missing=pinned.missing)
    name, since = _newest_part(api, arguments)
    too_new = satisfies(pinned.value, f"<{since}")
    if too_new is None:
        reason = f"{name} came with tensorflow_hub {since}, and {pinned.value.text} admits others"
        return Fact(None, missing=reason)
    text = f"{name} came with tensorflow_hub {since}"
    return Fact(too_new, pinned.certainty, (*pinned.why, Evidence(text)))


def _newest_part(api: HubApi, arguments: Arguments) -> tuple[str, str]:
    """What of a call came last, and with which release: the API, or a parameter passed by name."""
    parts = {f"hub.{api.name}": api.since}
    for parameter in arguments.keywords:
        if parameter in api.parameters_since:
            parts[f"{parameter}= of hub.{api.name}"] = api.parameters_since[parameter]
    name = max(parts, key=lambda part: tuple(map(int, parts[part].split("."))))
    return name, parts[name]
