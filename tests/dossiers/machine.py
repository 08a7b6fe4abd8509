# ruff: noqa: E501 (a table)
"""The law's map, written out a second time: verb, state after (= keeps it), event, states before | guards."""

MAP = """
submit                submitted           submitted              draft
accept                received            accepted               draft submitted
decline               declined            declined               submitted
attach                =                   paper_attached         submitted received digitised in_process awaiting_supplement
correct_intake        =                   intake_corrected       submitted received digitised in_process awaiting_supplement awaiting_payment processed | result_already_signed
reclassify            =                   reclassified           submitted received digitised
render_receipt        =                   receipt_rendered       received digitised in_process awaiting_supplement awaiting_payment processed issued returned declined withdrawn stopped
digitise              =                   paper_digitised        submitted received digitised in_process awaiting_supplement awaiting_payment processed
confirm_digitisation  digitised           digitisation_confirmed received | papers_not_digitised
confirm_presence      =                   presence_confirmed     received digitised in_process | presence_not_asked
take_up               in_process          taken_up               digitised
assign                =                   assigned               issued returned | no_replacement_open
assign                =                   assigned               in_process awaiting_supplement awaiting_payment
take_over             =                   taken_over             in_process
release               digitised           released               in_process | result_proposed
release_step          =                   step_released          issued returned | no_replacement_open
release_step          =                   step_released          in_process awaiting_supplement awaiting_payment processed
complete_step         =                   step_completed         in_process | step_not_taken opinions_awaited
reroute               =                   rerouted               submitted received digitised in_process | result_proposed papers_on_their_way
ask_opinion           =                   opinion_asked          in_process | held_by_another
give_opinion          =                   opinion_given          in_process awaiting_supplement awaiting_payment | no_opinion_asked
instruct              =                   instructed             submitted received digitised in_process awaiting_supplement awaiting_payment processed issued
request_supplement    awaiting_supplement supplement_requested   submitted received digitised in_process | asked_by_another result_proposed
supplement            back                supplemented           awaiting_supplement
request_payment       awaiting_payment    payment_requested      received digitised in_process | asked_by_another result_proposed
settle_fee            back                fee_settled            awaiting_payment
extend                =                   extended               received digitised in_process processed | already_extended due_has_passed
amend_due             =                   due_amended            received digitised in_process processed
recompute_due         =                   due_recomputed         received digitised in_process awaiting_supplement awaiting_payment processed
propose               =                   proposed               issued returned | no_replacement_open held_by_another result_already_signed
propose               =                   proposed               in_process | held_by_another step_of_another_role
release_proposal      =                   proposal_released      in_process awaiting_supplement awaiting_payment issued returned | result_already_signed
render_result         =                   result_rendered        in_process issued returned
send_back             =                   sent_back              in_process | nothing_to_review review_of_another
approve               =                   approved               issued returned | no_replacement_open result_not_rendered result_already_signed addressed_to_another certificate_not_valid
approve               processed           approved               in_process | result_not_rendered addressed_to_another not_at_approval presence_not_confirmed opinions_awaited certificate_not_valid
grant_by_silence      returned            granted_by_silence     received digitised in_process | silence_does_not_grant
seal                  =                   sealed                 issued returned | no_replacement_open result_not_signed result_already_sealed certificate_not_valid
seal                  =                   sealed                 processed | result_not_signed result_already_sealed certificate_not_valid
issue                 =                   issued                 issued returned | no_replacement_open result_not_signed result_not_sealed
issue                 issued              issued                 processed | result_not_signed result_not_sealed
hand_over             =                   papers_handed_over     issued returned received digitised in_process awaiting_supplement awaiting_payment processed | papers_on_their_way
receive_hand_over     =                   papers_received        submitted received digitised in_process awaiting_supplement awaiting_payment processed returned declined withdrawn stopped issued
dispatch              =                   result_sent            returned | replacement_open result_already_delivered
dispatch              =                   result_sent            issued | replacement_open
deliver               =                   returned               returned | replacement_open result_already_delivered
deliver               returned            returned               issued | replacement_open
replace_result        =                   result_replaced        issued returned | replacement_open already_erased
withdraw              withdrawn           withdrawn              submitted received digitised in_process awaiting_supplement awaiting_payment | result_already_signed
stop                  stopped             stopped                received digitised in_process awaiting_supplement awaiting_payment | result_already_signed
archive               =                   archived               returned declined withdrawn stopped | already_archived somebody_waits
erase                 =                   erased                 returned declined withdrawn stopped | not_archived already_erased somebody_waits
"""


def rows() -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    """(state before, verb, state after, event, guards), one for each arrow."""
    found = []
    for line in MAP.strip().splitlines():
        said, _bar, guards = line.partition(" | ")
        verb, after, event, *sources = said.split()
        found += [(source, verb, after, f"dossier.{event}", tuple(guards.split())) for source in sources]
    return found
