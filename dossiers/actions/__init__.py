"""One verb per file: which row is locked, which facts change with it; page, API, task and command call the same."""

from .accept import accept, accept_filing
from .approve import approve
from .assign import assign
from .attach import attach
from .confirm_digitisation import confirm_digitisation
from .deliver import deliver
from .digitise import digitise
from .issue import issue
from .propose import propose
from .release import release
from .release_proposal import release_proposal
from .render_receipt import render_receipt
from .render_result import render_result
from .seal import seal
from .submit import submit
from .take_up import take_up
from .upload import upload

__all__ = [
    "accept",
    "accept_filing",
    "approve",
    "assign",
    "attach",
    "confirm_digitisation",
    "deliver",
    "digitise",
    "issue",
    "propose",
    "release",
    "release_proposal",
    "render_receipt",
    "render_result",
    "seal",
    "submit",
    "take_up",
    "upload",
]
