"""What the library says, in the person's language: its errors, their cures, and other sentences.

The library knows no Qt and speaks English. The sentences that people meet in the window are listed
here, so that they are found for translation; a test says when one is not the library's any more.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from stac_core.errors import StacError

SENTENCES: Final = (
    "Accept or fix masks in the window, then train again",
    "Accept some masks first, or choose more images",
    "An image either trains or validates: remove it from one list",
    "Change its permissions",
    "Check its path",
    "Check the folder's permissions",
    "Choose a folder beside it",
    "Choose a folder outside",
    "Choose a new folder",
    "Choose another",
    "Choose another file",
    "Choose another folder",
    "Choose another folder or ask for the right to write there",
    "Choose another name",
    "Choose another or restore it",
    "Copy it again from its source",
    "Copy it to a place where you may write, or change its permissions",
    "Correct the list",
    "Cut it into tiles",
    "Expected a palette or grey PNG whose values are class numbers",
    "Free some space and try again",
    "Give it another name, or start a new project",
    "Leave model.heads (--heads) empty",
    "Import them again into this project",
    "Lower batch_size and raise accumulate by the same factor, or lower input_size",
    "Lower cam.max_tokens",
    "Lower lr, set clip_grad to 1, or precision to fp32",
    "Make one with: stac init DIR --images DIR",
    "Masks can be copied between images of one size only",
    "Name it as model.weights in the project and train",
    "Rename one of them: results are named after the image without its extension",
    "Restore it from a backup",
    "Restore it or rescan the folder",
    "Set cam.affinity to false (leave --affinity out)",
    "Tag some images that show defects",
    "Train again with precision fp32, or with a lower rate",
    "Train again, or if only the names changed, give them with --classes",
    "Try again, or use another disk",
    "Update STAC Studio",
    "Wait a moment and try again",
    "Wait for it or end it",
    "Wait for it or stop it",
    "Without a network, copy the weights file here and name it as model.weights",
    "Without a network, copy the weights file here and name it as segment.weights",
    "a class cannot be taken away: masks and tags are kept by its number",
    "another process trains this run",
    "another process works on this",
    "another program is writing to it",
    "does not fit in memory",
    "fp16 needs a GPU",
    "has no version",
    "is a backbone without class tokens: it can start a training but makes no maps",
    "is a folder, not an image",
    "is a segmenter, not a model of heat maps",
    "is another program's database",
    "is damaged or in a format that cannot be read",
    "is no segmenter of STAC Studio",
    "is not a project file",
    "is not an image",
    "is not an image that can be read",
    "is not empty: old and new masks would be mixed",
    "it cannot be written to",
    "its weights do not fit its description",
    "no image is tagged",
    "no image is tagged with a defect class; there is nothing to learn",
    "no net is trained yet",
    "none of the images can be read",
    "none of the tagged images can be read",
    "none of the training images can be read",
    "refused as unsafe: it holds more than tensors and plain values",
    "the checkpoint is damaged",
    "the copy is not what was copied; nothing was kept",
    "the disk is full, nothing was changed",
    "the file is empty",
    "the file is gone",
    "the file may not be read",
    "the memory does not suffice for a training step",
    "the memory does not suffice for looking closer",
    "the memory does not suffice for this image",
    "the project has no model yet",
    "the project is open for reading only",
    "the run is gone",
    "there are no images here",
    "there is no project here",
    "there is no such folder",
    "there is something already",
    "these maps are in no known format",
    "none of these maps belongs to an image of the project",
    "the maps hold values that are no numbers",
    "Their names must be the images' paths, or at least their file names",
    "this folder does not exist",
    "this image folder does not exist",
    "this lies inside the project itself",
    "this place cannot be written to",
    "was written by a newer program",
    "Add the line version: {}",
    "Classes are {}",
    "cannot be read ({})",
    "could not be written ({})",
    "failed ({})",
    "has {} classes ({}), not {}",
    "has maps of {} classes ({}), not {}",
    "has {} x {} pixels, more than the {} that can be opened",
    "is a colour image (mode {}), not a mask",
    "is damaged ({})",
    "is damaged: {}",
    "is not a weights file, or is damaged ({})",
    "its classes are {}, not {}",
    "no image has the status {} and fits the filter",
    "the image is damaged ({})",
    "the loss became {} in step {}",
    "the mask cannot be read ({})",
    "the mask is damaged ({})",
    "the other mask has {} x {} pixels, this image {} x {}",
    "the pretrained weights cannot be had ({}: {})",
    "the weights file cannot be read ({})",
    "there are only {} GPUs",
    "there are no maps of this image in {}",
    "none of these maps can be used; the first: {}",
    "there are no maps ({}) here",
    "the maps hold values from {} to {}, not 0 to 1",
    "Name the format: {}",
    "there is no image folder {}",
    "these images differ in their extension only: {}",
    "these weights do not fit the model:{}",
    "two files for one image: {} and {}",
    "unknown class {}",
    "was written by a newer program (project version {}; this one reads up to {})",
    "was written by a newer program (store version {}; this one reads up to {})",
    "{} is the name of class {} already",
    "Choose another layout or folder",
    "Folder for each class",
    "Folder of images",
    "STAC authors (VOC-like)",
    "Magnetic tiles (MTD)",
    "Severstal steel",
    "JPEGImages, SALmapsALL and cls_labels.npy, or images, masks and tags",
    "JPEGImages, SegmentationClass and ImageSets",
    "MT_<class>/Imgs with a .png mask beside each .jpg",
    "Class1 to Class10 with Train, Test and Label/Labels.txt",
    "folders named after the classes; good, ok or free means no defect",
    "images, in sub-folders or not, that nothing else is known of",
    "images/{training,test} and annotations/{training,test}",
    "train and test with NUMBER_GT.png beside each NUMBER.png",
    "train/good, test/<defect> and ground_truth/<defect>",
    "train_images and train.csv with run lengths",
    "The files do not name the classes: please name them.",
    "The tags are what the masks show.",
    "The training images show no defect, so those of other subsets are trained on as well.",
    "There are more maps in {}; choose them by importing.",
    "Images that the labels do not name, which stay untagged: {}.",
    "Not every image has a map in {}, so it is left alone.",
    "Images without a mask: {}.",
    "Images without tags: {}.",
    "Images in no folder of a class, which stay untagged: {}.",
    "Images that the labels name and that are not there: {}.",
    "The list {} names images that are not there: {}.",
    "this data set has {} classes ({}), not {}",
    "lies in the image folder {}: what is exported would be taken for images",
    "the project would lie in its image folder {}: what it makes would be taken for images",
    "marks pixels with 255 alone, which is ignore for some programs and a defect for others",
    "this folder is not laid out like {} ({})",
    "the labels of {} are {} x {} pixels, the image {} x {} (height x width)",
    "Export them again from the image as it is now",
    "has a box but no segmentation, so nobody knows its pixels",
    "is a box, not an outline, so nobody knows its pixels",
    "holds shares of an image's size, and its image is not here",
    "Put the images beside the labels, as images/ beside labels/",
    "Choose one of the files instead of the folder",
    "there are no label files in labels",
    "there is no JSON file with COCO's annotations",
    "there is no JSON file with Datumaro's items",
    "Nothing can be said about the GPU: {}.",
    "The memory of the {} is full: {} of {} MB are free. Close other programs that use it.",
    "There is no NVIDIA GPU here, so everything runs on the CPU.",
    "There is a {}, but this installation of torch is built for the CPU only. Install "
    "torch with CUDA to use it.",
    "The variable CUDA_VISIBLE_DEVICES hides every GPU. Remove it to use one.",
    "The {} is too old for this version of torch.",
    "No NVIDIA GPU or driver was found, so everything runs on the CPU.",
    "The NVIDIA driver ({}) is too old for CUDA {}. Update it.",
    "The memory of the {} is full. Close other programs that use it.",
    "The {} does not answer{}. Restarting the computer may help.",
    "versions of the program and of what it is built on",
    "processor, memory, free disk, and variables for Qt and CUDA",
    "graphics cards and whether they can be used",
    "how the window is drawn",
    "your settings of the program",
    "what the program wrote down",
    "the settings of the open project: names of classes and folders, no images",
    "how many images, decisions and files the open project has",
    "what a training run said",
    'Did you mean {}:? Fields are {}; write "{}" to search names',
    'Fields are {}; write "{}" to search names for it',
    'Add a "',
    "Write name:part-of-the-name",
    "Write {}: and {}",
    "Write {}:>0.8, {}:<0.2, {}:0.2..0.8 or {}:none",
    "{} has no closing quote",
    "{}: is no field",
    "{}: needs a value",
    "{}:{} is no value",
    "{}:{}: there is no such {}",
    "{}:{}: {} goes from 0 to 1",
)
"""As they are in the library, with {} for what it fills in."""

_LISTED: Final = frozenset(SENTENCES)


def said(text: str) -> str:
    """A sentence of the library in the person's language; one that is not listed stays as it is."""
    if text in _LISTED:
        return QCoreApplication.translate("Library", text)
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return QCoreApplication.translate("Library", sentence).format(*found.groups())
    return text


def error_words(error: StacError) -> str:
    """What is wrong, where, and how to cure it, in the person's language."""
    what = said(error.what)
    text = what if error.where is None else f"{error.where}: {what}"
    return text if error.fix is None else f"{text}. {said(error.fix)}."


@functools.cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Sentences with something filled in, those that say most first."""
    found = []
    for sentence in sorted(SENTENCES, key=len, reverse=True):
        if "{}" in sentence:
            parts = map(re.escape, sentence.split("{}"))
            found.append((re.compile("(.*)".join(parts), re.DOTALL), sentence))
    return found
