"""One verb per file: which row is locked, which facts change with it; page, API, task and command call the same."""

from .accept import accept, accept_filing
from .amend_due import amend_due
from .approve import approve
from .archive import archive
from .ask_opinion import ask_opinion
from .assign import assign
from .attach import attach
from .complete_step import complete_step
from .confirm_digitisation import confirm_digitisation
from .confirm_presence import confirm_presence
from .correct_intake import correct_intake
from .decline import decline, decline_filing
from .deliver import deliver
from .digitise import digitise
from .dispatch import dispatch
from .erase import erase
from .extend import extend
from .give_opinion import give_opinion
from .grant_by_silence import grant_by_silence, grant_lapsed
from .hand_over import hand_over
from .instruct import instruct
from .issue import issue
from .lease_numbers import lease_numbers
from .propose import propose
from .receive_hand_over import receive_hand_over
from .reclassify import reclassify
from .recompute_due import recompute_due, recompute_open
from .release import release
from .release_proposal import release_proposal
from .release_step import release_step
from .render_receipt import render_receipt
from .render_result import render_result
from .repair import repair, repair_all
from .replace_result import replace_result
from .request_payment import request_payment
from .request_supplement import request_supplement
from .reroute import reroute
from .return_numbers import return_numbers
from .seal import seal
from .send_back import send_back
from .settle_fee import settle_fee
from .stop import stop
from .submit import submit
from .supplement import supplement
from .take_over import take_over
from .take_up import take_up
from .upload import upload
from .withdraw import withdraw

__all__ = [
    "accept",
    "accept_filing",
    "amend_due",
    "approve",
    "archive",
    "ask_opinion",
    "assign",
    "attach",
    "complete_step",
    "confirm_digitisation",
    "confirm_presence",
    "correct_intake",
    "decline",
    "decline_filing",
    "deliver",
    "digitise",
    "dispatch",
    "erase",
    "extend",
    "give_opinion",
    "grant_by_silence",
    "grant_lapsed",
    "hand_over",
    "instruct",
    "issue",
    "lease_numbers",
    "propose",
    "receive_hand_over",
    "reclassify",
    "recompute_due",
    "recompute_open",
    "release",
    "release_proposal",
    "release_step",
    "render_receipt",
    "render_result",
    "repair",
    "repair_all",
    "replace_result",
    "request_payment",
    "request_supplement",
    "reroute",
    "return_numbers",
    "seal",
    "send_back",
    "settle_fee",
    "stop",
    "submit",
    "supplement",
    "take_over",
    "take_up",
    "upload",
    "withdraw",
]
