"""A site in several trees: each audience has a folder below the site's, and all are put in place in one rename.

`Trees` is one attempt. Of a tree that is not built anew the one in place is taken over; but what it holds is judged
like the others, so that no page stays where it may no longer be read.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.model.audience import Audience
from handbook.model.handbook import Handbook
from handbook.site import publish
from handbook.site.canaries import check_trees
from handbook.site.publish import Publication

ENVIRONMENT = "HANDBOOK_AUDIENCE"


def chosen(audiences: Sequence[Audience], given: str) -> Audience:
    """The tree that is meant: the one given, else that of the environment. Raises BuildError."""
    name = given or os.environ.get(ENVIRONMENT, "")
    found = next((one for one in audiences if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in audiences)
        raise BuildError(message("unknown-tree" if name else "tree-not-said", name=name, names=names))
    return found


class Trees:
    """The trees of a site in the making. site: the folder that holds them."""

    def __init__(self, site: Path, audiences: Sequence[Audience], *, wait: float, say: Callable[[str], None]) -> None:
        self.publication = Publication(site, wait=wait, say=say)
        self._names = [one.name for one in audiences]
        self._built: list[str] = []
        self._say = say

    @property
    def site(self) -> Path:
        """The folder that holds the trees."""
        return self.publication.site

    def begin(self) -> None:
        """Take the lock and make the staging folder. Raises BuildError."""
        self.publication.begin()

    def folder(self, name: str) -> Path:
        """Where a tree is built."""
        assert self.publication.staging is not None
        self._built.append(name)
        return self.publication.staging / name

    def take_over(self) -> list[Path]:
        """Take over the trees in place that are not built anew, and return all trees as they will be."""
        staging = self.publication.staging
        assert staging is not None
        for name in self._names:
            if name not in self._built and (self.site / name / publish.MANIFEST).is_file():
                _copy(self.site / name, staging / name)
        return [staging / name for name in self._names if (staging / name).is_dir()]

    def commit(self, whole: Handbook) -> None:
        """Scan all trees and put them in place. Raises BuildError, and the site is then as it was.

        whole: the handbook that the trees are made from.
        """
        folders = self.take_over()
        for one in check_trees(whole, folders):
            if one.looked_for:
                line = message(
                    "tree-scanned",
                    tree=one.tree,
                    number=one.looked_for,
                    sources=one.sources,
                    files=one.files,
                    shared=one.shared,
                )
            else:
                line = message("tree-whole", tree=one.tree, files=one.files)
            self._say(line)
        self.publication.commit(parts=[path.name for path in folders])

    def discard(self) -> None:
        """Remove what was built."""
        self.publication.discard()


def _copy(source: Path, target: Path) -> None:
    """Copy a folder; its files are linked where the file system can, since nobody writes into them."""

    def link(one: str, other: str) -> object:
        try:
            os.link(one, other)
        except OSError:
            return shutil.copyfile(one, other)
        return other

    shutil.copytree(source, target, copy_function=link)
