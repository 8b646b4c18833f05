"""Choosing where and how precisely a network runs."""

from __future__ import annotations

from typing import Final, Literal

import torch

from stac_core.errors import DeviceError

Precision = Literal["fp32", "bf16", "fp16", "auto"]

_DTYPES: Final = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


def choose_device(name: str = "auto") -> torch.device:
    """The device to run on: "auto" takes a CUDA GPU when there is a usable one.

    Raises:
        DeviceError: If the device asked for is not there.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise DeviceError(
            "is not a device", where=name, fix="Use auto, cpu, cuda or cuda:1"
        ) from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise DeviceError(why_no_cuda(), where=name, fix="Use --device cpu")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise DeviceError(f"there are only {torch.cuda.device_count()} GPUs", where=name)
    if device.type not in {"cpu", "cuda"}:
        raise DeviceError("this kind of device is not supported", where=name, fix="Use cpu or cuda")
    return device


def why_no_cuda() -> str:
    """Why no CUDA GPU can be used, in a sentence."""
    if torch.version.cuda is None:
        return "this installation of torch is built for the CPU only"
    return "no usable CUDA GPU or driver was found"


def has_fast_bf16(device: torch.device) -> bool:
    """Whether the device computes bfloat16 in hardware."""
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())  # noqa: SLF001


def choose_dtype(precision: Precision, device: torch.device) -> torch.dtype:
    """The number format to run in: "auto" takes bf16 where it is fast, fp16 on older GPUs.

    Raises:
        DeviceError: If the device cannot compute in it.
    """
    if precision == "auto":
        if has_fast_bf16(device):
            return torch.bfloat16
        return torch.float16 if device.type == "cuda" else torch.float32
    if precision == "fp16" and device.type == "cpu":
        raise DeviceError("fp16 needs a GPU", where="--precision", fix="Use fp32, bf16 or auto")
    return _DTYPES[precision]


def describe(device: torch.device, dtype: torch.dtype) -> str:
    """Device and number format for people, such as "CPU fp32"."""
    name = "CPU" if device.type == "cpu" else torch.cuda.get_device_name(device)
    short = next(label for label, value in _DTYPES.items() if value is dtype)
    return f"{name} {short}"
