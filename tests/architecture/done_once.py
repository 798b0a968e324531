"""What is done once: taken a second time it comes at the wrong moment. Whatever is not named here may be done again."""

_REFUSED = """
    evidence.destroy_quarantined evidence.quarantine evidence.release pathway.quarantine.destroy
    pathway.quarantine.put_in pathway.quarantine.release
    cases.declare_interest cases.keep_out cases.restrict cases.take_down pathway.walls.declare_interest
    pathway.walls.keep_out pathway.walls.restrict pathway.walls.take_down
    aside.authorise aside.end aside.hold aside.refuse aside.release aside.restore aside.set_aside
    aside.submit cases.accept cases.dismiss cases.give_back cases.hand_over cases.join cases.leave
    cases.offer cases.reopen cases.set_headline cases.take_back disclosures.confirm disclosures.withdraw
    duties.acknowledge duties.add_shift duties.complete duties.mark_not_possible duties.name_danger
    duties.pause duties.remove_shift duties.remove_way duties.resume pathway.acknowledge_alarm
    pathway.aside.end_duty pathway.aside.hold_original pathway.answer_borough pathway.ask_for_another_look
    pathway.assessing.assess_risk pathway.assessing.assess_victim pathway.assessing.read_again
    pathway.belonging.acknowledge pathway.belonging.appeal pathway.belonging.dispute pathway.belonging.settle pathway.bulk.undo
    pathway.casework.accept_case pathway.casework.decide_exit pathway.casework.hand_over_case
    pathway.casework.move_duty pathway.casework.offer_case pathway.casework.return_case
    pathway.casework.set_headline pathway.casework.settle_agreement pathway.casework.take_case_back
    pathway.casework.tell_reporter pathway.clusters.dismiss pathway.clusters.join pathway.clusters.leave
    pathway.colleagues.add_administrator pathway.colleagues.change_role pathway.colleagues.close
    pathway.colleagues.invite pathway.colleagues.reopen pathway.complete_duty pathway.confirm_exit
    pathway.deciding.check pathway.deciding.choose_offences pathway.deciding.reopen pathway.discard_draft
    pathway.forget_view pathway.hand_over pathway.mark_duty_not_possible pathway.name_danger pathway.pass_on
    pathway.pause_duty pathway.refuse_another_look pathway.refuse_exit pathway.release
    pathway.release_passing pathway.restore pathway.resume_duty pathway.rota.add_shift
    pathway.rota.remove_shift pathway.rota.remove_way pathway.safeguarding.decide_referral
    pathway.safeguarding.hear_of_referral pathway.save_queue pathway.save_rule pathway.set_aside
    pathway.submissions.authorise pathway.submissions.end pathway.submissions.refuse
    pathway.submissions.submit people.add_administrator people.change_role people.close people.end_notice
    people.invite people.reopen queue.begin_undo queue.forget_view queue.hand_over queue.release
    queue.release_passing queue.save_queue queue.save_rule reports.discard_draft triage.acknowledge
    triage.assess_risk triage.assess_victim triage.check_decision triage.confirm_exit triage.decide_referral
    triage.appeal triage.dispute triage.hear_of_referral triage.read_again triage.refuse_exit triage.settle
"""
# Steps inside another action, which asks first; if it did not, the database itself would hold them to once.
_HELD = """
    cases.place duties.settle_call identities.recognise letters.queue reports.keep_changes reports.receive
    support.offer triage.assess triage.draw
"""
ONCE = frozenset(_REFUSED.split())
BY_THE_DATABASE = frozenset(_HELD.split())
