"""The doors of the API: parse, call one action or query, answer."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from dossiers import access, actions, files, queries
from dossiers.filing import read_filing
from dossiers.rules import offers

from . import answers
from . import serializers as shapes
from . import verb_inputs as inputs
from .doors import IDEMPOTENCY, REPEATS, StaffView, body

KIND = OpenApiParameter("kind", int, description="which result of the procedure; 1 unless it has several")
MOST_DIGITS = 5


class Documents(StaffView):
    """Upload one file; it waits for a dossier to take it."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="upload",
        request={
            "multipart/form-data": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
        responses={201: shapes.DocumentSerializer},
    )
    def post(self, request: Request) -> Response:
        file = request.FILES.get("file")
        if file is None:
            raise ValidationError({"file": [_("Choose a file.")]})
        return Response(answers.document(actions.upload(file, by=self.who)), 201)


class DocumentContent(StaffView):
    """The original file, its searchable PDF, or its text."""

    @extend_schema(
        operation_id="read_document",
        parameters=[OpenApiParameter("rendition", str, enum=["original", "searchable", "text"])],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, key: str) -> HttpResponse:
        rendition = request.query_params.get("rendition", "original")
        return send_document(self.who, key, rendition)


class AcceptFiling(StaffView):
    """Accept a filing at the counter: code, promise, clock and receipt job in one transaction."""

    @extend_schema(
        operation_id="accept_filing",
        parameters=[IDEMPOTENCY],
        request=shapes.FilingSerializer,
        responses={201: shapes.AcceptedSerializer},
    )
    def post(self, request: Request) -> Response:
        filing = read_filing(body(request), key=request.headers.get(REPEATS, ""))
        return Response(answers.accepted(actions.accept_filing(filing, by=self.who)), 201)


class Submit(StaffView):
    """Submit a filing that a clerk will accept later."""

    @extend_schema(
        operation_id="submit",
        parameters=[IDEMPOTENCY],
        request=shapes.FilingSerializer,
        responses={201: shapes.AcceptedSerializer},
    )
    def post(self, request: Request) -> Response:
        filing = read_filing(body(request), key=request.headers.get(REPEATS, ""))
        return Response(answers.accepted(actions.submit(filing, by=self.who)), 201)


class DeclineFiling(StaffView):
    """Refuse a filing at the counter: it gets its code, and a refusal with the reason."""

    @extend_schema(
        operation_id="decline_filing",
        parameters=[IDEMPOTENCY],
        request=shapes.DeclineFilingSerializer,
        responses={201: shapes.StateSerializer},
    )
    def post(self, request: Request) -> Response:
        filing = read_filing(body(request), key=request.headers.get(REPEATS, ""))
        reason = self.given(inputs.ReasonSerializer)["reason"]
        return Response(answers.state(actions.decline_filing(filing, reason=reason, by=self.who)), 201)


class HandOver(StaffView):
    """Hand the papers of dossiers over to another agency: one list, one carrier."""

    @extend_schema(
        operation_id="hand_over",
        request=inputs.HandOverSerializer,
        responses={201: shapes.HandOverListSerializer},
    )
    def post(self, request: Request) -> Response:
        given = self.given(inputs.HandOverSerializer)
        made = actions.hand_over(given.pop("codes"), by=self.who, **given)
        return Response(answers.hand_over_list(made), 201)


class ReceiveHandOver(StaffView):
    """Receive the papers of a hand-over list; what did not arrive stays with the giver."""

    @extend_schema(
        operation_id="receive_hand_over",
        request=inputs.ReceiveHandOverSerializer,
        responses=shapes.HandOverListSerializer,
    )
    def post(self, request: Request) -> Response:
        given = self.given(inputs.ReceiveHandOverSerializer)
        received = actions.receive_hand_over(given.pop("number"), by=self.who, **given)
        return Response(answers.hand_over_list(received))


class Dossiers(StaffView):
    """A worklist, page by page."""

    @extend_schema(
        operation_id="list_dossiers",
        parameters=[
            OpenApiParameter("worklist", str, enum=list(queries.WORKLISTS)),
            OpenApiParameter("after", str),
        ],
        responses=shapes.PageSerializer,
    )
    def get(self, request: Request) -> Response:
        name = request.query_params.get("worklist", "open")
        if name not in queries.WORKLISTS:
            raise ValidationError({"worklist": [_("There is no such list. Choose one from the page.")]})
        page = queries.page(queries.WORKLISTS[name], self.who, after=request.query_params.get("after", ""))
        return Response({"rows": [answers.row(dossier) for dossier in page.rows], "next": page.next})


class OneDossier(StaffView):
    """A dossier with its documents and its events; opening it is recorded."""

    @extend_schema(operation_id="read_dossier", responses=shapes.DossierSerializer)
    def get(self, request: Request, code: str) -> Response:
        return Response(answers.dossier(access.open_dossier(self.who, code), reader=self.who))


class Verbs(StaffView):
    """What the signed-in person may do with a dossier, and why something cannot be done now."""

    @extend_schema(operation_id="list_verbs", responses=shapes.OfferSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        dossier = access.look_at(self.who, code)
        return Response([answers.offer(one, dossier) for one in offers(dossier, by=self.who)])


def kind_of(request: Request) -> int:
    """Return which result of the procedure is meant, the first unless `kind` says another."""
    kind = request.query_params.get("kind", "1")
    if not (kind.isascii() and kind.isdigit() and len(kind) < MOST_DIGITS):
        raise ValidationError({"kind": [_("Enter a whole number.")]})
    return int(kind)


class OneResult(StaffView):
    """The newest result of a kind: its number, outcome and hashes."""

    @extend_schema(operation_id="read_result", parameters=[KIND], responses=shapes.ResultSerializer)
    def get(self, request: Request, code: str) -> Response:
        return Response(
            shapes.ResultSerializer(access.open_result(self.who, code, kind=kind_of(request))).data
        )


class ResultContent(StaffView):
    """The PDF of the result as it stands: sealed, signed, or the draft."""

    @extend_schema(
        operation_id="read_result_content",
        parameters=[KIND],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        result = access.open_result(self.who, code, kind=kind_of(request))
        return send_pdf(files.read(access.result_file(result)), f"{code}-result.pdf")


class Receipt(StaffView):
    """The receipt (statutory form 01)."""

    @extend_schema(operation_id="read_receipt", responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, code: str) -> HttpResponse:
        return send_pdf(files.read(access.open_receipt(self.who, code).file), f"{code}.pdf")


def send_document(user: User, key: str, rendition: str) -> HttpResponse:
    """Answer one rendition of a document that `user` may see."""
    document = access.open_document(user, key, rendition)
    if rendition == "text" and document.is_digitised:
        return HttpResponse(document.text, content_type="text/plain; charset=utf-8")
    if rendition == "searchable" and document.searchable_file:
        return send_pdf(files.read(document.searchable_file), f"{document.key}.pdf")
    if rendition != "original":
        raise access.NotVisible(key)
    answer = HttpResponse(files.read(document.file), content_type=document.mime)
    answer["Content-Disposition"] = f'inline; filename="{document.key}"'
    return answer


def send_pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )
