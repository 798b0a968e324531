"""What an officer reads: words in place of short names, texts as they were written, and nothing lost from a page."""

import smtplib
from pathlib import Path

import pytest
from django.conf import settings

from hub.cli import output, words
from hub.cli.commands import demonstration
from hub.cli.demonstration import mail
from hub.cli.frame import reference
from hub.cli.telling import tell
from hub.common.refusals import NotFound, Refusal
from hub.places import queries as places
from tests.cli.test_demonstration_reports import ASSESSED


def test_every_exit_and_answer_of_the_demonstration_has_words():
    exits = {words.way_out(each.exit) for each in ASSESSED if each.exit}
    answers = {words.answer(answer.question, answer.answer) for each in ASSESSED for answer in each.answers}
    assert {"Kent Police", "It did not happen online", "Outside the United Kingdom"} <= exits
    assert {"Yes", "No", "Not known", "Metropolitan Police", "Tower Hamlets"} <= answers
    assert not [
        each for each in exits | answers if each != each.strip() or each[0].islower() or each.islower()
    ]


def test_every_command_unit_is_named_with_its_letters():
    assert words.unit("CE") == "Central East (CE)"
    assert words.unit("") == "the hub"
    assert all(words.unit(code).endswith(f"({code})") for code in places.atlas().units)


def test_what_people_wrote_is_shown_as_it_is_and_cannot_order_the_screen(capsys):
    output.table(("Reference", "Reason"), [("R-AAAAA-BBBBB", "[bold]a[/nothing] \x1b[2Jb")])
    output.pairs([("Words", "[red]c"), ("Words", "d\x07e")])
    output.show("\x1b]0;f")
    shown = capsys.readouterr().out
    assert r"[bold]a[/nothing] \x1b[2Jb" in shown
    assert "[red]c" in shown
    assert shown.count("Words") == 1
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_a_reference_is_known_however_it_is_typed_and_another_kind_is_named():
    assert reference(" r-aaaaa-bbbbb ", "R") == "R-AAAAA-BBBBB"
    with pytest.raises(NotFound, match=r"C-AAAAA-BBBBB is the reference of a case .* needs a report, R-"):
        reference("C-AAAAA-BBBBB", "R")


def test_a_story_leaves_out_chapters_with_nothing_in_them(capsys):
    tell(
        {"duties": [], "may_belong_together": [{"case": "C-AAAAA-BBBBB", "because": "the same"}]},
        as_json=False,
    )
    shown = capsys.readouterr().out
    assert "Duties" not in shown
    assert "May belong together" in shown


def _send(folder: Path, text: str) -> None:
    with mail.local_sink(folder), smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        server.sendmail("hub@example.org", "somebody@example.org", text)


def test_a_second_demonstration_writes_over_no_letter_of_the_first(tmp_path):
    _send(tmp_path, "Subject: first\n\nInvented.")
    _send(tmp_path, "Subject: second\n\nInvented.")
    assert [each.name for each in sorted(tmp_path.iterdir())] == ["00001.eml", "00002.eml"]
    assert "first" in (tmp_path / "00001.eml").read_text()


def test_a_demonstration_has_no_place_in_a_hub_that_sends_letters_or_holds_real_reports(settings):
    refuse = demonstration._refuse_where_it_would_harm
    settings.EMAIL_HOST = ""
    refuse(frozenset(), first=True)
    refuse(frozenset({"True Vision"}), first=False)
    with pytest.raises(Refusal, match="reports that are not invented"):
        refuse(frozenset({"True Vision"}), first=True)
    settings.EMAIL_HOST = "mail.example.org"
    with pytest.raises(Refusal, match="SMTP_HOST is set"):
        refuse(frozenset(), first=False)
