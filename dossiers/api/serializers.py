"""Filings and answers as the OpenAPI document describes them; the busy doors read and write them by hand."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from dossiers.models import Dossier

from .verb_inputs import PaperSerializer


@extend_schema_serializer(component_name="Filing")
class FilingSerializer(serializers.Serializer[Any]):
    """What a person files; read by dossiers.filing.read_filing."""

    procedure = serializers.CharField(help_text="e.g. 2.000635")
    point = serializers.CharField(help_text="code of the service point that receives")
    helped_at = serializers.CharField(required=False, help_text="code of the support point that helped")
    area = serializers.CharField(
        required=False,
        help_text="commune of residence, of the act, of the register or of the parcel; needed where competence asks it",
    )
    agency = serializers.CharField(
        required=False,
        help_text="code of the agency chosen among the lawful ones, or that keeps the register",
    )
    channel = serializers.ChoiceField(Dossier.Channel.choices, required=False)
    applicant_name = serializers.CharField()
    id_number = serializers.CharField(help_text="12 digits")
    applicant_phone = serializers.CharField(required=False)
    applicant_address = serializers.CharField(required=False)
    subject_name = serializers.CharField(required=False, help_text="whom the dossier is about, if another")
    representative_name = serializers.CharField(
        required=False, help_text="who files in the place of the applicant"
    )
    representative_id_number = serializers.CharField(required=False, help_text="12 digits")
    representative_phone = serializers.CharField(required=False)
    representative_basis = serializers.CharField(
        required=False, help_text="needed with a representative: e.g. father of the child"
    )
    request = serializers.CharField(required=False, help_text="content requested")
    copies = serializers.IntegerField(required=False, default=1)
    pages = serializers.IntegerField(
        required=False, help_text="pages of one copy, where the fee goes by page"
    )
    cases = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="names of the version's cases that apply"
    )
    categories = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="categories of the applicant that exempt from fees",
    )
    answers = serializers.DictField(
        required=False, help_text="answers of the version's e-form; needed online only (docs/e-forms.md)"
    )
    handed_in = serializers.ListField(
        child=serializers.IntegerField(),
        required=False,
        help_text="numbers of the requirements handed in or shown",
    )
    papers = PaperSerializer(many=True, required=False)
    code = serializers.CharField(
        required=False,
        help_text="the leased code on a receipt that was written by hand; at reception only (docs/codes.md)",
    )


@extend_schema_serializer(component_name="DeclinedFiling")
class DeclineFilingSerializer(FilingSerializer):
    """A filing that is refused at the counter, with the reason that its form 03 prints."""

    reason = serializers.CharField()


class DocumentSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    kind = serializers.CharField()
    name = serializers.CharField()
    mime = serializers.CharField()
    size = serializers.IntegerField()
    pages = serializers.IntegerField()
    sha256 = serializers.CharField()
    digitised_at = serializers.DateTimeField(allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    failure_code = serializers.CharField()


class EventSerializer(serializers.Serializer[Any]):
    seq = serializers.IntegerField()
    type = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # DRF fields have an attribute of that name
    target = serializers.CharField()
    actor = serializers.CharField()
    on_behalf_of = serializers.CharField()
    helped_by = serializers.CharField()
    facts = serializers.DictField()
    at = serializers.DateTimeField()
    hash = serializers.CharField()
    who = serializers.CharField(help_text="name of the actor")
    sentence = serializers.CharField(help_text="what the actor did, in the language of the request")
    details = serializers.ListField(child=serializers.CharField(), help_text="facts of it, in words")
    office = serializers.CharField(help_text="name of the office where the actor acted; empty for the system")


class SharesSerializer(serializers.Serializer[Any]):
    """Shares that add up to the whole."""

    applicant = serializers.IntegerField(help_text="waiting for a supplement or a payment")
    office = serializers.IntegerField()
    third_party = serializers.IntegerField(help_text="waiting for another agency's opinion, or for the post")
    whole = serializers.IntegerField()


class TimeSplitSerializer(serializers.Serializer[Any]):
    """Whose time a dossier has cost, from reception to its end or to now."""

    seconds = SharesSerializer()
    working_minutes = SharesSerializer()


class StateSerializer(serializers.Serializer[Any]):
    """What every verb answers."""

    code = serializers.CharField()
    status = serializers.CharField()
    portal_status = serializers.IntegerField(
        allow_null=True, help_text="TrangThaiHoSo of the National Public Service Portal, 1 to 10"
    )
    step = serializers.CharField(help_text="key of the step of the route; empty outside of it")
    step_role = serializers.CharField()
    step_agency = serializers.CharField(help_text="code; empty outside of the route")
    supplements = serializers.IntegerField(help_text="how often a supplement was asked for")
    papers_at = serializers.CharField(help_text="code of the agency that answers for the papers; empty: none")
    transit_to = serializers.CharField(help_text="code of the agency to which the papers are on their way")
    replacing = serializers.BooleanField(help_text="a faulty result is being replaced")
    received_at = serializers.DateTimeField(allow_null=True)
    promised_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class AcceptedSerializer(StateSerializer):
    tracking_url = serializers.CharField()
    agency = serializers.CharField()
    fee_total = serializers.IntegerField(allow_null=True)


class RowSerializer(StateSerializer):
    applicant_name = serializers.CharField()
    procedure = serializers.CharField()
    agency = serializers.CharField()
    officer = serializers.CharField(allow_null=True)


class PageSerializer(serializers.Serializer[Any]):
    rows = RowSerializer(many=True)
    next = serializers.CharField(help_text="pass as `after` for the next page; empty on the last")


class PartySerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text="subject or representative")
    name = serializers.CharField()
    id_number = serializers.CharField(help_text="masked as the applicant's is; empty where none was given")
    basis = serializers.CharField()
    phone = serializers.CharField()


class StepRunSerializer(serializers.Serializer[Any]):
    """A stretch at a step, or an opinion; `question` and `answer` are empty for who may not read them."""

    number = serializers.IntegerField()
    key = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    role = serializers.CharField()
    agency = serializers.CharField()
    officer = serializers.CharField(allow_null=True)
    is_mandatory = serializers.BooleanField()
    minutes = serializers.IntegerField(allow_null=True, help_text="working minutes it may take")
    started_at = serializers.DateTimeField()
    taken_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ending = serializers.CharField()
    verdict = serializers.CharField()
    question = serializers.CharField()
    answer = serializers.CharField()


class OneOfResultsSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    kind = serializers.IntegerField(help_text="which result of the procedure")
    seq = serializers.IntegerField(help_text="its version: a faulty one is replaced by the next")
    number = serializers.CharField()
    outcome = serializers.CharField()
    draft = serializers.IntegerField()
    approver = serializers.CharField(allow_null=True)
    rendered_sha256 = serializers.CharField()
    signed_at = serializers.DateTimeField(allow_null=True)
    sealed_at = serializers.DateTimeField(allow_null=True)
    issued_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)


class DeliverySerializer(serializers.Serializer[Any]):
    way = serializers.CharField()
    status = serializers.CharField()
    tracking_number = serializers.CharField()
    sent_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class HandOverSerializer(serializers.Serializer[Any]):
    """The papers of one dossier on one list."""

    number = serializers.CharField(help_text="of the list")
    giver = serializers.CharField()
    receiver = serializers.CharField()
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    given_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ending = serializers.CharField()


class HandOverListSerializer(serializers.Serializer[Any]):
    number = serializers.CharField()
    giver = serializers.CharField()
    receiver = serializers.CharField()
    carrier = serializers.CharField()
    tracking_number = serializers.CharField()
    given_at = serializers.DateTimeField()


class BlockerSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    detail = serializers.CharField()


class OfferSerializer(serializers.Serializer[Any]):
    """A verb that this person may do with this dossier; `blockers` empty: now."""

    verb = serializers.CharField()
    url = serializers.CharField()
    blockers = BlockerSerializer(many=True)


class DossierSerializer(AcceptedSerializer):
    procedure = serializers.CharField()
    point = serializers.CharField()
    officer = serializers.CharField(allow_null=True)
    applicant_name = serializers.CharField()
    id_number = serializers.CharField()
    applicant_phone = serializers.CharField()
    applicant_address = serializers.CharField()
    request = serializers.CharField()
    copies = serializers.IntegerField()
    answers = serializers.DictField(
        help_text="answers of the e-form; numbers of persons masked as the applicant's is"
    )
    parties = PartySerializer(many=True)
    step_runs = StepRunSerializer(many=True)
    results = OneOfResultsSerializer(many=True)
    deliveries = DeliverySerializer(many=True)
    hand_overs = HandOverSerializer(many=True)
    documents = DocumentSerializer(many=True)
    events = EventSerializer(many=True)
    time_split = TimeSplitSerializer(allow_null=True)


class ResultSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(source="number_text")
    outcome = serializers.CharField()
    approver = serializers.CharField(source="approver.username", allow_null=True)
    draft = serializers.IntegerField()
    rendered_sha256 = serializers.CharField()
    signed_sha256 = serializers.CharField()
    sealed_sha256 = serializers.CharField()
    verification_url = serializers.CharField()
