"""The window's fixtures serve the flows too."""

from gui.conftest import (  # noqa: F401 - fixtures are found by name
    FakeDialogs,
    _no_real_dialogs,
    _own_settings,
    dialogs,
    qapp_cls,
)
