"""Parts of HTML pages that need no other file: style, tables, curves as SVG."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLE: Final = """
:root{color-scheme:light dark;--text:#1b1b1e;--muted:#5c5c63;--line:#d4d4d8;--card:#fff;
--page:#f6f6f7;--accent:#1f66c1;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--text:#ececee;--muted:#a2a2aa;--line:#46464b;
--card:#1c1c1f;--page:#131315;--accent:#5b9df0;--bad:#ff8a80}}
body{font:15px/1.5 system-ui,sans-serif;margin:0;background:var(--page);color:var(--text)}
main{max-width:66em;margin:0 auto;padding:2em 1.5em 4em}
h1{font-size:1.6em;margin:0}h2{font-size:1.15em;margin:2.2em 0 .5em}
h3{font-size:1em;margin:1.2em 0 .3em}
p{margin:.3em 0 .6em;max-width:48em}.muted,small{color:var(--muted)}
.weak{color:var(--bad);font-weight:600}
table{border-collapse:collapse;background:var(--card);width:100%;border:1px solid var(--line)}
th,td{padding:.4em .7em;text-align:left;border-top:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--muted);border-top:none}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.sum td{font-weight:600}
.dot{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin-right:.45em}
.charts{display:flex;flex-wrap:wrap;gap:1em}.charts figure{margin:0;background:var(--card);
border:1px solid var(--line);padding:.6em .8em}figcaption{color:var(--muted);font-size:.87em}
@media print{:root{color-scheme:light;--text:#000;--muted:#444;--line:#bbb;--card:#fff;
--page:#fff;--accent:#1f66c1;--bad:#b3261e}main{max-width:none;padding:0}
figure,tr{break-inside:avoid}h2{break-after:avoid}}
svg text{fill:var(--muted);font:11px system-ui,sans-serif}
.strips{display:flex;flex-wrap:wrap;gap:10px}.strips figure{margin:0}
.strips img{display:block;max-width:100%}
pre{background:var(--card);border:1px solid var(--line);padding:1em;overflow:auto;font-size:.87em}
"""


def page(title: str, parts: Sequence[str], *, style: str = "", script: str = "") -> str:
    """A whole page.

    Args:
        title: Plain text.
        parts: HTML, one after the other.
        style: CSS beside the common one.
        script: JavaScript that runs at the end.
    """
    ending = f"<script>{script}</script>" if script else ""
    return (
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width">'
        f"<title>{text(title)}</title><style>{STYLE}{style}</style></head><body><main>"
        + "".join(parts)
        + f"</main>{ending}</body></html>\n"
    )


def text(value: Any) -> str:
    """A value as HTML."""
    return html.escape(str(value))


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int = 1) -> str:
    """A table whose columns from number `numbers` on hold figures; cells are HTML already."""

    def line(cells: Sequence[str], tag: str, extra: str = "") -> str:
        marked = [
            f"<{tag}{' class=n' if place >= numbers else ''}>{cell}</{tag}>"
            for place, cell in enumerate(cells)
        ]
        return f"<tr{extra}>{''.join(marked)}</tr>"

    body = "".join(
        line(row, "td", " class=sum" if row[0].startswith("<b>") else "") for row in rows
    )
    return f"<table>{line(head, 'th')}{body}</table>"


def curve(points: Sequence[tuple[float, float]], label: str, *, marks: bool = False) -> str:
    """A curve as a figure."""
    if len(points) < 2:
        return ""
    wide, high, left, low = 300, 120, 44, 18
    xs, ys = [float(x) for x, _ in points], [float(y) for _, y in points]
    first, last, least, most = min(xs), max(xs), min(ys), max(ys)
    room = most - least or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            left + (x - first) / ((last - first) or 1.0) * (wide - left - 8),
            8 + (most - y) / room * (high - low - 12),
        )

    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, xs, ys))
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="var(--accent)"/>'
        for x, y in (map(place, xs, ys) if marks else ())
    )
    axis = f'stroke="var(--line)" d="M{left} 6V{high - low}H{wide - 6}"'
    return (
        f'<figure><svg width="{wide}" height="{high}" role="img" aria-label="{text(label)}">'
        f'<path fill="none" {axis}/>'
        f'<polyline fill="none" stroke="var(--accent)" stroke-width="1.6" points="{path}"/>{dots}'
        f'<text x="{left - 5}" y="14" text-anchor="end">{most:.3g}</text>'
        f'<text x="{left - 5}" y="{high - low}" text-anchor="end">{least:.3g}</text>'
        f'<text x="{left}" y="{high - 4}">{first:,.0f}</text>'
        f'<text x="{wide - 8}" y="{high - 4}" text-anchor="end">{last:,.0f}</text></svg>'
        f"<figcaption>{text(label)}</figcaption></figure>"
    )
