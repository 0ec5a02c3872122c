"""Runs pyx12 as a library over claim files and prints each fault it finds.

usage: judge.py FILE...
One line a fault: the file, where, what. Exit status 0: no fault in any file; 1: faults; 2: the validator failed.
"""

import io
import json
import logging
import sys

import pyx12.params
import pyx12.x12n_document

# What may carry "errors" in pyx12's report, from the outside in.
LEVELS = ("interchanges", "groups", "transactions", "segments", "elements")


def faults(node, path=""):
    """Gives every fault at or below a node of the report."""
    place = " ".join(str(node[key]) for key in ("seg_id", "cur_line") if node.get(key) is not None)
    path = f"{path}/{place}" if place else path
    for fault in node.get("errors", []):
        yield f"{path}: {fault.get('err_cde')} {fault.get('err_str')}"
    for level in LEVELS:
        for child in node.get(level, []):
            yield from faults(child, path)


def transactions(report):
    return [st for isa in report.get("interchanges", []) for gs in isa.get("groups", []) for st in gs.get("transactions", [])]


def judge(path):
    """Gives the faults of one file. No acknowledgement is written: only the report is wanted."""
    report = io.StringIO()
    sound = pyx12.x12n_document.x12n_document(
        param=pyx12.params.params(None),
        src_file=path,
        fd_997=None,
        fd_html=None,
        fd_xmldoc=None,
        fd_json=report,
        map_path=None,
    )
    read = json.loads(report.getvalue() or "{}")
    found = list(faults(read))
    if not transactions(read):
        found.append("no transaction was read")
    if not sound and not found:
        found.append("refused without a reason")
    return found


def main(paths):
    logger = logging.getLogger("pyx12")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    status = 0
    for path in paths:
        try:
            found = judge(path)
        except Exception as error:  # the validator's own failure is no verdict
            print(f"{path}: {type(error).__name__}: {error}")
            return 2
        for fault in found:
            print(f"{path}: {fault}")
        status = max(status, 1 if found else 0)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
