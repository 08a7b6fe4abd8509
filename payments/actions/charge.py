"""Charge: write down what a dossier owes, once, from the fee table of its version."""

from collections import defaultdict

from django.db import transaction
from django.utils.timezone import localdate, now

from dossiers.models import Dossier
from payments.models import Charge
from procedures.fees import QuoteItem, quote


@transaction.atomic
def charge(dossier: Dossier) -> list[Charge]:
    """Return the charges of the dossier, one per stage of collection, writing those that are missing.

    The fees are those of the day of filing, as on the receipt. Fees that nobody published are not charged: their
    amount is unknown, which is not zero.
    """
    quoted = quote(
        dossier.procedure_version.rates,
        channel=dossier.channel,
        on=localdate(dossier.submitted_at or dossier.received_at),
        copies=dossier.copies,
        pages=dossier.pages,
        cases=dossier.cases or (),
        categories=dossier.categories or (),
    )
    stages: dict[str, list[QuoteItem]] = defaultdict(list)
    for item in quoted.items:
        if item.amount:
            stages[item.rate.collected_at].append(item)
    return [_written(dossier, stage, items) for stage, items in stages.items()]


def _written(dossier: Dossier, stage: str, items: list[QuoteItem]) -> Charge:
    charge, _created = Charge.objects.get_or_create(
        province=dossier.province,
        dossier=dossier,
        collected_at=stage,
        defaults={
            "items": [{"name": item.rate.name, "times": item.times, "amount": item.amount} for item in items],
            "amount": sum(item.amount or 0 for item in items),
            "charged_at": now(),
        },
    )
    return charge
