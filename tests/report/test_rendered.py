"""Does nothing overflow in a browser, on a phone and on a desk?

The page runs no script. It stands in a frame of the width to test, and the page around it measures
it: the width of the document, of each element, and of each text within its drawing.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess

import pytest

from azgreen.report import Levers, page

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="no chromium on PATH")

_FLAGS = (
    "--headless",
    "--hide-scrollbars",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_MEASURE = """
frame.onload = () => {
  const page = frame.contentDocument, wide = page.documentElement.clientWidth, out = [];
  if (page.documentElement.scrollWidth > wide) out.push("document");
  for (const item of page.body.querySelectorAll("*:not(svg *)"))
    if (item.getBoundingClientRect().right > wide + 1) out.push(item.tagName);
  for (const svg of page.querySelectorAll("svg")) {
    const edge = svg.getBoundingClientRect();
    for (const text of svg.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      if (box.left < edge.left - 1 || box.right > edge.right + 1
          || box.top < edge.top - 1 || box.bottom > edge.bottom + 1) out.push(text.textContent);
    }
  }
  told.textContent = wide + ":" + out.join(";");
};
"""


@pytest.mark.parametrize("width", [360, 700, 1280])
def test_nothing_overflows(decision, replayed, width, tmp_path):
    text = page(decision, version="1", levers=Levers(0.3, 150), replayed=replayed)
    # what is folded has to fit as well
    opened = html.escape(text.replace("<details>", "<details open>"))
    frame = f'<iframe id="frame" style="width:{width}px;height:900px;border:0"></iframe>'
    script = f"{_MEASURE}frame.srcdoc = given.textContent; given.remove();"
    around = tmp_path / "around.html"
    around.write_text(
        f"<!DOCTYPE html><meta charset=utf-8><pre id=given hidden>{opened}</pre>"
        f"<p id=told></p>{frame}<script>{script}</script>",
        "utf-8",
    )
    command = [_CHROMIUM, *_FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    dumped = subprocess.run(
        [*command, "--virtual-time-budget=5000", around.as_uri()],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    told = re.search(r'<p id="told">([^<]*)', dumped.stdout)
    assert told is not None
    assert told[1] == f"{width}:"
