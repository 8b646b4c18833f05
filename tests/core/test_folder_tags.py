from __future__ import annotations

import pytest

from stac_core.data.folder_tags import classes_of_folders, plan_folder_tags
from stac_core.errors import DataError

IDS = ["good/1.png", "line 2/Scratch/2.png", "line 2/Scratch/3.png", "pit/4.png", "5.png"]


def test_plan_says_what_would_be_tagged():
    tags = {IDS[1]: {"scratch": False}, IDS[3]: {"scratch": False, "pit": True}}
    plan = plan_folder_tags(IDS, ["scratch", "pit"], tags)
    assert plan.counts == {"scratch": 2, "pit": 1}
    assert (plan.free, plan.left, plan.replaced) == (1, 1, 1)
    assert plan.table[IDS[0]] == {"scratch": False, "pit": False}
    assert set(plan.keeping(tags)) == {IDS[0], IDS[2]}


def test_folders_name_the_classes_of_a_bare_folder():
    assert classes_of_folders(IDS) == ["Scratch", "pit"]
    plan = plan_folder_tags(IDS, None, {})
    assert plan.classes == ["Scratch", "pit"]
    assert plan.table[IDS[3]] == {"Scratch": False, "pit": True}


@pytest.mark.parametrize("classes", [None, ["dent"]])
def test_without_such_folders_it_says_what_is_expected(classes):
    with pytest.raises(DataError, match="Expected folders such as"):
        plan_folder_tags(["1.png", "2.png"], classes, {})
