"""The shapes of the API, for its OpenAPI document; the busy doors read and write these shapes by hand."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from dossiers.models import Dossier, Result


class PaperSerializer(serializers.Serializer[Any]):
    document = serializers.CharField(help_text="key of an uploaded document")
    requirement = serializers.IntegerField(
        required=False, allow_null=True, help_text="number of the requirement"
    )


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


class StateSerializer(serializers.Serializer[Any]):
    """What every verb answers."""

    code = serializers.CharField()
    status = serializers.CharField()
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
    documents = DocumentSerializer(many=True)
    events = EventSerializer(many=True)


class ResultSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(source="number_text")
    outcome = serializers.CharField()
    approver = serializers.CharField(source="approver.username")
    draft = serializers.IntegerField()
    rendered_sha256 = serializers.CharField()
    signed_sha256 = serializers.CharField()
    sealed_sha256 = serializers.CharField()
    verification_url = serializers.CharField()


class AttachSerializer(serializers.Serializer[Any]):
    document = serializers.CharField()
    replaces = serializers.CharField(required=False, default="", allow_blank=True)


class AssignSerializer(serializers.Serializer[Any]):
    officer = serializers.CharField(help_text="user name of a processing officer of the competent agency")


class ProposeSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(Result.Outcome.choices)
    content = serializers.CharField(max_length=4000)
    approver = serializers.CharField(required=False, default="", allow_blank=True)


class ApproveSerializer(serializers.Serializer[Any]):
    sha256 = serializers.CharField(help_text="SHA-256 of the draft that the approver has read")


class DeliverSerializer(serializers.Serializer[Any]):
    way = serializers.ChoiceField(["counter", "post", "online"])
    recipient_name = serializers.CharField()


class NothingSerializer(serializers.Serializer[Any]):
    """A verb that needs no words."""
