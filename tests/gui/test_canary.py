"""A canary for the Qt binding: PySide6 6.12.0 on Python 3.11 loses a reference to True at every emit and aborts."""

from __future__ import annotations

import subprocess
import sys

EMISSIONS = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Emitter(QObject):
    happened = Signal(object)

app = QCoreApplication([])
emitter = Emitter()
seen = []
emitter.happened.connect(seen.append)
for number in range(5_000):
    emitter.happened.emit(number)
print(len(seen))
"""


def test_five_thousand_emissions_do_not_end_the_process() -> None:
    finished = subprocess.run([sys.executable, "-c", EMISSIONS], capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stdout.strip()) == (0, "5000"), finished.stderr
