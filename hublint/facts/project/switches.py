"""What throws a switch of the runtime? By these names, a program or a text that it runs."""

from __future__ import annotations

# What chooses the Keras that tf.keras is, where the environment has it.
LEGACY_KERAS = "TF_USE_LEGACY_KERAS"

SWITCHES = frozenset(
    {"disable_v2_behavior", "disable_eager_execution", "enable_v2_behavior"}
    | {"enable_eager_execution", "enable_resource_variables"}
)

# What runs a text, which may throw one.
EXECUTES = "exec"

# What a file names that throws one; what names none of these, need not be parsed.
THROWING = SWITCHES | {LEGACY_KERAS}
