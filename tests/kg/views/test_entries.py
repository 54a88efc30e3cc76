from kg.views import run
from kg.views.entries import entries


def test_each_event_is_one_entry_with_all_who_took_part(select):
    result = run("meetings", select)
    found = entries(result)
    assert len(found) == result.counts["facts"]
    named = {entry.fact.rsplit("/", 1)[-1]: entry for entry in found}
    meeting = named["meeting_2025-10-07_donald-trump--mark-carney"]
    assert [label for _, label in meeting.sides[0]] == ["Donald Trump", "Mark Carney"]
    assert [told.published for told in meeting.told] == sorted((t.published for t in meeting.told), reverse=True)
    assert all(told.evidence for told in meeting.told)


def test_who_travels_along_is_told_apart(select):
    visits = [entry for entry in entries(run("meetings", select)) if entry.delegation]
    assert visits
    for visit in visits:
        sides = {pair for side in visit.sides for pair in side}
        assert not sides & set(visit.delegation)
        assert "Mark Carney" in {label for _, label in sides}


def test_directed_view_has_two_sides(select):
    assert all(len(entry.sides) == 2 for name in ("tariffs", "offices") for entry in entries(run(name, select)))


def test_order_is_by_the_newest_document(select):
    days = [entry.told[0].published for entry in entries(run("tariffs", select))]
    assert days == sorted(days, reverse=True)
