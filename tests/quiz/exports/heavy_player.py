"""QTI 3.0 in two independent players, in a real browser; `.ci/long` runs this.

The players are qti3-item-player of Amp-up.io, which is certified, and qti-components of Citolab.
`QTI_PLAYER` is the folder of their node modules, `CHROMIUM` the browser.
"""

from __future__ import annotations

import datetime
import html
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.quiz.exports import export
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.items import items_of

CERTIFIED = """<!doctype html><meta charset="utf-8">
<script src="{modules}/vue/dist/vue.min.js"></script>
<script src="{modules}/qti3-item-player/dist/qti3Player.umd.min.js"></script>
<div id="app"></div><pre id="out"></pre>
<script>
const items = {items}, chosen = {chosen}, out = [];
new Vue({{
  components: {{player: qti3Player}},
  template: '<player @notifyQti3PlayerReady="ready" @notifyQti3ItemReady="answer" ' +
    '@notifyQti3EndAttemptCompleted="ended"/>',
  data: {{number: 0, player: null, shown: []}},
  methods: {{
    ready(player) {{ this.player = player; this.next() }},
    next() {{
      if (this.number < items.length) this.player.loadItemFromXml(items[this.number], {{}})
      else document.getElementById('out').textContent = JSON.stringify(out)
    }},
    answer() {{
      const choices = [...this.$el.querySelectorAll('[role=radio]')]
      this.shown = choices.map(choice => choice.textContent.trim().slice(2))
      choices[chosen[this.number]].click()
      setTimeout(() => this.player.endAttempt(1), 50)
    }},
    ended(data) {{
      const score = data.state.outcomeVariables.find(one => one.identifier === 'SCORE').value
      out.push([this.shown, score])
      this.number += 1
      setTimeout(() => this.next(), 50)
    }}
  }}
}}).$mount('#app')
</script>"""

COMPONENTS = """<!doctype html><meta charset="utf-8">
<script src="{modules}/@citolab/qti-components/cdn/index.global.js"></script>
<qti-item><item-container></item-container></qti-item><pre id="out"></pre>
<script>
const items = {items}, chosen = {chosen}, out = [];
const container = document.querySelector('item-container');
const next = () => {{
  if (out.length < items.length) container.itemXML = items[out.length];
  else document.getElementById('out').textContent = JSON.stringify(out);
}};
document.addEventListener('qti-assessment-item-connected', event => setTimeout(() => {{
  const item = event.detail;
  const choices = [...item.querySelectorAll('qti-simple-choice')];
  const shown = choices.map(choice => choice.textContent.trim());
  choices[chosen[out.length]].click();
  item.processResponse();
  out.push([shown, Number(item.variables.find(one => one.identifier === 'SCORE').value)]);
  next();
}}, 50));
next();
</script>"""


@pytest.fixture(scope="module")
def items() -> Sequence[Item]:
    ruleset = ee.load_ruleset()
    cases = [entry for entry in read_corpus(None, ruleset).cases if entry.topic in ("wish", "romance")]
    return items_of(ruleset, cases)


@pytest.mark.parametrize("player", [CERTIFIED, COMPONENTS], ids=["qti3-item-player", "qti-components"])
def test_a_player_shows_every_option_and_gives_a_mark_for_the_key_alone(
    items: Sequence[Item], player: str, tmp_path: Path
) -> None:
    content = export(items, "qti", title="Quiz", dated=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)).content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        written = [packed.read(f"items/{item.id}.xml").decode() for item in items]
    key = ["abcd".index(item.key[0]) for item in items]
    wrong = [(place + 1) % len(item.options) for place, item in zip(key, items, strict=True)]
    file = tmp_path / "player.html"
    file.write_text(
        player.format(
            modules=Path(os.environ["QTI_PLAYER"]).as_uri(),
            items=json.dumps([*written, *written]).replace("</", "<\\/"),
            chosen=json.dumps([*key, *wrong]),
        )
    )
    command = [os.environ["CHROMIUM"], "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    command += ["--virtual-time-budget=120000", "--dump-dom", file.as_uri()]
    page = subprocess.run(command, capture_output=True, check=True, text=True, timeout=300).stdout
    (told,) = re.findall(r'<pre id="out">(.*)</pre>', page, re.DOTALL)
    found = json.loads(html.unescape(told))

    assert [shown for shown, _ in found] == [[option.text for option in item.options] for item in (*items, *items)]
    assert [score for _, score in found] == [1] * len(items) + [0] * len(items)
