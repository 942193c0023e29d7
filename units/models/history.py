"""One history table per kind of object, each with a real foreign key."""

from django.db import models

from units.models.base import Riwayat
from units.models.evidence import DataDukung
from units.models.institution import Instansi, PembangunanZI, UnitKerja
from units.models.people import User
from units.models.year import Predikat


class RiwayatInstansi(Riwayat):
    """History of an institution, its calendar and settings."""

    objek = models.ForeignKey(Instansi, models.PROTECT, related_name="riwayat")


class RiwayatUnitKerja(Riwayat):
    """History of a unit's master data."""

    objek = models.ForeignKey(UnitKerja, models.PROTECT, related_name="riwayat")


class RiwayatUser(Riwayat):
    """History of a person's data and roles."""

    objek = models.ForeignKey(User, models.PROTECT, related_name="riwayat")


class RiwayatPembangunan(Riwayat):
    """History of a unit's year: target, team, agents of change."""

    objek = models.ForeignKey(PembangunanZI, models.PROTECT, related_name="riwayat")


class RiwayatDataDukung(Riwayat):
    """History of a piece of evidence: versions, title."""

    objek = models.ForeignKey(DataDukung, models.PROTECT, related_name="riwayat")


class RiwayatPredikat(Riwayat):
    """History of a predicate: granted, under review, revoked."""

    objek = models.ForeignKey(Predikat, models.PROTECT, related_name="riwayat")
