"""Every template is a page that somebody sees, and that is looked at in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `page` is not installed")

from ethics_engine.web.templating import TEMPLATES  # after the module is left out, if it has to be

_WEB = Path(__file__).parents[2] / "ethics_engine" / "web"


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_a_template_is_shown_by_a_page_and_visited_in_a_real_browser(template: str) -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in _WEB.rglob("*.py"))
    visits = Path(__file__).with_name("real_browser.py").read_text(encoding="utf-8")

    assert f'"{template}"' in code
    assert f'"{template}": (' in visits
