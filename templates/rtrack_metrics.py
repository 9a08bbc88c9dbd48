"""Tells rtrack what a run measures, as it measures it.

    import rtrack_metrics as metrics

    metrics.log("train_loss", loss, step=step)
    metrics.log("val_acc", 0.74, seed=1, arm="baseline")
    metrics.missing("val_acc", "diverged at step 300", seed=2)
    metrics.note("seed 1 was retried once: the disk was full")

Copy this file beside your code; it needs Python 3.6 or newer and nothing else. Below `rtrack run`
each call adds one line to the file that $RTRACK_METRICS names; otherwise it prints the same as a
METRIC line. Threads and processes may call it at once: each line is written in one piece. Where the
disk is full OSError is raised. What a name, arm and step mean is in rtrack's page on
runs (Documentation/runs.md).
"""

import json
import math
import os
import sys

ARMS = ("treatment", "baseline", "sanity_checks", "resource_usage")

_LONGEST = 65536  # bytes in a line; rtrack takes longer ones for no measurement
_OF_THE_RUN = object()


def log(metric, value, seed=_OF_THE_RUN, step=None, arm=None):
    """Tells a value: a number, a truth value, or what has one as item(), such as a tensor.

    seed is the run's own, $RTRACK_SEED, unless it is given; None is for a value over all seeds.
    NaN and infinity are told as missing, with what they were.
    """
    _tell(metric, _plain(value), seed, step, arm)


def missing(metric, reason, seed=_OF_THE_RUN, step=None, arm=None):
    """Tells that there is no value, and why."""
    if not str(reason).strip():
        raise ValueError("a missing metric needs a reason")
    _tell(metric, {"status": "missing", "reason": str(reason)}, seed, step, arm)


def note(text):
    """Tells a fact in words, for the notes of the result."""
    if os.environ.get("RTRACK_METRICS"):
        _append({"note": str(text)})
    else:
        print("NOTE " + " ".join(str(text).split()), flush=True)


def _tell(metric, value, seed, step, arm):
    if not isinstance(metric, str) or not metric or len(metric.encode()) > 200:
        raise ValueError("a metric's name is a text of at most 200 bytes, not %r" % (metric,))
    if any(c.isspace() or c == "=" or not c.isprintable() for c in metric):
        raise ValueError("a metric's name has no blank and no '=': %r" % (metric,))
    if arm is not None and arm not in ARMS:
        raise ValueError("arm is one of %s, not %r" % (", ".join(ARMS), arm))
    record = {"metric": metric, "value": value}
    if seed is _OF_THE_RUN:
        seed = os.environ.get("RTRACK_SEED") or None
    if seed is not None:
        record["seed"] = int(seed)
    if step is not None:
        step = _plain(step)
        if isinstance(step, (bool, dict)):
            raise ValueError("step is a number")
        record["step"] = step
    if arm is not None:
        record["arm"] = arm
    if os.environ.get("RTRACK_METRICS"):
        _append(record)
    else:
        _print(record)


def _plain(value):
    """The value as JSON has it."""
    item = getattr(value, "item", None)
    if callable(item):
        value = item()
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, (str, bytes)) or value is None:
        raise TypeError("expected a number or a truth value, not %r" % (value,))
    number = float(value)
    if math.isfinite(number):
        return number
    return {"status": "missing", "reason": "the run gave %s" % number}


def _append(record):
    line = (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    if len(line) > _LONGEST:
        raise ValueError("a line has at most %d bytes, this one %d" % (_LONGEST, len(line)))
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    file = os.open(os.environ["RTRACK_METRICS"], flags, 0o666)
    try:
        # One call, since the system appends each as a whole, whoever else writes.
        written = os.write(file, line)
        if written < len(line):
            # The disk is full. The part that is there is ended, so that it spoils no other line.
            os.write(file, b"\n")
            raise OSError("only %d of %d bytes could be written" % (written, len(line)))
    finally:
        os.close(file)


def _print(record):
    value = record["value"]
    if isinstance(value, dict):
        value = "nan"
    elif isinstance(value, bool):
        value = "true" if value else "false"
    else:
        value = repr(value)
    words = ["METRIC %s=%s" % (record["metric"], value)]
    words += ["%s=%s" % (key, record[key]) for key in ("seed", "step", "arm") if key in record]
    # One write, for the same reason.
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()
