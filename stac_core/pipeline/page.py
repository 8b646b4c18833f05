"""The page of a report: one file that needs no other, with curves as SVG and pictures inside."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from stac_core.page_parts import curve, page, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
        f"<pre>{text(settings)}</pre></details>",
    ]
    return page(f"{values['project']}: {values['recipe']}", parts)


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


def _memory(megabytes: float | None) -> str:
    if not megabytes:
        return "–"
    return f"{megabytes:,.0f} MB" if megabytes < 1000 else f"{megabytes / 1024:.1f} GB"


def _head(values: Mapping[str, Any]) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(values["written"]))
    return (
        f"<h1>{text(values['project'])}: {text(values['recipe'])}</h1>"
        f"<p class=muted>{text(values['about'])}</p>"
        f"<p>{values['images']:,} images, {values['tagged']:,} of them tagged with a defect, "
        f"{len(values['classes'])} classes. {span(values['seconds'])} on "
        f"{text(values['device'])}. Written {when} by STAC Studio {text(values['program'])}.</p>"
    )


def _stages(values: Mapping[str, Any]) -> str:
    rows = []
    for each in values["stages"]:
        gpu = each.get("run", {}).get("gpu_memory_mb")
        memory = _memory(each["memory_mb"]) + (f" + {_memory(gpu)} GPU" if gpu else "")
        rows.append(
            [
                f"{text(each['name'])}<br><small>{text(each['about'])}</small>",
                "writing this" if each["status"] == "running" else text(each["status"]),
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
        f"<p class=weak>{text(each['name'])}: {text(words)}</p>"
        for each in values["stages"]
        for words in each.get("run", {}).get("warnings", [])[:4]
    )
    return f"<h2>Stages</h2>{table(head, rows, numbers=2)}{notes}"


def _dot(values: Mapping[str, Any], name: str) -> str:
    color = values["classes"].get(name)
    dot = f'<span class=dot style="background:{text(color)}"></span>' if color else ""
    return dot + text(name)


def _operators(values: Mapping[str, Any]) -> str:
    if not values["operators"]:
        return ""
    rows, weak = [], []
    for name, chosen in values["operators"].items():
        best = chosen["ranked"][0] if chosen["ranked"] else {}
        words = text(best.get("words", ""))
        voters = ", ".join(map(text, chosen["voters"])) or "none: contrast of the image alone"
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
        f"<p class=weak>The tags say little about which operator shows {text(name)}. Look at the "
        "pictures and pick one: <code>stac saliency PROJECT --choose</code></p>"
        for name in weak
    )
    head = ("Class", "Operators", "Chosen by", "Score", "Predictable", "Tells the tag")
    return f"<h2>Operators</h2>{note}{table(head, rows, numbers=3)}"


# ---- curves --------------------------------------------------------------------------------------


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
            f"<h3>{text(stage['name'])} <small>run {text(run['name'])}, {text(run['arch'])}, "
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
        *(_FIGURES.get(name, text(name)) for name in reached),
    )  # fmt: skip
    return table(head, rows)


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
    missing = ", ".join(map(text, found["missing"]))
    lost = f"<p>A tagged class is not in the mask of, for example: {missing}</p>" if missing else ""
    return (
        "<h2>Without any mask</h2>"
        f"<p class=muted>What the tags and maps alone say of the masks of {found['images']:,} "
        "tagged images. These figures can warn; they prove nothing.</p>"
        + table(("Class", "Images", "Found in the mask", "Mean area"), rows)
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
                f"{_VARIANTS.get(each['name'], text(each['name']))} <small>{given}</small>",
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
        f"only measure.{note}</p>" + table(("", "mIoU", *map(text, names)), rows)
    )


def _examples(
    values: Mapping[str, Any], examples: Mapping[str, Sequence[Mapping[str, str]]]
) -> str:
    parts = [
        f"<h3>{_dot(values, name)}</h3><div class=strips>"
        + "".join(
            f'<figure><img src="{each["picture"]}" alt="{text(each["id"])}">'
            f"<figcaption>{text(each['id'])}</figcaption></figure>"
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
