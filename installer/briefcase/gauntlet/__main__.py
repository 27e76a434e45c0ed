"""Starts the program in an application that Briefcase makes, whose executable is no Python interpreter.

The program starts processes of its own as `sys.executable -c …` (multiprocessing, `gauntlet doctor`) or `-m …`. There
`sys.executable` is this very application, so it does what the command line asks of an interpreter.
"""

import re
import runpy
import sys

_FLAGS = re.compile(r"-[bBdEIOPqsSuv]+")  # those that multiprocessing passes on


def main() -> int:
    """Do an interpreter's work where that is asked for, else the program's; returns the exit status."""
    arguments = sys.argv[1:]
    while arguments and _FLAGS.fullmatch(arguments[0]):
        del arguments[0]
    if len(arguments) > 1 and arguments[0] in ("-c", "-m"):
        kind, what, *rest = arguments
        sys.argv = [kind, *rest]
        if kind == "-c":
            exec(what, {"__name__": "__main__"})
        else:
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        return 0
    from gauntlet_desktop.__main__ import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
