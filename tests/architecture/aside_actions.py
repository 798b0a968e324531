"""What is done where it is not a crime, ready to be taken."""

from collections.abc import Mapping
from datetime import timedelta

from hub import pathway
from hub.aside import actions as aside
from hub.aside import queries as known
from hub.aside.actions import Hider
from hub.aside.models import Original, Submission
from hub.aside.terms import Because, Given, Limb
from hub.cases import actions as cases
from hub.cases.models import Case
from hub.common import clock
from hub.content import actions as content
from hub.content import queries as content_known
from hub.content.models import Item
from hub.duties.models import Duty
from hub.pathway import aside as steps
from hub.pathway import keeping, submissions
from hub.people.terms import Actor
from hub.reports import actions as reports
from hub.reports.models import Report
from hub.reports.terms import Told
from tests.architecture.every_action import Action, Take
from tests.walks import AMINA, BO, MACHINE, OPERATOR, arrive, telling
from tests.web.accounts import actor

_SENTENCE = "Invented words that say what is asked for here."
_HIDER = Hider((), frozenset())
Ready = tuple[Take, Mapping[str, int]]


def given(**more: object) -> Given:
    """A submission with every answer."""
    told = {
        "purpose": _SENTENCE, "necessity": _SENTENCE, "proportionality": _SENTENCE, "limb": Limb.HARM, "risk": _SENTENCE,
        "article_10": _SENTENCE, "expires_on": known.today() + timedelta(days=30), "told": False, "told_why": _SENTENCE,
    }  # fmt: skip
    return Given(**{**told, **more})


def a_case() -> str:
    """A case with a post of an account."""
    arrive(telling(1, **AMINA, account_handle="@invented", what_happened="Quarkwright shouted."))
    return Case.objects.get().reference


def set_aside() -> str:
    """A case that is set aside."""
    case = a_case()
    pathway.set_aside(subject=case, decided_at=clock.now(), by=BO)
    return case


def due() -> int:
    """An original whose day is over."""
    set_aside()
    Original.objects.update(dispose_on=known.today() - timedelta(days=1))
    return Original.objects.get().pk


def submitted() -> str:
    """A submission about a case that is set aside."""
    return submissions.submit(subject=set_aside(), given=given(), by=actor("bo"))


def authorised() -> str:
    """One that a supervisor authorised."""
    reference = submitted()
    submissions.authorise(submission=reference, reason="Invented.", by=actor("gita"))
    return reference


def over() -> int:
    """One whose last day is over."""
    reference = authorised()
    Submission.objects.update(expires_on=known.today() - timedelta(days=1))
    return Submission.objects.get(reference=reference).pk


def _seal() -> Ready:
    case = a_case()
    about = keeping.subject_of(case, BO)
    return lambda by: aside.set_aside(
        subject=about, decided_at=clock.now(), things={}, hider=_HIDER, by=by
    ), {"aside.set-aside": 1}


def _walk() -> Ready:
    case = a_case()
    return lambda by: pathway.set_aside(subject=case, decided_at=clock.now(), by=by), {
        "aside.set-aside": 1, "cases.go-aside": 1, "reports.take-out-posts": 1, "content.let-go": 1,
        "reports.keep-conduct": 1,
    }  # fmt: skip


def _on(step, lines: Mapping[str, int], /, **more: object):
    """A step on a case that is set aside."""

    def ready() -> Ready:
        case = set_aside()
        return lambda by: step(subject=case, by=by, **more), lines

    return ready


def _held(step, lines: Mapping[str, int], /, **more: object):
    """A step on a case for which another look is asked."""

    def ready() -> Ready:
        case = set_aside()
        pathway.ask_for_another_look(subject=case, reason="Invented.", by=BO)
        return lambda by: step(subject=case, by=by, **more), lines

    return ready


def _lapse() -> Ready:
    case = set_aside()
    steps.hold_original(subject=case, until=known.today(), reason="Invented.", by=OPERATOR)
    Original.objects.update(held_until=known.today() - timedelta(days=1))
    row = Original.objects.get()
    return lambda by: aside.lapse(original=row.pk, by=by), {"aside.lapse": 1}


def _dispose() -> Ready:
    row = due()
    return lambda by: aside.dispose(original=row, hider=_HIDER, by=by), {"aside.dispose": 1}


def _dispose_one() -> Ready:
    row = due()
    return lambda by: pathway.dispose_of_original(original=row, by=by), {"aside.dispose": 1}


def _dispose_all() -> Ready:
    due()
    return lambda by: pathway.dispose_of_originals(by=by), {"aside.dispose": 1}


def _ask_to_dispose() -> Ready:
    due()
    return lambda by: pathway.ask_to_dispose(by=by), {}


def _submit(step) -> Ready:
    case = set_aside()
    about = keeping.subject_of(case, BO)
    subject: object = about if step is aside.submit else case
    return lambda by: step(subject=subject, given=given(), by=by), {"aside.submit": 1}


def _decide(step, line: str, made, /, name: str):
    """A word on a submission."""

    def ready() -> Ready:
        reference = made()
        return lambda by: step(**{name: reference}, reason="Invented.", by=by), {line: 1}

    return ready


def _read(step, name: str) -> Ready:
    reference = submitted()
    return lambda by: step(**{name: reference}, by=by), {"aside.read-submission": 1}


def _expire() -> Ready:
    row = over()
    return lambda by: aside.expire(submission=row, by=by), {"aside.submission-expired": 1}


def _expire_all() -> Ready:
    over()
    return lambda by: submissions.expire_submissions(by=by), {"aside.submission-expired": 1}


def _leave() -> Ready:
    case = a_case()
    return lambda by: cases.go_aside(case=case, by=by), {"cases.go-aside": 1}


def _come_back() -> Ready:
    case, item = a_case(), Item.objects.get().pk
    return lambda by: cases.come_back(case=case, items=[item], suggested=[], by=by), {"cases.come-back": 1}


def _two_cases() -> tuple[int, int]:
    arrive(telling(1, **AMINA), telling(2, reporter_name="Ada Invented", reporter_email="ada@example.org"))
    one, two = Case.objects.order_by("pk").values_list("pk", flat=True)
    return one, two


def _suggest() -> Ready:
    one, two = _two_cases()
    return lambda by: cases.suggest_conduct(pairs={two: frozenset({one})}, by=by), {
        "cases.suggest-conduct": 1
    }


def _let_go() -> Ready:
    a_case()
    item = Item.objects.get().pk
    return lambda by: content.let_go(items=[item], by=by), {"content.let-go": 1}


def _take_up() -> Ready:
    a_case()
    found = content_known.described([Item.objects.get().pk])
    content.let_go(items=[found[0].id], by=BO)
    return lambda by: content.take_up(items=found, by=by), {"content.keep": 1}


def _take_out() -> Ready:
    a_case()
    report = Report.objects.get().pk
    return lambda by: reports.take_out(reports=[report], by=by), {"reports.take-out-posts": 1}


def _put_back() -> Ready:
    a_case()
    report = Report.objects.get().pk
    shown = reports.take_out(reports=[report], by=BO)
    same = {each.item: each.item for each in shown}
    return lambda by: reports.put_back(shown=shown, items=same, by=by), {"reports.put-back-posts": 1}


def _keep_conduct() -> Ready:
    a_case()
    report = Report.objects.get().pk
    return lambda by: reports.keep_conduct(marks={report: [b"mark"]}, by=by), {"reports.keep-conduct": 1}


def _forget_conduct() -> Ready:
    set_aside()
    report = Report.objects.get().pk
    return lambda by: reports.forget_conduct(reports=[report], by=by), {"reports.forget-conduct": 1}


def _same_conduct() -> Ready:
    told = [Told(1, frozenset({1}), frozenset({b"mark"}))]
    return lambda by: reports.same_conduct(told=told, by=by), {}


def _end_duty() -> Ready:
    case = set_aside()
    duty = Duty.objects.filter(subject=case, state="running").earliest("pk").reference
    return lambda by: steps.end_duty(subject=case, duty=duty, done=True, reason="Invented.", by=by), {
        "duties.done": 1
    }


def _original() -> Ready:
    case = set_aside()
    report = Report.objects.get().reference
    return lambda by: steps.show_original(subject=case, report=report, reason="Invented.", by=by), {
        "identities.original": 1
    }


_LOOK = {"aside.hold": 1, "duties.start": 1}
_BACK = {"aside.restore": 1, "content.keep": 1, "cases.come-back": 1, "reports.put-back-posts": 1}
_WHY = "Invented."


def _hold(by_whom: Actor) -> Action:
    return Action(
        _on(
            aside.hold,
            {"aside.hold": 1},
            because=Because.PROCEEDINGS,
            until=known.today() + timedelta(days=9),
            reason=_WHY,
        ),
        by_whom,
    )


ASIDE_ACTIONS = {
    "aside.authorise": Action(
        _decide(aside.authorise, "aside.submission-authorised", submitted, name="reference"), "gita"
    ),
    "aside.dispose": Action(_dispose, MACHINE),
    "aside.end": Action(_decide(aside.end, "aside.submission-ended", authorised, name="reference"), "gita"),
    "aside.expire": Action(_expire, MACHINE),
    "aside.hold": _hold(OPERATOR),
    "aside.lapse": Action(_lapse, MACHINE),
    "aside.read_submission": Action(lambda: _read(aside.read_submission, "reference"), "bo"),
    "aside.refuse": Action(
        _decide(aside.refuse, "aside.submission-refused", submitted, name="reference"), "gita"
    ),
    "aside.release": Action(_held(aside.release, {"aside.release": 1}, reason=_WHY), "gita"),
    "aside.restore": Action(_on(aside.restore, {"aside.restore": 1}, reason=_WHY)),
    "aside.set_aside": Action(_seal),
    "aside.stays": Action(_held(aside.stays, {"aside.stays": 1}, reason=_WHY), "gita"),
    "aside.submit": Action(lambda: _submit(aside.submit), "bo"),
    "aside.unsealed": Action(_on(aside.unsealed, {"aside.unseal": 1}, reason=_WHY), "gita"),
    "cases.come_back": Action(_come_back),
    "cases.go_aside": Action(_leave),
    "cases.suggest_conduct": Action(_suggest),
    "content.let_go": Action(_let_go),
    "content.take_up": Action(_take_up),
    "pathway.ask_for_another_look": Action(_on(pathway.ask_for_another_look, _LOOK, reason=_WHY)),
    "pathway.ask_to_dispose": Action(_ask_to_dispose, MACHINE),
    "pathway.aside.end_duty": Action(_end_duty),
    "pathway.aside.hold_original": Action(
        _on(steps.hold_original, {"aside.hold": 1}, until=None, reason=_WHY), OPERATOR
    ),
    "pathway.aside.read": Action(_on(steps.read, {"aside.read": 1})),
    "pathway.aside.show_original": Action(_original, "gita"),
    "pathway.dispose_of_original": Action(_dispose_one, MACHINE),
    "pathway.dispose_of_originals": Action(_dispose_all, MACHINE),
    "pathway.refuse_another_look": Action(
        _held(pathway.refuse_another_look, {"aside.stays": 1, "duties.done": 1}, reason=_WHY), "gita"
    ),
    "pathway.restore": Action(_on(pathway.restore, _BACK, reason=_WHY)),
    "pathway.set_aside": Action(_walk),
    "pathway.submissions.authorise": Action(
        _decide(submissions.authorise, "aside.submission-authorised", submitted, name="submission"), "gita"
    ),
    "pathway.submissions.end": Action(
        _decide(submissions.end, "aside.submission-ended", authorised, name="submission"), "gita"
    ),
    "pathway.submissions.expire_submissions": Action(_expire_all, MACHINE),
    "pathway.submissions.read": Action(lambda: _read(submissions.read, "submission"), "bo"),
    "pathway.submissions.refuse": Action(
        _decide(submissions.refuse, "aside.submission-refused", submitted, name="submission"), "gita"
    ),
    "pathway.submissions.submit": Action(lambda: _submit(submissions.submit), "bo"),
    "reports.forget_conduct": Action(_forget_conduct),
    "reports.keep_conduct": Action(_keep_conduct),
    "reports.put_back": Action(_put_back),
    "reports.same_conduct": Action(_same_conduct, writes=False),
    "reports.take_out": Action(_take_out),
}
