import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from hub import pathway
from hub.audit.models import Line
from hub.common.refusals import NotFound, NotPermitted, Refusal
from hub.places import actions, queries
from hub.places.models import Edition, Mailbox, Postcode
from hub.places.terms import ExactRow
from tests.places.invented import many
from tests.walks import BO, OPERATOR

ONSPD = """pcd,pcd2,pcds,dointr,doterm,oslaua,ctry,pfa
SW16 1AA,SW16 1AA,SW16 1AA,198001,,E09000022,E92000001,E23000001
SW161AB ,SW16 1AB,SW16 1AB,198001,199912,E09000024,E92000001,E23000001
EC1A1BB ,EC1A 1BB,EC1A 1BB,198001,,E09000001,E92000001,E23000034
LS1 4AA ,LS1  4AA,LS1 4AA,198001,,E08000035,E92000001,E23000010
EH1 1AA ,EH1  1AA,EH1 1AA,198001,,S12000036,S92000003,S23000009
JE2 3AA ,JE2  3AA,JE2 3AA,198001,,L99999999,L93000001,L99999999

,,,,,,,
"""
NSPL = """PCD7,LAD25CD,CTRY25CD,PFA23CD
SW161AA,E09000022,E92000001,E23000001
CF101AA,W06000015,W92000004,W15000003
"""
WITHOUT_COUNTRY = """pcds,laua,pfa
CF10 1AA,W06000015,
LS1 4AA,E08000035
"""


def silent(rows: int) -> None:
    """Nobody watches."""


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., int]:
    def loading(text: str | bytes, name: str = "ONSPD invented", by=OPERATOR, progress=silent) -> int:
        path = tmp_path / "postcodes.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return pathway.load_postcodes(path=path, name=name, progress=progress, by=by)

    return loading


pytestmark = pytest.mark.django_db


def test_a_postcode_table_is_loaded_and_answers(load):
    assert load(ONSPD) == 5
    assert queries.edition() == "ONSPD invented"
    assert queries.exact(
        ["SW16 1AA", "SW16 1AB", "EC1A 1BB", "LS1 4AA", "EH1 1AA", "JE2 3AA", "", "E8 3AA"]
    ) == {
        "SW16 1AA": ExactRow("lambeth", "metropolitan-police", "E", "ONSPD invented"),
        "SW16 1AB": ExactRow("merton", "metropolitan-police", "E", "ONSPD invented"),
        "EC1A 1BB": ExactRow("city-of-london", "city-of-london-police", "E", "ONSPD invented"),
        "LS1 4AA": ExactRow("", "west-yorkshire-police", "E", "ONSPD invented"),
        "EH1 1AA": ExactRow("", "police-scotland", "S", "ONSPD invented"),
    }


def test_the_other_published_form_is_read_by_its_dated_columns(load):
    assert load("\ufeff" + NSPL, "NSPL invented") == 2
    assert queries.exact(["CF10 1AA"])["CF10 1AA"].force == "south-wales-police"


def test_a_file_without_countries_takes_them_from_the_borough(load):
    assert load(WITHOUT_COUNTRY) == 2
    assert {code: row.country for code, row in queries.exact(["CF10 1AA", "LS1 4AA"]).items()} == {
        "CF10 1AA": "W", "LS1 4AA": "E",
    }  # fmt: skip


def test_a_later_edition_takes_over_whole(load):
    load(ONSPD)
    load(NSPL, "NSPL later")
    assert queries.edition() == "NSPL later"
    assert queries.exact(["LS1 4AA"]) == {}
    assert Edition.objects.filter(in_force=True).count() == 1


def test_one_line_is_written_for_a_load(load):
    load(ONSPD)
    (line,) = Line.objects.filter(action="places.load-postcodes")
    assert (line.subject, line.actor, line.codes) == ("ONSPD invented", str(OPERATOR), {"rows": 5})


def test_progress_is_told_as_the_file_is_read(load):
    told: list[int] = []
    count = load(many(12_000), progress=told.append)
    assert told == list(range(5_000, count + 1, 5_000))
    assert told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column for postcode, borough, force"),
        ("pcds,oslaua\nSW16 1AA,E09000022\n", "no column for force was found"),
        ("pcds,ladcd,pfa\nSW16 1AA,E09000022,\n", "no column for borough was found"),
        ("pcds,oslaua,pfa\n", "There is no postcode in this file"),
        ("pcds,oslaua,pfa\nnone,E09000022,E23000001\n", "There is no postcode in this file"),
        ("pcds,oslaua,pfa\nSW16 1AA,E09000022,\nSW161AA,E09000024,\n", "stands in this file twice"),
        (b"pcds,oslaua,pfa\nSW16 1AA,\xff\xfe,\n", "not CSV in UTF-8"),
    ],
)
def test_a_file_that_is_not_the_table_is_refused_and_the_old_edition_stays(load, text, words):
    load(ONSPD)
    with pytest.raises(Refusal, match=words):
        load(text, "broken")
    assert queries.edition() == "ONSPD invented"
    assert Postcode.objects.count() == 5
    assert not Edition.objects.filter(name="broken").exists()


def test_a_file_whose_cells_have_no_end_is_refused(load):
    usual = csv.field_size_limit(1_000)
    try:
        with pytest.raises(Refusal, match="not CSV in UTF-8"):
            load('pcds,oslaua,pfa\n"SW16 1AA' + "x" * 2_000)
    finally:
        csv.field_size_limit(usual)
    assert queries.edition() == ""


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_an_edition_needs_a_name(load, name):
    with pytest.raises(Refusal, match="Give the edition a name"):
        load(ONSPD, name)


def test_an_officer_may_not_load_postcodes(load):
    with pytest.raises(NotPermitted):
        load(ONSPD, by=BO)
    assert not Edition.objects.exists()


def test_a_load_that_is_stopped_half_way_changes_nothing(load):
    load(ONSPD)

    def stop(rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(many(12_000), "stopped", progress=stop)
    assert queries.edition() == "ONSPD invented"
    assert Postcode.objects.count() == 5
    assert Line.objects.filter(action="places.load-postcodes").count() == 1


def test_the_mailbox_of_a_unit_is_said_and_changed():
    assert queries.mailbox("CE") == ""
    for address in ("ce@example.org", "ce-new@example.org"):
        with transaction.atomic():
            actions.set_mailbox(unit="CE", address=address, by=OPERATOR)
        assert queries.mailbox("CE") == address
    assert queries.mailboxes(["CE", "AS"]) == {"CE": "ce-new@example.org"}
    assert Mailbox.objects.count() == 1
    lines = Line.objects.filter(action="places.set-mailbox")
    assert [(each.subject_kind, each.subject) for each in lines] == [("unit", "CE")] * 2


def test_a_mailbox_needs_a_unit_that_is_there():
    with pytest.raises(NotFound, match=r"There is no command unit XX\. There are: AS, AW"):
        actions.set_mailbox(unit="XX", address="xx@example.org", by=OPERATOR)


def test_a_mailbox_needs_an_address():
    with pytest.raises(Refusal, match="not an e-mail address"):
        actions.set_mailbox(unit="CE", address="somewhere", by=OPERATOR)
    assert not Mailbox.objects.exists()


def test_an_officer_may_not_say_where_a_unit_reads_its_mail():
    with pytest.raises(NotPermitted):
        actions.set_mailbox(unit="CE", address="ce@example.org", by=BO)
