"""Decodes the files named on standard input, one hexadecimal path a line, and answers one line of JSON for each.

Run as a process of its own, with a bounded address space; its argument bounds the CPU seconds of each file.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from gauntlet_desktop.core.errors import InputError
from gauntlet_desktop.imaging.decode import decode, prepare_process
from gauntlet_desktop.imaging.intake import read_file
from gauntlet_desktop.imaging.limits import Limits


def main() -> None:
    limits = Limits(seconds=int(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    prepare_process(limits)
    for line in sys.stdin:
        used = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + limits.seconds + 1, resource.RLIM_INFINITY))
        print(json.dumps(_outcome(bytes.fromhex(line), limits)), flush=True)


def _outcome(raw_path: bytes, limits: Limits) -> dict[str, object]:
    started = time.process_time()
    result: dict[str, object] = {"code": "ok", "detail": ""}
    try:
        pixels, facts = decode(read_file(raw_path, limits)[1], limits)
        expected = (round(facts.height * facts.scale), round(facts.width * facts.scale), 3)
        wrong = max(abs(a - b) for a, b in zip(pixels.shape, expected, strict=True)) > 1
        if wrong or pixels.dtype != "uint8" or not pixels.flags.c_contiguous:
            result = {"code": "wrong_pixels", "detail": f"{pixels.shape} instead of {expected}"}
        result["notes"] = facts.notes
    except InputError as error:
        result = {"code": error.code, "detail": error.detail}
    except Exception as error:
        result = {"code": "unexpected", "detail": repr(error)}
    result["seconds"] = time.process_time() - started
    result["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result


if __name__ == "__main__":
    main()
