"""Candidate units: scored on the criteria of the profile, ranked, and made candidates of the year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from units.access import can_identify_units, require
from units.autosave import answer, is_autosave, sent_version
from units.choices import JenisPredikat
from units.errors import BenturanPerubahan, Ditolak
from units.filters_year import CalonFilter
from units.forms.year import CalonForm, SkorForm
from units.halaman import Halaman
from units.identification import Peringkat, is_complete, rank
from units.models import Identifikasi, Periode, UnitKerja
from units.profiles import AturanIdentifikasi, get_profil
from units.services import identification as services
from units.tables_year import BarisCalon, CalonTable, rank_words
from units.templatetags.indonesia import angka
from units.views.common import paged, render_list
from units.views.year import year_tabs

NO_YEAR = "Belum ada tahun program. Minta Administrator Instansi membukanya lebih dahulu."


def _periode(request: HttpRequest, *, what: str) -> Periode:
    """The year looked at; refused for those who do not score candidates."""
    allowed = request.peran is not None and can_identify_units(request.peran, request.peran.instansi_id)
    require(allowed, services.WHO, what=what)
    return request.periode


def _ranked(periode: Periode, units: list[UnitKerja], rule: AturanIdentifikasi) -> list[BarisCalon]:
    """One row per unit; ranks are over all candidates, whatever the filter shows."""
    stored = {row.unit_id: row for row in Identifikasi.objects.filter(periode=periode)}
    results = _results(periode, rule, stored)
    rows = []
    for unit in units:
        row = stored.get(unit.pk)
        nilai, versi = (row.nilai, row.versi) if row else ({}, 0)
        rows.append(BarisCalon(unit, nilai, versi, results[unit.pk]))
    return rows


def _results(periode: Periode, rule: AturanIdentifikasi, stored: dict[int, Identifikasi]) -> dict[int, Peringkat]:
    units = services.candidates(periode).values_list("pk", flat=True)
    return rank(rule, {pk: stored[pk].nilai if pk in stored else {} for pk in units})


def identifikasi_list(request: HttpRequest) -> HttpResponse:
    periode = _periode(request, what="Menilai calon unit")
    halaman = Halaman(
        f"Identifikasi calon {periode}" if periode else "Identifikasi calon",
        keterangan="Nilai setiap kriteria, lalu jadikan unit terpilih calon yang akan mencanangkan pembangunan ZI.",
        tab=year_tabs(request, "calon", peran=request.peran),
    )
    if periode is None:
        return render(request, "units/identifikasi_list.html", {"halaman": halaman, "kosong": NO_YEAR})
    rule = get_profil(periode.profil).identifikasi
    found = CalonFilter(request.GET, queryset=services.candidates(periode))
    rows = _ranked(periode, list(found.qs), rule)
    if chosen := found.form.cleaned_data.get("penilaian"):
        rows = [row for row in rows if is_complete(rule, row.nilai) == (chosen == "lengkap")]
    return render_list(
        request,
        "units/identifikasi_list.html",
        {
            "halaman": halaman,
            "aturan": rule,
            "filter": found,
            "table": paged(request, CalonTable(rows, rule=rule)),
            "target_list": JenisPredikat.choices,
        },
    )


def identifikasi_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate with all words; also where the cells of the list save themselves."""
    periode = _periode(request, what="Menilai calon unit")
    unit = get_object_or_404(UnitKerja.objects.visible_to(request.peran).filter(is_active=True), pk=pk)
    if periode is None:
        messages.error(request, NO_YEAR)
        return redirect("identifikasi_list")
    if is_autosave(request):
        return _autosave(request, periode, unit)
    rule = get_profil(periode.profil).identifikasi
    row = Identifikasi.objects.filter(periode=periode, unit=unit).select_related("dinilai_oleh__user").first()
    url = reverse("identifikasi_list")
    form = SkorForm(
        request.POST or None,
        rule=rule,
        nilai=row.nilai if row else {},
        catatan=row.catatan if row else "",
        versi=row.versi if row else 0,
        cancel_url=url,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save_all(request, periode, unit, form)
        except BenturanPerubahan as other:
            form.add_error(None, f"{other} Muat ulang halaman untuk melihat nilainya; isian Anda belum disimpan.")
        except Ditolak as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Nilai {unit} disimpan.")
            return redirect(url)
    halaman = Halaman(
        f"Nilai calon: {unit}",
        remah=(("Tahun ZI", reverse("pembangunan_list")), ("Identifikasi calon", url)),
        keterangan=f"Dasar: {rule.pasal}."
        + (f" Terakhir dinilai oleh {row.dinilai_oleh.user}." if row else " Belum dinilai."),
    )
    return render(request, "units/identifikasi_edit.html", {"halaman": halaman, "form": form})


def _save_all(request: HttpRequest, periode: Periode, unit: UnitKerja, form: SkorForm) -> None:
    services.save_scores(
        periode,
        unit,
        {name: value for name, value in form.cleaned_data.items() if name != "versi"},
        versi=form.cleaned_data["versi"] or 0,
        by=request.peran,
    )


def _autosave(request: HttpRequest, periode: Periode, unit: UnitKerja) -> HttpResponse:
    def save() -> int:
        return services.save_score(
            periode,
            unit,
            kolom=request.POST["kolom"],
            nilai=request.POST.get("nilai", ""),
            versi=sent_version(request),
            by=request.peran,
        ).versi

    def totals() -> dict:
        """Ranks of all candidates: one score may move every other unit."""
        rule = get_profil(periode.profil).identifikasi
        stored = {row.unit_id: row for row in Identifikasi.objects.filter(periode=periode)}
        results = _results(periode, rule, stored)
        return {"calon": {str(pk): [rank_words(r), angka(r.total)] for pk, r in results.items()}}

    return answer(save, extra=totals)


@require_POST
def identifikasi_choose(request: HttpRequest) -> HttpResponse:
    """Ticked units become candidates of the year."""
    periode = _periode(request, what="Menetapkan calon unit")
    form = CalonForm(request.POST)
    chosen = [int(pk) for pk in request.POST.getlist("unit") if pk.isascii() and pk.isdigit() and len(pk) < 12]
    units = UnitKerja.objects.visible_to(request.peran).filter(pk__in=chosen)
    if periode is None or not form.is_valid():
        messages.error(request, NO_YEAR if periode is None else "Pilih target predikat calon yang dicentang.")
        return redirect("identifikasi_list")
    try:
        made = services.make_candidates(periode, units, target=form.cleaned_data["target"], by=request.peran)
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return redirect("identifikasi_list")
    messages.success(request, f"{len(made)} unit menjadi calon tahun {periode}. Kepala unitnya diberi tahu.")
    return redirect("pembangunan_list")
