"""Which public dotted names does `import tensorflow as tf` reach? Runs inside an environment.

Prints one name a line without the leading `tf.`, down to three parts; what lies under `compat`
and `raw_ops` is left out: the one repeats both worlds, the other is nobody's API. A package in
TensorFlow's own folder is a name too, for `from tensorflow.tools import` works where `tf.tools` is
no attribute; what lies below it is not asked. Python 3.7 syntax: TF 1.15 reads this.
"""

import pkgutil
import types
import warnings

warnings.filterwarnings("ignore")
import tensorflow as tf  # noqa: E402

DEPTH = 3
NOT_BELOW = {"compat", "contrib", "raw_ops", "tools"}
FUTURE = {"absolute_import", "division", "print_function", "app_build"}


def is_api(module):
    """Whether a module is part of TensorFlow's or Keras's API, not an import that leaked."""
    name = getattr(module, "__name__", "") or getattr(module, "_dw_wrapped_module", tf).__name__
    return name.split(".")[0] in {"tensorflow", "tensorflow_core", "tensorflow_estimator", "keras"}


def names(module, prefix=()):
    """Yield the dotted names below a module."""
    for name in sorted(set(dir(module))):
        if name.startswith("_") or name in FUTURE:
            continue
        try:
            value = getattr(module, name)
        except Exception:  # a lazy part that this release can't load is no name that it has
            continue
        is_module = isinstance(value, types.ModuleType)
        if is_module and not is_api(value):
            continue
        path = (*prefix, name)
        yield ".".join(path)
        if is_module and len(path) < DEPTH and path[0] not in NOT_BELOW:
            yield from names(value, path)


packages = {one.name for one in pkgutil.iter_modules(tf.__path__) if not one.name.startswith("_")}
print("\n".join(sorted({*names(tf), *packages})))
