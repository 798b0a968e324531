"""Each piece of a page, in each of its states."""

from datetime import date, timedelta

import pytest
from django import forms
from django.template import Context, Template

from hub.web.components import chart, icons, kit, london

NOW = kit.NOW


def shown(source: str, **context: object) -> str:
    return Template(source).render(Context({"now": NOW, **context}))


@pytest.mark.parametrize(
    ("left", "warned", "paused", "state", "words"),
    [
        (timedelta(hours=32, minutes=20), None, False, "plain", "Wed 17:00"),
        (timedelta(minutes=18), timedelta(minutes=-1), False, "warn", "18 min left"),
        (timedelta(minutes=18), timedelta(minutes=1), False, "plain", "18 min left"),
        (timedelta(minutes=-6), timedelta(minutes=-60), False, "late", "6 min late"),
        (timedelta(minutes=18), None, True, "paused", "Paused"),
    ],
)
def test_time_left_has_a_shape_and_words_for_each_state(left, warned, paused, state, words):
    html = shown(
        "{% time_left due now warn paused=paused %}",
        due=NOW + left, warn=None if warned is None else NOW + warned, paused=paused,
    )  # fmt: skip
    assert f'class="hub-time hub-time--{state}"' in html
    assert words in html
    assert "<svg" in html
    assert ("<time" in html) is not paused


def test_time_left_carries_the_exact_moment_for_a_machine_and_for_a_doubt():
    html = shown("{% time_left due now %}", due=NOW)
    assert 'datetime="2026-11-24T08:40:00+00:00"' in html
    assert "Tue 24 Nov 2026 08:40 GMT" in html


@pytest.mark.parametrize(
    ("level", "words"),
    [("danger", "Danger now"), ("today", "Due today"), ("week", "This week"), ("later", "Later")],
)
def test_how_urgent_is_always_said_in_words(level, words):
    html = shown("{% urgency level %}", level=level)
    assert words in html
    assert ("hub-tag--danger" in html) is (level == "danger")
    assert ("<svg" in html) is (level == "danger")


@pytest.mark.parametrize("kind", ["fill", "plain", "quiet", "destroy"])
@pytest.mark.parametrize("small", [True, False])
def test_a_button_is_one_of_four_kinds_in_two_sizes(kind, small):
    html = shown('{% button "Claim" kind small=small name="do" data_row_key="c" %}', kind=kind, small=small)
    assert 'type="submit"' in html
    assert 'name="do"' in html
    assert 'data-row-key="c"' in html
    assert (f"hub-button--{kind}" in html) is (kind != "plain")
    assert ("hub-button--small" in html) is small


def test_a_button_that_must_refuse_stays_pressable():
    html = shown('{% button "Record" aria_disabled="true" %}')
    assert 'aria-disabled="true"' in html
    assert " disabled" not in html.replace("aria-disabled", "")


def test_what_an_officer_typed_is_escaped_in_every_piece():
    typed = "<b>x</b>&\"'"
    for source in (
        "{% button typed %}", "{% link_button typed typed %}", "{% chip typed typed 1 %}", "{% why typed typed %}",
        "{% tag typed %}", "{% masked typed typed %}", "{% figure typed typed typed typed typed %}",
        "{% card typed %}{{ typed }}{% endcard %}", "{% strip %}{{ typed }}{% endstrip %}",
        "{% next_action typed typed %}{% endnext_action %}", "{% nothing typed %}{% endnothing %}",
        "{% worksheet_row typed typed %}{{ typed }}{% endworksheet_row %}", "{% timeline rows %}",
        "{% fact_rows rows %}", "{% waiting typed %}", "{% claim holder=typed %}", "{% claim typed what=typed %}",
        "{% hidden_post typed typed typed shown=typed %}", "{% show_with_reason typed typed %}",
        '{% question "a" typed value=typed hint=typed error=typed %}', "{% pages typed typed %}",
        "{% options rows typed %}",
    ):  # fmt: skip
        html = shown(source, typed=typed, rows=[(typed, typed)])
        assert "<b>x</b>" not in html, source
        assert "&lt;b&gt;x" in html, source


def test_of_what_a_list_offers_one_is_chosen_and_another_list_is_its_own():
    rows = [("a", "Ealing"), ("b", "Barnet")]
    assert shown("{% options rows 'b' %}", rows=rows) == (
        '<option value="a">Ealing</option><option value="b" selected>Barnet</option>'
    )
    assert "selected" not in shown("{% options rows %}", rows=rows)
    assert shown("{% options rows 'a' %}", rows=rows[:1]) == '<option value="a" selected>Ealing</option>'


def test_a_filter_says_how_many_it_leaves_and_whether_it_is_chosen():
    assert shown('{% chip "All" "?a=1" 12 chosen=True %}') == (
        '<a class="hub-chip" href="?a=1" aria-current="true">All <span>12</span></a>'
    )
    assert shown('{% chip "All" "?a=1" %}') == '<a class="hub-chip" href="?a=1">All</a>'


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{% claim yours=True minutes=24 %}", "Yours, 24 min"),
        ("{% claim yours=True saved=True %}", "Yours, saved"),
        ('{% claim holder="Ruth Adeyemi" %}', "Ruth Adeyemi"),
        ('{% claim "/claim" what="HC-9TRB" %}', "Claim<span"),
        ("{% claim %}", "Nobody"),
    ],
)
def test_who_has_something_is_yours_a_name_or_a_button(source, words):
    html = shown(source)
    assert words in html
    assert ("<form" in html) is ("/claim" in source)


def test_what_is_hidden_is_not_in_the_page():
    hidden = shown('{% hidden_post "Post 1" "2 slurs" "/show" %}')
    assert "Hidden until you ask" in hidden
    assert 'action="/show"' in hidden
    seen = shown('{% hidden_post "Post 1" "2 slurs" "/show" shown="Invented words." %}')
    assert "Invented words." in seen
    assert 'data-hide-after="60"' in seen
    assert "<form" not in seen


def test_a_masked_word_is_heard_as_hidden_with_its_kind():
    html = shown('{% masked "slur, religion" %}')
    assert "slur, religion, hidden" in html
    assert 'aria-hidden="true"' in html


@pytest.mark.parametrize("kind", ["stale", "refused", "loading", "info", "done"])
def test_a_strip_says_one_line_about_the_page(kind):
    html = shown("{% strip kind %}One line.{% endstrip %}", kind=kind)
    assert f"hub-strip--{kind}" in html
    assert "One line." in html
    assert ('role="status"' in html) is (kind in {"loading", "done"})


def test_pages_lead_to_newer_and_older_and_nowhere_when_there_is_one():
    assert shown("{% pages %}") == ""
    both = shown('{% pages "?n" "?o" %}')
    assert both.index("Newer") < both.index("Older")
    assert "Newer" not in shown('{% pages older="?o" %}')


@pytest.mark.parametrize("name", icons.PATHS)
def test_every_icon_is_silent_because_a_word_stands_beside_it(name):
    assert 'aria-hidden="true"' in shown("{% icon name %}", name=name)


# -- forms


def test_a_field_with_an_error_says_how_to_put_it_right_and_is_tied_to_it():
    html = shown("{% field form.telephone %}", form=kit.Example({}))
    assert 'aria-describedby="id_telephone-hint id_telephone-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'inputmode="tel"' in html
    assert "Write a number, or choose another way below." in html


@pytest.mark.parametrize("cards", [True, False])
def test_a_set_of_answers_is_a_fieldset_with_its_question_as_legend(cards):
    html = shown("{% field form.outcome cards=cards %}", form=kit.Example({"outcome": "not"}), cards=cards)
    assert "<legend" in html
    assert html.count('type="radio"') == 3
    assert html.count(" checked") == 1
    assert 'value="not" id="id_outcome-1" checked' in html or 'id="id_outcome-1" checked' in html
    assert ("hub-choice" in html) is cards


def test_what_was_answered_is_shown_again():
    form = kit.Example({"told": "Two lines\nof text", "strands": ["race"], "agrees": "on", "borough": "09"})
    html = shown(
        "{% field form.told %}{% field form.strands %}{% field form.agrees %}{% field form.borough %}",
        form=form,
    )
    assert "Two lines\nof text</textarea>" in html
    assert html.count(" checked") == 2
    assert '<option value="09" selected>Ealing' in html


def test_a_long_answer_counts_its_characters():
    html = shown("{% field form.told %}", form=kit.Example())
    assert 'data-maxlength="500"' in html
    assert "At most 500 characters" in html


def test_a_password_is_never_shown_again():
    class Secret(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput)

    html = shown("{% field form.password %}", form=Secret({"password": "invented"}))
    assert 'type="password"' in html
    assert "invented" not in html


def test_a_summary_of_errors_leads_to_each_question():
    html = shown("{% error_summary form %}", form=kit.Example({}))
    assert 'href="#id_outcome"' in html
    assert 'href="#id_telephone"' in html
    assert 'data-module="govuk-error-summary"' in html
    good = kit.Example({"outcome": "not", "telephone": "07700 900123"})
    assert shown("{% error_summary form %}", form=good).strip() == ""


def test_a_question_without_a_form_reads_the_same():
    html = shown(
        '{% question "reason" "Why?" "select" choices=choices value="b" %}', choices=[("a", "A"), ("b", "B")]
    )
    assert '<option value="b" selected>B' in html
    assert 'for="id_reason"' in html


# -- figures


def test_london_has_33_boroughs_each_on_a_place_of_its_own():
    assert len(london.TILES) == 33
    assert len({(tile.column, tile.row) for tile in london.TILES}) == 33
    assert len({tile.letters for tile in london.TILES}) == 33


@pytest.mark.parametrize(
    ("count", "most", "shade"),
    [(0, 13, 0), (1, 13, 1), (3, 13, 2), (8, 13, 4), (13, 13, 5), (1, 1, 5), (0, 0, 0)],
)
def test_a_tile_is_darker_the_larger_its_figure(count, most, shade):
    assert london.shade(count, most) == shade


def test_the_map_stands_beside_a_table_with_every_figure():
    html = shown('{% london_map counts "Reports" "By borough" urls %}', counts={"E09000033": 13},
                 urls={"E09000033": "/list"})  # fmt: skip
    assert html.count('scope="row"') == 33
    assert html.count('href="/list"') == 2
    assert 'tabindex="-1"' in html


def test_the_chart_stands_before_a_table_with_every_day():
    days = [chart.Day(date(2026, 11, 1) + timedelta(days=n), n, None if n else 4) for n in range(28)]
    html = shown('{% day_bars days "Reports per day" %}', days=days)
    assert html.count("<rect class=") == 29
    assert html.count('scope="row"') == 28
    assert "not known" in html


def test_a_chart_of_nothing_can_be_drawn():
    drawn = chart.drawn([chart.Day(date(2026, 11, 1), 0)])
    assert drawn.bars[0].height == 0
    assert not drawn.bars[0].most
    assert chart.drawn([]).bars == []
