"""Plays two weeks of work into an empty office through the real verbs, so that pages have something to show.

Only for pictures and trials: all persons are invented, the clock is moved for each act.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from dossiers import actions
from dossiers.models import Dossier
from seeds.bad_files import pdf_bomb
from tests import journeys

NAMES = (
    "Nguyễn Huỳnh Thị Phương Thảo",
    "Tôn Nữ Hoàng Thị Ngọc Quỳnh Như",
    "Công Tằng Tôn Nữ Thị Mẫu Đơn",
    "Phạm Đăng Đạt",
    "Lê Ngọc Bảo Trân",
    "Trần Thị Mẫu",
    "Danh Sóc Kha",
    "Nguyễn Trần Khánh Vy",
    "Đặng Hoàng Phương Uyên",
    "Huỳnh Thử",
)
PROCEDURES = ("2.000635", "2.000635", "2.000908")
QUESTION = "Đề nghị cho biết trang 15 của sổ gốc năm 1985 lưu tại Sở có đọc được không."
MISSING = [{"requirement": 1, "what": "Tờ khai chưa có chữ ký của người yêu cầu"}]
BASIS = "Điều 3 Thông tư 04/2020/TT-BTP: tờ khai phải có chữ ký của người yêu cầu."
CALENDAR_DAYS = 13  # before today
PER_DAY = (3, 2, 4, 3, 5, 2, 4)


def before_the_play(now: datetime) -> time_machine.travel:
    """Return a journey to a day before all that is played."""
    return time_machine.travel(now - timedelta(days=CALENDAR_DAYS + 7), tick=True)


def play(now: datetime) -> None:
    """Fill the database as it would stand at `now`."""
    people, kinds, counts = cycle(NAMES), cycle(PROCEDURES), cycle(PER_DAY)
    for day in working_days(now):
        for number in range(next(counts)):
            at = day.replace(hour=8 + number, minute=(13 * number) % 60)
            finished_at(at, applicant_name=next(people), procedure=next(kinds))
    unfinished(now, people)
    whole_life(now, people)
    one_that_fails()


def working_days(now: datetime) -> Iterator[datetime]:
    """The days before `now`, without Saturdays and Sundays, each at midnight here."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    days = (today - timedelta(days=number) for number in range(CALENDAR_DAYS, 0, -1))
    return (day for day in days if day.isoweekday() <= 5)


def finished_at(at: datetime, **changes: Any) -> Dossier:
    """One dossier from reception to return within the working day."""
    with time_machine.travel(at, tick=True) as traveller:
        dossier = journeys.in_process(**changes)
        traveller.shift(timedelta(minutes=25 + at.day * 7))
        clerk, officer = journeys.user("tiepnhan.datmui"), journeys.user("thuly.anxuyen")
        actions.propose(dossier.code, outcome="granted", content=journeys.CONTENT, by=officer)
        journeys.run_background("results", "default")
        result = journeys.again(dossier).result
        assert result is not None
        approver, records = journeys.user("kyduyet.anxuyen"), journeys.user("vanthu.anxuyen")
        actions.approve(dossier.code, sha256=result.rendered_sha256, by=approver)
        actions.seal(dossier.code, by=records)
        traveller.shift(timedelta(minutes=9))
        actions.issue(dossier.code, by=records)
        name = dossier.applicant_name
        return actions.deliver(dossier.code, way="counter", recipient_name=name, by=clerk)


def unfinished(now: datetime, people: Iterator[str]) -> None:
    """What lies on the desks: one of each state, some late."""
    with time_machine.travel(now - timedelta(days=3), tick=True):
        journeys.in_process(applicant_name=next(people))
    with time_machine.travel(now - timedelta(days=2), tick=True):
        journeys.digitised(applicant_name=next(people), procedure="2.000908")
    with time_machine.travel(now - timedelta(hours=3), tick=True):
        journeys.submitted(applicant_name=next(people))
        journeys.digitised(applicant_name=next(people))
        journeys.proposed(applicant_name=next(people))
        journeys.processed(applicant_name=next(people), procedure="2.000908")
        journeys.issued(applicant_name=next(people))
        journeys.accepted(applicant_name=next(people), scan=True)
    journeys.run_background()


def whole_life(now: datetime, people: Iterator[str]) -> None:
    """The other ways: an opinion asked for, a supplement awaited, papers on a list, numbers leased, one replaced."""
    officer, clerk = journeys.user("thuly.anxuyen"), journeys.user("tiepnhan.datmui")
    with time_machine.travel(now - timedelta(days=1), tick=True):
        asking, waiting = (journeys.in_process(applicant_name=next(people)) for _each in range(2))
        journeys.run_background("default", "results")
        actions.ask_opinion(asking.code, of="H12.03", question=QUESTION, hours=Decimal(8), by=officer)
        actions.request_supplement(
            waiting.code, items=MISSING, reason=BASIS, contact="Lê Văn Thử, 0290 3831 234", by=officer
        )
        travelling = [journeys.accepted(applicant_name=next(people)).code for _each in range(3)]
        actions.hand_over(travelling, to="H12.226", carrier="post", tracking_number="EE123456789VN", by=clerk)
        journeys.replaced(journeys.returned(applicant_name=next(people)))
    with time_machine.travel(now - timedelta(hours=1), tick=True):
        actions.lease_numbers("H12.264.01-1", 5, by=journeys.user("truongtrungtam.datmui"))


def finish_in_real_time() -> None:
    """Let the digitising that is left come to its end."""
    journeys.run_background("digitisation")


def one_that_fails() -> None:
    """A paper that unpacks to six gigabytes: digitising gives it up, and it needs attention."""
    clerk = journeys.user("tiepnhan.datmui")
    heavy = actions.upload(SimpleUploadedFile("so-goc.pdf", pdf_bomb(6144), "application/pdf"), by=clerk)
    journeys.accepted(applicant_name=NAMES[1], papers=[{"document": heavy.key, "requirement": 1}])
    journeys.run_background("default", "results")
