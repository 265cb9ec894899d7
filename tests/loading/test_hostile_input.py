"""Whatever is given as a file, there is one clear finding with a place, and soon."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethics_engine.errors import CaseError, Finding, InputError, RulesetError
from ethics_engine.loading import check_ruleset, read_case, read_case_text, read_ruleset
from ethics_engine.model.case import Ask
from ethics_engine.model.ruleset import Ruleset

HOSTILE = {
    "empty": (b"", "x.yaml:1:1: error: the file is empty"),
    "only-white-space": (b"\n\n", "x.yaml:1:1: error: the file is empty"),
    "binary": (b"\x7fELF\x02\x01\x00", "x.yaml:1:1: error: control character U+007F"),
    "nul": (b"id: a\nb: \x00", "x.yaml:2:4: error: control character U+0000"),
    "not-utf-8": (b"id: a\ntitle: caf\xe9\n", "x.yaml:2:11: error: not UTF-8"),
    "utf-16": ("id: a".encode("utf-16"), "x.yaml:1:1: error: not UTF-8"),
    "5-mb": (b"# " + b"x" * 5_000_000, "x.yaml: error: the file is larger than 1 MiB"),
    "100000-brackets": (b"[" * 100_000, "x.yaml:1:51: error: nested more than 50 deep"),
    "100000-braces": (b"{a: " * 100_000, "x.yaml:1:201: error: nested more than 50 deep"),
    "100000-dashes": (b"- " * 100_000, "x.yaml:1:101: error: nested more than 50 deep"),
    "billion-laughs": (b"a: &a [x, x]\nb: &b [*a, *a]\n", "x.yaml:1:4: error: anchors are not allowed"),
    "python-object": (b"!!python/object/apply:os.system [ls]", "x.yaml:1:1: error: tags are not allowed"),
    "unclosed": (b'id: "a', "x.yaml:1:7: error: not valid YAML: found unexpected end of stream"),
    "a-word": (b"hello", "x.yaml:1:1: error: a case must be a mapping, not `hello`"),
}


@pytest.fixture(params=["C", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test that asks for this runs with the C parser of PyYAML and with the one in Python."""
    if request.param == "Python":
        monkeypatch.setitem(sys.modules, "yaml._yaml", None)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("content", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_one_finding(
    content: bytes, message: str, world: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_bytes(content)

    with pytest.raises(CaseError) as raised:
        read_case("x.yaml", world)

    assert str(raised.value).startswith(message)
    assert len(raised.value.findings) == 1


@pytest.mark.usefixtures("parser")
def test_both_parsers_read_the_same(here: Path, world: Ruleset) -> None:
    assert read_ruleset(here / "world") == world


def test_what_is_no_file_is_refused(world: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()

    for name, message in {
        "missing.yaml": "missing.yaml: error: file not found\n    check the path",
        "folder": "folder: error: this is a folder, not a file\n    give a file in it",
        "a\0b": "a\\x00b: error: cannot read it: not a file name",
        "x" * 300: f"{'x' * 300}: error: cannot read it: file name too long",
    }.items():
        with pytest.raises(CaseError) as raised:
            read_case(name, world)
        assert str(raised.value) == message


def test_what_is_no_ruleset_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("folder").mkdir()

    for name, message in {
        "missing": "missing: error: folder not found\n    check the path",
        "file": "file: error: not a ruleset: this is a file\n    give the folder that holds `ruleset.yaml`",
        "folder": "folder: error: not a ruleset: no `ruleset.yaml` here\n    give the folder that holds `ruleset.yaml`",
        "a\0b": "a\\x00b: error: cannot read it: not a file name",
        "x" * 300: f"{'x' * 300}: error: cannot read it: file name too long",
    }.items():
        with pytest.raises(RulesetError) as raised:
            read_ruleset(Path(name))
        assert str(raised.value) == message


def test_a_dash_is_standard_input(world: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"id: a\nquestion: {ask: what}\n")))
    assert read_case("-", world).question.ask is Ask.WHAT

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"id: a\n")))
    with pytest.raises(CaseError, match=r"^<stdin>:1:1: error: a case needs `question`$"):
        read_case("-", world)


def test_control_characters_never_reach_a_message(world: Ruleset, tmp_path: Path) -> None:
    (tmp_path / "ruleset.yaml").write_text("na\u202eme: x\n")
    findings = list(check_ruleset(tmp_path))
    with pytest.raises(CaseError) as raised:
        read_case_text(
            "id: a\u200b\nquestion: {ask: what}\nfacts: {\u202ethreat: \u00adyes, 'st\u200eage': 1}\n", "f", world
        )
    findings += raised.value.findings

    said = [text for finding in findings for text in (str(finding.place), finding.message, finding.hint) if text]

    assert len(findings) > 4
    assert [text for text in said if not text.isprintable()] == []


def test_many_errors_do_not_take_long_to_find(world: Ruleset) -> None:
    text = "id: a\nquestion: {ask: what}\nfacts:\n" + "".join(f"  threats{i}: yes\n" for i in range(20_000))

    with pytest.raises(CaseError) as raised:
        read_case_text(text, "f", world)

    assert len(raised.value.findings) == 20_000


_KEYS = ["id", "question", "ask", "action", "may", "refer", "facts", "threat", "reasons", "stage", "sessions", "held"]
_WORDS = [
    *_KEYS,
    *["value", "yes", "no", "-1", "1.5", "early", "[", "]", "{", "}"],
    ": ",
    "\n",
    "\n  ",
    ", ",
    "- ",
    "'",
    '"',
    "\0",
    "é",
    " #",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=40).map("".join))
def test_any_text_is_a_case_or_an_input_error(world: Ruleset, text: str) -> None:
    assert all(finding.place.file == "f" for finding in _findings(text, world))


def _findings(text: str, world: Ruleset) -> tuple[Finding, ...]:
    try:
        read_case_text(text, "f", world)
    except InputError as error:
        return error.findings
    return ()
