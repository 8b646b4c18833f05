"""The page of a report: one file that needs no other, with curves as SVG and pictures inside."""

from __future__ import annotations

import html
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_STYLE: Final = """
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
svg text{fill:var(--muted);font:11px system-ui,sans-serif}
.strips{display:flex;flex-wrap:wrap;gap:10px}.strips figure{margin:0}
.strips img{display:block;max-width:100%}
pre{background:var(--card);border:1px solid var(--line);padding:1em;overflow:auto;font-size:.87em}
"""

_VARIANTS: Final = {
    "seeds": "Seeds: the chosen operators",
    "heat maps": "STAC: heat maps",
    "segmenter": "Segmenter",
    "refined": "Segmenter, refined",
}


def report_page(
    values: Mapping[str, Any], examples: Mapping[str, Sequence[Mapping[str, str]]], settings: str
) -> str:
    """The page.

    Args:
        values: What `report.json` holds.
        examples: Class name -> pictures, as from `draw_examples`.
        settings: What was frozen, as YAML.
    """
    parts = [
        _head(values),
        _stages(values),
        _operators(values),
        _training(values),
        _quality(values),
        _measured(values),
        _examples(values, examples),
        f"<h2>Settings</h2><details><summary>What was frozen when it began</summary>"
        f"<pre>{_text(settings)}</pre></details>",
    ]
    title = f"{values['project']}: {values['recipe']}"
    return (
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body><main>"
        + "".join(parts)
        + "</main></body></html>\n"
    )


def span(seconds: float | None) -> str:
    """A time span: 40 s, 12 min 05 s, 1 h 05 min."""
    if seconds is None:
        return "–"
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min"


def _text(value: Any) -> str:
    return html.escape(str(value))


def _memory(megabytes: float | None) -> str:
    if not megabytes:
        return "–"
    return f"{megabytes:,.0f} MB" if megabytes < 1000 else f"{megabytes / 1024:.1f} GB"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int = 1) -> str:
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


def _head(values: Mapping[str, Any]) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(values["written"]))
    return (
        f"<h1>{_text(values['project'])}: {_text(values['recipe'])}</h1>"
        f"<p class=muted>{_text(values['about'])}</p>"
        f"<p>{values['images']:,} images, {values['tagged']:,} of them tagged with a defect, "
        f"{len(values['classes'])} classes. {span(values['seconds'])} on "
        f"{_text(values['device'])}. Written {when} by STAC Studio {_text(values['program'])}.</p>"
    )


def _stages(values: Mapping[str, Any]) -> str:
    rows = []
    for each in values["stages"]:
        gpu = each.get("run", {}).get("gpu_memory_mb")
        memory = _memory(each["memory_mb"]) + (f" + {_memory(gpu)} GPU" if gpu else "")
        rows.append(
            [
                f"{_text(each['name'])}<br><small>{_text(each['about'])}</small>",
                "writing this" if each["status"] == "running" else _text(each["status"]),
                span(each["seconds"]),
                span(each["expected"]),
                span(each["cpu_seconds"] or None),
                memory,
            ]
        )
    expected = [each["expected"] for each in values["stages"]]
    total = sum(expected) if expected and all(each is not None for each in expected) else None
    rows.append(["<b>all</b>", "", span(values["seconds"]), span(total), "", ""])
    head = ("Stage", "", "Time", "Expected", "Processor", "Most memory")
    notes = "".join(
        f"<p class=weak>{_text(each['name'])}: {_text(text)}</p>"
        for each in values["stages"]
        for text in each.get("run", {}).get("warnings", [])[:4]
    )
    return f"<h2>Stages</h2>{_table(head, rows, numbers=2)}{notes}"


def _dot(values: Mapping[str, Any], name: str) -> str:
    color = values["classes"].get(name)
    dot = f'<span class=dot style="background:{_text(color)}"></span>' if color else ""
    return dot + _text(name)


def _operators(values: Mapping[str, Any]) -> str:
    if not values["operators"]:
        return ""
    rows, weak = [], []
    for name, chosen in values["operators"].items():
        best = chosen["ranked"][0] if chosen["ranked"] else {}
        words = _text(best.get("words", ""))
        voters = ", ".join(map(_text, chosen["voters"])) or "none: contrast of the image alone"
        if chosen["weak"]:
            weak.append(name)
        by_person = chosen["by"] == "person"
        rows.append(
            [
                _dot(values, name),
                f"{words}<br><small>{voters}</small>" if words and not by_person else voters,
                "a person" if by_person else "the tags",
                *(
                    f"{best[key]:.2f}" if key in best and not by_person else "–"
                    for key in ("score", "r2", "auc")
                ),
            ]
        )
    note = "".join(
        f"<p class=weak>The tags say little about which operator shows {_text(name)}. Look at the "
        "pictures and pick one: <code>stac saliency PROJECT --choose</code></p>"
        for name in weak
    )
    head = ("Class", "Operators", "Chosen by", "Score", "Predictable", "Tells the tag")
    return f"<h2>Operators</h2>{note}{_table(head, rows, numbers=3)}"


# ---- curves --------------------------------------------------------------------------------------


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
        f'<figure><svg width="{wide}" height="{high}" role="img" aria-label="{_text(label)}">'
        f'<path fill="none" {axis}/>'
        f'<polyline fill="none" stroke="var(--accent)" stroke-width="1.6" points="{path}"/>{dots}'
        f'<text x="{left - 5}" y="14" text-anchor="end">{most:.3g}</text>'
        f'<text x="{left - 5}" y="{high - low}" text-anchor="end">{least:.3g}</text>'
        f'<text x="{left}" y="{high - 4}">{first:,.0f}</text>'
        f'<text x="{wide - 8}" y="{high - 4}" text-anchor="end">{last:,.0f}</text></svg>'
        f"<figcaption>{_text(label)}</figcaption></figure>"
    )


def _training(values: Mapping[str, Any]) -> str:
    parts = []
    for stage in values["stages"]:
        run = stage.get("run")
        if run is None:
            continue
        figures = [curve(run["loss"], "loss by step")]
        evaluations = run["evaluations"]
        for name, words in _FIGURES.items():
            points = [
                (each["epoch"], each[name])
                for each in evaluations
                if isinstance(each.get(name), (int, float)) and each[name] == each[name]
            ]
            figures.append(curve(points, f"{words} by epoch", marks=True))
        rounds = run.get("rounds", [])
        for name, words in _FIGURES.items():
            points = [(each["round"], each["reached"].get(name)) for each in rounds]
            known = [point for point in points if isinstance(point[1], (int, float))]
            figures.append(curve(known, f"{words} by round", marks=True))
        parts.append(
            f"<h3>{_text(stage['name'])} <small>run {_text(run['name'])}, {_text(run['arch'])}, "
            f"{run['images'] or 0:,} images, {run['epochs'] or 0:,} epochs</small></h3>"
            f"<div class=charts>{''.join(figures)}</div>{_rounds(values, rounds)}"
        )
    return f"<h2>Training</h2>{''.join(parts)}" if parts else ""


_FIGURES: Final = {
    "miou": "mIoU on masks that measure",
    "mAP": "classes told by the scores (mAP)",
    "proxy": "steadiness of the maps (proxy)",
}


def _rounds(values: Mapping[str, Any], rounds: Sequence[Mapping[str, Any]]) -> str:
    """What each round learnt from, and what it reached."""
    if not rounds:
        return ""
    reached = list(dict.fromkeys(name for each in rounds for name in each["reached"]))
    rows = []
    for each in rounds:
        raised = {name: count for name, count in each.get("vanished", {}).items() if count}
        rows.append(
            [
                f"{each['round']}",
                f"{each['images']:,}" if "images" in each else "–",
                _by_class(values, each.get("areas", {})),
                _by_class(values, each.get("agreement", {})),
                ", ".join(f"{_dot(values, name)} {count:,}" for name, count in raised.items())
                or "–",
                *(
                    f"{each['reached'][name]:.3f}" if name in each["reached"] else "–"
                    for name in reached
                ),
            ]
        )
    head = (
        "Round", "Images", "Mean area", "Like the round before (IoU)", "Nearly lost, raised",
        *(_FIGURES.get(name, _text(name)) for name in reached),
    )  # fmt: skip
    return _table(head, rows)


def _by_class(values: Mapping[str, Any], shares: Mapping[str, float]) -> str:
    return (
        "<br>".join(f"{_dot(values, name)} {_share(value)}" for name, value in shares.items())
        or "–"
    )


# ---- results -------------------------------------------------------------------------------------


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def _quality(values: Mapping[str, Any]) -> str:
    found = values["quality"]
    if not found or not found["images"]:
        return ""
    rows = [
        [_dot(values, name), f"{each['tagged']:,}", _share(each["found"]), _share(each["area"])]
        for name, each in found["classes"].items()
    ]
    missing = ", ".join(map(_text, found["missing"]))
    lost = f"<p>A tagged class is not in the mask of, for example: {missing}</p>" if missing else ""
    return (
        "<h2>Without any mask</h2>"
        f"<p class=muted>What the tags and maps alone say of the masks of {found['images']:,} "
        "tagged images. These figures can warn; they prove nothing.</p>"
        + _table(("Class", "Images", "Found in the mask", "Mean area"), rows)
        + f"<p>Masks and saliency overlap by {_share(found['seeds'])} (IoU). Masks made with and "
        f"without the tags agree by {_share(found['without_tags'])} (mean IoU).</p>{lost}"
    )


def _measured(values: Mapping[str, Any]) -> str:
    found = values["measured"]
    if not found:
        return ""
    names = ["background", *values["classes"]]
    rows = []
    for each in found["variants"]:
        given = "tags given" if each["tags"] else "no tags"
        rows.append(
            [
                f"{_VARIANTS.get(each['name'], _text(each['name']))} <small>{given}</small>",
                f"<b>{_percent(each['miou'])}</b>",
                *(_percent(each["iou"].get(name)) for name in names),
            ]
        )
    seen = found["learnt_from"]
    note = (
        f" {seen:,} of them were learnt from (their tags, never their masks)."
        if seen
        else " None of them was learnt from."
    )
    return (
        f"<h2>Measured on {found['images']:,} masks</h2><p class=muted>IoU in percent. The masks "
        f"only measure.{note}</p>" + _table(("", "mIoU", *map(_text, names)), rows)
    )


def _examples(
    values: Mapping[str, Any], examples: Mapping[str, Sequence[Mapping[str, str]]]
) -> str:
    parts = [
        f"<h3>{_dot(values, name)}</h3><div class=strips>"
        + "".join(
            f'<figure><img src="{each["picture"]}" alt="{_text(each["id"])}">'
            f"<figcaption>{_text(each['id'])}</figcaption></figure>"
            for each in strips
        )
        + "</div>"
        for name, strips in examples.items()
        if strips
    ]
    if not parts:
        return ""
    return (
        "<h2>Examples</h2><p class=muted>The image, then its saliency, heat map and mask, as far "
        "as they are made.</p>" + "".join(parts)
    )
