"""Requirements of a proposal: those of the institution, those of each unit, and the surveys."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import proposal_access as access
from evaluation.forms_usulan import SurveiForm, SyaratForm
from evaluation.models import RiwayatSyarat, Survei, Syarat
from evaluation.requirements import INSTANSI, UNIT, Ketentuan, SyaratDinilai, findings
from evaluation.services import requirements as services
from evaluation.tables_usulan import SyaratUnitTable
from evaluation.views.head import fetch_pembangunan
from units import evidence
from units.access import require
from units.choices import JenisPredikat
from units.errors import BenturanPerubahan, BerkasDitolak, Ditolak
from units.filters_year import PembangunanFilter
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI, Periode
from units.views.common import paged, render_list, shown_rows, tell_too_large


@dataclass(frozen=True, slots=True)
class Baris:
    """A requirement as the page shows it: what is recorded, and how each predicate judges it."""

    ketentuan: Ketentuan
    tercatat: Syarat | None
    hasil: tuple[SyaratDinilai | None, ...]
    ubah_url: str

    @property
    def nilai(self) -> str:
        return next((item.nilai for item in self.hasil if item and item.nilai), "")


def _rows(
    items: tuple[Ketentuan, ...],
    recorded: dict[str, Syarat],
    judged: tuple[tuple[SyaratDinilai, ...], ...],
    edit_url: Callable[[str], str] | None,
) -> list[Baris]:
    by_target = [{item.kode: item for item in rows} for rows in judged]
    asked = [item for item in items if any(item.kode in rows for rows in by_target)]
    return [
        Baris(
            item,
            recorded.get(item.kode),
            tuple(rows.get(item.kode) for rows in by_target),
            "" if edit_url is None or item.is_computed else edit_url(item.kode),
        )
        for item in asked
    ]


def _recorded(periode: Periode, pembangunan: PembangunanZI | None) -> dict[str, Syarat]:
    rows = Syarat.objects.filter(periode=periode, pembangunan=pembangunan).select_related("diperiksa_oleh__user")
    return {row.kode: row for row in rows}


def _history(**filters):
    rows = RiwayatSyarat.objects.filter(**filters).select_related("oleh", "peran").order_by("-waktu", "-pk")
    return rows[:30]


def syarat_list(request: HttpRequest) -> HttpResponse:
    """Requirements of the institution in the year, and how far each unit is."""
    require(access.can_read_syarat(request.peran), access.WHO_READS, what="Membuka syarat pengajuan")
    periode, today = request.periode, timezone.localdate()
    halaman = Halaman(
        judul=f"Syarat pengajuan {periode or ''}".strip(),
        keterangan="Diperiksa TPI sebelum unit kerja diusulkan ke TPN.",
    )
    if periode is None:
        return render(request, "evaluation/syarat_list.html", {"halaman": halaman})
    chosen, table = _units(request, periode, today)
    may = access.can_check_syarat_instansi(request.peran, periode.instansi_id)
    judged = tuple(services.judge_instansi(periode, target, on=today) for target in JenisPredikat.values)
    rows = _rows(
        services.set_of(periode).of_level(INSTANSI),
        _recorded(periode, None),
        judged,
        (lambda kode: reverse("syarat_edit", args=[periode.pk, kode])) if may else None,
    )
    return render_list(request, "evaluation/syarat_list.html", {
        "halaman": halaman, "periode": periode, "kumpulan": services.set_of(periode), "baris_list": rows,
        "predikat_list": [label for _, label in JenisPredikat.choices], "filter": chosen, "table": table,
        "may": may, "riwayat": _history(objek__periode=periode, objek__pembangunan=None),
    })  # fmt: skip


def _units(request: HttpRequest, periode: Periode, today: date) -> tuple[PembangunanFilter, SyaratUnitTable]:
    seen = PembangunanZI.objects.visible_to(request.peran).filter(periode=periode)
    chosen = PembangunanFilter(request.GET, queryset=seen.select_related("unit", "periode").order_by("unit__kode"))
    table = paged(request, SyaratUnitTable(chosen.qs))
    table.judged = services.judge_units(shown_rows(request, table), on=today)
    return chosen, table


def syarat_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Requirements and surveys of one unit's year towards its target."""
    year = fetch_pembangunan(request, pk)
    require(access.can_read_syarat(request.peran), access.WHO_READS, what="Membuka syarat pengajuan")
    judged = services.judge_unit(year, on=timezone.localdate())
    may = access.can_check_syarat(request.peran, year)
    kumpulan = services.set_of(year.periode)
    edit = (lambda kode: reverse("syarat_unit_edit", args=[year.pk, kode])) if may else None
    survei = Tombol("Catat hasil survei", reverse("survei_add", args=[pk]), ikon="plus")
    met = judged.memenuhi
    halaman = Halaman(
        judul=f"Syarat pengajuan {year.unit.nama} {year.periode}",
        remah=(("Syarat pengajuan", reverse("syarat_list")),),
        status=("hijau", "Semua dipenuhi") if met else ("merah", f"{len(judged.kurang)} belum dipenuhi"),
        keterangan=f"Target {year.get_target_display()}. {kumpulan.dasar}.",
        tombol=survei if access.can_record_survei(request.peran, year) else None,
    )
    return render(request, "evaluation/syarat_detail.html", {
        "halaman": halaman, "pembangunan": year, "predikat_list": [year.get_target_display()],
        "instansi_list": _rows(kumpulan.of_level(INSTANSI), _recorded(year.periode, None), (judged.instansi,), None),
        "unit_list": _rows(kumpulan.of_level(UNIT), _recorded(year.periode, year), (judged.unit,), edit),
        "temuan": findings(judged.semua), "may": may,
        "survei_list": year.survei.select_related("dicatat_oleh__user"),
        "riwayat": _history(objek__pembangunan=year),
    })  # fmt: skip


def syarat_edit(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """A requirement of the institution."""
    periode = get_object_or_404(Periode.objects.visible_to(request.peran).select_related("instansi"), pk=pk)
    allowed = access.can_check_syarat_instansi(request.peran, periode.instansi_id)
    require(allowed, access.PEMERIKSA, what="Memeriksa syarat")
    return _edit(request, periode, None, kode, back=reverse("syarat_list"))


def syarat_unit_edit(request: HttpRequest, pk: int, kode: str) -> HttpResponse:
    """A requirement of a unit."""
    year = fetch_pembangunan(request, pk)
    require(access.can_check_syarat(request.peran, year), access.PEMERIKSA, what="Memeriksa syarat")
    return _edit(request, year.periode, year, kode, back=reverse("syarat_detail", args=[pk]))


def _edit(
    request: HttpRequest, periode: Periode, pembangunan: PembangunanZI | None, kode: str, *, back: str
) -> HttpResponse:
    item = services.set_of(periode).get(kode)
    if item is None or item.is_computed or item.tingkat != (UNIT if pembangunan else INSTANSI):
        raise Http404
    row = _recorded(periode, pembangunan).get(kode)
    initial = {"nilai": row.nilai, "sumber": row.sumber, "versi": row.versi} if row else {"versi": 0}
    form = SyaratForm(request.POST or None, request.FILES or None, item=item, cancel_url=back, initial=initial)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid() and _save(request, form, periode, pembangunan, kode, item):
        return redirect(back)
    halaman = Halaman(
        judul=item.nama,
        remah=(("Syarat pengajuan", reverse("syarat_list")), *([(pembangunan.unit.nama, back)] if pembangunan else [])),
        keterangan=f"{pembangunan.unit.nama if pembangunan else periode.instansi.nama}. {item.dasar}.",
    )
    context = {"halaman": halaman, "form": form, "tercatat": row}
    return render(request, "evaluation/syarat_edit.html", context, status=422 if form.errors else 200)


def _save(
    request: HttpRequest,
    form: SyaratForm,
    periode: Periode,
    pembangunan: PembangunanZI | None,
    kode: str,
    item: Ketentuan,
) -> bool:
    data = form.cleaned_data
    try:
        services.save_syarat(
            periode=periode, pembangunan=pembangunan, kode=kode, nilai=data["nilai"], sumber=data["sumber"],
            versi=data["versi"], upload=data["berkas"], by=request.peran,
        )  # fmt: skip
    except BenturanPerubahan as other:
        form.add_error(
            None,
            f"{other.oleh} mencatat “{item.words(other.nilai)}” pada {other.pada}, setelah halaman ini dibuka. Isian "
            "Anda belum disimpan: periksa, lalu simpan lagi bila tetap ingin mengubahnya.",
        )
        form.data = form.data.copy()
        form.data["versi"] = str(other.versi)
        return False
    except BerkasDitolak as refusal:
        form.add_error("berkas", str(refusal))
        return False
    except Ditolak as refusal:
        form.add_error("nilai", str(refusal))
        return False
    messages.success(request, f"{item.nama} tercatat.")
    return True


def syarat_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Syarat.objects.visible_to(request.peran).select_related("berkas"), pk=pk)
    if row.berkas is None:
        raise Http404
    return evidence.serve(row.berkas)


def survei_add(request: HttpRequest, pk: int) -> HttpResponse:
    year = fetch_pembangunan(request, pk)
    require(access.can_record_survei(request.peran, year), access.PENCATAT_SURVEI, what="Mencatat hasil survei")
    back = reverse("syarat_detail", args=[pk])
    form = SurveiForm(request.POST or None, request.FILES or None, cancel_url=back)
    tell_too_large(request, form, "berkas")
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("jenis", "indeks", "responden", "tanggal", "pelaksana")}
        try:
            services.record_survei(pembangunan=year, upload=form.cleaned_data["berkas"], by=request.peran, **data)
        except BerkasDitolak as refusal:
            form.add_error("berkas", str(refusal))
        else:
            messages.success(request, "Hasil survei tercatat.")
            return redirect(back)
    halaman = Halaman(
        judul="Catat hasil survei",
        remah=(("Syarat pengajuan", reverse("syarat_list")), (year.unit.nama, back)),
        keterangan="Survei yang dilakukan unit kerja atau instansi sendiri; indeks 0 sampai 4.",
    )
    context = {"halaman": halaman, "form": form}
    return render(request, "evaluation/survei_add.html", context, status=422 if form.errors else 200)


def survei_file(request: HttpRequest, pk: int) -> HttpResponse:
    seen = PembangunanZI.objects.visible_to(request.peran)
    row = get_object_or_404(Survei.objects.filter(pembangunan__in=seen).select_related("berkas"), pk=pk)
    require(access.can_read_syarat(request.peran), access.WHO_READS, what="Membuka laporan survei")
    if row.berkas is None:
        raise Http404
    return evidence.serve(row.berkas)
