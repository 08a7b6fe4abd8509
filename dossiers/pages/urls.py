"""Addresses of the dossier's pages: the counter's, everybody's desk, the citizens'. One per verb."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import acts, citizen, counter, desk


class DossierCode(StringConverter):
    """A dossier code, e.g. H12.264.01-261120-0001."""

    regex = r"[A-Za-z0-9.]{1,35}-\d{6}-\d{4,8}"


class Token(StringConverter):
    """128 random bits in the address of a tracking page, a result or a document."""

    regex = r"[A-Za-z0-9_-]{22}"


register_converter(DossierCode, "dossier_code")
register_converter(Token, "token")
DOSSIER = "counter/dossiers/<dossier_code:code>/"

urlpatterns = [
    path("counter/", counter.counter, name="counter"),
    path("counter/card/", counter.scan_card, name="scan_card"),
    path("counter/procedures/", counter.search_procedures, name="search_procedures"),
    path("counter/parts/", counter.reception_parts, name="reception_parts"),
    path("counter/documents/", counter.upload_paper, name="upload_paper"),
    path("counter/dossiers/", desk.worklist, name="worklist"),
    path("counter/attention/", desk.attention, name="attention"),
    path("counter/attention/<int:message_id>/retry/", desk.retry, name="retry"),
    path("counter/lists/<slug:name>/", desk.worklist, name="worklist"),
    path("counter/documents/<token:key>/", desk.document, name="document"),
    path("counter/documents/<token:key>/<slug:rendition>/", desk.document_file, name="document_file"),
    path(DOSSIER, desk.dossier, name="dossier"),
    path(f"{DOSSIER}accepted/", counter.accepted, name="accepted"),
    path(f"{DOSSIER}receipt/", desk.receipt_file, name="receipt_file"),
    path(f"{DOSSIER}result/", desk.result_file, name="result_file"),
    path(f"{DOSSIER}accept/", acts.accept, name="accept"),
    path(f"{DOSSIER}confirm_digitisation/", acts.confirm_digitisation, name="confirm_digitisation"),
    path(f"{DOSSIER}attach/", acts.attach, name="attach"),
    path(f"{DOSSIER}take_up/", acts.take_up, name="take_up"),
    path(f"{DOSSIER}assign/", acts.assign, name="assign"),
    path(f"{DOSSIER}release/", acts.release, name="release"),
    path(f"{DOSSIER}propose/", acts.propose, name="propose"),
    path(f"{DOSSIER}approve/", acts.approve, name="approve"),
    path(f"{DOSSIER}seal/", acts.seal, name="seal"),
    path(f"{DOSSIER}issue/", acts.issue, name="issue"),
    path(f"{DOSSIER}deliver/", acts.deliver, name="deliver"),
    path("t/<token:token>/", citizen.track, name="track"),
    path("t/<token:token>/why/", citizen.track_why, name="track_why"),
    path("t/<token:token>/result.pdf", citizen.own_result, name="own_result"),
    path("v/<token:key>/", citizen.verify, name="verify"),
    path("v/<token:key>/document.pdf", citizen.verified_document, name="verified_document"),
]
