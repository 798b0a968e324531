"""The pages of the desk in each of their states, as a table: where, what is sent there, and what then answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

from hub.disclosures.models import Agreement
from hub.duties.models import Duty
from hub.pathway import opening
from hub.people.permissions import Permission
from hub.reports.models import Report
from hub.web.desk.cases.protecting import PROTECTING
from hub.web.desk.cases.steps import STEPS

_WORDS = "Invented, and written meanwhile"
# What each question of a step is answered with, so that only the version is wrong.
_ANSWERS = {
    "text": _WORDS, "reason": _WORDS, "words": "An invented headline", "fields": "name", "strand": "race",
    "decision": "leaves",
}  # fmt: skip
_NOTHING_REQUIRED = {"alarm", "headline", "accept", "withdraw", "news"}
# Nobody is refused an alarm, or to say who is at risk, because a colleague wrote something meanwhile.
_WHATEVER_WAS_SEEN = {each.name for each in PROTECTING}
_SEND = """([address, given]) => {
    const form = Object.assign(document.createElement("form"), {method: "post", action: address});
    for (const [name, value] of Object.entries(given)) {
        form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
    }
    document.body.append(form);
    form.submit();
}"""


@dataclass(frozen=True)
class State:
    """One page in one state; where `told` is so, what is wrong stands first and has the focus."""

    address: str
    given: Mapping[str, str] | None = None
    status: int = 200
    told: bool = field(default=False)

    def reach(self, page: Page) -> None:
        """Go there, or send what is given, from whatever page of the desk is open."""
        answer = page.goto(self.address) if self.given is None else self._send(page, self.given)
        assert answer is not None
        assert answer.status == self.status, (self, answer.status)

    def _send(self, page: Page, given: Mapping[str, str]) -> Response:
        token = next(each["value"] for each in page.context.cookies() if each["name"] == "csrftoken")
        with page.expect_navigation() as found:
            page.evaluate(_SEND, [self.address, {"csrfmiddlewaretoken": token, **given}])
        return found.value


def wrong(address: str, status: int = 400, /, **given: str) -> State:
    """What is sent cannot be taken: the page says why, first of all."""
    return State(address, given, status, told=True)


def of_steps(case: str, *, allocation: bool, to: str) -> Iterator[State]:
    """Every step of a case sent empty, or asked where nothing must be given, and sent from a version that is not the last."""
    duty = Duty.objects.filter(subject=case, state="running").order_by("pk")[0].reference
    report = Report.objects.get(pk=opening.reports_of(case)[0]).reference
    agreement = Agreement.objects.get(subject=report).reference
    named = {"news": report, "disagree": report, "confirm": agreement, "withdraw": agreement}
    for step in STEPS:
        if "cases" not in step.kinds or (step.permission == Permission.ANSWER_ALLOCATION) != allocation:
            continue
        about = named.get(step.name, duty)
        address = f"/desk/cases/{case}/{step.name}/" + (f"{about}/" if step.about else "")
        yield State(address) if step.name in _NOTHING_REQUIRED else wrong(address)
        if step.name not in _WHATEVER_WAS_SEEN:
            yield wrong(address, 409, version="0", **_ANSWERS, report=report, to=to)
