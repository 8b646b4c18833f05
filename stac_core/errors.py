"""Errors that reach a person: each says what is wrong, where, and how to cure it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class StacError(Exception):
    """Base of every error that a user can cause or cure.

    Args:
        what: What is wrong, a sentence without a full stop.
        where: The file, field or item it is about; put in front of the sentence.
        fix: What to do about it, a sentence without a full stop.
    """

    def __init__(
        self, what: str, *, where: str | Path | None = None, fix: str | None = None
    ) -> None:
        self.what = what
        self.where = None if where is None else str(where)
        self.fix = fix
        text = what if where is None else f"{where}: {what}"
        super().__init__(text if fix is None else f"{text}. {fix}.")


class ConfigError(StacError):
    """A project file, preset or option holds something that cannot be used."""


class DataError(StacError):
    """An image, tag file, list, map or mask cannot be read or does not fit."""


class WeightsError(StacError):
    """A weights file cannot be read, or does not fit the model it is meant for."""


class LabelStoreError(StacError):
    """The label store cannot be opened, read or written."""


class ExportError(StacError):
    """An export cannot be made."""


class StorageError(StacError):
    """A file cannot be written: the disk is full, read-only or gone."""


class DeviceError(StacError):
    """The computing device asked for is not there or ran out of memory."""


class TrainingError(StacError):
    """A training run cannot start or go on."""


class NonFiniteLossError(TrainingError):
    """The loss became infinite or not a number."""


class Cancelled(Exception):  # noqa: N818 - being cancelled is an outcome, not an error
    """Work was stopped because somebody asked for it."""
