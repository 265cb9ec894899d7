"""Bundled rulesets are kept as they were read, and never outlive what they were read from."""

from __future__ import annotations

import datetime
import os
import pickle
import re
import shutil
import sys
from collections.abc import Callable
from importlib.util import source_hash
from pathlib import Path
from uuid import uuid4

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.engines.bitset import compiled
from ethics_engine.errors import RulesetError
from ethics_engine.loading import bundled, by_name, compose, read_ruleset, ruleset_cache
from ethics_engine.loading.ruleset_cache import keep_enactment, load_cached
from ethics_engine.model.enactment import enact, kept_with
from ethics_engine.model.period import Period
from ethics_engine.model.ruleset import Ruleset

WORLD = Path(__file__).parent / "world"


class Reader:
    """Reads rulesets, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, folder: Path) -> Ruleset:
        self.times += 1
        return read_ruleset(folder)


@pytest.fixture(autouse=True)
def _as_python_does_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(WORLD, tmp_path / "rules", ignore=shutil.ignore_patterns("__pycache__"))


@pytest.fixture
def file(folder: Path) -> Callable[[], Path]:
    return lambda: next((folder / "__pycache__").iterdir())


def test_a_ruleset_is_read_once_and_is_the_same_when_taken_up_again(folder):
    read = Reader()

    first, again = load_cached(folder, read), load_cached(folder, read)

    assert read.times == 1
    assert again == first
    assert again.rules == first.rules
    assert again.facts == first.facts


def test_what_is_read_otherwise_of_the_same_files_is_kept_beside_it(folder):
    usual, other = Reader(), Reader()

    for _ in range(2):
        load_cached(folder, usual)
        load_cached(folder, other, variant="other")

    assert (usual.times, other.times) == (1, 1)


def test_a_changed_file_is_read_anew(folder):
    read = Reader()
    load_cached(folder, read)
    main = folder / "ruleset.yaml"
    text, changes = re.subn("^version:.*", 'version: "9.9"', main.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert changes == 1
    main.write_text(text, encoding="utf-8")

    assert load_cached(folder, read).version == "9.9"
    assert read.times == 2


def test_content_is_not_read_again_while_no_file_is_touched(folder, monkeypatch):
    monkeypatch.setattr(ruleset_cache, "_AT_REST_NS", -(10**12))
    read = Reader()
    load_cached(folder, read)
    monkeypatch.setattr(ruleset_cache, "_identity", lambda *_: pytest.fail("read again"))

    load_cached(folder, read)

    assert read.times == 1


def test_a_file_that_changed_a_moment_ago_is_compared_by_its_content(folder):
    main = folder / "ruleset.yaml"
    read = Reader()
    load_cached(folder, read)
    before = main.stat()
    main.write_text(main.read_text(encoding="utf-8").replace("version: 1", "version: 9", 1), encoding="utf-8")
    os.utime(main, ns=(before.st_atime_ns, before.st_mtime_ns))

    load_cached(folder, read)

    assert read.times == 2


def test_a_file_that_was_touched_and_not_changed_is_not_read_anew(folder, file, monkeypatch):
    monkeypatch.setattr(ruleset_cache, "_AT_REST_NS", -(10**12))
    read = Reader()
    load_cached(folder, read)
    stamp = file().read_bytes()[:8]
    os.utime(folder / "ruleset.yaml", (1, 1))

    load_cached(folder, read)

    assert read.times == 1
    assert file().read_bytes()[:8] != stamp


def test_a_file_too_many_is_seen(folder):
    load_cached(folder, read_ruleset)
    (folder / "broken.yaml").write_text("rules: [", encoding="utf-8")

    with pytest.raises(RulesetError):
        load_cached(folder, read_ruleset)


@pytest.mark.parametrize("damage", [lambda held: held[:-1], lambda held: held + b"?", lambda _: b""])
def test_what_is_damaged_is_read_anew_and_mended(folder, file, damage):
    read = Reader()
    load_cached(folder, read)
    whole = file().read_bytes()
    file().write_bytes(damage(whole))

    load_cached(folder, read)
    load_cached(folder, read)

    assert read.times == 2
    assert file().read_bytes()[8:16] == whole[8:16]


def test_what_cannot_be_taken_up_is_read_anew(folder, file):
    load_cached(folder, read_ruleset)
    stamp_and_identity = file().read_bytes()[:16]
    for held in (b"not a pickle", pickle.dumps("not a ruleset")):
        file().write_bytes(stamp_and_identity + source_hash(held) + held)
        read = Reader()

        assert load_cached(folder, read).name == "world"
        assert read.times == 1


def test_a_file_that_cannot_be_read_is_told_as_ever(folder):
    (folder / "a-folder.yaml").mkdir()

    with pytest.raises(RulesetError, match="this is a folder"):
        load_cached(folder, read_ruleset)


def test_nothing_is_written_where_python_is_told_to_keep_no_bytecode(folder, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    load_cached(folder, read_ruleset)

    assert not (folder / "__pycache__").exists()


def test_it_is_kept_where_python_is_told_to_keep_bytecode(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    read = Reader()

    load_cached(folder, read)
    load_cached(folder, read)

    assert read.times == 1
    assert not (folder / "__pycache__").exists()


def test_where_nothing_can_be_kept_it_is_read_each_time(folder):
    (folder / "__pycache__").write_text("a file where the folder should be", encoding="utf-8")
    read = Reader()

    assert load_cached(folder, read) == load_cached(folder, read)
    assert read.times == 2


@pytest.mark.parametrize("library", ["attrs", "yaml"])
def test_another_release_of_a_library_reads_anew(
    library: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Reader()
    load_cached(folder, read)
    site = tmp_path / "site"
    (site / "attrs-99.1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(
        *{
            "attrs": ("attrs.__file__", str(site / "attrs" / "__init__.py")),
            "yaml": ("yaml.__version__", "99.1"),
        }[library]
    )

    load_cached(folder, read)
    load_cached(folder, read)

    assert read.times == 2


def test_a_composition_is_kept_beside_its_base_until_an_overlay_changes(folder, tmp_path):
    base = ee.load_ruleset()
    overlay = shutil.copytree(bundled.overlays()["example-agency"], tmp_path / "example-agency")
    read = Reader()

    def composed(folder: Path) -> Ruleset:
        read.times += 1
        return compose(base, folder, [overlay])

    first, again = (load_cached(folder, composed, [overlay]) for _ in range(2))
    assert (read.times, again, again.parts) == (1, first, first.parts)
    assert load_cached(folder, lambda _: base).name == base.name

    (overlay / "cases" / "example-agency-001.case.yaml").write_text("id: other")
    load_cached(folder, composed, [overlay])
    assert read.times == 1
    main = overlay / "overlay.yaml"
    main.write_text(main.read_text().replace('version: "1.0"', 'version: "1.1"', 1))
    assert load_cached(folder, composed, [overlay]).version.endswith("+1.1")
    assert read.times == 2


def test_what_a_consult_works_out_of_the_rules_is_kept_with_them(folder):
    loaded = load_cached(folder, bundled_rules)
    before = ee.consult(loaded, ee.load_case("culture-001", loaded))

    again = load_cached(folder, bundled_rules)
    kept = kept_with(again)

    assert kept is not None
    assert kept.ruleset is again
    assert compiled(kept).instructions
    assert ee.consult(again, ee.load_case("culture-001", again)) == before


def test_what_a_later_consult_works_out_is_kept_as_well(folder):
    loaded = load_cached(folder, bundled_rules)
    keep_enactment(enact(loaded, datetime.date.today()))
    early = load_cached(folder, bundled_rules)
    columns = f"{compiled.__module__}.{compiled.__qualname__}"
    assert columns not in vars(kept_with(early))

    ee.consult(early, ee.load_case("culture-001", early), engine="columns")

    assert columns in vars(kept_with(load_cached(folder, bundled_rules)))


def test_rules_as_they_stand_on_another_day_are_not_kept(folder):
    loaded = load_cached(folder, with_a_rule_of_tomorrow)
    tomorrow = datetime.date.today() + datetime.timedelta(days=1)

    ee.consult(loaded, ee.load_case("culture-001", loaded), as_of=tomorrow)
    assert kept_with(load_cached(folder, bundled_rules)) is None
    ee.consult(loaded, ee.load_case("culture-001", loaded), as_of=datetime.date.today())
    assert kept_with(load_cached(folder, bundled_rules)) is not None


def bundled_rules(_: Path) -> Ruleset:
    """As if they had just been read, and unlike any that another test looked at."""
    return attrs.evolve(ee.load_ruleset(), version=uuid4().hex)


def with_a_rule_of_tomorrow(folder: Path) -> Ruleset:
    ruleset = bundled_rules(folder)
    first, *others = ruleset.rules
    tomorrow = Period(datetime.date.today() + datetime.timedelta(days=1))
    return attrs.evolve(ruleset, rules=(attrs.evolve(first, in_force=tomorrow), *others))


def test_overlays_of_a_user_are_not_kept(tmp_path, monkeypatch):
    kept = []
    monkeypatch.setattr(by_name, "load_cached", lambda folder, read, *overlays: kept.append(overlays) or read(folder))
    overlay = shutil.copytree(bundled.overlays()["example-agency"], tmp_path / "example-agency")

    by_name.load_ruleset(under=["example-agency"])
    assert kept == [([bundled.overlays()["example-agency"]], ""), ()]
    kept.clear()
    by_name.load_vocabulary(by_name.DEFAULT_RULESET, ["example-agency"])
    assert kept == [([bundled.overlays()["example-agency"]], "vocabulary"), ()]
    kept.clear()
    by_name.load_ruleset(under=[overlay])
    assert kept == [()]
