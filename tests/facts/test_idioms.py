"""The fifteen idioms of real hub code: what a careful reader sees, with the reasons for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.facts.projects import (
    ELMO,
    NNLM_TF1,
    NNLM_TF2,
    TF2_PINS,
    USE_TF2,
    Project,
    handles,
)

Make = Callable[..., Project]


@pytest.fixture
def project(tmp_path: Path) -> Make:
    def make(files: Mapping[str, str], pins: str = TF2_PINS, **settings: Any) -> Project:
        given = {"requirements.txt": pins, ".git/HEAD": "", **files}
        made = Project(tmp_path, given, **settings)
        assert made.codes == made.claims
        return made

    return make


class TestTheMarkerStandsInTheMainThatImports:
    LIBRARY = """
        import tensorflow.compat.v1 as tf
        import tensorflow_hub as hub

        def make(params):
            return hub.Module(params["path"])
        """
    MAIN = """
        import tensorflow.compat.v1 as tf
        from absl import app
        import lib

        def main(_):
            lib.make({{"path": "{handle}"}})

        if __name__ == "__main__":
            {switch}
            app.run(main)
        """

    def main(self, switch: str) -> str:
        return self.MAIN.format(handle=NNLM_TF1, switch=switch)

    def test_a_switch_thrown_by_the_main_holds_in_the_library(self, project: Make):
        seen = project({"lib.py": self.LIBRARY, "main.py": self.main("tf.disable_v2_behavior()")})
        assert seen.values("lib.py:5", "runtime", "execution", "switch", "handle") == [
            ("tf1-compat", "graph", "before", NNLM_TF1)
        ]
        assert "main.py:9 `tf.disable_v2_behavior()` is called here" in seen.evidence(
            "lib.py:5", "execution"
        )
        assert any(one.startswith("main.py:6 ") for one in seen.evidence("lib.py:5", "handle"))

    def test_without_the_switch_the_library_fails_and_the_import_shows_why(self, project: Make):
        library = self.LIBRARY.replace('params["path"])', 'params["path"])  # HUB101')
        seen = project({"lib.py": library, "main.py": self.main("pass")})
        assert seen.values("lib.py:5", "execution", "switch") == [("eager", "none")]
        assert "lib.py:1 `import tensorflow.compat.v1 as tf`" in seen.why("HUB101")

    def test_two_mains_that_disagree_are_two_paths(self, project: Make):
        library = self.LIBRARY.replace('params["path"])', 'params["path"])  # HUB101')
        seen = project(
            {
                "lib.py": library,
                "old.py": self.main("tf.disable_v2_behavior()"),
                "new.py": self.main("pass"),
            }
        )
        assert sorted(seen.values("lib.py:5", "execution")) == ["eager", "graph"]
        assert seen.finding("HUB101").certainty == "possible"

    def test_a_library_that_nobody_imports_is_undecided(self, project: Make):
        seen = project({"lib.py": self.LIBRARY})
        assert seen.values("lib.py:5", "execution") == [None]
        assert "nobody in view imports this module" in seen.missing("lib.py:5", "execution")[0]


class TestAnAliasWithoutASwitchIsSavedByAPin:
    CODE = f"""
        import tensorflow.compat.v1 as tf
        import tensorflow_hub as hub

        module = hub.Module("{NNLM_TF1}")
        """

    def test_the_nearest_pin_says_tensorflow_1(self, project: Make):
        seen = project(
            {"app/main.py": self.CODE, "app/requirements.txt": "tensorflow==1.15.2\n"},
        )
        assert seen.values("app/main.py:4", "runtime", "execution") == [("tf1", "graph")]
        assert any(
            one.startswith("app/requirements.txt:1 ") and "1.15.2" in one
            for one in seen.evidence("app/main.py:4", "execution")
        )

    def test_the_same_code_fails_under_the_other_pin(self, project: Make):
        code = self.CODE.replace('1")', '1")  # HUB101')
        seen = project({"app/main.py": code})
        assert any(
            one.startswith("requirements.txt:1 ") and "2.15.1" in one for one in seen.why("HUB101")
        )


class TestTheGraphIsEnteredByTheCaller:
    @pytest.mark.parametrize(
        ("context", "shown"),
        [
            ("graph.as_default()", "it runs in a graph"),
            ("tf.Graph().as_default()", "it runs in a graph"),
            ("tf.Session(graph=tf.Graph())", "it runs in a session's graph"),
        ],
    )
    def test_a_function_is_in_the_graph_of_whoever_calls_it(
        self, project: Make, context: str, shown: str
    ):
        seen = project(
            {
                "main.py": f"""
                import tensorflow.compat.v1 as tf
                import tensorflow_hub as hub

                def load(url):
                    embed = hub.Module(url)
                    return lambda text: embed(text)

                graph = tf.Graph()
                with {context}:
                    load("{NNLM_TF1}")(["text"])
                """
            }
        )
        assert seen.values("main.py:5", "execution", "handle") == [("graph", NNLM_TF1)]
        [reason] = [one for one in seen.evidence("main.py:5", "execution") if shown in one]
        assert reason.startswith("main.py:9 ")
        assert seen.kinds("called") == ["main.py:6 called"]

    @pytest.mark.parametrize("passed", ["model_fn", "functools.partial(model_fn, size=3)"])
    def test_an_estimator_runs_its_model_fn_in_a_graph(self, project: Make, passed: str):
        seen = project(
            {
                "main.py": f"""
                import functools
                import tensorflow as tf
                import tensorflow_hub as hub

                def model_fn(features, labels, mode, size=1):
                    return hub.Module("{NNLM_TF1}")(features)

                estimator = tf.estimator.Estimator(model_fn={passed})
                """
            }
        )
        assert seen.values("main.py:6", "execution", "runtime") == [("graph", "tf2")]
        [reason] = seen.evidence("main.py:6", "execution")
        assert reason.startswith("main.py:8 it runs in a graph: `tf.estimator.Estimator(")

    def test_a_call_outside_of_the_graph_is_found_beside_one_inside(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow as tf
                import tensorflow_hub as hub

                def load(url):
                    return hub.Module(url)  # HUB101

                with tf.Graph().as_default():
                    load("{NNLM_TF1}")
                load("{NNLM_TF1}")
                """
            }
        )
        assert sorted(seen.values("main.py:5", "execution")) == ["eager", "graph"]
        assert seen.finding("HUB101").certainty == "possible"


class TestTheOrder:
    def test_a_switch_behind_the_module_comes_too_late(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow as tf
                import tensorflow_hub as hub

                module = hub.Module("{NNLM_TF1}")  # HUB409
                tf.compat.v1.disable_eager_execution()
                """
            }
        )
        assert seen.values("main.py:4", "switch") == ["late"]
        assert any(one.startswith("main.py:5 ") for one in seen.why("HUB409"))

    def test_a_switch_below_the_function_comes_before_its_call(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow.compat.v1 as tf
                import tensorflow_hub as hub

                def main():
                    hub.Module("{NNLM_TF1}")

                if __name__ == "__main__":
                    tf.disable_v2_behavior()
                    main()
                """
            }
        )
        assert seen.values("main.py:5", "switch", "execution") == [("before", "graph")]
        assert "main.py:8 `tf.disable_v2_behavior()` is called here" in seen.evidence(
            "main.py:5", "execution"
        )


class TestATupleIsUnpackedIntoAFormat:
    @pytest.mark.parametrize(
        "made",
        [
            '"https://tfhub.dev/google/tf2-preview/{}/feature_vector/4".format(base)',
            'f"https://tfhub.dev/google/tf2-preview/{base}/feature_vector/4"',
            '"https://tfhub.dev/google/tf2-preview/%s/feature_vector/4" % base',
            '"https://tfhub.dev/google/tf2-preview/" + base + "/feature_vector/4"',
            '("https://tfhub.dev/google/tf2-preview/" "{}/feature_vector/4").format(base)',
        ],
    )
    def test_the_handle_is_folded(self, project: Make, made: str):
        seen = project(
            {
                "main.py": f"""
                import tensorflow_hub as hub

                choice = ("mobilenet_v2", 224, 1280)
                base, pixels, size = choice
                HANDLE = {made}
                layer = hub.KerasLayer(HANDLE, input_shape=(pixels, pixels, 3))
                """
            }
        )
        assert seen.values("main.py:6", "handle", "format") == [
            ("https://tfhub.dev/google/tf2-preview/mobilenet_v2/feature_vector/4", "tf2-savedmodel")
        ]
        places = {one.split(" ")[0] for one in seen.evidence("main.py:6", "handle")}
        assert {"main.py:3", "main.py:5"} <= places


class TestADictOfHandlesKeyedByAForm:
    HANDLES = f"""
        HANDLES = {{
            "elmo": "{ELMO}",
            "nnlm": "{NNLM_TF2}",
        }}
        """

    def test_the_selected_entry_and_the_others_of_the_form(self, project: Make):
        seen = project(
            {
                "handles.py": self.HANDLES,
                "main.py": """
                import tensorflow_hub as hub
                from handles import HANDLES

                name = "nnlm"  #@param ["nnlm", "elmo"]
                model = hub.load(HANDLES[name])
                print(model(["text"]))  # HUB104
                """,
            }
        )
        assert handles(seen, "main.py:5") == {NNLM_TF2, ELMO}
        assert seen.finding("HUB104").certainty == "possible"
        shown = seen.evidence("main.py:5", "handle")
        assert any(one.startswith("main.py:4 ") for one in shown)
        assert any(one.startswith("handles.py:2 ") for one in shown)

    def test_without_a_form_only_the_selected_entry_counts(self, project: Make):
        seen = project(
            {
                "handles.py": self.HANDLES,
                "main.py": """
                import tensorflow_hub as hub
                from handles import HANDLES

                name = "nnlm"
                model = hub.load(HANDLES[name])
                print(model(["text"]))
                """,
            }
        )
        assert handles(seen, "main.py:5") == {NNLM_TF2}

    @pytest.mark.parametrize(
        "read", ["HANDLES[name]", "HANDLES.get(name)", 'cfg["handles"][name]', "self.cfg[name]"]
    )
    def test_an_unknown_key_may_choose_any_entry(self, project: Make, read: str):
        seen = project(
            {
                "handles.py": self.HANDLES,
                "main.py": f"""
                import sys
                import tensorflow_hub as hub
                from handles import HANDLES

                class Model:
                    def __init__(self, cfg):
                        self.cfg = cfg

                    def make(self, name):
                        cfg = {{"handles": self.cfg}}
                        model = hub.load({read})
                        return model(["text"])  # HUB104

                Model(HANDLES).make(sys.argv[1])
                """,
            }
        )
        found = handles(seen, "main.py:11")
        assert {NNLM_TF2, ELMO} <= found
        assert seen.finding("HUB104").certainty == "possible"


class TestTheFormatIsAskedAtRunTime:
    @pytest.mark.parametrize(
        "test",
        [
            'os.path.exists(os.path.join(path, "tfhub_module.pb"))',
            'tf.io.gfile.exists(os.path.join(path, "tfhub_module.pb"))',
            'tf.gfile.Exists(path + "/tfhub_module.pb")',
            '(pathlib.Path(path) / "tfhub_module.pb").exists()',
            'os.path.isfile(f"{path}/tfhub_module.pb")',
        ],
    )
    def test_each_branch_is_trusted(self, project: Make, test: str):
        seen = project(
            {
                "main.py": f"""
                import os
                import pathlib
                import sys
                import tensorflow.compat.v1 as tf
                import tensorflow_hub as hub

                tf.disable_v2_behavior()
                handle = sys.argv[1]
                path = hub.resolve(handle)
                legacy = {test}
                if legacy:
                    module = hub.Module(handle)
                else:
                    module = hub.load(handle)
                    module(["text"])
                """
            }
        )
        assert seen.values("main.py:12", "format") == ["tf1-hub"]
        assert seen.values("main.py:14", "format") == ["tf2-savedmodel"]
        assert any(one.startswith("main.py:10 ") for one in seen.evidence("main.py:12", "format"))

    def test_what_is_saved_in_view_comes_to_its_own_branch(self, project: Make):
        seen = project(
            {
                "main.py": """
                import os
                import tensorflow as tf
                import tensorflow_hub as hub

                def run(path):
                    if os.path.exists(os.path.join(path, "tfhub_module.pb")):
                        return hub.load(path).signatures["default"]
                    return hub.load(path)

                tf.saved_model.save(tf.Module(), "/new")
                run("/new")
                hub.create_module_spec(lambda: None).export("/old", "/checkpoint")  # HUB301
                run("/old")
                """
            }
        )
        assert seen.values("main.py:7", "handle", "format") == [("/old", "tf1-hub")]
        assert seen.values("main.py:8", "handle", "format") == [("/new", "tf2-savedmodel")]

    def test_an_early_return_is_a_branch(self, project: Make):
        seen = project(
            {
                "main.py": """
                import os
                import tensorflow_hub as hub

                def load(path):
                    if os.path.exists(os.path.join(path, "tfhub_module.pb")):
                        return hub.load(path).signatures["default"]
                    return hub.load(path)
                """
            }
        )
        assert seen.values("main.py:6", "format") == ["tf1-hub"]
        assert "tf1-hub" not in seen.values("main.py:7", "format")


class TestTheSignatureIsTakenElsewhere:
    def test_by_the_function_that_is_handed_the_object(self, project: Make):
        seen = project(
            {
                "use.py": """
                def run(model, frames):
                    return model.signatures["default"](frames)
                """,
                "main.py": f"""
                import tensorflow_hub as hub
                from use import run

                model = hub.load("{ELMO}")
                run(model, None)
                """,
            }
        )
        assert seen.kinds("called", "signature-called") == ["use.py:2 signature-called"]
        assert seen.values("use.py:2", "handle", "signature", kind="signature-called") == [
            (ELMO, "default")
        ]

    def test_by_the_factory(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow as tf
                import tensorflow_hub as hub

                def make():
                    return hub.load("{ELMO}").signatures["default"]

                embed = make()
                embed(tf.constant(["text"]))
                """
            }
        )
        assert seen.kinds("called", "signature-called") == ["main.py:8 signature-called"]

    def test_a_direct_call_elsewhere_is_found_where_it_stands(self, project: Make):
        seen = project(
            {
                "use.py": """
                def run(model, frames):
                    return model(frames)  # HUB104
                """,
                "main.py": f"""
                import tensorflow_hub as hub
                from use import run

                model = hub.load("{ELMO}")
                run(model, None)
                """,
            }
        )
        shown = seen.evidence("use.py:2", "handle", kind="called")
        assert shown == [f"main.py:4 the handle is {ELMO}"]


class TestTheCallOfAModuleOnALoadedObject:
    def test_is_sure_with_the_handle(self, project: Make):
        handle = "https://tfhub.dev/google/universal-sentence-encoder-large/3"
        seen = project(
            {
                "main.py": f"""
                import tensorflow_hub as hub

                m = hub.load("{handle}")
                m(["text"], signature="default", as_dict=True)["default"]  # HUB105
                """
            }
        )
        assert seen.finding("HUB105").severity == "error"
        assert any("signature" in one for one in seen.why("HUB105"))

    def test_and_without_it(self, project: Make):
        seen = project(
            {
                "main.py": """
                import sys
                import tensorflow_hub as hub

                m = hub.load(sys.argv[1])
                m(["text"], signature="default", as_dict=True)["default"]  # HUB105
                """
            }
        )
        assert seen.finding("HUB105").severity == "warning"


class TestTheCatalogueMayBeWrong:
    def test_a_model_on_the_override_list_is_not_called_broken(self, project: Make):
        handle = "https://tfhub.dev/google/magenta/arbitrary-image-stylization-v1-256/2"
        seen = project(
            {
                "main.py": f"""
                import tensorflow as tf
                import tensorflow_hub as hub

                model = hub.load("{handle}")
                model(tf.constant(1.0), tf.constant(2.0))
                """
            }
        )
        assert seen.values("main.py:4", "handle") == [handle]


class TestALayerOverSomethingThatIsNoHandle:
    def make(self, project: Make, body: str) -> Project:
        lines = "\n".join(
            ["import tensorflow as tf", "import tensorflow_hub as hub", *body.split("; ")]
        )
        return project({"main.py": lines + "\n"})

    def test_a_method_of_a_loaded_object_is_a_function(self, project: Make):
        seen = self.make(project, f'p = hub.load("{USE_TF2}"); hub.KerasLayer(p.tokenize)')
        assert seen.values("main.py:4", "argument") == ["function"]

    def test_a_loaded_object_under_the_same_name(self, project: Make):
        seen = self.make(
            project, f'x = hub.load("{NNLM_TF2}"); x = hub.KerasLayer(x, trainable=True); x(["t"])'
        )
        assert seen.values("main.py:4", "argument", "handle", "format") == [
            ("loaded-object", NNLM_TF2, "tf2-savedmodel")
        ]
        assert seen.kinds("called") == ["main.py:5 called"]
        assert seen.values("main.py:5", "api", kind="called") == ["KerasLayer"]

    def test_what_tf_saved_model_load_gives(self, project: Make):
        seen = self.make(
            project, 'x = tf.saved_model.load("gs://models/x"); x = hub.KerasLayer(x); x(["t"])'
        )
        assert seen.values("main.py:4", "argument") == ["loaded-object"]
        assert seen.kinds("called") == ["main.py:5 called"]

    def test_a_module(self, project: Make):
        seen = self.make(
            project,
            "tf.compat.v1.disable_eager_execution(); "
            f'hub.KerasLayer(hub.Module("{NNLM_TF1}")); '
            f'hub.load(hub.Module("{NNLM_TF1}"))',
        )
        assert seen.values("main.py:4", "argument", kind="made")[-1] == "module"
        assert "module" in seen.values("main.py:5", "argument")


class TestALazyHub:
    @pytest.mark.parametrize(
        "lines",
        [
            'hub = LazyLoader("tensorflow_hub", globals(), "tensorflow_hub")',
            'hub = LazyLoader("hub", globals(), "tensorflow_hub")',
            'import importlib; hub = importlib.import_module("tensorflow_hub")',
            "import tensorflow_hub; hub = tensorflow_hub",
        ],
    )
    def test_is_resolved(self, project: Make, lines: str):
        code = "\n".join(lines.split("; "))
        body = f'model = hub.load("{ELMO}")\nmodel(["text"])  # HUB104\n'
        seen = project({"main.py": f"from util import LazyLoader\n{code}\n{body}"})
        [handle] = [value for event in seen.events if event.kind == "made" for value in event.rows]
        assert handle["handle"].value == ELMO

    def test_imported_in_a_method(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                class Encoder:
                    def __init__(self):
                        import tensorflow_hub as hub
                        self.model = hub.load("{ELMO}")

                    def encode(self, text):
                        return self.model(text)  # HUB104

                Encoder().encode("text")
                """
            }
        )
        assert seen.finding("HUB104").certainty == "proven"

    def test_imported_in_a_try(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                try:
                    import tensorflow_hub as hub
                except ImportError:
                    hub = None

                model = hub.load("{ELMO}")
                model("text")  # HUB104
                """
            }
        )
        assert seen.finding("HUB104").certainty == "proven"

    @pytest.mark.parametrize("export", ["from tensorflow_hub import load as hub_load", "*"])
    def test_reexported_by_a_wrapper(self, project: Make, export: str):
        star = export == "*"
        seen = project(
            {
                "compat.py": "from tensorflow_hub import *\n" if star else f"{export}\n",
                "main.py": f"""
                import tensorflow_hub
                from compat import {"load as hub_load" if star else "hub_load"}

                hub_load("{ELMO}")("text")  # HUB104
                """,
            }
        )
        assert seen.values("main.py:4", "handle") == [ELMO]

    def test_a_hub_of_somebody_else_is_not_ours(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow_hub
                import paddlehub as hub
                import torch

                hub.Module(name="lac")
                torch.hub.load("{ELMO}")("text")
                """
            }
        )
        assert seen.kinds("made", "called") == []


class TestKaggleAndCacheHandles:
    @pytest.mark.parametrize(
        "handle",
        [
            "https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3",
            "https://www.kaggle.com/models/google/elmo/tensorFlow1/elmo/3",
            "https://www.kaggle.com/models/google/elmo/frameworks/TensorFlow1/variations/elmo/versions/3",
            "/home/me/.cache/kagglehub/models/google/aiy/tensorFlow1/vision-classifier-food-v1/1",
        ],
    )
    def test_the_framework_is_the_format(self, project: Make, handle: str):
        seen = project(
            {
                "main.py": f"""
                import tensorflow_hub as hub

                model = hub.load("{handle}")
                model("text")  # HUB104
                """
            }
        )
        assert seen.finding("HUB104").certainty == "proven"
        assert any(
            "TensorFlow1" in one or "tensorFlow1" in one
            for one in seen.evidence("main.py:3", "format")
        )


class TestPinsWrittenInCode:
    @pytest.mark.parametrize(
        "command",
        [
            'subprocess.check_call([sys.executable, "-m", "pip", "install", "tensorflow==1.15.2"])',
            'os.system("pip install tensorflow==1.15.2")',
        ],
    )
    def test_a_pip_list_in_the_code_is_a_pin(self, project: Make, command: str):
        seen = project(
            {
                "main.py": f"""
                import os, subprocess, sys
                {command}
                import tensorflow as tf
                import tensorflow_hub as hub

                module = hub.Module("{NNLM_TF1}")
                """
            },
            pins="tensorflow-hub==0.12.0\n",
        )
        assert seen.values("main.py:6", "runtime") == ["tf1"]
        assert any(one.startswith("main.py:2 ") for one in seen.evidence("main.py:6", "runtime"))

    def test_an_open_upgrade_over_symbols_of_tensorflow_1_is_no_tensorflow_2(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import os
                os.system("pip install --upgrade tensorflow")
                import tensorflow as tf
                import tensorflow_hub as hub

                x = tf.placeholder(tf.string)
                module = hub.Module("{NNLM_TF1}")
                """
            },
            pins="tensorflow-hub==0.12.0\n",
        )
        assert seen.values("main.py:7", "runtime") != ["tf2"]


class TestTrainableIsDecidedElsewhere:
    def test_under_a_flag_it_may_train(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import sys
                import tensorflow_hub as hub

                do_fine_tuning = len(sys.argv) > 1
                layer = hub.KerasLayer("{NNLM_TF1}", trainable=do_fine_tuning)
                layer(texts)
                """
            }
        )
        assert seen.values("main.py:5", "trainable") == [None]

    def test_set_later_under_a_test(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import sys
                import tensorflow_hub as hub

                layer = hub.KerasLayer("{NNLM_TF1}")
                if sys.argv[1:]:
                    layer.trainable = True
                layer(texts)  # HUB201
                """
            }
        )
        assert sorted(seen.values("main.py:7", "trainable", kind="called")) == [False, True]
        assert seen.finding("HUB201").certainty == "possible"
        assert any("`layer.trainable` is assigned" in one for one in seen.why("HUB201"))

    def test_kept_in_an_attribute(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow_hub as hub

                class Encoder:
                    def __init__(self, trainable=False):
                        self.trainable = trainable

                    def build(self):
                        self.layer = hub.KerasLayer("{NNLM_TF1}", trainable=self.trainable)
                        return self.layer(texts)  # HUB201

                Encoder(trainable=True).build()
                """
            }
        )
        assert seen.finding("HUB201").certainty == "proven"
        assert any(one.startswith("main.py:11 trainable is True") for one in seen.why("HUB201"))

    def test_tags_added_to_a_set(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow as tf
                import tensorflow_hub as hub

                def model_fn(features, labels, mode, params):
                    tags = set()
                    training = mode == tf.estimator.ModeKeys.TRAIN
                    if training:
                        tags.add("train")
                    hub.Module("{ELMO}", tags=tags, trainable=training)

                tf.estimator.Estimator(model_fn=model_fn)
                """
            }
        )
        rows = seen.values("main.py:9", "tags", "trainable")
        assert sorted(rows) == [("empty", False), ("train", True)]

    def test_an_empty_dict_for_tags_is_empty(self, project: Make):
        seen = project(
            {
                "main.py": f"""
                import tensorflow as tf
                import tensorflow_hub as hub

                def model_fn(features, labels, mode, params):
                    train = params["train_bert"]
                    hub.Module("{ELMO}", tags={{"train"}} if train else {{}}, trainable=train)

                tf.estimator.Estimator(model_fn=model_fn)
                """
            }
        )
        assert sorted(seen.values("main.py:6", "tags", "trainable")) == [
            ("empty", False),
            ("train", True),
        ]
