"""Does nothing overflow in a browser, on a phone and on a desk?

The pages run no script. Each stands in a frame of the width to test, and the page around them
measures: the width of the document, of each element, and of each text within its drawing.
"""

from __future__ import annotations

import html
import re
import shutil
import subprocess

import pytest
from tests.report.trends import NOVEMBER, measured, trend

from azgreen.report import Levers, page, trend_page

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
const edges = (box, edge) => box.left < edge.left - 1 || box.right > edge.right + 1
  || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
const over = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
  && one.top < other.bottom - 2 && other.top < one.bottom - 2;
function measure(frame) {
  const page = frame.contentDocument, wide = page.documentElement.clientWidth, out = [];
  if (page.documentElement.scrollWidth > wide) out.push("document");
  for (const item of page.body.querySelectorAll("*:not(svg *)"))
    if (item.getBoundingClientRect().right > wide + 1) out.push(item.tagName);
  for (const svg of page.querySelectorAll("svg")) {
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map(text => text.getBoundingClientRect());
    boxes.forEach((box, at) => {
      if (edges(box, svg.getBoundingClientRect())) out.push(texts[at].textContent);
      if (frame.className === "charts" && boxes.some((other, to) => to < at && over(box, other)))
        out.push("over another: " + texts[at].textContent);
    });
  }
  told.textContent += frame.id + " " + wide + ":" + out.join(";") + "\\n";
}
for (const frame of document.querySelectorAll("iframe")) {
  frame.onload = () => measure(frame);
  frame.srcdoc = document.getElementById("page " + frame.name).textContent;
}
"""
_WIDTHS = (360, 700, 1280)


def _pages(decision, replayed):
    """Pages by name; the names, lines and marks of a map may lie over each other."""
    return {
        "decision": page(decision, version="1", levers=Levers(0.3, 150), replayed=replayed),
        "trend": trend_page(measured(trend(12, pending=[NOVEMBER])), version="1"),
        "large": trend_page(trend(12, scale=3e4, high=50), version="1"),
        "small": trend_page(measured(trend(1, scale=2e-4)), version="1"),
    }


def _around(pages):
    # what is folded has to fit as well
    opened = {name: text.replace("<details>", "<details open>") for name, text in pages.items()}
    texts = "".join(
        f'<pre id="page {name}" hidden>{html.escape(text)}</pre>' for name, text in opened.items()
    )
    frames = "".join(
        f'<iframe id="{name}" name="{name}" class="{"" if name == "decision" else "charts"}"'
        f' style="width:{width}px;height:900px;border:0"></iframe>'
        for name in pages
        for width in _WIDTHS
    )
    body = f"{texts}<p id=told></p>{frames}<script>{_MEASURE}</script>"
    return f"<!DOCTYPE html><meta charset=utf-8>{body}"


def test_nothing_overflows(decision, replayed, tmp_path):
    pages = _pages(decision, replayed)
    around = tmp_path / "around.html"
    around.write_text(_around(pages), "utf-8")
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
    assert sorted(told[1].split("\n")[:-1]) == sorted(
        f"{name} {width}:" for name in pages for width in _WIDTHS
    )
