"""Which repairs shall be made? Those that are safe enough, of the rules that were chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hublint.judging.rule_names import RuleName, means_a_rule, no_such_rule, rule_names
from hublint.model import Finding, Fix, Safety
from hublint.settings import ConfigError
from hublint.settings.options import Options

Ask = Callable[[Finding, Fix], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """How safe a repair must be, and of which rules: codes, prefixes or names.

    Without `fixable`, the repairs of all rules are made but those of `unfixable`. `ask` has the
    last word.
    """

    safeties: frozenset[Safety] = frozenset({"safe"})
    fixable: Sequence[str] = ()
    unfixable: Sequence[str] = ()
    ask: Ask | None = None

    @classmethod
    def of(cls, options: Options, ask: Ask | None = None) -> Choice:
        """The choice of the command line. Raises ConfigError for a word that means no rule."""
        rules = rule_names() if options.fixable or options.unfixable else []
        for option in ("fixable", "unfixable"):
            for word in getattr(options, option):
                if not means_a_rule(word, rules):
                    message = no_such_rule(word, rules)
                    raise ConfigError(f"command line: {option}: {message}")
        unsafe: frozenset[Safety] = frozenset({"unsafe"} if options.unsafe_fixes else ())
        return cls(unsafe | {"safe"}, options.fixable, options.unfixable, ask)

    def wants(self, finding: Finding, fix: Fix) -> bool:
        """Whether the repair of a finding shall be made."""
        if fix.safety not in self.safeties:
            return False
        rule = (RuleName(finding.code, finding.name),)
        if self.fixable and not any(means_a_rule(word, rule) for word in self.fixable):
            return False
        if any(means_a_rule(word, rule) for word in self.unfixable):
            return False
        return self.ask is None or self.ask(finding, fix)
