"""The doors of the API: parse, call one action or query, answer."""

from typing import Any, cast

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import User
from dossiers import access, actions, files, queries
from dossiers.filing import read_filing

from . import answers
from . import serializers as shapes

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="The same key twice is one dossier.",
)


class StaffView(APIView):
    """A door of signed-in staff."""

    def finalize_response(self, *given: Any, **named: Any) -> Any:
        answer = super().finalize_response(*given, **named)
        answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    @property
    def who(self) -> User:
        return cast(User, self.request.user)

    def given(self, shape: type[Serializer[Any]]) -> dict[str, Any]:
        """Return the body, checked for shape alone; what it means is the action's business."""
        reader = shape(data=self.request.data)
        reader.is_valid(raise_exception=True)
        return dict(reader.validated_data)


def body(request: Request) -> dict[str, Any]:
    """Return the body as it came; ValidationError unless it is an object."""
    if not isinstance(request.data, dict):
        raise ValidationError(_("The body is not the JSON that is expected here."))
    return request.data


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
        filing = read_filing(body(request), key=request.headers.get("Idempotency-Key", ""))
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
        filing = read_filing(body(request), key=request.headers.get("Idempotency-Key", ""))
        return Response(answers.accepted(actions.submit(filing, by=self.who)), 201)


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


class Accept(StaffView):
    """Accept a submitted dossier."""

    @extend_schema(
        operation_id="accept", request=shapes.NothingSerializer, responses=shapes.AcceptedSerializer
    )
    def post(self, request: Request, code: str) -> Response:
        return Response(answers.accepted(actions.accept(code, by=self.who)))


class Attach(StaffView):
    """Give an uploaded document to a received dossier, or put it in the place of another."""

    @extend_schema(operation_id="attach", request=shapes.AttachSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        given = self.given(shapes.AttachSerializer)
        dossier = actions.attach(code, key=given["document"], replaces=given["replaces"], by=self.who)
        return Response(answers.state(dossier))


class ConfirmDigitisation(StaffView):
    """Vouch for the electronic copies."""

    @extend_schema(
        operation_id="confirm_digitisation",
        request=shapes.NothingSerializer,
        responses=shapes.StateSerializer,
    )
    def post(self, request: Request, code: str) -> Response:
        return Response(answers.state(actions.confirm_digitisation(code, by=self.who)))


class TakeUp(StaffView):
    """Become the responsible officer."""

    @extend_schema(operation_id="take_up", request=shapes.NothingSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(answers.state(actions.take_up(code, by=self.who)))


class Assign(StaffView):
    """Give a dossier to another officer of the competent agency."""

    @extend_schema(operation_id="assign", request=shapes.AssignSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(
            answers.state(actions.assign(code, by=self.who, **self.given(shapes.AssignSerializer)))
        )


class Release(StaffView):
    """Put a dossier back on the agency's list, for an officer to take up."""

    @extend_schema(operation_id="release", request=shapes.NothingSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(answers.state(actions.release(code, by=self.who)))


class Propose(StaffView):
    """Propose an outcome; its number is reserved and its page is made."""

    @extend_schema(operation_id="propose", request=shapes.ProposeSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(
            answers.state(actions.propose(code, by=self.who, **self.given(shapes.ProposeSerializer)))
        )


class Approve(StaffView):
    """Sign the draft that was read, and decide."""

    @extend_schema(operation_id="approve", request=shapes.ApproveSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(
            answers.state(actions.approve(code, by=self.who, **self.given(shapes.ApproveSerializer)))
        )


class Seal(StaffView):
    """Add the agency's seal."""

    @extend_schema(operation_id="seal", request=shapes.NothingSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(answers.state(actions.seal(code, by=self.who)))


class Issue(StaffView):
    """Check the sealed file and let it out."""

    @extend_schema(operation_id="issue", request=shapes.NothingSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(answers.state(actions.issue(code, by=self.who)))


class Deliver(StaffView):
    """Put the result in the person's hands."""

    @extend_schema(operation_id="deliver", request=shapes.DeliverSerializer, responses=shapes.StateSerializer)
    def post(self, request: Request, code: str) -> Response:
        return Response(
            answers.state(actions.deliver(code, by=self.who, **self.given(shapes.DeliverSerializer)))
        )


class OneResult(StaffView):
    """The result in force: its number, outcome and hashes."""

    @extend_schema(operation_id="read_result", responses=shapes.ResultSerializer)
    def get(self, request: Request, code: str) -> Response:
        return Response(shapes.ResultSerializer(access.open_result(self.who, code)).data)


class ResultContent(StaffView):
    """The PDF of the result as it stands: sealed, signed, or the draft."""

    @extend_schema(
        operation_id="read_result_content", responses={(200, "application/pdf"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, code: str) -> HttpResponse:
        return send_pdf(
            files.read(access.result_file(access.open_result(self.who, code))), f"{code}-result.pdf"
        )


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
