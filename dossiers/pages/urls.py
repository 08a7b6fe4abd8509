"""Addresses of the dossier's pages: the counter's, everybody's desk, the citizens'. One per verb."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from dossiers.code_pattern import CODE_IN_ADDRESSES
from dossiers.hand_over_queries import IN_ADDRESSES as LIST_IN_ADDRESSES

from . import acts, attention, citizen, counter, desk, leases, papers, transit


class DossierCode(StringConverter):
    """A dossier code, e.g. H12.264.01-261120-0001."""

    regex = CODE_IN_ADDRESSES


class Token(StringConverter):
    """128 random bits in the address of a tracking page, a result or a document."""

    regex = r"[A-Za-z0-9_-]{22}"


class ListNumber(StringConverter):
    """The number of a hand-over list as it stands in an address, e.g. 12-BG-H12.264.01-2026."""

    regex = LIST_IN_ADDRESSES


register_converter(DossierCode, "dossier_code")
register_converter(ListNumber, "list_number")
register_converter(Token, "token")
DOSSIER = "counter/dossiers/<dossier_code:code>/"
HAND_OVER = "counter/hand-overs/<list_number:list_number>/"

urlpatterns = [
    path("counter/", counter.counter, name="counter"),
    path("counter/card/", counter.scan_card, name="scan_card"),
    path("counter/procedures/", counter.search_procedures, name="search_procedures"),
    path("counter/parts/", counter.reception_parts, name="reception_parts"),
    path("counter/documents/", counter.upload_paper, name="upload_paper"),
    path("counter/dossiers/", desk.worklist, name="worklist"),
    path("counter/attention/", attention.attention, name="attention"),
    path("counter/attention/repair/", attention.repair, name="repair"),
    path("counter/attention/<int:message_id>/retry/", desk.retry, name="retry"),
    path("counter/lists/<slug:name>/", desk.worklist, name="worklist"),
    path("counter/documents/<token:key>/", desk.document, name="document"),
    path("counter/documents/<token:key>/<slug:rendition>/", desk.document_file, name="document_file"),
    path("counter/hand-overs/", transit.hand_overs, name="hand_overs"),
    path("counter/hand-overs/give/", transit.give_papers, name="give_papers"),
    path(HAND_OVER, transit.hand_over_list, name="hand_over_list"),
    path(f"{HAND_OVER}receive/", transit.receive_list, name="receive_list"),
    path(f"{HAND_OVER}print/", transit.print_hand_over, name="print_hand_over"),
    path("counter/numbers/", leases.number_leases, name="number_leases"),
    path("counter/numbers/lease/", leases.lease_numbers, name="lease_numbers"),
    path("counter/numbers/<dossier_code:code>/return/", leases.return_numbers, name="return_numbers"),
    path(DOSSIER, desk.dossier, name="dossier"),
    path(f"{DOSSIER}accepted/", counter.accepted, name="accepted"),
    path(f"{DOSSIER}receipt/", desk.receipt_file, name="receipt_file"),
    path(f"{DOSSIER}result/", desk.result_file, name="result_file"),
    path(f"{DOSSIER}forms/<slug:form>/", papers.form_file, name="form_file"),
    path("counter/register/", papers.register_file, name="register"),
    *[path(f"{DOSSIER}{verb}/", view, name=verb) for verb, view in acts.VIEWS.items()],
    path("t/<token:token>/", citizen.track, name="track"),
    path("t/<token:token>/why/", citizen.track_why, name="track_why"),
    path("t/<token:token>/result.pdf", citizen.own_result, name="own_result"),
    path("v/<token:key>/", citizen.verify, name="verify"),
    path("v/<token:key>/document.pdf", citizen.verified_document, name="verified_document"),
]
