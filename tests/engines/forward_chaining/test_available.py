"""Where durable-rules is missing, everything still imports, and says what to use instead."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ethics_engine.consultation import Engine, default_engine
from ethics_engine.engines import forward_chaining
from ethics_engine.errors import EngineUnavailableError


@pytest.fixture
def without_durable_rules(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)


@pytest.mark.usefixtures("without_durable_rules")
class TestWithoutDurableRules:
    def test_one_sentence_says_why_and_what_answers_instead(self):
        sentence = forward_chaining.available()

        assert sentence is not None
        assert sentence.startswith("durable-rules ")
        assert sentence.endswith("use `columns`, which gives the same result")
        assert "\n" not in sentence

    @pytest.mark.parametrize("ask", [forward_chaining.run, forward_chaining.evaluate])
    def test_a_run_raises_that_sentence(self, enacted, rule, ask):
        with pytest.raises(EngineUnavailableError) as raised:
            ask(enacted(rule("r")), {})

        assert forward_chaining.available() == str(raised.value)

    def test_so_does_a_run_of_rules_that_were_loaded_before(self, monkeypatch, enacted, rule):
        enactment = enacted(rule("r"))
        with monkeypatch.context() as patch:
            patch.delitem(sys.modules, "durable_rules_engine")
            if forward_chaining.available() is None:
                forward_chaining.run(enactment, {})

        with pytest.raises(EngineUnavailableError):
            forward_chaining.run(enactment, {})


class TestTheReason:
    OLDER, NEWER = (3, 12, 1), (3, 13, 0)

    @pytest.mark.usefixtures("without_durable_rules")
    @pytest.mark.parametrize(
        ("version", "why"),
        [
            (OLDER, "is not installed"),
            (NEWER, "is not installed; on Python 3.13 or later, compile it as the README says"),
        ],
    )
    def test_depends_on_the_python_it_runs_on(self, monkeypatch, version, why):
        monkeypatch.setattr(sys, "version_info", version)

        assert f"durable-rules {why}; use `columns`, which gives the same result" == forward_chaining.available()

    @pytest.mark.parametrize(
        "fault", ["ImportError('undefined symbol: PyEval_CallObject')", "SystemError('initialization failed')"]
    )
    def test_a_wheel_that_installs_and_does_not_load_is_told_from_none(self, monkeypatch, tmp_path, enacted, fault):
        (tmp_path / "durable_rules_engine.py").write_text(f"raise {fault}\n")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "durable_rules_engine", raising=False)

        with pytest.raises(EngineUnavailableError, match=r"^durable-rules is installed but does not load"):
            forward_chaining.run(enacted(), {})
        assert default_engine() is Engine.BITSET


def test_importing_the_engine_does_not_import_durable_rules():
    """Start-up counts."""
    imported = "print(*(name for name in sys.modules if name.startswith('durable')))"
    code = f"import sys, ethics_engine.engines.forward_chaining; {imported}"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
