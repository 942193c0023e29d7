"""The check of issued papers is everybody's; who issues a kind also signs it; certificates are the administrator's."""

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from reports.models import BerkasBertanda, Terbitan
from reports.signing import certificates
from tests.access import ROLES, Row
from tests.reports.signing_worlds import SANDI, p12
from tests.reports.trust_worlds import issued, paper
from units.choices import JenisPeran as J

EVERYBODY = frozenset(J.values)
ADMIN = frozenset({J.ADMIN_INSTANSI})
HEAD = frozenset({J.KEPALA_UNIT})
READERS = ROLES - {J.PENILAI_TPN}
ISSUERS = frozenset({J.KEPALA_UNIT, J.KETUA_TIM, J.TIUK, J.TIM_PEMBINA, J.KETUA_TPI, J.SEKRETARIS_TPI})


class Upload(SimpleUploadedFile):
    """Sent once for each role."""

    def read(self, *args) -> bytes:
        self.seek(0)
        return super().read(*args)


def known(w) -> dict:
    cache.clear()  # all roles of all rows come from one address
    return {"kode": issued(w).kode}


def certificate(w) -> dict:
    cache.clear()
    by, holder = w.peran[J.ADMIN_INSTANSI], w.peran[J.KEPALA_UNIT].user
    return {"pk": certificates.add_p12(isi=p12(), sandi=SANDI, pemegang=holder, by=by).pk}


def waiting(w) -> dict:
    """For an electronic signature; the head has a certificate, the other signatories have none."""
    certificate(w)
    return {"pk": issued(w, content=paper(), cara=Terbitan.Cara.ELEKTRONIK).pk}


def on_paper(w) -> dict:
    return {"pk": issued(w, nomor="700/051/ITKAB/2026").pk}


def with_scan(w) -> dict:
    row = issued(w)
    kept = BerkasBertanda.objects.create(
        terbitan=row, berkas=row.dokumen.berkas, cocok="diketik", oleh=w.peran[J.KEPALA_UNIT]
    )
    return {"pk": kept.pk}


def a_scan(w) -> dict:
    return {"berkas": Upload("p.pdf", paper("700/051/ITKAB/2026")), "nomor": "700/051/ITKAB/2026"}


def a_password(w) -> dict:
    return {"sertifikat": w.peran[J.KEPALA_UNIT].user.sertifikat.get().pk, "sandi": SANDI}


def a_certificate(w) -> dict:
    upload = Upload("s.p12", p12())
    return {"pemegang": w.peran[J.KEPALA_UNIT].user.pk, "penyedia": "pkcs12", "berkas": upload, "sandi": SANDI}


PUBLIC = {"allow": EVERYBODY, "anonymous": 200, "foreign": 200}
SIGNING = {"denied": 403, "special": {J.PENILAI_TPN: 404}}

TABLE = [
    Row("terbitan_find", **PUBLIC),
    Row("terbitan_check", kwargs=known, **PUBLIC),
    Row("terbitan_sign", kwargs=waiting, allow=ISSUERS, **SIGNING),
    Row(
        "terbitan_sign", kwargs=waiting, method="post", data=a_password, allow=HEAD, ok=302, denied=403,
        special=dict.fromkeys(ISSUERS - HEAD, 200) | {J.PENILAI_TPN: 404},
    ),
    Row("terbitan_scan", kwargs=on_paper, allow=ISSUERS, **SIGNING),
    Row("terbitan_scan", kwargs=on_paper, method="post", data=a_scan, allow=ISSUERS, ok=302, **SIGNING),
    Row("berkas_bertanda_download", kwargs=with_scan, allow=READERS),
    Row("sertifikat_list", allow=ADMIN, denied=403, foreign=200),
    Row("sertifikat_add", allow=ADMIN, denied=403, foreign=200),
    Row("sertifikat_add", method="post", data=a_certificate, allow=ADMIN, ok=302, denied=403, foreign=422),
    Row("sertifikat_detail", kwargs=certificate, allow=ADMIN, denied=403),
    Row("sertifikat_deactivate", kwargs=certificate, allow=ADMIN, denied=403),
    Row(
        "sertifikat_deactivate", kwargs=certificate, method="post", data={"alasan": "Pejabat berganti."}, allow=ADMIN,
        ok=302, denied=403,
    ),
]  # fmt: skip
