"""The route that dossiers of a version travel: its own, or the usual one."""

from accounts.memory import remember
from accounts.roles import Role

from .content import RouteStep, StepKind
from .models import ProcedureVersion
from .route.graph import Route, normalised
from .storing import content_of

# The way of a procedure whose version names no steps that can be travelled: every decision has these three.
USUAL_ROUTE = normalised(
    (
        RouteStep("examine", "Thẩm định", role=Role.PROCESSING_OFFICER),
        RouteStep("sign", "Ký duyệt", role=Role.APPROVER),
        RouteStep("issue", "Phát hành", role=Role.RECORDS_CLERK),
    ),
    (),
)


@remember(seconds=600)
def route_of(version_id: int) -> Route:
    """Return the route of a version; the usual one where it names no steps that can be travelled."""
    content = content_of(ProcedureVersion.objects.whole().get(pk=version_id))
    tasks = [step for step in content.steps if step.kind is StepKind.TASK]
    decide = {step.role for step in tasks if step.place == "COMPETENT"}
    if not all(step.role for step in tasks) or not {Role.PROCESSING_OFFICER, Role.APPROVER} <= decide:
        return USUAL_ROUTE  # nobody would examine it, or nobody approve
    return normalised(content.steps, content.links)
