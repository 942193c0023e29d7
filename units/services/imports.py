"""Imports of units and people: a dry run that lists every row, then all rows or none."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.dateparse import parse_datetime

from units import importing, jobs
from units.errors import BerkasDitolak, Ditolak
from units.evidence import read_bytes, store_upload
from units.importing import BARU, BERUBAH, DITOLAK, HasilBaris, Kini
from units.models import Impor, Instansi, Peran, StatusPekerjaan, UnitKerja, User
from units.notices import notify
from units.services import imports_write
from units.services.accounts import ALPHABET
from units.xlsx import Kolom, Tabel, open_workbook_safely, read_table, write_table

PASSWORD_LIST_HOURS = 24
BEAT_EVERY = 100  # rows read between two signs of life
BEAT_EVERY_PASSWORD = 5  # Argon2 takes a tenth of a second each


@transaction.atomic
def request_import(jenis: str, upload: UploadedFile, *, by: Peran) -> Impor:
    """Keep the file and queue its dry run. Raises BerkasDitolak for what is no workbook."""
    berkas = store_upload(upload, instansi=by.instansi, by=by.user, accept=frozenset({"xlsx"}))
    job = Impor.objects.create(jenis=jenis, berkas=berkas, oleh=by)
    jobs.enqueue(job)
    return job


def blocked(impor: Impor) -> str:
    """Why the checked rows cannot be written; empty when they can."""
    ringkasan = impor.hasil.get("ringkasan", {})
    if any(hal["berat"] == "galat" for hal in impor.hasil.get("temuan", [])):
        return "Berkas mempunyai galat. Perbaiki berkasnya, lalu unggah lagi."
    if ringkasan.get(DITOLAK):
        return f"{ringkasan[DITOLAK]} baris ditolak. Perbaiki baris itu di berkas, lalu unggah lagi; semua baris atau tidak sama sekali."
    if not ringkasan.get(BARU) and not ringkasan.get(BERUBAH):
        return "Tidak ada baris baru atau berubah, sehingga tidak ada yang perlu diterapkan."
    return ""


@transaction.atomic
def request_apply(impor: Impor, *, by: Peran) -> None:
    """Queue the writing of the checked rows. Of two clicks the second finds it queued."""
    impor = Impor.objects.select_for_update().get(pk=impor.pk)
    if impor.tahap != Impor.Tahap.PERIKSA or impor.status != StatusPekerjaan.JADI:
        raise Ditolak("Impor ini sedang dikerjakan atau sudah diterapkan.")
    if reason := blocked(impor):
        raise Ditolak(reason)
    Impor.objects.filter(pk=impor.pk).update(
        tahap=Impor.Tahap.TERAPKAN,
        status=StatusPekerjaan.DIMINTA,
        percobaan=0,
        kemajuan=0,
        jumlah=0,
        langkah="",
        detak=None,
        mulai_at=None,
        selesai_at=None,
        created_at=timezone.now(),
        oleh=by,
    )
    jobs.enqueue(impor)


def run(pk: int) -> None:
    """The job: check or apply, whichever the row stands at. Safe to run twice."""
    impor = jobs.claim(Impor, pk)
    if impor is None:
        return
    if not impor.oleh.is_active_on(timezone.localdate()):
        jobs.fail(
            impor, "Peran administrator yang meminta impor ini sudah berakhir. Unggah lagi dengan peran yang berlaku."
        )
        return
    try:
        tabel = read_table(open_workbook_safely(read_bytes(impor.berkas)), importing.JENIS[impor.jenis].kolom)
        done = _check(impor, tabel) if impor.tahap == Impor.Tahap.PERIKSA else _apply(impor, tabel)
    except BerkasDitolak as exc:
        jobs.fail(impor, str(exc))
    except IntegrityError:
        jobs.fail(impor, "Data berubah saat diterapkan dan tidak ada yang disimpan. Jalankan lagi.")
    else:
        if done:
            _tell(impor)


def _tell(impor: Impor) -> None:
    """What came of it: applying ends as a new check when the data had moved in between."""
    impor.refresh_from_db(fields=["tahap"])
    kerja = "Pemeriksaan" if impor.tahap == Impor.Tahap.PERIKSA else "Penerapan"
    notify(
        [impor.oleh.user],
        judul=f"{kerja} impor {impor.get_jenis_display().lower()} selesai",
        pesan=f"Berkas {impor.berkas}.",
        tautan=reverse("impor_detail", kwargs={"pk": impor.pk}),
    )


def _check(impor: Impor, tabel: Tabel) -> bool:
    return jobs.finish(impor, hasil=_dry_run(impor, tabel, _progress(impor, "Memeriksa baris", BEAT_EVERY)))


def _progress(impor: Impor, langkah: str, step: int) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done % step == 0 or done == total:
            jobs.beat(impor, kemajuan=done, jumlah=total, langkah=langkah)

    return tell


def _dry_run(impor: Impor, tabel: Tabel, tell: Callable[[int, int], None]) -> dict[str, Any]:
    total = len(tabel.baris)
    kini = current_data(impor.jenis, impor.oleh.instansi)
    baris = importing.check_rows(importing.JENIS[impor.jenis], tabel, kini, on_row=lambda done: tell(done, total))
    temuan = importing.stray_findings(tabel)
    if not total and not temuan:
        temuan = [
            {"berat": "galat", "pesan": "Tidak ada baris yang terisi di bawah baris judul.", "tempat": tabel.lembar}
        ]
    # As it will be read back from the database, so that two runs can be compared.
    rows = json.loads(json.dumps([asdict(item) for item in baris]))
    return {"baris": rows, "temuan": temuan, "ringkasan": importing.count_states(baris)}


def _apply(impor: Impor, tabel: Tabel) -> bool:
    """Write all rows in one transaction, after looking again at the data as they are now.

    The file is read and passwords are hashed before it, so that nobody else waits for hundreds of Argon2 rounds.
    """
    salt = get_random_string(32)
    hashes = _hash_passwords(impor, salt)
    jobs.beat(impor, langkah="Menyimpan semua baris")
    with transaction.atomic():
        Instansi.objects.select_for_update().get(pk=impor.oleh.instansi_id)
        now = _dry_run(impor, tabel, lambda done, total: None)
        if moved := _moved(impor.hasil["baris"], now["baris"]):
            return jobs.finish(impor, tahap=Impor.Tahap.PERIKSA, hasil=now | {"berubah_sejak": moved})
        rows = [HasilBaris(**row) for row in now["baris"]]
        if impor.jenis == Impor.Jenis.UNIT:
            imports_write.write_units(rows, by=impor.oleh)
        else:
            imports_write.write_people(rows, hashes=hashes, by=impor.oleh)
        kept = _password_list(salt) if hashes else {}
        if not jobs.finish(impor, hasil=now | kept):
            transaction.set_rollback(True)
            return False
    return True


def _moved(before: list[dict], now: list[dict]) -> list[int]:
    """Numbers of the rows whose result is another than in the dry run."""
    old = {row["nomor"]: row for row in before}
    return [row["nomor"] for row in now if old.get(row["nomor"]) != row]


# --- initial passwords -------------------------------------------------------------------------------------


def needs_password(row: dict[str, Any]) -> bool:
    """Somebody new without an email, who therefore cannot choose a password by letter."""
    return row["keadaan"] == BARU and not row["nilai"].get("email")


def _hash_passwords(impor: Impor, salt: str) -> dict[str, str]:
    """Password hash by person's key, with progress."""
    if impor.jenis != Impor.Jenis.ORANG:
        return {}
    keys = [row["kunci"] for row in impor.hasil["baris"] if needs_password(row)]
    tell = _progress(impor, "Menyiapkan kata sandi awal", BEAT_EVERY_PASSWORD)
    hashes = {}
    for done, key in enumerate(keys, start=1):
        hashes[key] = make_password(initial_password(salt, key))
        tell(done, len(keys))
    return hashes


def initial_password(salt: str, kunci: str) -> str:
    """The initial password of one person of one import.

    Computed from the server's key and the import's salt, so that no password ever lies in the database; when the salt
    is forgotten, nobody can compute it again.
    """
    number = int.from_bytes(salted_hmac("units.impor", f"{salt}:{kunci}", algorithm="sha256").digest())
    letters = []
    for _ in range(12):
        number, index = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[index])
    return "-".join("".join(letters[at : at + 4]) for at in (0, 4, 8))


def _password_list(salt: str) -> dict[str, Any]:
    until = timezone.now() + timedelta(hours=PASSWORD_LIST_HOURS)
    return {"garam": salt, "sandi_sampai": until.isoformat()}


def passwords_until(impor: Impor):
    """Until when the list of initial passwords can be fetched; None when there is none (any more)."""
    until = parse_datetime(impor.hasil.get("sandi_sampai", "")) if impor.hasil.get("garam") else None
    return until if until and until > timezone.now() else None


@transaction.atomic
def take_passwords(impor: Impor) -> bytes:
    """The list of initial passwords as a workbook, once. Raises Ditolak when it has been fetched or has expired."""
    impor = Impor.objects.select_for_update().get(pk=impor.pk)
    if passwords_until(impor) is None:
        raise Ditolak(
            "Daftar kata sandi awal sudah diunduh atau sudah lewat 24 jam. Atur ulang kata sandi per orang bila perlu."
        )
    keys = [row["kunci"] for row in impor.hasil["baris"] if needs_password(row)]
    people = (
        User.objects.filter(nip__in=keys, must_change_password=True)
        .select_related("unit")
        .order_by("unit__kode", "nama")
    )
    kolom = (
        Kolom("unit", "Unit kerja", 40),
        Kolom("nip", "NIP", 24),
        Kolom("nama", "Nama", 40),
        Kolom("sandi", "Kata sandi awal", 20),
    )
    rows = [
        {
            "unit": o.unit.nama if o.unit else "",
            "nip": o.nip,
            "nama": o.nama,
            "sandi": initial_password(impor.hasil["garam"], o.nip),
        }
        for o in people
    ]
    content = write_table(
        kolom,
        rows,
        lembar="Kata sandi awal",
        petunjuk=(
            "Serahkan kepada masing-masing orang, lalu musnahkan berkas ini.",
            "Kata sandi awal harus diganti saat pertama kali masuk.",
        ),
    )
    _forget(impor)
    return content


def _forget(impor: Impor) -> None:
    impor.hasil = {key: value for key, value in impor.hasil.items() if key not in ("garam", "sandi_sampai")}
    impor.save(update_fields=["hasil"])


def forget_expired_passwords() -> int:
    """Drop the salts whose day is over. Returns how many."""
    count = 0
    for impor in Impor.objects.filter(hasil__has_key="garam"):
        if passwords_until(impor) is None:
            _forget(impor)
            count += 1
    return count


# --- the data as they are ----------------------------------------------------------------------------------


def current_data(jenis: str, instansi: Instansi) -> Kini:
    return _current_units(instansi) if jenis == Impor.Jenis.UNIT else _current_people(instansi)


def _current_units(instansi: Instansi) -> Kini:
    fields = [k.kunci for k in importing.KOLOM_UNIT if k.kunci != "induk"]
    rows = UnitKerja.objects.filter(instansi=instansi).values("induk__kode", *fields)
    return Kini({row["kode"]: row | {"induk": row.pop("induk__kode") or ""} for row in rows})


def _current_people(instansi: Instansi) -> Kini:
    fields = [k.kunci for k in importing.KOLOM_ORANG if k.kunci != "unit"]
    rows = User.objects.filter(instansi=instansi).values("unit__kode", *fields)
    known = {}
    for row in rows:
        row |= {"unit": row.pop("unit__kode") or "", "nip": row["nip"] or "", "email": (row["email"] or "").lower()}
        known[row["nip"] or row["email"]] = row
    others = User.objects.filter(~Q(instansi=instansi) | Q(instansi=None)).values_list("nip", "email")
    units = UnitKerja.objects.filter(instansi=instansi, is_active=True).values_list("kode", "nama")
    return Kini(
        known,
        milik_lain=frozenset(value.lower() for pair in others for value in pair if value),
        unit={importing.unit_words(w): kode for kode, nama in units for w in (nama, f"{kode} - {nama}", kode)},
        email={row["email"]: key for key, row in known.items() if row["email"]},
    )


def template_workbook(jenis: str, instansi: Instansi, *, filled: bool) -> bytes:
    """The workbook to fill; `filled` with the data as they are, to be changed there and sent back."""
    spec = importing.JENIS[jenis]
    kolom = spec.kolom
    if jenis == Impor.Jenis.ORANG:
        units = UnitKerja.objects.filter(instansi=instansi, is_active=True).values_list("kode", "nama")
        choices = tuple(f"{kode} - {nama}" for kode, nama in units)
        kolom = tuple(_with_choices(k, choices) if k.kunci == "unit" else k for k in kolom)
    rows = [_printed(row) for row in current_data(jenis, instansi).baris.values()] if filled else []
    return write_table(kolom, rows, petunjuk=spec.petunjuk)


def _with_choices(kolom: Kolom, pilihan: tuple[str, ...]) -> Kolom:
    return Kolom(kolom.kunci, kolom.judul, kolom.lebar, kolom.wajib, pilihan, kolom.keterangan)


def _printed(row: dict[str, Any]) -> dict[str, Any]:
    return {key: importing.shown(key, value) if value else value for key, value in row.items()}
