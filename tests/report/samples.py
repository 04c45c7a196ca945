"""A small report that has one of everything."""

from hublint.model import (
    CallVerdict,
    Edit,
    Evidence,
    Fact,
    FileReport,
    Finding,
    Fix,
    HubCall,
    Missing,
    Note,
    Report,
    Row,
    Span,
    VersionRange,
)

TEXT = 'import tensorflow_hub as hub\n\nembed = hub.load(HANDLE)\nprint(embed(["a"]))\n'
ELMO = "https://tfhub.dev/google/elmo/3"

CALL = HubCall("load", Span("app.py", 3, 9, 3, 25))
ROW: Row = {
    "handle": Fact(ELMO),
    "format": Fact("tf1-hub"),
    "trainable": Fact(False),
    "keras": Fact(None, missing="nothing pins it"),
    "tensorflow": Fact(VersionRange(">=2.15,<2.16", frozenset({"2.15.0", "2.15.1"}))),
    "signature": Fact("none"),
}

CALLED = Finding(
    span=Span("app.py", 4, 7, 4, 19),
    code="HUB104",
    name="tf1-object-called",
    severity="error",
    certainty="proven",
    message="what hub.load gives for TF1 Hub format can't be called",
    why=(
        Evidence("the catalogue lists google/elmo/3 as TF1 Hub format"),
        Evidence(f"HANDLE is {ELMO}", Span("config.py", 7, 1, 7, 40)),
    ),
    fix=Fix(
        "call its default signature",
        "safe",
        (Edit(Span("app.py", 4, 7, 4, 12), 'embed.signatures["default"]'),),
    ),
)
POSSIBLE = Finding(
    span=Span("app.py", 3, 9, 3, 25),
    code="HUB505",
    name="newer-tf2-version",
    severity="info",
    certainty="possible",
    message="there is a TF2 version",
)

UNDECIDED = CallVerdict(
    HubCall("KerasLayer", Span("other.py", 2, 1, 2, 9)),
    ({"handle": Fact(None, missing="argv")},),
    (Missing("format", "the handle comes from the command line"),),
    "undecided",
)

REPORT = Report(
    files=(
        FileReport(
            "app.py",
            parsed=True,
            findings=(CALLED, POSSIBLE),
            calls=(CallVerdict(CALL, (ROW,), (), "unsupported"),),
        ),
        FileReport(
            "other.py", parsed=True, calls=(UNDECIDED,), notes=(Note("is large", "other.py"),)
        ),
        FileReport("plain.py"),
    ),
    sources={"app.py": TEXT},
)
EMPTY = Report(files=(FileReport("plain.py"),))
SUPPORTED = Report(
    files=(FileReport("app.py", True, calls=(CallVerdict(CALL, (ROW,), (), "supported"),)),)
)
