"""The licence of each distribution as an SPDX expression, and whether we may ship what stands under it."""

from __future__ import annotations

from importlib import metadata

from license_expression import ExpressionError, LicenseSymbol, LicenseWithExceptionSymbol, get_spdx_licensing

NVIDIA = "LicenseRef-NVIDIA-Proprietary"
# The run-time libraries of GCC (libgfortran, libgomp), which several wheels carry.
GCC_RUNTIME = "GPL-3.0-or-later WITH GCC-exception-3.1"
# Reportlab carries the font Dark Garden, whose exception lets documents embed it; the program does not use it.
FONT = "GPL-2.0-or-later WITH Font-exception-2.0"

# Read from the licence texts, where the metadata names no SPDX expression, offers a choice that we make, or leaves out
# libraries in the wheel that are under more than a permissive licence.
REVIEWED = {
    "aiosignal": "Apache-2.0",
    "contourpy": "BSD-3-Clause",
    "cuda-toolkit": NVIDIA,
    "cycler": "BSD-3-Clause",
    "defusedxml": "PSF-2.0",
    "exifread": "BSD-3-Clause",
    "flatbuffers": "Apache-2.0",
    "grad-cam": "MIT",
    "jinja2": "BSD-3-Clause",
    "kiwisolver": "BSD-3-Clause",
    "lime": "BSD-2-Clause",
    "markdown-it-py": "MIT",
    "matplotlib": "PSF-2.0 AND BSD-3-Clause AND OFL-1.1",
    "mdurl": "MIT",
    "mpmath": "BSD-3-Clause",
    "numpy": f"BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0 AND {GCC_RUNTIME} AND LGPL-2.1-or-later",
    "nvidia-cusparselt-cu13": NVIDIA,
    "nvidia-nvtx": "Apache-2.0 WITH LLVM-exception",
    "onnxruntime": "MIT",
    "onnxscript": "MIT",
    "opencv-python-headless": f"Apache-2.0 AND LGPL-2.1-or-later AND OpenSSL AND {GCC_RUNTIME}",
    "partd": "BSD-3-Clause",
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-or-later",  # libheif and libde265
    "protobuf": "BSD-3-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "reportlab": f"BSD-3-Clause AND {FONT}",
    "safetensors": "Apache-2.0",
    "scikit-image": "BSD-3-Clause AND BSD-2-Clause AND MIT",
    "scikit-learn": f"BSD-3-Clause AND {GCC_RUNTIME}",
    "scipy": f"BSD-3-Clause AND {GCC_RUNTIME} AND LGPL-2.1-or-later",
    "setuptools": "MIT",
    "shellingham": "ISC",
    "shiboken6": "LGPL-3.0-only",
    "sortedcontainers": "Apache-2.0",
    "sympy": "BSD-3-Clause AND MIT",
    "tokenizers": "Apache-2.0",
    "torch": "Apache-2.0 AND Apache-2.0 WITH LLVM-exception AND BSD-2-Clause AND BSD-3-Clause AND BSL-1.0 AND MIT"
    f" AND {GCC_RUNTIME}",
    "torchvision": f"BSD-3-Clause AND {NVIDIA}",  # libcudart and libnvjpeg
    "transformers": "Apache-2.0",
    "zict": "BSD-3-Clause",
}

# What may be distributed with the program: permissive licences, those that bind the library alone, and NVIDIA's terms
# for the redistributable parts of CUDA.
FITTING = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC0-1.0",
        "CNRI-Python",
        "FTL",
        "IJG",
        "ISC",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "libtiff",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "OFL-1.1",
        "OpenSSL",
        "PSF-2.0",
        "Unicode-3.0",
        "Unicode-DFS-2016",
        "Unlicense",
        "X11",
        "Zlib",
        "Apache-2.0 WITH LLVM-exception",
        NVIDIA,
        GCC_RUNTIME,
        FONT,
    }
)

_SPDX = get_spdx_licensing()


def licence(name: str, dist: metadata.Distribution) -> str:
    """The SPDX expression that was reviewed, or the one that the metadata states; otherwise whatever these say."""
    stated = dist.metadata.get("License-Expression") or dist.metadata.get("License") or "not stated"
    return REVIEWED.get(name) or stated.strip().splitlines()[0]


def misfit(expression: str) -> str:
    """Why what is under a licence cannot be shipped; empty where it can. Of a choice (OR) one that fits is enough."""
    try:
        parsed = _SPDX.parse(expression)
    except ExpressionError:
        return f"{expression!r} is no SPDX expression"
    return "" if parsed is not None and _fits(parsed) else f"{expression!r} is not among the licences that fit"


def _fits(node: object) -> bool:
    if isinstance(node, LicenseSymbol | LicenseWithExceptionSymbol):
        return str(node) in FITTING
    parts = [_fits(part) for part in getattr(node, "args", ())]
    return any(parts) if isinstance(node, _SPDX.OR) else bool(parts) and all(parts)
