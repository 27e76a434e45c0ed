"""Runs a fuzz target with Atheris: `python -m fuzz TARGET --seconds 60`; without a target, names them all.

Python code of the parsers is instrumented, so that inputs which reach new code are kept, in `out/fuzz/TARGET/corpus`.
A finding is written beside it.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from fuzz.mutations import mutated

OUT = Path("out/fuzz")
_INSTRUMENTED = (
    "gauntlet_desktop",
    "gauntlet_basic_findings",
    "gauntlet_language_models",
    "gauntlet_loopback_server",
    "gauntlet_measured_features",
    "gauntlet_source_systems",
    "exifread",
    "asn1crypto",
    "defusedxml",
    "zipfile",
    "tarfile",
    "tomllib",
)
_MOST_BYTES = 1 << 16
# Of one input: seconds, and MiB of the whole process (PyTorch and ONNX Runtime alone take some 600).
_SECONDS, _MEMORY = 20, 2048


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Fuzz one parser, or name all targets.")
    parser.add_argument("target", nargs="?")
    parser.add_argument("--seconds", type=int, default=60, help="how long to search (default: %(default)s)")
    chosen = parser.parse_args()
    if chosen.target is None:
        from fuzz.targets import TARGETS

        print(*sorted(TARGETS), sep="\n")
        return 0
    return _fuzz(chosen.target, chosen.seconds)


def _fuzz(name: str, seconds: int) -> int:
    try:
        import atheris
    except ImportError:
        print("Atheris is not installed: pip install -e '.[fuzz]' (Linux).", file=sys.stderr)
        return 1
    with atheris.instrument_imports(include=list(_INSTRUMENTED)):
        from fuzz.targets import TARGETS

        if name not in TARGETS:
            print(f"There is no target {name!r}: python -m fuzz names them.", file=sys.stderr)
            return 2
        target, corpus = TARGETS[name], OUT / name / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        for number, untrusted in enumerate(target.inputs()):
            (corpus / f"seed-{number}").write_bytes(untrusted)
            target.run(untrusted)  # what is imported on first use is instrumented here

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        """Half of the inputs change as libFuzzer has it, half in whole values and sizes."""
        rng = random.Random(seed)
        changed: bytes = atheris.Mutate(data, len(data) + 64) if rng.random() < 0.5 else mutated(data, rng)
        return changed[:most]

    arguments = [
        f"-max_total_time={seconds}",
        f"-timeout={_SECONDS}",
        f"-rss_limit_mb={_MEMORY}",
        f"-max_len={max(_MOST_BYTES, *(path.stat().st_size for path in corpus.iterdir()))}",
        f"-artifact_prefix={OUT / name}/",
        "-print_final_stats=1",
        str(corpus),
    ]
    atheris.Setup([sys.argv[0], *arguments], target.run, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
