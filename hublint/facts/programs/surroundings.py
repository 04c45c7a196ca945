"""What surrounds a file? Its project: the modules, the dependency files, the models it names."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hublint.facts.interpreter.wrappers import Wrappers
from hublint.facts.libraries.symbols import Symbols
from hublint.facts.project.modules import Module, Modules
from hublint.facts.versions.markers import Markers, name_of_tf2, read_markers
from hublint.facts.versions.runtime import Surroundings, proves_tf1
from hublint.files.patterns import Patterns
from hublint.model import Event, Evidence, Fact, Row
from hublint.sources.source import NOTEBOOK
from hublint.timing import stage

if TYPE_CHECKING:
    from hublint.facts.hub.asked_signature import Outputs
    from hublint.facts.interpreter.ran_before import RanBefore
    from hublint.facts.models.formats import FormatReader
    from hublint.facts.models.public_models import PublicModels
    from hublint.facts.models.saved_model import SavedModelInfo
    from hublint.facts.models.signatures import Cards, Signatures
    from hublint.facts.programs.neighbours import Neighbours
    from hublint.facts.programs.relevance import Relevance
    from hublint.facts.project.gists import Gist
    from hublint.facts.project.imports import ImportIndex
    from hublint.facts.versions.dependency_files import DependencyReader
    from hublint.facts.versions.environments import Environments
    from hublint.facts.versions.requirements import Requirement
    from hublint.facts.versions.tested_releases import TestedReleases
    from hublint.facts.versions.text_imports import Brought


class Project:
    """One project, as far as somebody has asked for it."""

    def __init__(
        self,
        modules: Modules,
        symbols: Symbols,
        formats: FormatReader,
        dependencies: DependencyReader,
        environments: Environments,
        configured: Callable[[Path], Configured],
        gists: Callable[[], Iterable[tuple[str, Gist]]],
        wrappers: Mapping[str, str],
        entry_points: Patterns,
        outermost: Path,
    ) -> None:
        """`wrappers` are words of `api` by dotted name, `entry_points` say who starts programs.

        `outermost` is the folder up to which dependency files and environments count.
        """
        self._outermost = outermost
        self.wrappers = Wrappers(wrappers, symbols)
        self._entry_points = entry_points
        self.modules = modules
        modules.added = lambda path, dotted: self.index.added(path, dotted)
        modules.within = lambda path, level, package: self.index.within(path, level, package)
        self.symbols = symbols
        self._formats = formats
        self._dependencies = dependencies
        self._environments = environments
        self._configured = configured
        self._gists = gists
        self._surroundings: dict[tuple[Module, Fact | None], Surroundings] = {}
        self._index: ImportIndex | None = None
        self._relevance: Relevance | None = None
        self._markers: dict[Module, Markers] = {}
        self._using_tf2: dict[Module, bool] = {}
        self._known_models: dict[tuple[str, Module], tuple[Row, ...]] = {}
        self._known_versions: dict[Hashable, Mapping[str, Fact]] = {}
        self._naming: dict[str, str] = {}
        self._handles: dict[str, Row] = {}
        self._outputs: dict[tuple[str, Path], Outputs] = {}
        self._models: dict[tuple[str, Path], SavedModelInfo | None] = {}
        self._text: dict[Module, Fact] = {}

    def surroundings(self, module: Module, beside: Fact | None = None) -> Surroundings:
        """What is known of a module's runtime before it runs, and by what its programs show."""
        key = (module, beside)
        known = self._surroundings.get(key)
        if known is None:
            known = self._surroundings[key] = self._look_around(module, beside)
        return known

    @cached_property
    def neighbours(self) -> Neighbours:
        """What programs show of the runtime of modules that show nothing."""
        from hublint.facts.programs.neighbours import Neighbours

        return Neighbours(self)

    def uses_tf2(self, module: Module) -> bool:
        """Whether a module reads a name that only TF2 has."""
        if module not in self._using_tf2:
            self._using_tf2[module] = name_of_tf2(module, self.symbols) is not None
        return self._using_tf2[module]

    @cached_property
    def ran_before(self) -> RanBefore:
        """What programs have run that nobody calls, so that others need not."""
        from hublint.facts.interpreter.ran_before import RanBefore

        return RanBefore()

    @cached_property
    def tested(self) -> TestedReleases:
        """The versions of branches that test a version."""
        from hublint.facts.versions.tested_releases import TestedReleases

        return TestedReleases(self._asked)

    def _asked(self, module: Module) -> tuple[Sequence[Requirement], Mapping[str, str]]:
        """What code, dependency files and the user ask for around a module, and what it has."""
        from hublint.facts.versions.code_pins import chosen_by
        from hublint.facts.versions.trust import trusted
        from hublint.facts.versions.written_files import written_requirements

        folder = module.path.parent
        written = written_requirements(module) if module.written_beside else ()
        required = written or self._dependencies.requirements(folder, self._outermost)
        installed = self._environments.requirements(folder, self._outermost)
        targets = self._configured(module.path).targets
        return trusted((*chosen_by(module).requirements, *required, *installed), targets), targets

    def _look_around(self, module: Module, beside: Fact | None) -> Surroundings:
        from hublint.facts.versions.code_pins import chosen_by

        configured = self._configured(module.path)
        chosen = chosen_by(module)
        markers = self.markers(module)
        unfollowed = self._unfollowed(module) if markers.alias == "compat.v1" else ""
        runtime = configured.runtime or chosen.runtime
        shown = replace(markers, tf1_only=beside.why[0]) if beside and beside.why else markers
        versions = self._versions(module, shown, runtime)
        return Surroundings(versions, markers, runtime, unfollowed, beside)

    def _versions(
        self, module: Module, markers: Markers, runtime: Fact | None
    ) -> Mapping[str, Fact]:
        """The versions that a module runs with: what runs in TensorFlow 1 alone, with that."""
        from hublint.facts.versions.running import Bound, version_facts

        asked = self._asked(module)
        key = (tuple(asked[0]), tuple(asked[1].items()))
        if key not in self._known_versions:
            self._known_versions[key] = version_facts(*asked)
        versions = self._known_versions[key]
        shown = proves_tf1(markers, runtime, versions)
        if shown is None:
            return versions
        return version_facts(*asked, [Bound("tensorflow", "<2", shown)])

    def required(self, module: Module) -> Iterable[Event]:
        """What the dependency files ask for where a module imports hub, as events."""
        from hublint.facts.versions.mixed_runtimes import mixed_events
        from hublint.facts.versions.required import required_events
        from hublint.facts.versions.running import pinned_ranges

        requirements, targets = self._asked(module)
        yield from required_events(module, requirements, targets, self.naming)
        pinned = pinned_ranges(requirements, targets)
        markers = self.markers(module)
        yield from mixed_events(module, markers, self.symbols, requirements, pinned)

    def _unfollowed(self, module: Module) -> str:
        """Why somebody outside of view may throw a switch before this module's functions run."""
        if module.own_programs:
            return (
                "tensorflow.compat.v1 is imported, and nobody in view calls this function:"
                " whoever does may do so in a graph"
            )
        path = os.fspath(module.path)
        if self.index.is_main(path) or self.index.importers(path):
            return ""
        return (
            "tensorflow.compat.v1 is imported, and nobody in view imports this module:"
            " whoever does may switch to graph mode first"
        )

    def naming(self, word: str, module: Module) -> str:
        """A file of the project, the module's own or another, that names a word; "" if none.

        Also files beside the code count, which may set an environment variable of that name; a
        notebook doesn't, since it is a program of its own.
        """
        if word not in self._naming:
            from hublint.facts.versions.environment_files import naming

            folders = (module.path.parent, self.modules.root)
            scripts = (one for one in self.index.naming(word) if not one.endswith(NOTEBOOK))
            file = next(scripts, None) or naming(word, folders)
            self._naming[word] = Path(file).name if file is not None else ""
        return module.file.name if module.is_named_around(word) else self._naming[word]

    @property
    def index(self) -> ImportIndex:
        """Who imports whom in the project; read when it is first asked for."""
        if self._index is None:
            from hublint.facts.project.imports import ImportIndex

            with stage("imports"):
                self._index = ImportIndex(self.modules.root, self._gists())
        return self._index

    @property
    def relevance(self) -> Relevance:
        """Which functions of the project can concern hub."""
        if self._relevance is None:
            from hublint.facts.programs.relevance import Relevance

            self._relevance = Relevance(self.index, self.modules, self.wrappers, self.symbols)
        return self._relevance

    def programs(self, module: Module) -> tuple[tuple[Module, ...], bool]:
        """The modules that start a program in which this one runs, and whether these are all."""
        if module.own_programs:
            return module.own_programs, True
        path = os.fspath(module.path)
        starts, complete = self.index.programs(path)
        named = [one for one in self.index.reaching((path,)) if self._entry_points.verdict(one)]
        if named:
            starts, complete = tuple(named), True
        found = [self.modules.at(Path(start)) for start in starts]
        return tuple(one for one in found if one is not None) or (module,), complete

    def conftests(self, module: Module) -> Sequence[Module]:
        """The files that pytest reads before a module of tests, and that can matter here."""
        found = map(self.modules.at, map(Path, self.index.conftests(os.fspath(module.path))))
        return [one for one in found if one is not None and one.names_word("tensorflow")]

    def markers(self, module: Module) -> Markers:
        """What a module shows of its own runtime."""
        known = self._markers.get(module)
        if known is None:
            known = self._markers[module] = read_markers(module, self.symbols)
        return known

    def model_facts(self, handle: str, module: Module) -> tuple[Row, ...]:
        """The rows of facts of the model that a handle names, seen from a module."""
        return self._formats.model_facts(handle, (module.path.parent, self.modules.root))

    def facts_of_model(self, handle: str, module: Module) -> tuple[Row, ...]:
        """All that is known of a handle and of the model that it names, seen from a module."""
        key = (handle, module)
        if key not in self._known_models:
            about = {**self.handle_facts(handle), **self.variant_facts(handle, module)}
            models = self.model_facts(handle, module)
            self._known_models[key] = tuple({**about, **model} for model in models)
        return self._known_models[key]

    def handle_facts(self, handle: str) -> Row:
        """What the handle itself and the catalogue's list say, without the model."""
        from hublint.facts.models.handle_facts import handle_facts

        if handle not in self._handles:
            self._handles[handle] = handle_facts(handle, self._formats.catalogue)
        return self._handles[handle]

    def signatures(self, handle: str, module: Module) -> Signatures:
        """The signatures of the model that a handle names, seen from a module, where known."""
        from hublint.facts.models.signatures import of_files

        model = self.local_model(handle, module)
        return of_files(model) if model is not None else self._cards.of(handle)

    def outputs(self, handle: str, module: Module) -> Outputs:
        """The outputs of each signature that a model on this disk has; empty for any other."""
        key = (handle, module.path.parent)
        if key not in self._outputs:
            model = self.local_model(handle, module)
            found: dict[str, frozenset[str]] = {}
            for variant in model.variants if model is not None else ():
                for one in variant.signatures:
                    names = frozenset(tensor.name for tensor in one.outputs)
                    found[one.name] = found.get(one.name, frozenset()) | names
            self._outputs[key] = found
        return self._outputs[key]

    def variant_facts(self, handle: str, module: Module) -> Row:
        """The graph variants of a model on this disk, and whether TF Text is imported at all."""
        from hublint.facts.hub.asked_object import root_facts

        facts = {"text_imported": self._text_imported(module)}
        model = self.local_model(handle, module)
        if model is not None and model.variants:
            several = len(model.variants) > 1
            facts["variants"] = Fact("several" if several else "one")
            has = any("train" in variant.tags for variant in model.variants)
            facts["train_variant"] = Fact(has)
        return {**facts, **root_facts(handle, model)}

    def _text_imported(self, module: Module) -> Fact:
        """Whether anything imports tensorflow_text, by itself or by way of a library."""
        from hublint.facts.versions.text_imports import brought_by, imported_by, text_fact

        if module not in self._text:
            own = {*imported_by((module, *module.beside.values()))}
            is_own = self.index.may_be_own
            brought = brought_by(own, is_own)
            apart = module.file.suffix == NOTEBOOK
            if not apart or any(is_own(name.partition(".")[0]) for name in own):
                brought = brought.with_more(self._brought)
            self._text[module] = text_fact(self.naming("tensorflow_text", module), brought)
        return self._text[module]

    @cached_property
    def _brought(self) -> Brought:
        """What the imports of the project's modules bring with them."""
        from hublint.facts.versions.text_imports import brought_by

        return brought_by(self.index.imported, self.index.may_be_own)

    def local_model(self, handle: str, module: Module) -> SavedModelInfo | None:
        """What the files of a model on this disk say, seen from a module."""
        key = (handle, module.path.parent)
        if key not in self._models:
            folders = (module.path.parent, self.modules.root)
            self._models[key] = self._formats.local_model(handle, folders)
        return self._models[key]

    @cached_property
    def public_models(self) -> PublicModels:
        """What the catalogue knows of other handles than the one that is written."""
        from hublint.facts.models.public_models import PublicModels

        return PublicModels(self._formats.catalogue)

    @cached_property
    def _cards(self) -> Cards:
        from hublint.facts.models.signatures import Cards

        return Cards()


class Configured:
    """What the user says of a file: its runtime, and the versions it runs with."""

    def __init__(self, runtime: str | None, targets: Mapping[str, str], origin: str) -> None:
        self.targets = targets
        self.runtime = (
            Fact(runtime, "proven", (Evidence(f"runtime = {runtime} ({origin})"),))
            if runtime is not None
            else None
        )
