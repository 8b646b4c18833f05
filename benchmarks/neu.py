"""What training brings on NEU-Seg: losses, corrected masks, the proxy, seeds, the whole pipeline.

Expects the data as images/, image_labels.csv, val_masks/, dev.txt, report.txt, fix_masks/, fix.txt.
Masks of dev.txt are looked at to choose, those of report.txt only to report; fix_masks stand for
an inspector's corrections and are trained on in `mixed` alone.

Run: python benchmarks/neu.py DATA OUT ablation|mixed|report|proxy|seeds|pipeline|picks|spread
Each run is a run of the project OUT/project and is not repeated where it is there already.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

STUDIES = ["ablation", "mixed", "report", "proxy", "seeds", "pipeline", "picks", "spread"]
CLASSES = "inclusion,patches,scratches"
TAGS_ONLY = ["--set", "train.saliency_weight=0", "--set", "train.contrast_weight=0"]
PICKS = ["inclusion=2", "patches=3", "scratches=2"]
"""Of the three pictures of each class, as a person takes them who looks at dev images."""

ABLATION = {
    "tags": TAGS_ONLY,
    "tags-saliency": ["--set", "train.contrast_weight=0"],
    "tags-contrast": ["--set", "train.saliency_weight=0"],
    "all": [],
}


class Study:
    def __init__(self, data, out):
        self.data, self.out = data.resolve(), out.resolve()
        self.project = self.out / "project"
        self.dev = self.out / "dev_masks"
        if not self.dev.is_dir():
            self.dev.mkdir(parents=True)
            for name in (self.data / "dev.txt").read_text().split():
                key = Path(name).stem
                shutil.copy(self.data / "val_masks" / f"{key}.png", self.dev)

    def make_project(self, root, masks=0):
        if (root / "project.yaml").exists():
            return
        stac("init", root, "--images", self.data / "images", "--classes", CLASSES,
             "--tags", self.data / "image_labels.csv")  # fmt: skip
        if masks:
            accept_masks(root, self.data, masks)

    def train(self, root, name, options=()):
        if not (root / "runs" / name / "model.safetensors").exists():
            stac("train", root, "--run", name, "--set", f"data.validation_masks={self.dev}",
                 *options)  # fmt: skip
        return root / "runs" / name / "model.safetensors"

    def measure(self, model, which, threshold=None):
        """Scores on a list of images, at the model's own threshold or the best of the curve."""
        out = model.parent / f"predicted-{which}"
        names = self.data / f"{which}.txt"
        if not out.exists():
            stac("predict", "--weights", model, "--images", self.data / "images", "--out", out,
                 "--tags", self.data / "image_labels.csv", "--list", names)  # fmt: skip
        base = ("--gt", self.data / "val_masks", "--list", names, "--classes", CLASSES)
        if threshold == "curve":
            rows = stac_json("evaluate", "--pred", out / "cam", *base, "--curve")
            return max(rows, key=lambda row: row["miou"])
        return stac_json("evaluate", "--pred", out / "mask", *base)

    # ---- the studies ------------------------------------------------------------------------

    def ablation(self):
        """What each term brings, on dev, each at its own best threshold there."""
        self.make_project(self.project)
        for name, options in ABLATION.items():
            model = self.train(self.project, name, options)
            show(name, self.measure(model, "dev", "curve"))

    def report(self):
        """The preset as it is, on the report list."""
        self.make_project(self.project)
        model = self.train(self.project, "all")
        show("report list, the model's threshold", self.measure(model, "report"))

    def mixed(self):
        """Corrected masks of 0, 20 and 100 images beside the tags of all."""
        self.make_project(self.project)
        show("no mask, dev", self.measure(self.train(self.project, "all"), "dev"))
        show("no mask, report", self.measure(self.train(self.project, "all"), "report"))
        for count in (20, 100):
            root = self.out / f"masks-{count}"
            self.make_project(root, masks=count)
            model = self.train(root, "mixed")
            show(f"{count} masks, dev", self.measure(model, "dev"))
            show(f"{count} masks, report", self.measure(model, "report"))

    def seeds(self):
        """How good the operators are that the tags choose, on dev, tags given."""
        import numpy as np

        from stac_core.data.images import read_image, to_model_rgb
        from stac_core.formats.mask_png import read_mask
        from stac_core.labels.store import open_store
        from stac_core.metrics import confusion_matrix, scores_of
        from stac_core.opencv import cv2
        from stac_core.project import load_project, project_items
        from stac_core.saliency.spec import make_generator

        project, tags = self.chosen_project(), {}
        with open_store(self.chosen, project.class_names, read_only=True) as store:
            tags = store.tags()
        generator = make_generator(load_project(self.chosen), tags, self.chosen)
        total = np.zeros((4, 4), np.int64)
        keys = {Path(name).stem for name in (self.data / "dev.txt").read_text().split()}
        spent = []
        cv2.setNumThreads(1)
        for item in project_items(project, self.chosen):
            if item.key in keys:
                image = to_model_rgb(read_image(item.path))
                started = time.process_time()
                seeds = generator.seeds(item, image)
                made = time.process_time()
                clean_with_grabcut(image, seeds)
                spent.append((made - started, time.process_time() - made))
                found = np.where(seeds.max(axis=0) >= 0.5, seeds.argmax(axis=0) + 1, 0)
                truth = read_mask(self.dev / f"{item.key}.png")
                total += confusion_matrix(found.astype(np.uint8), truth, 4)
        scores = scores_of(total)
        iou = " ".join(f"{100 * value:.1f}" for value in scores.iou)
        print(f"seeds: mIoU {100 * scores.miou:.2f} [{iou}]")
        seeds_ms, grabcut_ms = 1000 * np.median(spent, axis=0)
        print(f"an image, OMP_NUM_THREADS=1: {seeds_ms:.1f} ms, GrabCut {grabcut_ms:.1f} ms more")

    def pipeline(self):
        """From the tags to masks by one command, all automatic, on dev and on report."""
        self.make_project(self.automatic)
        stac("pipeline", self.automatic, "--run", "auto", "--measure-masks", self.dev)
        values = json.loads((self.automatic / "pipelines" / "auto" / "report.json").read_text())
        for stage in values["stages"]:
            seconds, cpu, memory = (stage[n] for n in ("seconds", "cpu_seconds", "memory_mb"))
            print(f"{stage['name']}: {seconds:.0f} s, {cpu:.0f} s of CPU, {memory:,.0f} MB")
        for row in values["measured"]["variants"]:
            show(f"{row['name']}, dev, tags {'given' if row['tags'] else 'unknown'}", row)
        self.on_report(self.automatic, "auto-segment")

    def picks(self):
        """The segmenter again, with operators that were picked looking at dev images only."""
        picked = self.out / "picked"
        if not (picked / "project.yaml").exists():
            self.make_project(picked)
            shutil.copy(self.automatic / "project.yaml", picked)
            shutil.copytree(self.automatic / "operators", picked / "operators")
            stac("saliency", picked, *(part for pick in PICKS for part in ("--pick", pick)))
        self.segment(picked, "picks", seed=0)
        self.on_report(picked, "picks")

    def spread(self):
        """The segmenter with other seeds, from the same maps and STAC model."""
        for seed in (1, 2):
            self.segment(self.automatic, f"seed-{seed}", seed)
            self.on_report(self.automatic, f"seed-{seed}")

    def segment(self, root, name, seed):
        """A segmenter as the pipeline trains it."""
        cams = self.automatic / "runs" / "auto-train" / "model.safetensors"
        if not (root / "runs" / name / "segmenter.safetensors").exists():
            stac("segment", root, "--run", name, "--set", f"segment.cam_model={cams}",
                 "--set", f"segment.seed={seed}", "--set", "data.validation_share=0",
                 "--set", f"data.validation_masks={self.dev}")  # fmt: skip

    def on_report(self, root, name):
        """A segmenter on the report list, with and without tags, refined and not."""
        model = root / "runs" / name / "segmenter.safetensors"
        names = self.data / "report.txt"
        base = ("--gt", self.data / "val_masks", "--list", names, "--classes", CLASSES)
        for tags in (("--tags", self.data / "image_labels.csv"), ()):
            for refine in ("adaptive", "none"):
                out = model.parent / f"report-{'tags' if tags else 'free'}-{refine}"
                stac("predict", "--weights", model, "--images", self.data / "images", "--out", out,
                     "--list", names, "--refine", refine, "--save", "mask", *tags)  # fmt: skip
                scores = stac_json("evaluate", "--pred", out / "mask", *base)
                show(f"{name}, report, tags {'given' if tags else 'unknown'}, {refine}", scores)

    @property
    def automatic(self):
        return self.out / "automatic"

    @property
    def chosen(self):
        return self.out / "operators"

    def chosen_project(self):
        """A project whose operators the tags chose."""
        from stac_core.project import load_project

        self.make_project(self.chosen)
        stac("saliency", self.chosen, "--source", "classes")
        return load_project(self.chosen)

    def proxy(self):
        """How label-free figures follow the mIoU over epochs and runs, on dev."""
        import numpy as np
        from scipy.stats import pearsonr, spearmanr

        from stac_core.runs import list_runs

        rows = []
        for root in sorted(self.out.glob("*")):
            for run in list_runs(root) if (root / "project.yaml").exists() else ():
                rows += [
                    (f"{root.name}/{run.name}", each.values)
                    for each in run.history.evaluations
                    if {"miou", "proxy"} <= each.values.keys()
                ]
        miou = np.array([values["miou"] for _, values in rows])
        print(f"{len(rows)} epochs of {len({name for name, _ in rows})} runs")
        print(f"{'figure':<16}{'Spearman':>10}{'Pearson':>10}{'within runs':>13}")
        for name in ("proxy", "agreement", "saliency_iou", "mAP", "f1", "total"):
            sign = -1 if name == "total" else 1
            values = sign * np.array([each[name] for _, each in rows])
            within = []
            for run in sorted({each for each, _ in rows}):
                own = np.array([each == run for each, _ in rows])
                within.append(spearmanr(values[own], miou[own]).statistic)
            print(
                f"{name:<16}{spearmanr(values, miou).statistic:>10.2f}"
                f"{pearsonr(values, miou).statistic:>10.2f}{np.nanmean(within):>13.2f}"
            )


def clean_with_grabcut(image, seeds):
    """Masks of class seeds, their outlines cut by the image's own colours."""
    from stac_core.pseudo_mask import PseudoMaskSpec
    from stac_core.refine.refiner import refined_mask
    from stac_core.refine.steps import Grabcut

    return refined_mask(image, seeds, None, PseudoMaskSpec(0.4999), (Grabcut(),), device="cpu")


def accept_masks(root, data, count):
    """Put masks into a project's store as an inspector would have: accepted and fixed."""
    from stac_core.formats.mask_png import read_mask
    from stac_core.labels.store import open_store
    from stac_core.project import load_project, project_items
    from stac_core.types import ReviewStatus

    project = load_project(root)
    by_key = {item.key: item for item in project_items(project, root)}
    keys = [Path(name).stem for name in (data / "fix.txt").read_text().split()][:count]
    with open_store(root, project.class_names) as store:
        for key in keys:
            mask = read_mask(data / "fix_masks" / f"{key}.png")
            store.save(by_key[key].id, status=ReviewStatus.ACCEPTED, mask=mask, origin="person")


def show(name, scores):
    iou = " ".join(f"{value:.2f}" for value in scores["iou"].values())
    threshold = "" if scores.get("threshold") is None else f" at {scores['threshold']:.2f}"
    print(
        f"{name}: mIoU {scores['miou']:.2f} [{iou}] FP {scores['fp']:.2f} "
        f"FN {scores['fn']:.2f}{threshold}",
        flush=True,
    )


def stac(*arguments):
    subprocess.run([sys.executable, "-m", "stac_core", *map(str, arguments)], check=True)


def stac_json(*arguments):
    command = [sys.executable, "-m", "stac_core", *map(str, arguments), "--json", "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("study", choices=STUDIES)
    args = parser.parse_args()
    getattr(Study(args.data, args.out), args.study)()
