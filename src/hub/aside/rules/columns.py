"""Where the name of whoever was reported may stand: the one list, and why it stands nowhere else.

A column that is added anywhere in the hub is sorted into one of these three tables, or a test fails.
"""

from collections.abc import Mapping

from hub.aside.terms import Column, Form

_REPORT = "report_id = ANY(%(reports)s)"
_SUBJECT = "subject = ANY(%(subjects)s)"
_CASE = "case_id = %(case)s"

_OF_A_DECISION = "decision_id IN (SELECT id FROM triage_crimedecision WHERE subject = ANY(%(subjects)s))"
_OF_A_RISK = "assessment_id IN (SELECT id FROM triage_riskassessment WHERE subject = ANY(%(subjects)s))"
_OF_AN_EXIT = "exit_id IN (SELECT id FROM triage_exit WHERE report_id = ANY(%(reports)s))"
_OF_A_BULK = "id IN (SELECT bulk_id FROM queue_bulkline WHERE subject = ANY(%(subjects)s))"
_OF_AN_EXHIBIT = "exhibit_id IN (SELECT id FROM evidence_exhibit WHERE subject = ANY(%(subjects)s))"
_OF_AN_ALARM = "alarm_id IN (SELECT id FROM duties_alarm WHERE subject = ANY(%(subjects)s))"

# Masked in the copy that is worked with, and sealed whole in the original.
COLUMNS: tuple[Column, ...] = (
    Column("reports_words", "what_happened", _REPORT),
    Column("reports_words", "given", _REPORT, Form.GIVEN),
    Column("reports_words", "unknown_columns", _REPORT, Form.JSON),
    Column("reports_words", "notes", _REPORT, Form.JSON),
    Column("reports_addition", "text", _REPORT),
    Column("reports_resend", "columns", _REPORT, Form.JSON),
    Column(
        "reports_disagreement",
        "reason",
        "perception_id IN (SELECT id FROM reports_perception WHERE report_id = ANY(%(reports)s))",
    ),
    Column("triage_decision", "reason", _REPORT),
    Column("triage_decision", "inputs", _REPORT, Form.JSON),
    Column("triage_exit", "reason", _REPORT),
    Column("triage_exit", "decided_reason", _REPORT),
    Column("triage_exitmove", "reason", _OF_AN_EXIT),
    Column("cases_case", "headline", "id = %(case)s"),
    Column("cases_headline", "words", _CASE),
    Column("cases_note", "text", _CASE),
    Column("cases_allocation", "reason", _CASE),
    Column("cases_breakglass", "reason", _CASE),
    Column("cases_membership", "reason", _CASE),
    Column("cases_membership", "ended_reason", _CASE),
    Column("cases_wall", "reason", _SUBJECT),
    Column("cases_wall", "ended_reason", _SUBJECT),
    Column("duties_duty", "detail", _SUBJECT),
    Column("duties_duty", "ended_because", _SUBJECT),
    Column(
        "duties_pause", "reason", "duty_id IN (SELECT id FROM duties_duty WHERE subject = ANY(%(subjects)s))"
    ),
    Column("triage_crimedecision", "reason", _SUBJECT),
    Column("triage_crimedecision", "considered", _SUBJECT, Form.JSON),
    Column("triage_crimedecision", "question", _SUBJECT),
    Column("triage_crimedecision", "verified", _SUBJECT),
    Column(
        "triage_secondcheck",
        "reason",
        _OF_A_DECISION,
    ),
    Column("triage_worksheet", "answers", _SUBJECT, Form.JSON),
    Column("triage_unsentdecision", "words", _SUBJECT, Form.JSON),
    *(
        Column("triage_riskassessment", name, _SUBJECT)
        for name in ("reason", "information", "strategy", "powers", "options", "rejected", "action", "ethics")
    ),
    Column("triage_risklimb", "text", _OF_A_RISK),
    Column("triage_victimassessment", "notes", _SUBJECT),
    Column("triage_victimassessment", "reason", _SUBJECT),
    Column("triage_priorityword", "reason", _SUBJECT),
    Column("triage_secondlook", "first_reason", _SUBJECT),
    Column("triage_secondlook", "second_reason", _SUBJECT),
    Column("triage_referral", "reason", _SUBJECT),
    Column("triage_referral", "decided_because", _SUBJECT),
    Column("cases_outcome", "reason", _CASE),
    Column("cases_outcome", "why", _CASE),
    Column("cases_outcome", "facts", _CASE, Form.JSON),
    Column("evidence_custody", "reason", _OF_AN_EXHIBIT),
    Column("duties_alarm", "reason", _SUBJECT),
    Column("duties_alarm", "ended_because", _SUBJECT),
    Column("duties_nameddanger", "reason", _OF_AN_ALARM),
    Column("queue_bulk", "reason", _OF_A_BULK),
    Column("queue_bulkline", "before", _SUBJECT, Form.JSON),
    Column("queue_claim", "reason", _SUBJECT),
    Column("queue_passed", "reason", _SUBJECT),
    Column("queue_passed", "ended_reason", _SUBJECT),
    Column("queue_routed", "inputs", _SUBJECT, Form.JSON),
    Column("queue_waiting", "headline", _SUBJECT),
    Column("queue_waiting", "platform", _SUBJECT, Form.PLATFORM),
)

# Taken out whole, with the row or with what it shows.
TAKEN: Mapping[str, str] = {
    "content_item.url": "blanked where nobody else holds the post",
    "content_item.text": "blanked where nobody else holds the post",
    "content_item.post_id": "blanked where nobody else holds the post",
    "content_item.key": "becomes the reference of the post where nobody else holds it",
    "content_account.number": "the account goes with its last post",
    "content_account.fingerprint": "the account goes with its last post",
    "content_handle.handle": "the handle goes with its account",
    "content_handle.fingerprint": "the handle goes with its account",
    "audit_reason.text": "taken out of the record and sealed in the original; the line keeps its commitment",
    "audit_reason.salt": "taken out with its reason",
    "cases_dismissal.reason": "taken out with its suggestion and laid into the original",
    "identities_telling.sealed": "overwritten when the original is disposed of",
    "identities_telling.wrapped_key": "destroyed when the original is disposed of",
    "aside_original.sealed": "overwritten when the original is disposed of",
    "aside_original.wrapped_key": "destroyed when the original is disposed of",
    "aside_submission.sealed": "overwritten on its day, when what it held is let go",
    "aside_submission.wrapped_key": "destroyed on its day, when what it held is let go",
    "evidence_exhibit.sha256": "blanked when the key is destroyed: whoever has the same file could find it",
    "evidence_exhibit.sealed_name": "laid into the original, and gone with it",
    "evidence_exhibit.wrapped_key": "laid into the original, and destroyed with it",
    "reports_draft.sealed": "erased when the draft is sent, given up or expires",
    "reports_draft.wrapped_key": "destroyed when the draft is sent, given up or expires",
}

_OF_THE_REPORTER = "who the reporter and the person targeted are: sealed, and kept to answer them"
_CLOSED = "one word of a closed list"
_OF_A_COLLEAGUE = "of a colleague's own account"
_OF_AN_OFFICE = "an organisation or an office"

# Why a column that is identifying or sensitive cannot hold that name.
CANNOT_HOLD: Mapping[str, str] = {
    "identities_person.sealed": _OF_THE_REPORTER,
    "identities_person.wrapped_key": _OF_THE_REPORTER,
    "identities_contact.sealed": _OF_THE_REPORTER,
    "identities_contact.safe": _CLOSED,
    "identities_blindindex.mac": "a keyed fingerprint of the reporter or of the person targeted",
    "identities_link.basis": "kinds of marks, of a closed list",
    "reports_conduct.mac": "a keyed fingerprint that only a later report of the same person can match",
    "reports_report.age_band": _CLOSED,
    "reports_report.language": "the reporter's own language",
    "reports_perception.strand": _CLOSED,
    "reports_perception.targeted_religion": _CLOSED,
    "reports_party.role": _CLOSED,
    "triage_decision.answer": "an answer of the machine: a closed word, a borough or a force",
    "triage_standing.borough": "a borough of the shipped table",
    "cases_case.borough": "a borough of the shipped table",
    "queue_bulkline.sentence": "our own sentences over references and times",
    "queue_waiting.borough": "a borough of the shipped table",
    "queue_waiting.strands": "words of a closed list",
    "queue_waiting.factors": "factors of the dated table",
    "queue_waiting.languages": "the reporter's own language",
    "cases_candidate.offence": "an offence of the catalogue",
    "cases_candidate.strands": "words of a closed list",
    "cases_candidate.answers": "questions and answers of the dated table",
    "triage_worksheet.offences": "offences of the catalogue",
    "triage_riskassessment.overall": _CLOSED,
    "triage_risklimb.grade": _CLOSED,
    "triage_victimanswer.answer": _CLOSED,
    "triage_secondlook.first_answer": _CLOSED,
    "triage_secondlook.second_answer": _CLOSED,
    "triage_referral.borough": "a borough of the shipped table",
    "triage_referral.at_risk": _CLOSED,
    "triage_referral.their_reference": "the reference of an office",
    "triage_exitmove.force_reference": "the reference of an office",
    "duties_nameddanger.danger": _CLOSED,
    "duties_shift.officer": _OF_A_COLLEAGUE,
    "duties_way.officer": _OF_A_COLLEAGUE,
    "duties_way.address": _OF_A_COLLEAGUE,
    "letters_letter.facts": "references, dates and times that a shipped template names; nothing that somebody typed",
    "disclosures_agreement.organisation": _OF_AN_OFFICE,
    "disclosures_agreement.language": "the reporter's own language",
    "disclosures_release.recipient": _OF_AN_OFFICE,
    "support_offer.service": "a service of the shipped directory",
    "support_offer.reasons": "our own sentences over closed lists",
    "people_account.email": _OF_A_COLLEAGUE,
    "people_account.name": _OF_A_COLLEAGUE,
    "people_account.password": _OF_A_COLLEAGUE,
    "letters_letter.language": "the language of a shipped template",
    "audit_line.actor": "a role, and the reference of an account",
    "audit_examination.asked_by": "a role, and the reference of an account",
}

# The functions through which alone a row that is kept exactly is changed, each owned by the owner of the database.
FUNCTION = "aside_write"
REASON = "aside_take_reason"
SUGGESTIONS = "aside_take_suggestions"
