"""What reaches the model_fn of an Estimator? Its params, the modes, and why the rest is unknown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.facts.projects import ELMO, NNLM_TF1, NNLM_TF2, TF2_PINS, Project, handles

Make = Callable[[str], Project]

HEAD = """
import copy
import functools
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

tf.disable_v2_behavior()

def model_fn(features, labels, mode, params):
    return hub.KerasLayer(params["handle"])(features)
"""


@pytest.fixture
def program(tmp_path: Path) -> Make:
    def make(code: str) -> Project:
        files = {"requirements.txt": TF2_PINS, ".git/HEAD": "", "main.py": HEAD + code}
        return Project(tmp_path, files)

    return make


# Ways by which the params come to the Estimator, and the handles that they hold in the model_fn.
PARAMS = {
    "a dict in the call": (
        f'tf.estimator.Estimator(model_fn, params={{"handle": "{NNLM_TF2}"}})',
        {NNLM_TF2},
    ),
    "the fourth argument": (
        f'tf.estimator.Estimator(model_fn, None, None, dict(handle="{NNLM_TF2}"))',
        {NNLM_TF2},
    ),
    "a dict in a variable": (
        f'given = {{"handle": "{NNLM_TF2}"}}\n'
        "tf.estimator.Estimator(model_fn=model_fn, params=given)",
        {NNLM_TF2},
    ),
    "by way of a function": (
        "def make(fn, params):\n"
        "    return tf.estimator.Estimator(model_fn=fn, params=params)\n"
        f'make(model_fn, dict(handle="{NNLM_TF2}"))',
        {NNLM_TF2},
    ),
    "a copy": (
        f'given = copy.copy({{"handle": "{NNLM_TF2}"}})\n'
        "tf.estimator.Estimator(model_fn, params=copy.deepcopy(given))",
        {NNLM_TF2},
    ),
    "without an entry that is popped": (
        f'given = {{"handle": "{NNLM_TF2}", "lr": 1}}\n'
        'given.pop("lr")\n'
        "tf.estimator.Estimator(model_fn, params=given)",
        {NNLM_TF2},
    ),
    "with entries that are added": (
        "given = dict(lr=1)\n"
        f'given.update(dict(handle="{NNLM_TF2}"))\n'
        "tf.estimator.Estimator(model_fn, params=given)",
        {NNLM_TF2},
    ),
    "as they were when the Estimator was made": (
        f'given = {{"handle": "{NNLM_TF2}"}}\n'
        "estimator = tf.estimator.Estimator(model_fn, params=given)\n"
        f'given["handle"] = "{ELMO}"\n'
        "estimator.train(None)",
        {NNLM_TF2},
    ),
    "to a TPUEstimator": (
        f'tf.estimator.tpu.TPUEstimator(model_fn, params={{"handle": "{NNLM_TF2}"}})',
        {NNLM_TF2},
    ),
    "of two Estimators": (
        f'for one in ("{NNLM_TF2}", "{NNLM_TF1}"):\n'
        '    tf.estimator.Estimator(model_fn, params={"handle": one})',
        {NNLM_TF2, NNLM_TF1},
    ),
    "hidden from view": (
        "def make(**options):\n    return tf.estimator.Estimator(model_fn, **options)",
        {None},
    ),
}


@pytest.mark.parametrize(("code", "expected"), PARAMS.values(), ids=PARAMS)
def test_the_params_reach_the_model_fn(program: Make, code: str, expected: set[str | None]):
    seen = program(code)
    assert handles(seen, seen.line("hub.KerasLayer(params")) == expected


# Callables that take the params of `Estimator(fn, params={"handle": NNLM_TF2})`.
FUNCTIONS = {
    "a lambda": "fn = lambda features, labels, mode, params: hub.load(params['handle'])",
    "a bound method": (
        "class C:\n"
        "    def fn(self, features, params):\n"
        "        hub.load(params['handle'])\n"
        "fn = C().fn"
    ),
    "an object that can be called": (
        "class C:\n"
        "    def __call__(self, features, params):\n"
        "        hub.load(params['handle'])\n"
        "fn = C()"
    ),
    "a partial": (
        "def plain(extra, features, params, more):\n"
        "    hub.load(params['handle'])\n"
        "fn = functools.partial(plain, 1, more=2)"
    ),
    "with a default": (
        "def fn(features, labels, mode, params=None):\n    hub.load(params['handle'])"
    ),
}


@pytest.mark.parametrize("code", FUNCTIONS.values(), ids=FUNCTIONS)
def test_whatever_can_be_called_is_given_them_by_name(program: Make, code: str):
    seen = program(f'{code}\ntf.estimator.Estimator(fn, params={{"handle": "{NNLM_TF2}"}})')
    assert handles(seen, seen.line("hub.load(")) == {NNLM_TF2}


def test_a_partial_keeps_the_params_that_it_was_given(program: Make):
    seen = program(
        f'fn = functools.partial(model_fn, params={{"handle": "{ELMO}"}})\n'
        f'tf.estimator.Estimator(fn, params={{"handle": "{NNLM_TF2}"}})'
    )
    assert handles(seen, seen.line("hub.KerasLayer(params")) == {ELMO}


def test_no_params_are_an_empty_dict(program: Make):
    seen = program(
        "def fn(features, params):\n"
        f"    hub.load(params.get('handle', '{NNLM_TF2}'))\n"
        "tf.estimator.Estimator(fn)"
    )
    assert handles(seen, seen.line("hub.load(")) == {NNLM_TF2}


def test_what_the_model_fn_changes_is_its_own_copy(program: Make):
    seen = program(
        "def fn(features, params):\n"
        f"    params['names'].append('{ELMO}')\n"
        f"given = {{'names': ['{NNLM_TF2}']}}\n"
        "tf.estimator.Estimator(fn, params=given)\n"
        "hub.load(given['names'][-1])"
    )
    assert handles(seen, seen.line("hub.load(")) == {NNLM_TF2}


def test_a_tpu_estimator_sets_some_of_them_itself(program: Make):
    seen = program(
        "def fn(features, params):\n"
        "    hub.load(params['use_tpu'])\n"
        "tf.estimator.tpu.TPUEstimator(fn, params={'use_tpu': 'x'})"
    )
    place = seen.line("hub.load(")
    assert handles(seen, place) == {None}
    assert seen.missing(place, "handle") == ["tf.estimator.tpu.TPUEstimator sets use_tpu itself"]


def test_the_mode_is_one_of_three_and_its_tests_go_together(program: Make):
    seen = program(
        "def fn(features, mode):\n"
        "    training = mode == tf.estimator.ModeKeys.TRAIN\n"
        f"    handle = '{NNLM_TF1}' if mode == 'train' else '{NNLM_TF2}'\n"
        "    if mode in ('train', 'eval', 'infer'):\n"
        "        hub.Module(handle, trainable=training)\n"
        "    else:\n"
        "        hub.Module('nowhere')\n"
        "tf.estimator.Estimator(fn)"
    )
    found = seen.values(seen.line("trainable=training"), "handle", "trainable")
    assert found == [(NNLM_TF1, True), (NNLM_TF2, False)]
    unreached = "nothing that could be followed reaches this call"
    assert seen.missing(seen.line("'nowhere'"), "handle") == [unreached]


def test_what_nobody_knows_is_what_the_library_passes(program: Make):
    seen = program(
        "def fn(features):\n    hub.load(features['handle'])\ntf.estimator.Estimator(fn)"
    )
    assert seen.missing(seen.line("hub.load("), "handle") == [
        "what tf.estimator.Estimator passes as features is not known"
    ]
