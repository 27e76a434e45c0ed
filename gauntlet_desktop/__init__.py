"""Gauntlet Desktop examines images offline for evidence of a generative model against a camera."""

import os

__version__ = "0.1.0"

# From 1.29 on, ONNX Runtime tells its maker over the network about models and sessions unless this is set before it is
# loaded. Here, because whatever runs a network, plugins and spawned processes included, has this package loaded first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
