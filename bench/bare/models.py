"""Plain tables, about as wide as a dossier's row and as what a tracking page shows."""

from django.db import models
from django.utils.timezone import now


class Filing(models.Model):
    """As many columns as a dossier has, of the same kinds, without foreign keys and with the primary key alone."""

    province = models.CharField(max_length=2, default="96")
    code = models.CharField(max_length=50, default="H12.264-261121-0001")
    token = models.CharField(max_length=22, default="0123456789abcdefghijkl", db_index=True)
    intake_key = models.UUIDField(null=True)
    status = models.CharField(max_length=20, default="received")
    procedure = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, default="DIRECT")
    helped_at = models.CharField(max_length=40, blank=True)
    point = models.CharField(max_length=40)
    receiving_agency = models.CharField(max_length=35, blank=True)
    agency = models.CharField(max_length=35, blank=True)
    area = models.CharField(max_length=5, blank=True)
    officer = models.BigIntegerField(null=True)
    applicant_name = models.CharField(max_length=120)
    applicant_search = models.CharField(max_length=120, blank=True)
    applicant_phone = models.CharField(max_length=20, blank=True)
    applicant_address = models.CharField(max_length=250, blank=True)
    id_number = models.CharField(max_length=12)
    id_encrypted = models.BinaryField(default=bytes(60))
    id_index = models.BinaryField(default=bytes(32))
    id_key = models.CharField(max_length=16, default="k1")
    request = models.CharField(max_length=500, blank=True)
    copies = models.PositiveSmallIntegerField(default=1)
    fee_total = models.BigIntegerField(null=True)
    submitted_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(default=now)
    promised_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    head_seq = models.PositiveIntegerField(default=1)
    head_hash = models.BinaryField(default=bytes(32))

    def __str__(self) -> str:
        return self.code


class Happening(models.Model):
    """What a developer writes down beside a change: who, what, when."""

    filing = models.BigIntegerField()
    what = models.CharField(max_length=40)
    actor = models.BigIntegerField()
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)
    before = models.BinaryField(default=bytes(32))
    hash = models.BinaryField(default=bytes(32))

    def __str__(self) -> str:
        return self.what


class Series(models.Model):
    """The last number given in a series."""

    name = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Page(models.Model):
    """The words of one page, ready to be shown."""

    token = models.CharField(max_length=22, unique=True)
    code = models.CharField(max_length=50)
    sentence = models.CharField(max_length=250)
    due = models.CharField(max_length=60)
    left = models.CharField(max_length=60)
    todo = models.CharField(max_length=250)
    procedure = models.CharField(max_length=250)
    agency = models.CharField(max_length=200)
    point = models.CharField(max_length=200)
    accepted = models.CharField(max_length=60)
    confirmed = models.CharField(max_length=60)
    taken_up = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.code
