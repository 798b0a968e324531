"""Somebody invented, named in every place where a name can be written, and where to look for them afterwards."""

import base64
import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from hub import pathway
from hub.aside.terms import SetAside
from hub.cases import queries as cases
from hub.common import clock
from hub.content import rules as content_rules
from hub.content.terms import ContentGiven
from hub.duties.models import Duty
from hub.duties.terms import State
from hub.pathway import aside, casework, entering, opening
from hub.people.terms import Actor
from hub.reports.models import Report
from hub.reports.terms import AdditionKind, Strand
from tests.walks import AMINA, BO, OPERATOR, arrive, row, telling
from tests.web.accounts import account, actor

NAME, HANDLE, NUMBER = "Zebulon Quarkwright", "@quark_zeb_1", "918273645546"
POST, LINK = "5551119991", "https://x.com/quark_zeb_1/status/5551119991"
NAMED = f"Zebulon Quarkwright, known as {HANDLE} ({NUMBER}), wrote {LINK} and zebulon laughed."
TOLD = {
    **AMINA, "what_happened": f"He shouted at me. {NAMED}", "content_text": f"Go back. {NAMED}",
    "account_handle": HANDLE, "account_id": NUMBER, "platform": f"{NAME} on X", "content_urls": LINK,
    "crime_reference": f"against {NAME}", "wants": f"Take down what {NAME} wrote", "consent_support": "yes",
    NAME: f"their name is {NAME}",
}  # fmt: skip
ADA = {"reporter_name": "Ada Invented", "reporter_email": "ada@example.org", "reporter_phone": ""}
POSTED = {"account_handle": HANDLE, "platform": "X", "content_urls": LINK, "content_text": f"Words of {NAME}"}


def version(case: str) -> int:
    """The version of a case as a page would show it."""
    return cases.gists([case])[case].version


def case_of(arrived: pathway.Arrival) -> str:
    """The case that an arrival is in."""
    return pathway.whereabouts([arrived.report_id])[arrived.report_id].case


def a_case(number: int = 1, **given: str) -> str:
    """A case of Amina's, about what they posted."""
    return case_of(arrive(telling(number, **{**AMINA, **POSTED, **given}))[0])


def set_aside(subject: str, by: Actor = BO) -> SetAside:
    """It is not a crime, and is set aside now."""
    return pathway.set_aside(subject=subject, decided_at=clock.now(), by=by)


def finish(case: str) -> None:
    """Everything that is still owed on a case is done."""
    for duty in Duty.objects.filter(subject=case, state__in=["running", "paused"]):
        aside.end_duty(subject=case, duty=duty.reference, done=True, reason="Done.", by=BO)


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    """The clock goes on by so much."""
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)


def found(words: str) -> list[str]:
    """The references that a search by some words shows."""
    return [each.reference for each in pathway.find(words=words, before=None, by=BO)[0]]


def case_with_the_name_everywhere(number: int = 1, **given: str) -> str:
    """A case in which officers wrote the name wherever they can write; tells its reference."""
    bo, gita, chandra = actor("bo"), actor("gita"), actor("chandra")
    told = telling(number, **{**TOLD, **given})
    (arrived,) = arrive(told)
    report = Report.objects.get(pk=arrived.report_id).reference
    case = case_of(arrived)
    arrive(telling(number, **{**TOLD, **given, "wants": f"{NAME} again", f"also {NAME}": NAME}))
    pathway.add_fact(report=report, kind=AdditionKind.NOTE, text=NAMED, by=OPERATOR)
    casework.set_headline(case=case, words=f"Shouting by {NAME}", seen=version(case), by=bo)
    first = casework.write_note(case=case, text=NAMED, seen=version(case), by=bo)
    casework.write_note(case=case, text=f"Again {NAMED}", supersedes=first, seen=version(case), by=bo)
    casework.disagree(
        subject=case, report=report, strand=Strand.RACE, reason=NAMED, seen=version(case), by=bo
    )
    pathway.claim(subject=case, by=actor("ruth"))
    opening.open_case(case=case, reason=NAMED, by=bo)
    opening.show_people(subject=case, reason=NAMED, by=bo)
    opening.show_original(subject=case, report=report, reason=NAMED, by=bo)
    pathway.release(subject=case, by=actor("ruth"))
    one, two = Duty.objects.filter(subject__in=[case, report], state=State.RUNNING).order_by("pk")[:2]
    _move(case, one.reference, State.PAUSED, bo)
    _move(case, two.reference, State.DONE, bo)
    casework.offer_case(case=case, to=account("chandra").reference, seen=version(case), by=gita)
    pathway.ask_hub(case=case, text=f"Who is {NAME}?", by=chandra)
    casework.return_case(case=case, reason=NAMED, seen=version(case), by=chandra)
    casework.tell_reporter(subject=case, report=report, seen=version(case), by=bo)
    return case


def _move(case: str, duty: str, to: State, by: Actor) -> None:
    casework.move_duty(subject=case, duty=duty, to=to, reason=NAMED, seen=version(case), by=by)


def report_without_a_case(number: int) -> str:
    """A report of the same that has no case: it is for another force; it was typed at the desk."""
    bo = actor("bo")
    draft = entering.begin_draft(by=bo)
    given = {**row(number, **{**TOLD, "borough": "Kent", "channel": "phone"})}
    for each in (NAME, "source", "source_reference", "content_urls"):
        given.pop(each)
    assert entering.send_draft(draft=draft, words=given, version=1, by=bo) == ()
    return Report.objects.latest("pk").reference


def traces() -> Iterator[tuple[str, str]]:
    """Where anything of them is left in the database: each column of each table, and each index of an expression."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        for table, column, kind in cursor.fetchall():
            shown = f"encode({column}, 'escape')" if kind == "bytea" else f"{column}::text"
            yield from _named_in(f"{table}.{column}", f'SELECT DISTINCT lower({shown}) FROM "{table}"')
            if kind == "bytea":
                yield from _named_in(f"{table}.{column}", f"SELECT encode({column}, 'hex') FROM \"{table}\"")
        cursor.execute(_INDEXES)
        for table, name, expression in cursor.fetchall():
            yield from _named_in(f"index {name}", f'SELECT lower(({expression})::text) FROM "{table}"')


def _named_in(place: str, words: str) -> Iterator[tuple[str, str]]:
    """Where one question to the database shows anything of them."""
    with connection.cursor() as cursor:
        cursor.execute(words)
        told = " ".join(text for (text,) in cursor.fetchall() if text)
    yield from ((place, needle) for needle in _needles() if needle in told)


_COLUMNS = """
    SELECT columns.table_name, quote_ident(columns.column_name), columns.data_type
    FROM information_schema.columns AS columns JOIN information_schema.tables AS tables
        ON tables.table_name = columns.table_name AND tables.table_schema = columns.table_schema
    WHERE columns.table_schema = 'public' AND tables.table_type = 'BASE TABLE'
        AND columns.data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')
"""
_INDEXES = """
    SELECT class.relname, index.relname, pg_get_expr(indexprs, indrelid)
    FROM pg_index JOIN pg_class AS class ON class.oid = indrelid JOIN pg_class AS index ON index.oid = indexrelid
    JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE indexprs IS NOT NULL AND space.nspname = 'public'
"""


def _needles() -> Iterator[str]:
    """The name, handle, number and link: plain, as an address, in base 64 and as hashes."""
    (item,) = content_rules.items(ContentGiven(urls=(LINK,), platform="x", handle=HANDLE))
    for each in ("zebulon", "quarkwright", "quark_zeb", NUMBER, POST, LINK, NAME, HANDLE, NAMED):
        yield each.lower()
        yield quote(each, safe="").lower()
        for spelled in (each, each.lower(), each.lstrip("@")):
            yield base64.b64encode(spelled.encode()).decode().rstrip("=").lower()
            yield hashlib.sha256(spelled.encode()).hexdigest()
    yield item.key.partition(":")[2]


def in_files(folder: Path) -> set[str]:
    """The files of a folder in which anything of them stands."""
    needles = [each.encode() for each in _needles()]
    found = set()
    for at, folders, names in os.walk(folder):  # what other tests make and drop meanwhile is not entered
        folders[:] = [each for each in folders if each not in {"postgres", "hypothesis"}]
        for path in (Path(at, name) for name in names):
            if path.is_file() and any(each in path.read_bytes().lower() for each in needles):
                found.add(str(path))
    return found
