"""What each verb takes, for the OpenAPI document: shapes alone. What an entry means is checked by the verb itself.

A text may come empty: then the verb says what it wants, in the same sentence as on the page.
"""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from dossiers.actions.deliver import WAYS
from dossiers.closing import MONEY
from dossiers.entries import MOST_PAPERS
from dossiers.models import HandOverList, Result, StepRun

MOST_LISTED = 200


def text(help_text: str, *, needed: bool = True) -> serializers.CharField:
    """A text; the verb measures it."""
    optional: dict[str, Any] = {} if needed else {"required": False, "default": ""}
    return serializers.CharField(allow_blank=True, help_text=help_text, **optional)


def flag(help_text: str, *, default: bool) -> serializers.BooleanField:
    return serializers.BooleanField(required=False, default=default, help_text=help_text)


def kind() -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False, default=1, help_text="which result of the procedure, where it has several"
    )


def numbers(help_text: str) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.IntegerField(), required=False, max_length=MOST_LISTED, help_text=help_text
    )


def words(help_text: str, *, needed: bool = False) -> serializers.ListField:
    optional: dict[str, Any] = {} if needed else {"required": False}
    return serializers.ListField(
        child=serializers.CharField(), max_length=MOST_LISTED, help_text=help_text, **optional
    )


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": MOST_LISTED}]}
)
class HashesField(serializers.Field[Any, Any, Any, Any]):
    """One hash, or a list of them where the procedure has several results."""

    default_error_messages = {"invalid": "Send the SHA-256 of the draft, or a list of them."}

    def to_internal_value(self, data: Any) -> Any:
        listed = data if isinstance(data, list) else [data]
        if len(listed) > MOST_LISTED or not all(isinstance(one, str) for one in listed):
            self.fail("invalid")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class NothingSerializer(serializers.Serializer[Any]):
    """A verb that needs no words."""


class ReasonSerializer(serializers.Serializer[Any]):
    reason = text("why, in a sentence for the applicant")


class PaperSerializer(serializers.Serializer[Any]):
    document = serializers.CharField(help_text="key of an uploaded document")
    requirement = serializers.IntegerField(
        required=False, allow_null=True, help_text="number of the requirement"
    )


class AttachSerializer(serializers.Serializer[Any]):
    document = serializers.CharField()
    replaces = serializers.CharField(required=False, default="", allow_blank=True)


class WithdrawSerializer(ReasonSerializer):
    money = serializers.ChoiceField(
        MONEY, help_text="what happens to the fee: none was paid, it goes back, it stays"
    )


class StopSerializer(WithdrawSerializer):
    basis = text("the legal basis of stopping")


@extend_schema_serializer(component_name="SupplementItem")
class SupplementItemSerializer(serializers.Serializer[Any]):
    requirement = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="number of the requirement; null: something else",
    )
    what = text("what is missing or has to be put right", needed=False)


class RequestSupplementSerializer(ReasonSerializer):
    items = SupplementItemSerializer(many=True, max_length=MOST_PAPERS)  # type: ignore[call-arg]  # goes to the list
    contact = text("whom the applicant may ask, and where", needed=False)
    until = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="last day for the applicant"
    )
    anyway = flag("ask a second time although the dossier will count as late", default=False)


class SupplementSerializer(serializers.Serializer[Any]):
    papers = PaperSerializer(many=True, required=False, max_length=MOST_PAPERS)  # type: ignore[call-arg]
    handed_in = numbers("numbers of the requirements handed in or shown")
    note = text("what else is to be known", needed=False)


class ReplaceResultSerializer(ReasonSerializer):
    kind = kind()


class RequestPaymentSerializer(ReasonSerializer):
    amount = serializers.IntegerField(help_text="VND")


class SettleFeeSerializer(serializers.Serializer[Any]):
    reference = text("number of the receipt or of the transfer")


class ExtendSerializer(ReasonSerializer):
    until = serializers.DateField(help_text="the new day")


class AmendDueSerializer(serializers.Serializer[Any]):
    until = serializers.DateField(help_text="the day until which it is due")
    basis = text("on which basis the day is set by hand")


class ConfirmPresenceSerializer(serializers.Serializer[Any]):
    present = text("who was present")


class InstructSerializer(serializers.Serializer[Any]):
    instruction = text("what is to be done")


class CarriedSerializer(serializers.Serializer[Any]):
    to = serializers.CharField(help_text="code of the agency that is to receive the papers")
    carrier = serializers.ChoiceField(HandOverList.Carrier.choices, required=False, default="own")
    tracking_number = text("of the public post", needed=False)
    note = text("a remark on the list", needed=False)


class HandOverSerializer(CarriedSerializer):
    codes = words("codes of the dossiers whose papers go", needed=True)


class ReceiveHandOverSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(help_text="number of the hand-over list")
    missing = words("codes of dossiers on the list whose papers did not arrive")
    note = text("a remark", needed=False)


class RerouteSerializer(ReasonSerializer):
    to = serializers.CharField(help_text="code of the agency that is competent")


class TakeOverSerializer(serializers.Serializer[Any]):
    instead_of = text("user name of whom you saw as responsible; empty: nobody was", needed=False)


class CompleteStepSerializer(serializers.Serializer[Any]):
    note = text("for whoever has the next step", needed=False)
    without_opinions = text("why you go on without an opinion that is missing", needed=False)


class AskOpinionSerializer(serializers.Serializer[Any]):
    of = serializers.CharField(help_text="code of the agency that is asked")
    question = text("what is asked")
    hours = serializers.DecimalField(max_digits=6, decimal_places=2, help_text="working hours to answer in")
    mandatory = flag("the approval waits for it", default=True)


class GiveOpinionSerializer(serializers.Serializer[Any]):
    verdict = serializers.ChoiceField(StepRun.Verdict.choices)
    answer = text("the opinion")
    number = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="which one, where several are asked of you"
    )


class AssignSerializer(serializers.Serializer[Any]):
    officer = serializers.CharField(help_text="user name of a processing officer of the competent agency")


class ProposeSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(Result.Outcome.choices)
    content = serializers.CharField(max_length=4000)
    approver = serializers.CharField(required=False, default="", allow_blank=True)
    kind = kind()
    alone = flag("what else was proposed becomes void", default=False)


class ApproveSerializer(serializers.Serializer[Any]):
    sha256 = HashesField(help_text="SHA-256 of the draft that the approver has read; a list for several")
    without_opinions = text("why you go on without an opinion that is missing", needed=False)


class DispatchSerializer(serializers.Serializer[Any]):
    tracking_number = text("of the carrier")
    came_back = flag("what was sent before has come back", default=False)


class DeliverSerializer(serializers.Serializer[Any]):
    way = serializers.ChoiceField(WAYS)
    recipient_name = serializers.CharField()


class CorrectIntakeSerializer(ReasonSerializer):
    changes = serializers.DictField(
        allow_empty=False, help_text="field of the filing: what it should have said, e.g. applicant_name"
    )


class ReclassifySerializer(ReasonSerializer):
    procedure = serializers.CharField(help_text="e.g. 2.000635")
    area = text("commune meant, where competence asks it", needed=False)
    agency = text("code of the agency chosen among the lawful ones", needed=False)
    cases = words("names of the new version's cases that apply")
    categories = words("categories of the applicant that exempt from fees")
    pages = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        help_text="pages of one copy, where the fee goes by page",
    )
