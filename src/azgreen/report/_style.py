"""How does the page look? Light and dark, on a phone, and without colour."""

from __future__ import annotations

from typing import Final

_COLOURS: Final = """
:root{color-scheme:light dark;
--page:#fbfbf8;--ink:#1b211d;--soft:#535c55;--rule:#d5dad4;--card:#fff;--accent:#0b6b45;
--s0:#879c8e;--s1:#708678;--s2:#576d60;--s3:#3b5145;--s4:#182b21;--caller:#8a3b12;--load:#e3e8e2}
@media(prefers-color-scheme:dark){:root{
--page:#121613;--ink:#e9eee9;--soft:#a3ada5;--rule:#343c36;--card:#1a201c;--accent:#63d29f;
--s0:#68776d;--s1:#84968b;--s2:#a4b5aa;--s3:#c8d7cd;--s4:#f4fbf6;--caller:#f0a67c;--load:#262e29}}
"""

_PAGE: Final = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:50rem;margin:0 auto;padding:0 .75rem}
header{padding-top:1.5rem}
header p{margin:0;color:var(--soft);font-size:.85rem}
h1,h2{line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:1.7rem;margin:.2rem 0 1rem}
h2{font-size:1.2rem;margin:2.75rem 0 .75rem;padding-top:.75rem;border-top:2px solid var(--ink)}
p,li,caption,summary,figcaption{overflow-wrap:anywhere}
td,th{overflow-wrap:break-word}
table:not(.stacks) tbody th{overflow-wrap:anywhere}
.lead{font-size:1.2rem;line-height:1.45;margin:0 0 1rem;padding-left:.8rem;
border-left:5px solid var(--accent)}
ul{padding-left:1.1rem;margin:.5rem 0 1rem}
li{margin:.35rem 0}
.note,figcaption,footer li{color:var(--soft);font-size:.85rem}
figure{margin:0}
figcaption{margin:.5rem 0}
details{border-top:1px solid var(--rule);padding:.1rem 0}
summary{cursor:pointer;padding:.6rem 0;font-size:.9rem}
footer{padding-bottom:3rem}
"""

_TABLE: Final = """
table{border-collapse:collapse;width:100%;font-size:.85rem;line-height:1.35;margin:.75rem 0;
font-variant-numeric:tabular-nums}
caption{text-align:left;color:var(--soft);padding-bottom:.3rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;
border-top:1px solid var(--rule);font-weight:400}
thead th{color:var(--soft);border-top:0;vertical-align:bottom}
tbody th{font-weight:600}
@media(max-width:52rem){
.stacks thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.stacks,.stacks caption,.stacks tbody,.stacks tr,.stacks th,.stacks td{display:block}
.stacks tr{border-top:1px solid var(--rule);padding:.5rem 0}
.stacks tbody th{border:0;padding:0 0 .15rem}
.stacks td{border:0;padding:.05rem 0;display:flex;gap:.75rem;justify-content:space-between;
text-align:right;overflow-wrap:anywhere}
.stacks td:empty{display:none}
.stacks td::before{content:attr(data-label);color:var(--soft);text-align:left;flex:none}
}
"""

# text is 11 units high where a unit is a pixel, and 6.2 where the picture is twice as large
_CHART: Final = """
svg{display:block;width:100%;height:auto;margin:.5rem 0}
svg text{font-size:11px;fill:var(--ink);dominant-baseline:central;
paint-order:stroke;stroke:var(--page);stroke-width:2.5px;stroke-linejoin:round}
svg .axis{fill:var(--soft)}
svg .named{font-weight:650}
svg line,svg path{vector-effect:non-scaling-stroke}
.grid{stroke:var(--rule)}.equator{stroke:var(--soft);stroke-dasharray:1 3}
.base{stroke:var(--soft)}.leader{stroke:var(--soft);stroke-width:.8}
.trip{stroke:var(--caller);stroke-width:1.6}.trip.runner-up{stroke-dasharray:5 4}
.mark{stroke:var(--page);stroke-width:.7;fill:var(--s3)}
.shade-0{--shade:var(--s0)}.shade-1{--shade:var(--s1)}.shade-2{--shade:var(--s2)}
.shade-3{--shade:var(--s3)}.shade-4{--shade:var(--s4)}
.mark.feasible{fill:var(--shade,var(--page));stroke:var(--ink);stroke-width:1.1}
.mark.front{fill:var(--ink)}
.mark.rejected{fill:none;stroke:var(--shade,var(--soft));stroke-width:1.6}
.mark.choice{fill:var(--accent);stroke:var(--ink);stroke-width:1}
.mark.runner-up{fill:var(--page);stroke:var(--ink);stroke-width:1.8}
.mark.caller{fill:none;stroke:var(--caller);stroke-width:2}
.total{fill:var(--accent)}
.saved,.added,.load{fill:var(--load);stroke:var(--soft)}
path.load{stroke:none}
.band{fill:var(--load);stroke:none}
.band-end{stroke:var(--soft)}.band-end.cut{stroke-dasharray:2 3}
.band-middle{stroke:var(--ink);stroke-width:1.6}
.scope-1{fill:var(--s4)}.scope-2{fill:var(--accent)}.scope-3{fill:var(--s1)}
.whisker{stroke:var(--ink);stroke-width:1.2}
.pending{fill:none;stroke:var(--soft);stroke-dasharray:4 3}
.hatch{stroke:var(--soft);stroke-width:1}
.curve{fill:none;stroke:var(--ink);stroke-width:2}
.curve.static{stroke-dasharray:9 4}
.curve.autoscale{stroke:var(--accent);stroke-width:3.2}
.curve.oracle{stroke-dasharray:2 3}
@media(min-width:44rem){
svg text{font-size:6.2px;stroke-width:1.4px}
.mark{transform:scale(.72)}
}
@media(forced-colors:active){svg text{stroke:none;fill:CanvasText}}
"""

STYLE: Final = _COLOURS + _PAGE + _TABLE + _CHART
