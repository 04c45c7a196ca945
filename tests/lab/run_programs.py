"""What happens when a program runs? Serves programs one by one inside an environment.

Reads jobs as JSON lines from standard input and answers each with a JSON line. With `--warm`
TensorFlow is imported once and every program runs in a fork of that process, which has begun
no session, context or thread pool yet; without, each program runs in an interpreter of its own.
Python 3.7 syntax: the oldest environment reads this.
"""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

NAME = "program.py"
LIMIT = 20000


def digest(value):
    """A short hash of the arrays in a value, None where it holds anything else."""
    import numpy as np

    if isinstance(value, dict):
        parts = [(str(key), digest(value[key])) for key in sorted(value)]
        return None if any(part is None for _, part in parts) else _short(repr(parts).encode())
    if hasattr(value, "numpy"):
        value = value.numpy()
    if not isinstance(value, (np.ndarray, np.generic, bool, int, float)):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        return None
    kind = repr((array.dtype.str, array.shape)).encode()
    return _short(kind + np.ascontiguousarray(array).tobytes())


def _short(data):
    return hashlib.sha1(data).hexdigest()[:8]


def moved(weight):
    """Whether a toy's weight is no longer what every toy starts with."""
    import numpy as np

    weight = np.asarray(weight)
    start = np.linspace(-1.0, 1.0, weight.size, dtype=np.float32).reshape(weight.shape)
    return not np.allclose(weight, start)


def trained(layer):
    """Whether the first weight of a layer has moved, in whichever graph the layer lies."""
    graph = getattr(layer.weights[0], "graph", None)
    with graph.as_default() if graph is not None else contextlib.ExitStack():
        return moved(layer.get_weights()[0])


def moved_in(session, name, start=None):
    """Whether the variable of that last name has moved in a session from a toy's, or `start`."""
    import numpy as np

    found = session.graph.get_collection("variables")
    value = session.run(next(v for v in found if v.op.name.split("/")[-1] == name))
    return moved(value) if start is None else not np.allclose(value, start)


def own_lines(error):
    """The lines of the program in a traceback, outermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.lineno for frame in frames if os.path.basename(frame.filename) == NAME]


def run(job):
    """Run a program and its check in this process; gives the outcome."""
    path = os.path.abspath(NAME)
    space = {"__name__": "__main__", "__file__": path}
    try:
        with open(path) as file:
            code = compile(file.read(), path, "exec")
        exec(code, space)
    except BaseException as error:
        return {
            "outcome": "raises",
            "exception": type(error).__name__,
            "message": str(error)[:LIMIT],
            "lines": own_lines(error),
        }
    space.update(moved=moved, trained=trained, moved_in=moved_in)
    try:
        exec(compile(job["check"], "check", "exec"), space)
    except AssertionError as error:
        return {"outcome": "silent", "message": str(error)}
    except Exception as error:
        return {"outcome": "unchecked", "message": f"{type(error).__name__}: {error}"}
    return {"outcome": "runs", "numbers": digest(space.get("result"))}


def in_child(job, out):
    """Run a job in a child's folder and write its outcome to a file."""
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    os.chdir(job["folder"])
    sys.path.insert(0, job["folder"])
    sys.argv = [NAME]
    outcome = run(job)
    with open(out, "w") as file:
        json.dump(outcome, file)


def forked(job, out):
    """Run a job in a fork; gives how it ended, None in time and well."""
    child = os.fork()
    if child == 0:
        os.setsid()
        try:
            in_child(job, out)
        finally:
            os._exit(0)
    return wait(child, job["seconds"])


def wait(child, seconds):
    """Wait for a child of that many seconds at most; gives how it ended ill, or None."""
    end = time.time() + seconds
    while time.time() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return f"died of signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else None
        time.sleep(0.01)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return f"took longer than {seconds} s"


def alone(job, out):
    """Run a job in an interpreter of its own."""
    child = subprocess.Popen(
        [sys.executable, __file__, "--one", json.dumps(job), out], start_new_session=True
    )
    return wait(child.pid, job["seconds"])


def serve(how):
    """Answer the jobs of standard input."""
    for line in sys.stdin:
        job = json.loads(line)
        job["folder"] = tempfile.mkdtemp(prefix="lab-")
        out = os.path.join(job["folder"], "outcome.json")
        with open(os.path.join(job["folder"], NAME), "w") as file:
            file.write(job["source"])
        os.symlink(job["models"], os.path.join(job["folder"], "models"))
        ill = how(job, out)
        if os.path.exists(out) and not ill:
            with open(out) as file:
                outcome = json.load(file)
        else:
            outcome = {"outcome": "raises", "exception": "-", "message": ill or "died", "lines": []}
        outcome["folder"] = job["folder"]
        shutil.rmtree(job["folder"], ignore_errors=True)
        print(json.dumps(outcome), flush=True)


def warm():
    """Import what every program imports."""
    stderr, sys.stdout = sys.stdout, sys.stderr
    import numpy  # noqa: F401
    import tensorflow  # noqa: F401

    with contextlib.suppress(Exception):  # else each program finds out by itself
        import tensorflow_hub  # noqa: F401
    sys.stdout = stderr


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        in_child(json.loads(sys.argv[2]), sys.argv[3])
    elif sys.argv[1] == "--warm":
        warm()
        serve(forked)
    else:
        serve(alone)
