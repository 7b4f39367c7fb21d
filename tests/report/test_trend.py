"""Does the page of a trend tell every month, whatever is known of it, and draw it to scale?"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from tests.report.reading import Reader, drawings
from tests.report.trends import NOVEMBER, measured, trend

from azgreen.report import trend_page

REFUSED = "metric 'GpuEnergyJoules' of x may not be read: ask for the role 'Monitoring Reader'"


def page(found):
    return trend_page(found, version="1.2.3")


@pytest.fixture(scope="module")
def html():
    return page(measured(trend(12, pending=[NOVEMBER])))


@pytest.fixture(scope="module")
def read(html):
    return Reader(html)


def chart(html, name="trend"):
    return next(svg for svg in drawings(html) if svg[0].attrib["id"] == f"{name}-title")


def rects(svg, class_):
    return [each for each in svg.iter("rect") if each.attrib.get("class") == class_]


def drawn(svg, class_):
    """Heights of the shapes of a kind, without that of the key."""
    return [float(each.attrib["height"]) for each in rects(svg, class_)][:-1]


def test_the_page_is_well_formed_whole_and_asks_for_nothing(html, read):
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    named = {part for value in read.values("aria-labelledby") for part in value.split()}
    assert named <= set(ids)
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert not re.search(r"(?:href|src)=|@import|url\((?!#)", html)
    assert "stack <dev>" in read.text
    assert html == page(measured(trend(12, pending=[NOVEMBER])))


def test_every_section_is_there_once(read):
    assert [tag for tag in read.tags if re.fullmatch(r"h\d", tag)] == ["h1", *["h2"] * 8]


def test_every_drawing_has_a_title_a_description_and_the_same_as_a_table(html, read):
    svgs = drawings(html)
    assert len(svgs) == 2
    for svg in svgs:
        assert [child.tag for child in svg][:2] == ["title", "desc"]
        assert all(child.text for child in list(svg)[:2])
        assert svg.attrib["role"] == "img"
    assert read.text.count("The same as a table") == 2
    for month in ("Nov\xa02025", "Jan\xa02026", "Oct\xa02026"):
        assert month in read.text


def test_bars_stand_to_scale(html):
    svg = chart(html)
    use, hardware = drawn(svg, "scope-2"), drawn(svg, "scope-3")
    assert (len(use), len(hardware)) == (11, 11)
    assert use == pytest.approx([use[0]] * 11)
    assert hardware[0] / use[0] == pytest.approx(14 / 13, rel=0.01)
    assert len(drawn(svg, "band")) == 13
    # November of 2025 has nothing, that of 2026 is not reported yet
    assert len(drawn(svg, "pending")) == 1
    marks = [each.attrib["class"] for each in svg.iter("path") if "mark" in each.get("class", "")]
    assert marks.count("mark rejected") == 1 + 1
    assert marks.count("mark runner-up") == 1 + 1


def test_the_lead_says_what_was_reported_and_estimated(read):
    assert "Azure reported 300 kgCO₂e in 11 months." in read.text
    assert "Azure's figure is 0.91 times its middle." in read.text
    assert "Not yet reported: November 2026. Azure reports a month by day 19" in read.text


def test_what_is_measured_and_avoided_says_its_limits(read):
    assert "had the gaps been as the rest" in read.text
    assert "Not kept: Nov\xa02025 to Sep\xa02026. Azure keeps metrics for 93 days." in read.text
    assert "An upper bound: cachehits counts every key that was found" in read.text


def test_a_band_far_above_all_else_is_cut_and_says_so():
    html = page(trend(3, high=100))
    lines = [each.attrib["class"] for each in chart(html).iter("line")]
    assert lines.count("band-end cut") == 3
    assert "A broken upper edge: the band goes on above" in html
    assert min(drawn(chart(html), "scope-2")) > 10
    assert "broken upper edge" not in page(trend(3))


@pytest.mark.parametrize(
    ("scale", "unit"), [(1e-4, "gCO₂e a month"), (1, "kgCO₂e a month"), (1e4, "tCO₂e a month")]
)
def test_the_axis_takes_the_unit_that_fits(scale, unit):
    words = [each.text for each in chart(page(trend(2, scale=scale))).iter("text")]
    assert words[0] == unit
    axis = [word for word in words if re.fullmatch(r"[\d.,]+", word) and word != "2026"]
    assert axis
    assert all(len(word) <= 5 for word in axis)


@pytest.mark.parametrize(
    ("found", "said", "charts"),
    [
        (trend(1), "Azure reported 27 kgCO₂e in 1 month.", 2),
        (trend(2, estimated=False), "The estimate of them is not known.", 1),
        (trend(2, reported=False), "Azure has reported nothing of it yet", 1),
        (trend(2, reported=False, estimated=False), "Azure has reported nothing of it yet", 0),
        (trend(1, metrics_refused=REFUSED), f"energy and hits of caches: {REFUSED}.", 2),
    ],
)
def test_whatever_is_known_there_is_a_page(found, said, charts):
    html = page(found)
    assert len(drawings(html)) == charts
    assert said in Reader(html).text


def test_a_ratio_of_nothing_reported_still_stands_on_the_axis():
    html = page(trend(2, scale=1e-9))
    assert all(
        0 <= float(each.attrib[key]) <= 150
        for each in chart(html, "ratio").iter("line")
        for key in ("y1", "y2")
    )
    assert ET.tostring(chart(html, "ratio"))
