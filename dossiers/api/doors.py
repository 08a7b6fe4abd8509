"""What every door of the API shares: who is there, the body as it came or by its shape, the header against repeats."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import User

REPEATS = "Idempotency-Key"
IDEMPOTENCY = OpenApiParameter(
    REPEATS,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="The same key twice is one dossier.",
)
ONCE = OpenApiParameter(
    REPEATS,
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    description="The same request with the same key within a day is done once, and answered as the first time.",
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
