"""Competence: which agency decides a dossier, and why.

Pure but for `registered`, which asks the register of agencies: a rule (`rules`), a question (`answers`) and the
register (`offices`) give an answer (`deciding`) in `sentences`; `checking` says what is wrong with a rule.
"""

from .answers import Competence, CompetenceRefused, Question, Reason
from .checking import problems_of
from .deciding import decide
from .offices import Office, Offices, Place
from .rules import RuleRefused, read_rule

__all__ = [
    "Competence",
    "CompetenceRefused",
    "Office",
    "Offices",
    "Place",
    "Question",
    "Reason",
    "RuleRefused",
    "decide",
    "problems_of",
    "read_rule",
]
