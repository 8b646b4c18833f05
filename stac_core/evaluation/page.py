"""The page of a comparison: one file that needs no other, to be read, sorted and printed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from stac_core import __version__
from stac_core.evaluation.pictures import DIFFERENCE_COLORS, FALSE, MISSED, OTHER, RIGHT, UNKNOWN
from stac_core.evaluation.result import mean_known
from stac_core.page_parts import page, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stac_core.evaluation.pictures import Case
    from stac_core.evaluation.result import Comparison

MOST_ROWS: Final = 2000
"""Images in the page's table: the worst ones. Browsers take long to show many more."""

_STYLE: Final = """
.tiles{display:flex;flex-wrap:wrap;gap:8px;margin:1.2em 0}
.tiles div{background:var(--card);border:1px solid var(--line);padding:.6em 1em;min-width:6.5em}
.tiles b{display:block;font-size:1.5em;font-weight:600;font-variant-numeric:tabular-nums}
.tiles span{color:var(--muted);font-size:.87em}
.wide{overflow-x:auto}.cells td{text-align:right;font-variant-numeric:tabular-nums}
.cells td i{position:relative;font-style:normal}
.cells td{background:linear-gradient(color-mix(in srgb,var(--accent) var(--p),transparent) 0 0)}
th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
th button:after{content:" \\2195";opacity:.5}th.up button:after{content:" \\2191";opacity:1}
th.down button:after{content:" \\2193";opacity:1}
.key{display:flex;flex-wrap:wrap;gap:.4em 1.4em;margin:.4em 0 1em;font-size:.87em}
.strips figure{margin-bottom:8px}svg .name{font-weight:600}dl{max-width:48em}dt{font-weight:600}
dd{margin:0 0 .5em;color:var(--muted)}
.class{display:flex;width:max-content;max-width:16em}.class .dot{flex:none;margin-top:.4em}
.class span+span,#images td:first-child{overflow-wrap:anywhere}
#images td:first-child{min-width:10em;max-width:24em}
@media print{.wide{overflow:visible}.wide th.n{white-space:normal}.wide table{font-size:.72em}
.wide td,.wide th{padding:.3em .4em}
.dot,.cells td,.tiles div{print-color-adjust:exact}th button:after{display:none}}
"""

_SCRIPT: Final = """
const t=document.getElementById('images');
if(t){const h=t.rows[0];[...h.cells].forEach((c,n)=>{const b=document.createElement('button');
b.textContent=c.textContent;c.textContent='';c.append(b);b.onclick=()=>{
const up=!c.classList.contains('up');[...h.cells].forEach(e=>{e.className=e.className
.replace(/ ?(up|down)/,'');e.removeAttribute('aria-sort')});c.classList.add(up?'up':'down');
c.setAttribute('aria-sort',up?'ascending':'descending');
const v=r=>{const s=r.cells[n].textContent;return n?(s==='\\u2013'?NaN:+s.replace(/,/g,'')):s};
[...t.rows].slice(1).map(r=>[v(r),r]).sort((a,b)=>{if(n){
if(isNaN(a[0]))return isNaN(b[0])?0:1;if(isNaN(b[0]))return -1;return up?a[0]-b[0]:b[0]-a[0]}
return (up?1:-1)*a[0].localeCompare(b[0],undefined,{numeric:true})})
.forEach(e=>e[1].parentNode.append(e[1]))}})}
"""

_KINDS: Final = {
    RIGHT: "right",
    MISSED: "missed",
    FALSE: "false alarm",
    OTHER: "taken for another class",
    UNKNOWN: "does not count",
}

_TERMS: Final = (
    ("IoU", "Pixels that truth and prediction share, by those that either has. mIoU is the mean "
     "over all classes and the background; pixels of all images are counted together."),
    ("FP, FN", "Mean over classes of the falsely predicted, and of the missed pixels, by the same "
     "pixels as the IoU. mIoU + FP + FN = 100 %."),
    ("Dice, precision, recall", "Of pixels: Dice is the harmonic mean of precision (how much of "
     "the prediction is right) and recall (how much of the truth is found)."),
    ("Boundary F1", "The same of boundaries that lie within 0.75 % of the image's diagonal, mean "
     "over images (Csurka et al., BMVC 2013)."),
    ("Regions found", "Connected regions of the truth of which at least one pixel is predicted; "
     "false regions touch none of the truth. Overlap is the mean share of a region that is "
     "predicted."),
    ("AUPRO", "Area under the curve of overlap against the rate of false pixels up to 30 %, over "
     "all thresholds of the heat maps (Bergmann et al., MVTec AD, 2021)."),
)  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """What is said of a comparison beside its figures.

    Attributes:
        title: Of the page.
        predicted: Where the predictions are, in words.
        actual: Where the masks are that measure, in words.
    """

    title: str
    predicted: str
    actual: str


def comparison_page(
    found: Comparison,
    at: int,
    heading: Heading,
    colors: Sequence[str],
    cases: Sequence[Case],
) -> str:
    """The page.

    Args:
        found: What was found, with the shapes at this threshold.
        at: Place of the threshold that is looked at.
        heading: What is said of it.
        colors: ``#RRGGBB`` of each class.
        cases: The worst images.
    """
    look = _Look(found, at, heading, colors)
    parts = [look.head(), look.tiles(), look.classes(), look.curve(), look.matrix()]
    parts += [_worst(cases), look.images(), look.remarks()]
    return page(heading.title, parts, style=_STYLE, script=_SCRIPT)


class _Look:
    """A comparison at one of its thresholds."""

    def __init__(self, found: Comparison, at: int, heading: Heading, colors: Sequence[str]) -> None:
        self._found, self._at, self._heading, self._colors = found, at, heading, colors
        self._scores, self._more = found.scores(at), found.class_scores(at)
        self._boundary, self._totals = found.shapes.boundary_f1(), found.shapes.totals()

    def head(self) -> str:
        heading, found = self._heading, self._found
        when = time.strftime("%Y-%m-%d %H:%M")
        threshold = found.thresholds[self._at]
        chosen = "" if threshold is None else f" Masks from heat maps above {threshold:.2f}"
        if len(found.thresholds) > 1:
            best = " (the highest mIoU)" if self._at == found.best else ""
            chosen += f", one of {len(found.thresholds)} thresholds{best}"
        return (
            f"<h1>{text(heading.title)}</h1><p class=muted>{text(heading.predicted)}<br>"
            f"compared with {text(heading.actual)}</p><p>{len(found.names):,} images, "
            f"{len(found.classes)} classes.{chosen}{'.' if chosen else ''} Written {when} by STAC "
            f"Studio {text(__version__)}. All figures in percent unless they are counts.</p>"
        )

    def tiles(self) -> str:
        actual, hits, _, false = self._totals.sum(axis=0)
        values = [
            ("mIoU", _percent(self._scores.miou)),
            ("FP", _percent(self._scores.fp)),
            ("FN", _percent(self._scores.fn)),
            ("Boundary F1", _percent(float(mean_known(self._boundary)))),
            ("regions found", f"{hits:,.0f} of {actual:,.0f}"),
            ("false regions", f"{false:,.0f}"),
        ]
        if self._found.aupro:
            values.append(("AUPRO", _percent(float(mean_known(np.array(self._found.aupro))))))
        tiles = "".join(f"<div><b>{value}</b><span>{name}</span></div>" for name, value in values)
        return f"<div class=tiles>{tiles}</div>"

    def classes(self) -> str:
        head = [
            "Class", "IoU", "Dice", "Precision", "Recall", "Boundary F1", "Regions", "Found",
            "Overlap", "False regions",
        ]  # fmt: skip
        if self._found.aupro:
            head.append("AUPRO")
        rows = []
        for label, name in enumerate(self._found.labels):
            row = [self._class(label, name), _percent(self._scores.iou[label])]
            more = self._more
            row += [_percent(each[label]) for each in (more.dice, more.precision, more.recall)]
            if label == 0:
                rows.append([*row, *["–"] * (len(head) - len(row))])
                continue
            actual, hits, covered, false = self._totals[label - 1]
            row += [_percent(self._boundary[label - 1]), f"{actual:,.0f}", f"{hits:,.0f}"]
            row += [_percent(covered / actual if actual else np.nan), f"{false:,.0f}"]
            if self._found.aupro:
                row.append(_percent(self._found.aupro[label - 1]))
            rows.append(row)
        return f"<h2>Classes</h2><div class=wide>{table(head, rows)}</div>"

    def curve(self) -> str:
        found = self._found
        known = [each for each in found.thresholds if each is not None]
        if len(known) < 2:
            return ""
        scores = [found.scores(at) for at in range(len(known))]
        series = [(name, [100 * getattr(each, name.lower()) for each in scores])
                  for name in ("mIoU", "FP", "FN")]  # fmt: skip
        rows = [
            [f"{threshold:.2f}", *(f"{values[at]:.1f}" for _, values in series)]
            for at, threshold in enumerate(known)
        ]
        figures = f"<details><summary>Figures</summary>{table(('Threshold', 'mIoU', 'FP', 'FN'), rows)}</details>"  # noqa: E501
        return (
            "<h2>Thresholds</h2><div class=charts><figure>"
            f"{_plot(known, series, known[self._at])}<figcaption>by background threshold; the line "
            f"is the one that is looked at</figcaption></figure></div>{figures}"
        )

    def matrix(self) -> str:
        counts = self._found.counts.confusion(self._at)
        sums = counts.sum(axis=1, keepdims=True)
        shares = counts / np.maximum(sums, 1)
        head = ["What is there", *map(text, self._found.labels), "pixels"]
        rows = []
        for label, name in enumerate(self._found.labels):
            cells = "".join(
                f'<td style="--p:{60 * shares[label, other]:.0f}%" title="{count:,} pixels">'
                f"<i>{_percent(shares[label, other]) if sums[label, 0] else '–'}</i></td>"
                for other, count in enumerate(counts[label])
            )
            rows.append(
                f"<tr><th scope=row>{self._class(label, name)}</th>{cells}"
                f"<td>{int(sums[label, 0]):,}</td></tr>"
            )
        cells = "".join(f"<th class=n>{cell}</th>" if place else f"<th>{cell}</th>"
                        for place, cell in enumerate(head))  # fmt: skip
        return (
            "<h2>What is taken for what</h2><p class=muted>Each row is a class of the truth: the "
            "share of its pixels that is predicted as the class above.</p><div class=wide>"
            f"<table class=cells><tr>{cells}</tr>{''.join(rows)}</table></div>"
        )

    def images(self) -> str:
        found = self._found
        rows = found.table(self._at)
        order = [int(place) for place in found.worst(self._at)]
        rest = sorted(set(range(len(rows))) - set(order))
        shown = (order + rest)[:MOST_ROWS]
        head = ["Image", "mIoU", *map(text, found.classes), "Boundary F1", "Regions", "Found",
                "False regions", "Wrong pixels"]  # fmt: skip
        cells = []
        for place in shown:
            row = rows[place]
            values = [row["miou"], *(row["iou"][name] for name in found.classes)]
            shares = ["–" if each is None else f"{each:.1f}" for each in values]
            boundary = row["boundary_f1"]
            counts = (row["regions"], row["found"], row["false"], row["wrong_pixels"])
            shares.append("–" if boundary is None else f"{boundary:.1f}")
            cells.append([text(row["image"]), *shares, *(f"{count:,}" for count in counts)])
        listed = table(head, cells).replace("<table>", "<table id=images>", 1)
        more = (
            f" These are the {MOST_ROWS:,} worst of {len(rows):,}; the JSON and the CSV have all."
            if len(rows) > len(shown)
            else ""
        )
        return (
            "<h2>Images</h2><p class=muted>IoU of each class in percent, the worst image first. "
            f"Click on a heading to sort.{more}</p><div class=wide>{listed}</div>"
        )

    def remarks(self) -> str:
        found, remarks = self._found, list(self._found.notes)
        for names, words in (
            (found.missing, "masks have no prediction and were left out"),
            (found.extra, "predictions have no mask to compare with"),
        ):
            if names:
                some = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
                remarks.append(f"{len(names):,} {words}: {some}")
        listed = "".join(f"<li>{text(each)}</li>" for each in remarks)
        terms = "".join(
            f"<dt>{name}</dt><dd>{words}</dd>"
            for name, words in _TERMS
            if name != "AUPRO" or found.aupro
        )
        noted = f"<h2>To be known</h2><ul>{listed}</ul>" if remarks else ""
        return f"{noted}<h2>What the figures mean</h2><dl>{terms}</dl>"

    def _class(self, label: int, name: str) -> str:
        color = "var(--line)" if label == 0 else self._colors[label - 1]
        return (
            f'<span class=class><span class=dot style="background:{text(color)}"></span>'
            f"<span>{text(name)}</span></span>"
        )


def _worst(cases: Sequence[Case]) -> str:
    if not cases:
        return ""
    key = "".join(
        f'<span><span class=dot style="background:rgb{DIFFERENCE_COLORS[kind]}"></span>'
        f"{words}</span>"
        for kind, words in _KINDS.items()
    )
    strips = "".join(
        f'<figure><img src="{each.picture}" alt=""><figcaption>{text(each.name)}: mIoU '
        f"{_percent(each.miou)}</figcaption></figure>"
        for each in cases
    )
    tiles = "The image, what is there, what was predicted, and the difference."
    if not any(each.has_image for each in cases):
        tiles = "What is there, what was predicted, and the difference. The images were not found."
    return (
        f"<h2>Worst images</h2><p class=muted>{tiles}</p><div class=key>{key}</div>"
        f"<div class=strips>{strips}</div>"
    )


def _plot(xs: Sequence[float], series: Sequence[tuple[str, Sequence[float]]], chosen: float) -> str:
    """Curves in percent over one axis, each named where it ends; dashes tell them apart too."""
    wide, high, left, right, top, low = 560, 260, 40, 56, 10, 26
    first, last = xs[0], xs[-1]

    def across(x: float) -> float:
        return left + (x - first) / (last - first) * (wide - left - right)

    def up(y: float) -> float:
        return top + (100 - y) / 100 * (high - top - low)

    parts = []
    for level in range(0, 101, 20):
        y = up(level)
        parts.append(f'<path stroke="var(--line)" d="M{left} {y:.1f}H{wide - right}"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{level}</text>')
    for x in xs[:: max(1, len(xs) // 7)]:
        place = across(x)
        parts.append(f'<text x="{place:.1f}" y="{high - 6}" text-anchor="middle">{x:.2f}</text>')
    parts.append(
        f'<path stroke="var(--muted)" stroke-dasharray="2 3" '
        f'd="M{across(chosen):.1f} {top}V{high - low}"/>'
    )
    dashes, ends = ("none", "7 4", "2 3"), apart([up(values[-1]) for _, values in series])
    for (name, values), dash, end in zip(series, dashes, ends, strict=True):
        points = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in zip(xs, values, strict=True))
        color = "var(--accent)" if name == "mIoU" else "var(--text)"
        parts.append(
            f'<polyline fill="none" stroke="{color}" stroke-width="1.8" '
            f'stroke-dasharray="{dash}" points="{points}"/>'
            f'<text class=name x="{wide - right + 6}" y="{end + 4:.1f}">{name}</text>'
        )
    return (
        f'<svg viewBox="0 0 {wide} {high}" width="{wide}" style="max-width:100%" role="img" '
        f'aria-label="mIoU, FP and FN by threshold">{"".join(parts)}</svg>'
    )


def apart(places: Sequence[float], room: float = 13.0) -> list[float]:
    """Places of names, moved to larger values until none is nearer to another than `room`."""
    order, moved, last = np.argsort(places), [0.0] * len(places), -np.inf
    for place in order:
        last = moved[place] = max(places[place], last + room)
    return moved


def _percent(value: float) -> str:
    return "–" if np.isnan(value) else f"{100 * value:.1f}"
