"""Each action is on record as the kind of processing that it is: a look is a consultation, wherever it is written."""

import ast

import pytest

from hub.audit.models import Line
from hub.audit.terms import Kind, Search
from hub.pathway import recording
from hub.web.desk.record.words import WORDS
from tests.architecture.kinds_of_lines import KINDS, ONLY_REFUSED, kind_of, last_line, of_another_kind
from tests.architecture.test_house import SOURCE
from tests.walks import AMINA, arrive, telling
from tests.web.accounts import actor


def test_each_action_that_has_words_has_one_kind():
    commands = {each for each in WORDS if each.startswith("cli.")}
    assert set(KINDS) | ONLY_REFUSED == set(WORDS) - commands
    assert not set(KINDS) & ONLY_REFUSED


def written_out() -> list[tuple[str, str, bool]]:
    """Wherever the source names a kind beside an action: both, and whether it is the line of a refusal."""
    return [
        (each.attr, text, any(word.arg == "refused" for word in node.keywords))
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for each in node.args
        if isinstance(each, ast.Attribute) and getattr(each.value, "id", "") == "Kind"
        for text in [other.value for other in node.args if isinstance(other, ast.Constant)]
        if text in KINDS
    ]


def test_wherever_the_source_names_both_the_kind_is_that_of_the_action():
    found = written_out()
    assert len(found) > 80
    assert {kind for kind, _, _ in found} == {each.name for each in Kind}
    assert [
        (name, text) for name, text, refused in found if Kind[name] != kind_of(text, refused=refused)
    ] == []


@pytest.mark.django_db
def test_a_report_that_joins_a_case_is_put_together_with_it_and_whoever_looks_for_a_person_has_looked():
    before = last_line()
    same = {**AMINA, "content_urls": "https://x.com/invented/status/77"}
    arrive(telling(1, **same), telling(2, **same))
    recording.of_person(contact="amina@example.org", search=Search(), by=actor("aud"))
    written = set(Line.objects.filter(pk__gt=before).values_list("action", flat=True))
    assert {"cases.join", "identities.find-for-audit"} <= written
    assert of_another_kind(before) == []
