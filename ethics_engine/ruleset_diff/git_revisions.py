"""The two sides of a comparison: a folder, a bundled name, or a folder as it was in a revision of a git repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import attrs
from attrs import frozen

from ethics_engine.errors import Finding, Place, RulesetError
from ethics_engine.loading import bundled
from ethics_engine.loading.by_name import load_ruleset
from ethics_engine.model.ruleset import Ruleset

_DRIVE = re.compile(r"[A-Za-z]:([\\/]|$)")
_PLAIN_FILES = (b"100644", b"100755")


def load_side(name: str) -> Ruleset:
    """The ruleset by bundled name, by folder, or as `REV:PATH`, a folder of the repository of the current folder.

    A folder that exists, and a bundled name, come before a revision.

    Raises:
        RulesetError: It does not exist, there is no git, no such revision or folder in it, or it does not load.
    """
    revision, colon, path = name.partition(":")
    is_here = name in bundled.rulesets() or _is_folder(name)
    if not colon or is_here or _DRIVE.match(name):
        return load_ruleset(name)
    return _Revision(name, revision, path).load()


def _is_folder(name: str) -> bool:
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


@frozen
class _Revision:
    """A folder in a revision; `name` is both, as they were given."""

    name: str
    revision: str
    path: str

    def load(self) -> Ruleset:
        """The ruleset in the folder; its files are written to a place of their own to be read."""
        tree = self._tree()
        with TemporaryDirectory(prefix="ethics-diff-") as folder:
            for path, content in self._files(tree):
                file = Path(folder, *path.parts)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            try:
                return load_ruleset(folder)
            except RulesetError as error:
                raise RulesetError(self._renamed(finding, folder) for finding in error.findings) from None

    def _tree(self) -> str:
        """The name that git has for the folder."""
        if self._git("rev-parse", "--git-dir") is None:
            raise self._refused("not in a git repository", "give a folder, or run this inside the repository")
        if not self.revision or self.revision.startswith("-") or not self._verified(f"{self.revision}^{{commit}}"):
            raise self._refused(f"no revision `{self.revision}`", "list revisions: `git log --oneline`")
        found = self._verified(self.name)
        kind = self._git("cat-file", "-t", found) if found else None
        if found is None or kind is None:
            hint = "start the path at the top of the repository, or with `./` in the current folder"
            raise self._refused(f"no `{self.path}` in revision `{self.revision}`", hint)
        if kind.strip() != b"tree":
            raise self._refused(
                f"`{self.path}` is a file in revision `{self.revision}`", "give the folder that holds `ruleset.yaml`"
            )
        return found

    def _verified(self, name: str) -> str | None:
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return None if found is None else found.decode("ascii").strip().splitlines()[-1]

    def _files(self, tree: str) -> Iterator[tuple[PurePosixPath, bytes]]:
        """The YAML files in a folder; links lead nowhere here, and are left out."""
        listing = self._git("ls-tree", "-r", "-z", "--full-tree", tree) or b""
        blobs: dict[PurePosixPath, bytes] = {}
        for line in filter(None, listing.split(b"\0")):
            about, _, name = line.partition(b"\t")
            mode, _, blob = about.split()
            path = PurePosixPath(os.fsdecode(name))
            if mode in _PLAIN_FILES and path.suffix in (".yaml", ".yml") and ".." not in path.parts:
                blobs[path] = blob
        content = self._git("cat-file", "--batch", stdin=b"".join(blob + b"\n" for blob in blobs.values())) or b""
        for path in blobs:
            head, _, content = content.partition(b"\n")
            size = int(head.split()[-1])
            yield path, content[:size]
            content = content[size + 1 :]

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes | None:
        """What git prints; None where it fails."""
        git = shutil.which("git")
        if git is None:
            hint = "install git, or give two folders"
            raise self._refused("git is not installed, and a revision needs it", hint)
        try:
            done = subprocess.run([git, *arguments], capture_output=True, check=False, input=stdin)  # noqa: S603 - no shell
        except ValueError:  # a null character among the arguments
            return None
        return done.stdout if done.returncode == 0 else None

    def _refused(self, message: str, hint: str) -> RulesetError:
        return RulesetError([Finding(Place(self.name), message, hint)])

    def _renamed(self, finding: Finding, folder: str) -> Finding:
        """The finding at its place in the revision."""
        inside = finding.place.file.removeprefix(folder).replace(os.sep, "/").lstrip("/")
        file = f"{self.name.rstrip('/')}/{inside}" if inside else self.name
        hint = finding.hint and finding.hint.replace(folder, self.name.rstrip("/"))
        return attrs.evolve(finding, place=attrs.evolve(finding.place, file=file), hint=hint)
