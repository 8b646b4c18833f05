"""Filter expressions, sorting, and walking in an order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stac_core.gallery.columns import STATUSES, Columns
from stac_core.gallery.order import SORT_KEYS, Sorting, arrange
from stac_core.gallery.query import FIELDS, QueryError, parse_query
from stac_core.labels.store import LabelRecord, Prediction
from stac_core.types import ReviewStatus

CLASSES = ["scratch", "Deep pit"]
TODO, ACCEPTED, FIX, REJECTED = (
    ReviewStatus.TODO, ReviewStatus.ACCEPTED, ReviewStatus.NEEDS_FIX, ReviewStatus.REJECTED,
)  # fmt: skip


@pytest.fixture
def columns():
    """Six images: what the tests ask for is said here."""
    ids = ["a/Left 1.png", "a/left 2.png", "b/right.png", "b/x1.png", "b/x2.png", "b/x10.png"]
    rows = {image_id: row for row, image_id in enumerate(ids)}
    found = Columns(ids, CLASSES)
    records = {
        ids[0]: LabelRecord(ids[0], ACCEPTED, origin="person", time=30.0, note="look"),
        ids[1]: LabelRecord(ids[1], FIX, origin="model", time=10.0),
        ids[2]: LabelRecord(ids[2], REJECTED, time=20.0),
        "gone.png": LabelRecord("gone.png", REJECTED),
    }
    scores = {
        ids[0]: {"scratch": 0.9, "Deep pit": 0.05},
        ids[1]: {"scratch": 0.5, "Deep pit": 0.1},
        ids[2]: {"scratch": 0.2, "Deep pit": 0.8, "of another model": 1.0},
        ids[3]: {"scratch": 0.1, "Deep pit": 0.05},
        ids[4]: {"scratch": 0.95, "Deep pit": 0.62},
    }
    tags = {
        ids[0]: {"scratch": True},
        ids[2]: {"scratch": False, "Deep pit": False},
        ids[3]: {"scratch": True, "Deep pit": False},
        ids[4]: {"Deep pit": True},
    }
    predictions = {key: Prediction(each, "m", "s") for key, each in scores.items()}
    found.fill(rows, records, predictions, tags)
    return found


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", [0, 1, 2, 3, 4, 5]),
        ("left", [0, 1]),
        ("LEFT 2", [1]),
        ('"left 1"', [0]),
        ("-left -right", [3, 4, 5]),
        ("name:x1", [3, 5]),
        ('name:x,"left 2"', [1, 3, 4, 5]),
        ("status:todo", [3, 4, 5]),
        ("status:fix,rejected", [1, 2]),
        ("Status:DECIDED", [0, 1, 2]),
        ("-status:decided,todo", []),
        ("score:>0.8", [0, 4]),
        ("score:>=0.5 score:<0.85", [1, 2]),
        ("score:0.2..0.8", [1, 2]),
        ("score:0.8", [2]),
        ("score:none", [5]),
        ("score:>0,8", [0, 4]),
        ("score:>=0,5 score:<,85", [1, 2]),
        ("score:0,2..0,8", [1, 2]),
        ("score:<0,2,none", [3, 5]),
        ("score:0.80,none", [2, 5]),
        ("score:<0.2,none", [3, 5]),
        ("uncertainty:>0.7", [1, 4]),
        ("class:scratch", [0, 1, 3, 4]),  # by tag, else by score
        ('class:"deep pit"', [4]),
        ("tag:scratch", [0, 3]),
        ("-tag:scratch", [1, 2, 4, 5]),
        ("tag:none", [1, 5]),
        ("tag:free", [2]),
        ("tag:any -tag:free", [0, 3, 4]),
        ('absent:"Deep pit"', [2, 3]),
        ("edited:yes", [0]),
        ("edited:no note:no", [1, 2, 3, 4, 5]),
        ("note:yes", [0]),
        ("contradiction:yes", [2, 3]),  # free but 0.8, scratch but 0.1
        ("b/ status:todo score:<0.5", [3]),
    ],
)
def test_expressions_find(columns, text, rows):
    query = parse_query(text, CLASSES)
    assert np.flatnonzero(query.select(columns)).tolist() == rows
    assert bool(query) == bool(text)


@pytest.mark.parametrize(
    ("text", "part", "words"),
    [
        ("x stauts:todo", "stauts:todo", ["stauts: is no field", "Did you mean status:?"]),
        ("a status:gone b", "status:gone", ["status:gone", "todo, accepted, fix"]),
        ("score:high", "score:high", ["score:high is no value", "score:>0.8"]),
        ("score:>80", "score:>80", ["goes from 0 to 1"]),
        ("class:dent", "class:dent", ["no such class", "scratch, Deep pit"]),
        ("absent:none", "absent:none", ["no such class"]),
        ("-edited:maybe", "-edited:maybe", ["is no value", "yes, no"]),
        ("C:file", "C:file", ['write "C:file" to search names']),
    ],
)
def test_errors_name_the_wrong_part_and_what_is_allowed(text, part, words):
    with pytest.raises(QueryError) as caught:
        parse_query(text, CLASSES)
    error = caught.value
    assert text[error.start : error.end] == part
    assert not error.unfinished
    for each in words:
        assert each in str(error)


@pytest.mark.parametrize(
    "text", ["status:", "status:to", "status:todo,", "score:>", "score:0.2..", 'a "b', "class:sc"]
)
def test_what_is_still_being_typed_is_not_called_wrong(text):
    with pytest.raises(QueryError) as caught:
        parse_query(text, CLASSES)
    assert caught.value.unfinished
    assert caught.value.fix


pieces = st.one_of(
    st.text(st.sampled_from('ab:-," >.=05é'), max_size=12),
    st.builds(
        "{}{}:{}{}".format,
        st.sampled_from(["", "-"]),
        st.sampled_from([*FIELDS, "x"]),
        st.sampled_from(["", ">", "<=", '"', "todo,", "0.2..", "no", "free", "scratch"]),
        st.text(max_size=3),
    ),
)


@given(st.lists(pieces, max_size=5).map(" ".join) | st.text(max_size=30))
def test_any_text_is_an_expression_or_our_error(text):
    try:
        query = parse_query(text, CLASSES)
    except QueryError as error:
        assert text[error.start : error.end].strip()
        assert error.fix
        return
    found = Columns(["a.png", "b.png"], CLASSES)
    selected = query.select(found)
    assert selected.shape == (2,)
    assert selected.dtype == bool


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("name", [0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]),
        ("score", [3, 1, 2, 0, 4, 5], [4, 0, 2, 1, 3, 5]),
        ("time", [1, 2, 0, 3, 4, 5], [0, 2, 1, 3, 4, 5]),
        ("status", [3, 4, 5, 0, 1, 2], [2, 1, 0, 3, 4, 5]),
        ("uncertainty", [0, 3, 2, 4, 1, 5], [1, 4, 2, 0, 3, 5]),
        ("worth", [4, 3, 0, 1, 2, 5], [3, 4, 0, 1, 2, 5]),
    ],
)
def test_sorting_puts_what_is_not_known_last(columns, key, up, down):
    everything = parse_query("", CLASSES)
    assert arrange(columns, everything, Sorting(key)).rows.tolist() == up
    assert arrange(columns, everything, Sorting(key, descending=True)).rows.tolist() == down


@given(data=st.data())
def test_walking_is_the_listed_order_from_anywhere(data):
    count = data.draw(st.integers(1, 12))
    found = Columns([f"{number}.png" for number in range(count)], CLASSES)
    numbers = st.sampled_from([0.0, 0.25, 0.5, 1.0, np.nan])
    drawn = data.draw(st.lists(numbers, min_size=2 * count, max_size=2 * count))
    found.scores[:] = np.array(drawn, np.float32).reshape(count, 2)
    found.status[:] = data.draw(
        st.lists(st.integers(0, len(STATUSES) - 1), min_size=count, max_size=count)
    )
    sorting = Sorting(data.draw(st.sampled_from(SORT_KEYS)), data.draw(st.booleans()))
    text = data.draw(st.sampled_from(["", "status:todo", "score:>0.3", "status:todo -score:none"]))
    whole = arrange(found, parse_query("", CLASSES), sorting).rows.tolist()
    order = arrange(found, parse_query(text, CLASSES), sorting)
    listed = [row for row in whole if row in set(order.rows.tolist())]
    assert order.rows.tolist() == listed
    undecided = found.status == 0
    for row in range(count):
        place = whole.index(row)
        later = [each for each in whole[place + 1 :] if each in listed]
        earlier = [each for each in whole[:place] if each in listed]
        assert order.after(row) == (later[0] if later else None)
        assert order.before(row) == (earlier[-1] if earlier else None)
        assert order.position(row) == (listed.index(row) if row in listed else -1)
        open_later = [each for each in later if undecided[each]]
        assert order.after(row, undecided) == (open_later[0] if open_later else None)


def tags_of(columns, row):
    known = columns.tags[row].tolist()
    return {name: bool(tag) for name, tag in zip(CLASSES, known, strict=True) if tag >= 0}


def test_filling_is_the_same_as_one_by_one(columns):
    one = Columns(columns.names, CLASSES)
    for row in range(len(columns)):
        said = {name: columns.scores[row, place] for place, name in enumerate(CLASSES)}
        one.set_scores(row, said if row < 5 else {}, {"scratch": 0.25} if row == 1 else None)
        one.set_tags(row, tags_of(columns, row))
    many = Columns(columns.names, CLASSES)
    rows = {name: row for row, name in enumerate(columns.names)}
    predictions = {
        name: Prediction(
            {"scratch": float(columns.scores[row, 0]), "Deep pit": float(columns.scores[row, 1])},
            "m", "s", {"scratch": 0.25} if row == 1 else {},
        )
        for name, row in rows.items() if row < 5
    }  # fmt: skip
    table = {name: tags_of(columns, row) for name, row in rows.items()}
    many.fill(rows, {}, predictions, table)
    for name in ("scores", "spread", "tags"):
        np.testing.assert_array_equal(getattr(many, name), getattr(one, name))


def test_columns_follow_what_changes(columns):
    columns.set_record(3, LabelRecord("b/x1.png", ACCEPTED, time=5.0))
    columns.set_tags(3, {})
    columns.set_scores(3, {})
    assert parse_query("status:accepted tag:none score:none", CLASSES).select(columns)[3]
    assert np.isnan(columns.worth()[3])
    assert columns.dispute()[4] == pytest.approx(0.38)
    columns.set_scores(3, {"scratch": 0.99}, {"scratch": 0.4, "of another model": 0.9})
    assert columns.uncertainty()[3] == pytest.approx(0.4), "scales and flips disagree"
    assert Columns(["a.png"], []).score().tolist() == pytest.approx([np.nan], nan_ok=True)


def test_sets_are_asked_for_by_name_and_follow_their_images(columns):
    members = np.zeros(len(columns), bool)
    members[[1, 3]] = True
    columns.sets["a → b (0.60)"] = members
    found = parse_query('set:"a → b (0.60)"', CLASSES).select(columns)
    assert found.tolist() == members.tolist()
    assert parse_query('-set:"a → b (0.60)"', CLASSES).select(columns).sum() == len(columns) - 2
    assert not parse_query("set:gone", CLASSES).select(columns).any()
    other = Columns(["new.png", *columns.names], columns.classes)
    rows = np.arange(len(columns))
    other.copy_rows(rows + 1, columns, rows)
    found = parse_query('set:"a → b (0.60)"', CLASSES).select(other)
    assert np.flatnonzero(found).tolist() == [2, 4]
