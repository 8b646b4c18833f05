"""The one place that imports OpenCV.

On Linux its import points Qt at OpenCV's own plug-ins and fonts through two environment variables,
and PySide6 would load those instead of its own. The values from before the import are put back.

Its threads wait for their next work by turning in circles, for longer than most of the work takes:
a walk through small images kept a processor busy with that, which the window lacked. They sleep
instead, unless the environment says otherwise.
"""

from __future__ import annotations

import os

_VARIABLES = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_before = {name: os.environ.get(name) for name in _VARIABLES}
for _name in ("OPENCV_THREAD_POOL_ACTIVE_WAIT_WORKER", "OPENCV_THREAD_POOL_ACTIVE_WAIT_MAIN"):
    os.environ.setdefault(_name, "0")

import cv2  # noqa: E402

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

__all__ = ["cv2"]
