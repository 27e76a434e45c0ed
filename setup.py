"""Puts the pages of the documentation into the built package; all else of the build stands in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

PAGES = ("docs/*.md", "docs/adr/*.md", "docs/pictures/*.webp")


class BuildWithPages(build_py):
    """The help of an installed program reads them from its resources; in a checkout it reads the folder itself."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for page in sorted(page for pattern in PAGES for page in Path().glob(pattern)):
            target = Path(self.build_lib, "gauntlet_desktop", "resources", page)
            self.mkpath(str(target.parent))
            self.copy_file(str(page), str(target))


setup(cmdclass={"build_py": BuildWithPages})
