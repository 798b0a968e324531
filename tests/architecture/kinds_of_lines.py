"""Of which kind each action of the record is (DPA 2018 s.62), and whether what was written is."""

from hub.audit.models import Line
from hub.audit.terms import Kind

_KINDS = {
    Kind.CONSULTATION: """
        aside.read aside.read-submission aside.unseal audit.ask-examination audit.examine audit.read audit.read-chain
        cases.break-glass cases.read cases.read-cluster content.read duties.read-alarm evidence.examine evidence.export
        evidence.read evidence.read-quarantine evidence.take-over identities.address identities.find identities.find-for-audit identities.open identities.original
        pathway.check-subjects pathway.find people.read people.sign-in people.sign-out queue.check queue.read-bulk
        queue.why reports.open-draft reports.read triage.open-look triage.read-differences triage.read-referral
    """,
    Kind.COLLECTION: """
        aside.submit cases.open content.keep disclosures.agree duties.raise-alarm duties.start evidence.collect
        people.invite reports.begin-draft reports.keep-change reports.receive
    """,
    Kind.COMBINATION: """
        cases.dismiss cases.join cases.join-cluster cases.leave-cluster cases.suggest cases.suggest-conduct
        identities.link
    """,
    Kind.DISCLOSURE: "audit.export disclosures.release",
    Kind.ERASURE: """
        aside.dispose aside.submission-ended aside.submission-expired content.let-go evidence.destroy
        evidence.destroy-quarantined evidence.remove reports.end-draft reports.forget-conduct
    """,
    Kind.ALTERATION: """
        aside.hold aside.lapse aside.release aside.restore aside.set-aside aside.stays aside.submission-authorised
        aside.submission-refused audit.new-epoch cases.accept cases.ask cases.carry-wall cases.choose-offences
        cases.come-back cases.declare-interest cases.go-aside cases.hand-over cases.headline cases.keep-out cases.move
        cases.note cases.offer cases.outcome cases.reopen cases.restrict cases.return cases.see-break-glass
        cases.take-back cases.take-down disclosures.confirm disclosures.withdraw duties.add-shift duties.add-to-alarm
        duties.alarm-acknowledged duties.alarm-ended duties.ask duties.call duties.called duties.done duties.keep-limit
        duties.name-danger duties.not-possible duties.paused duties.put-way-first duties.raise-test duties.remind
        duties.remove-shift duties.remove-way duties.running duties.set-way duties.transfer evidence.lay-aside
        evidence.quarantine evidence.release evidence.scan evidence.take-up identities.heed jobs.retry jobs.retry-all keys.enrol keys.enrol-quarantine letters.held letters.queue
        letters.queued letters.refused letters.sending letters.sent people.accept people.add-second-factor
        people.change-password people.change-role people.close people.end-notice people.keep-recovery-codes
        people.link-single-sign-on people.put-up-notice people.remove-second-factor people.renew-link
        people.renew-recovery-codes people.reopen places.load-postcodes places.set-force-mailbox places.set-mailbox
        places.set-safeguarding-mailbox queue.bulk queue.claim queue.hand-over queue.hold queue.keep-undone queue.pass
        queue.rebuild queue.release queue.release-passing queue.save-queue queue.save-rule queue.undo-bulk reports.add
        reports.disagree reports.keep-conduct reports.put-back-posts reports.save-draft reports.take-out-posts
        support.offer triage.assess triage.assess-risk triage.assess-victim triage.check-decision triage.decide-crime
        triage.decide-force triage.draw triage.exit-acknowledged triage.exit-appealed triage.exit-confirmed
        triage.exit-disputed triage.exit-proposed triage.exit-refused triage.exit-sent triage.exit-settled
        triage.go-ahead triage.read-again triage.referral-asked triage.referral-authorised triage.referral-done
        triage.referral-refused triage.referral-sending triage.referral-sent triage.save-decision triage.say-where
        triage.set-priority triage.worksheet
    """,
}  # fmt: skip
KINDS = {action: kind for kind, actions in _KINDS.items() for action in actions.split()}
# Steps whose own name is on record only where they are refused; done, the lines of what they did are.
ONLY_REFUSED = {
    "audit.seal",
    "cases.answer-borough",
    "desk.open",
    "duties.acknowledge",
    "duties.complete",
    "duties.mark_not_possible",
    "duties.pause",
    "duties.resume",
    "letters.release",
    "people.clear-sessions",
    "people.sign-in-locked",
    "queue.end-words",
    "queue.forget-view",
    "queue.reroute",
    "queue.save-view",
    "triage.decide-referral",
    "triage.exit",
    "triage.hear-of-referral",
    "triage.refer",
    "triage.send-referral",
}


def kind_of(action: str, *, refused: bool = False) -> Kind | None:
    """Of which kind a line is; whoever runs a command looks, and so does whoever is refused."""
    return Kind.CONSULTATION if refused or action.startswith("cli.") else KINDS.get(action)


def last_line() -> int:
    """The last line of the record."""
    return Line.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def of_another_kind(after: int) -> list[tuple[str, str]]:
    """The lines written since that are not of their action's kind."""
    written = Line.objects.filter(pk__gt=after).values_list("action", "kind", "refused").distinct()
    return [(action, kind) for action, kind, refused in written if kind != kind_of(action, refused=refused)]
