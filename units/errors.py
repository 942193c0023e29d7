"""Named refusals. Their text is a sentence in Indonesian for the person; views and handlers show it as it is."""

from django.core.exceptions import PermissionDenied

from units.xlsx_guard import BerkasDitolak

__all__ = ["BenturanPerubahan", "BerkasDitolak", "Ditolak", "TidakBerwenang"]


class Ditolak(Exception):
    """A rule refuses the act; the message says which rule and who can help."""


class TidakBerwenang(PermissionDenied):
    """This role may not do this; the message says who can. Becomes a 403 page with the reason."""


class BenturanPerubahan(Exception):
    """Someone else saved a newer value. Carries both so that neither is lost."""

    def __init__(self, *, versi: int, nilai: str, oleh: str, pada: str):
        super().__init__(f"Sudah diubah oleh {oleh} pada {pada}.")
        self.versi, self.nilai, self.oleh, self.pada = versi, nilai, oleh, pada
