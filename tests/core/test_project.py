from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from stac_core import project as projects
from stac_core.colors import default_color
from stac_core.data.folder_changes import list_again
from stac_core.errors import ConfigError, DataError


@pytest.fixture
def project(image_folder):
    return projects.Project(
        name="Stahl – Läuft",
        classes=projects.make_classes(["scratch", "blob"]),
        image_folders=[projects.ImageFolder(name="images", path=str(image_folder))],
    )


def test_save_and_load_are_inverse(tmp_path, project):
    projects.save_project(project, tmp_path / "p" / projects.PROJECT_FILE)
    assert projects.load_project(tmp_path / "p") == project
    assert projects.is_project(tmp_path / "p")
    assert not projects.is_project(tmp_path)


def write(tmp_path, values):
    path = tmp_path / projects.PROJECT_FILE
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return path


def test_all_problems_are_named_at_once(tmp_path, project):
    values = project.model_dump(mode="json")
    values["train"] |= {"epochs": 0, "learning": 1}
    values["cam"]["kind"] = "gradcam"
    values["classes"][0]["color"] = "red"
    with pytest.raises(ConfigError) as caught:
        projects.load_project(write(tmp_path, values))
    text = str(caught.value)
    assert "4 problems" in text
    for place in ("train.epochs", "train.learning: unknown field", "cam.kind", "classes.0.color"):
        assert place in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": 99}, "newer program"),
        ({"version": None}, "no version"),
        ({"classes": []}, "classes"),
        ({"classes": [{"id": 2, "name": "a", "color": "#000000"}]}, "ids must be 1, 2, 3"),
        ({"classes": [{"id": 1, "name": "background", "color": "#000000"}]}, "always there"),
        ({"classes": [{"id": 1, "name": "a,b", "color": "#000000"}]}, "cannot hold"),
        ({"cam": {"class_thresholds": {"dent": 0.5}}}, "unknown class 'dent'"),
        ({"train": {"select_by": "masks"}}, "validation_masks"),
        ({"saliency": {"source": "folder"}}, "needs the folder"),
    ],
)
def test_bad_values_are_explained(tmp_path, project, change, words):
    values = project.model_dump(mode="json") | change
    with pytest.raises(ConfigError, match=words):
        projects.load_project(write(tmp_path, values))


def test_project_of_version_3_has_one_review(tmp_path, project):
    values = project.model_dump(mode="json") | {"version": 3}
    del values["review"]
    found = projects.load_project(write(tmp_path, values))
    assert (found.version, found.review.second) == (projects.SCHEMA_VERSION, False)


def test_project_of_version_4_leaves_no_file_out(tmp_path, project):
    values = project.model_dump(mode="json") | {"version": 4}
    del values["image_folders"][0]["exclude"]
    found = projects.load_project(write(tmp_path, values))
    assert (found.version, found.image_folders[0].exclude) == (projects.SCHEMA_VERSION, [])


@pytest.mark.parametrize("pattern", ["", "/", "/masks/a.png", "masks\\a.png"])
def test_patterns_that_can_match_nothing_are_refused(tmp_path, project, pattern):
    values = project.model_dump(mode="json")
    values["image_folders"][0]["exclude"] = [pattern]
    with pytest.raises(ConfigError, match=r"image_folders\.0\.exclude: a pattern is a name"):
        projects.load_project(write(tmp_path, values))


def test_masks_beside_the_images_are_no_images(tmp_path, project, image_folder):
    folder = project.image_folders[0].model_copy(update={"exclude": ["img*.png", "sub/"]})
    one = project.model_copy(update={"image_folders": [folder]})
    assert [item.id for item in projects.project_items(one, tmp_path)] == ["a.jpg"]
    other = folder.model_copy(update={"name": "other", "exclude": []})
    two = project.model_copy(update={"image_folders": [folder, other]})
    items = projects.project_images(two, tmp_path)
    assert [item.id for item in items if item.id.startswith("images/")] == ["images/a.jpg"]
    assert list_again(items).ids == items.ids
    assert len(items) == 7


def test_double_class_is_refused(tmp_path, project):
    values = project.model_dump(mode="json")
    values["classes"][1]["name"] = "scratch"
    with pytest.raises(ConfigError, match="'scratch' is there twice"):
        projects.load_project(write(tmp_path, values))


@pytest.mark.parametrize(
    ("text", "words"),
    [("a: [1", "damaged.*|line"), ("just text", "not a project"), ("", "not a project")],
)
def test_damaged_yaml_is_an_error(tmp_path, text, words):
    path = tmp_path / projects.PROJECT_FILE
    path.write_text(text)
    with pytest.raises(ConfigError, match=words):
        projects.load_project(path)


def test_yaml_cannot_run_code(tmp_path):
    path = tmp_path / projects.PROJECT_FILE
    path.write_text("!!python/object/apply:os.system ['true']")
    with pytest.raises(ConfigError):
        projects.load_project(path)


def test_missing_project_says_how_to_make_one(tmp_path):
    with pytest.raises(ConfigError, match="stac init"):
        projects.load_project(tmp_path)


def test_settings_change_a_copy(project):
    changes = projects.parse_settings(["train.epochs=3", "cam.scales=[1, 1.5]"])
    changed = projects.with_settings(project, changes, where="--set")
    assert (changed.train.epochs, changed.cam.scales) == (3, [1.0, 1.5])
    assert project.train.epochs == 80
    with pytest.raises(ConfigError, match="no section 'trian'"):
        projects.with_settings(project, {"trian": {}}, where="--set")
    with pytest.raises(ConfigError, match=r"section\.key=value"):
        projects.parse_settings(["epochs=3"])


def test_items_of_one_and_of_two_folders(tmp_path, project, image_folder):
    one = projects.project_items(project, tmp_path)
    assert one[0].id == "a.jpg"
    second = projects.ImageFolder(name="two", path=str(image_folder / "sub"), value_range=(0, 9))
    both = project.model_copy(update={"image_folders": [*project.image_folders, second]})
    ids = [item.id for item in projects.project_items(both, tmp_path)]
    assert ids[0] == "images/a.jpg"
    assert ids[-1] == "two/c.png"
    assert projects.value_range_of(both, "two/c.png") == (0, 9)
    assert projects.value_range_of(both, "images/a.jpg") is None


def test_folder_without_images_is_an_error(tmp_path, project):
    (tmp_path / "empty").mkdir()
    folder = projects.ImageFolder(name="e", path="empty")
    with pytest.raises(DataError, match="no images"):
        projects.project_items(project.model_copy(update={"image_folders": [folder]}), tmp_path)


def test_relative_paths_use_posix_slashes(tmp_path):
    root = tmp_path / "project"
    assert projects.relative_to_project(root, tmp_path / "images") == "../images"
    assert projects.relative_to_project(root, root) == "."
    assert Path(projects.relative_to_project(root, Path("/nowhere/images"))).is_absolute()
    assert projects.resolve(root, "../images") == tmp_path / "images"


def test_default_colours_are_distinct():
    assert len({default_color(index) for index in range(254)}) == 254
