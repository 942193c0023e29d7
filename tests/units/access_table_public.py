"""Public pages, complaints, their officers. No role reads a complaint; the coach of these rows is a named officer."""

import uuid
from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from tests.access import Row
from tests.units import complaint_worlds as worlds
from tests.units.predicate_worlds import hold, pdf
from units.choices import JenisPeran as J

EVERYBODY = frozenset(J.values)
OFFICER = frozenset({worlds.PETUGAS})
HEAD = frozenset({J.KEPALA_UNIT})
KETUA = frozenset({J.KETUA_TPI})
ADMIN = frozenset({J.ADMIN_INSTANSI})


def slug(w) -> dict:
    cache.clear()  # all roles of all rows come from one address
    return {"slug": worlds.open_channel(w).slug}


def received(w) -> dict:
    return {"pk": worlds.complaint(w, named=True).pk}


def examined(w) -> dict:
    return {"pk": worlds.examined(w).pk}


def heard(w) -> dict:
    return {"pk": worlds.answered(w).pk}


def asked(w) -> dict:
    return {"pk": worlds.asked(w).pk}


def evidence(w) -> dict:
    row, _ = worlds.complaint_and_code(w, files=[pdf("bukti.pdf")])
    return {"pk": row.bukti.get().pk}


def proven(w) -> dict:
    hold(w)
    return {"pk": worlds.closed(w).pk}


def named(w) -> dict:
    return {"pk": worlds.officer(w).user.petugas_pengaduan.get().pk}


def nothing(w) -> dict:
    worlds.officer(w)
    return {}


def a_deadline() -> str:
    return (timezone.localdate() + timedelta(days=7)).isoformat()


def a_complaint(w) -> dict:
    return {
        "unit": w.unit.pk, "kategori": "pungli", "cerita": worlds.CERITA, "cara": "anonim", "kiriman": str(uuid.uuid4()),
    }  # fmt: skip


def a_code(w) -> dict:
    return {"kode": worlds.complaint_and_code(w)[1], "isi": "Saya ingat namanya."}


PUBLIC = {"allow": EVERYBODY, "kwargs": slug, "anonymous": 200, "foreign": 200}

TABLE = [
    Row("publik_instansi", **PUBLIC),
    Row("publik_pengaduan", **PUBLIC),
    Row("publik_pengaduan", method="post", data=a_complaint, **PUBLIC),
    Row("publik_pengaduan_status", **PUBLIC),
    Row("publik_pengaduan_status", method="post", data=a_code, **PUBLIC),
    Row("publik_pengaduan_add", method="post", data=a_code, **PUBLIC),
    Row("pengaduan_list", kwargs=nothing, allow=OFFICER, denied=403, foreign=403),
    Row("pengaduan_detail", kwargs=received, allow=OFFICER),
    Row("pengaduan_examine", kwargs=received, allow=OFFICER),
    Row("pengaduan_examine", kwargs=received, method="post", allow=OFFICER, ok=302),
    Row("pengaduan_ask", kwargs=examined, allow=OFFICER),
    Row(
        "pengaduan_ask", kwargs=examined, method="post", allow=OFFICER, ok=302,
        data=lambda w: {"permintaan": "Jelaskan.", "tenggat": a_deadline()},
    ),
    Row("pengaduan_close", kwargs=heard, allow=OFFICER),
    Row(
        "pengaduan_close", kwargs=heard, method="post", allow=OFFICER, ok=302,
        data={"hasil": "terbukti", "alasan": "Ada saksi.", "jawaban": "Sudah ditindak."},
    ),
    Row("pengaduan_identity", kwargs=received, allow=OFFICER),
    Row("pengaduan_identity", kwargs=received, method="post", data={"alasan": "Memanggil saksi."}, allow=OFFICER),
    Row("pengaduan_bukti", kwargs=evidence, allow=OFFICER),
    Row("pengaduan_review", kwargs=proven, allow=KETUA),
    Row(
        "pengaduan_review", kwargs=proven, method="post", allow=KETUA, ok=302,
        data=lambda w: {"uraian": "Pungutan di loket.", "tenggat": a_deadline()},
    ),
    Row("klarifikasi_pengaduan_answer", kwargs=asked, allow=HEAD),
    Row(
        "klarifikasi_pengaduan_answer", kwargs=asked, method="post", data={"tanggapan": "Tidak benar."}, allow=HEAD,
        ok=302,
    ),
    Row("petugas_pengaduan_list", allow=KETUA, denied=403, foreign=200),
    Row(
        "petugas_pengaduan_list", method="post", allow=KETUA, ok=302, denied=403, foreign=422,
        data=lambda w: {"user": w.peran[J.TIUK].user.pk, "dasar": "Surat Tugas 700/2"},
    ),
    Row("petugas_pengaduan_end", kwargs=named, allow=KETUA),
    Row("petugas_pengaduan_end", kwargs=named, method="post", allow=KETUA, ok=302),
    Row("instansi_publik", allow=ADMIN, denied=403, foreign=200),
    Row("instansi_publik", method="post", data={"halaman_publik": "on"}, allow=ADMIN, ok=302, denied=403, foreign=302),
]  # fmt: skip
