"""Changing a project's classes."""

from __future__ import annotations

import pytest

from stac_core.class_list import renamed, renamed_tags, with_classes
from stac_core.errors import ConfigError
from stac_core.labels.store import open_store
from stac_core.project import Project, make_classes, with_settings
from stac_core.project_sections import ImageFolder

ORANGE, BLUE, RED = "#E69F00", "#0072B2", "#ff0000"


@pytest.fixture
def project():
    made = Project(
        name="steel",
        classes=make_classes(["scratch", "blob"]),
        image_folders=[ImageFolder(name="images", path="images")],
    )
    operators = {"scratch": {"voters": ["hat-dark-9/line"], "by": "person"}}
    return with_settings(
        made,
        {
            "cam": {"class_thresholds": {"blob": 0.4}},
            "saliency": {"source": "classes", "operators": operators},
        },
        where="test",
    )


def test_new_name_takes_along_what_is_kept_under_the_old_one(project):
    changed = with_classes(project, [("line", ORANGE), ("pit", RED)])
    assert changed.class_names == ["line", "pit"]
    assert [spec.color for spec in changed.classes] == [ORANGE, RED]
    assert changed.cam.class_thresholds == {"pit": 0.4}
    assert list(changed.saliency.operators) == ["line"]
    assert project.class_names == ["scratch", "blob"], "the project itself is left as it is"


def test_two_classes_can_swap_their_names(project):
    changed = with_classes(project, [("blob", ORANGE), ("scratch", BLUE)])
    assert changed.cam.class_thresholds == {"scratch": 0.4}
    assert list(changed.saliency.operators) == ["blob"]
    names = renamed(project.classes, changed.classes)
    assert renamed_tags({"a": {"blob": True, "scratch": False}}, names) == {
        "a": {"scratch": True, "blob": False}
    }


def test_tags_of_the_store_follow_the_number(project, tmp_path):
    with open_store(tmp_path, project.class_names) as store:
        store.set_tags({"a.png": {"blob": True}})
    changed = with_classes(project, [("line", ORANGE), ("pit", BLUE), ("stain", RED)])
    with open_store(tmp_path, changed.class_names) as store:
        assert store.tags() == {"a.png": {"pit": True}}


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ([("scratch", ORANGE)], "cannot be taken away"),
        ([("scratch", ORANGE), ("scratch", BLUE)], "the name of class 1 already"),
        ([("scratch", ORANGE), ("background", BLUE)], "always there"),
        ([("scratch", ORANGE), ("", BLUE)], "needs a name"),
        ([("scratch", ORANGE), ("a,b", BLUE)], "cannot hold"),
        ([("scratch", ORANGE), ("blob", "blue")], "class 2"),
    ],
)
def test_what_cannot_be_is_refused_by_name(project, wanted, words):
    with pytest.raises(ConfigError, match=words):
        with_classes(project, wanted)
