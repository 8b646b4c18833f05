"""A bare folder of images, with or without folders in it; nothing is known of them."""

from __future__ import annotations

from typing import Final

from stac_core.data.layouts.base import DataSet, Layout, Listing, ReadOptions, list_images

DEFAULT_CLASS: Final = "defect"


class FolderLayout(Layout):
    """Every image below the folder."""

    name = "folder"
    title = "Folder of images"
    summary = "images, in sub-folders or not, that nothing else is known of"

    def matches(self, here: Listing) -> bool:
        """Any folder is one."""
        return True

    def read(self, here: Listing, options: ReadOptions) -> DataSet:
        """The images; one class unless classes are named."""
        ids = list_images(here.path, cancel=options.cancel)
        classes = tuple(options.classes or (DEFAULT_CLASS,))
        return DataSet(self.name, here.path, here.path, ids, classes, classes)


LAYOUT: Final = FolderLayout()
