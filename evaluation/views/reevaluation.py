"""The re-evaluation of a predicate holder: how it is begun, and what its result came to."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation.models import EvaluasiTPI
from evaluation.services import reevaluation as services
from units.access import can_grant_predikat, require
from units.crispy import FormHelperZI
from units.errors import Ditolak
from units.forms.fields import DateInput
from units.halaman import Halaman
from units.models import PembangunanZI, Predikat
from units.predicate_list import NADA, due_chip
from units.predicate_workflow import PENCATAT
from units.services.predicate import reevaluation_due

TETAP, TINJAU = "tetap", "tinjau"


class HasilReevaluasiForm(forms.Form):
    """One choice; the review needs a reason and a deadline for the unit's answer."""

    evaluasi = forms.ModelChoiceField(EvaluasiTPI.objects.none(), label="Evaluasi ulang", empty_label=None)
    hasil = forms.ChoiceField(
        label="Hasil",
        choices=[
            (TETAP, "Predikat tetap: masih memenuhi syarat"),
            (TINJAU, "Tinjau predikat: tidak lagi memenuhi syarat"),
        ],
        widget=forms.RadioSelect,
    )
    uraian = forms.CharField(
        label="Yang tidak dipenuhi lagi",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wajib bila predikat ditinjau. Dibaca oleh kepala unit.",
    )
    tenggat = forms.DateField(
        label="Klarifikasi unit paling lambat",
        required=False,
        widget=DateInput,
        help_text="Wajib bila predikat ditinjau.",
    )

    def __init__(self, *args, rows, cancel_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evaluasi"].queryset = EvaluasiTPI.objects.filter(pk__in=[row.evaluasi.pk for row in rows])
        self.helper = FormHelperZI(submit="Catat hasil", cancel_url=cancel_url)

    def clean(self):
        data = super().clean()
        if data.get("hasil") == TINJAU:
            for name, sentence in (
                ("uraian", "Isi apa yang tidak dipenuhi lagi."),
                ("tenggat", "Isi batas waktu klarifikasi."),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data


def reevaluation_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """All re-evaluations of a holder, and the outcome of the one that is final and not recorded yet."""
    seen = Predikat.objects.visible_to(request.peran).select_related("unit__instansi")
    predikat = get_object_or_404(seen, pk=pk)
    require(
        can_grant_predikat(request.peran, predikat.unit.instansi_id), PENCATAT, what="Mencatat hasil evaluasi ulang"
    )
    rows = services.reevaluations_of(predikat)
    open_rows = [row for row in rows if row.dapat_dicatat]
    here = reverse("predikat_detail", args=[pk])
    form = HasilReevaluasiForm(request.POST or None, rows=open_rows, cancel_url=here) if open_rows else None
    if request.method == "POST" and form is None:
        messages.error(request, "Tidak ada evaluasi ulang final yang hasilnya belum dicatat.")
        return redirect("reevaluation_outcome", pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            sentence = _record(form.cleaned_data, predikat, request)
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, sentence)
            return redirect(here)
    today = timezone.localdate()
    halaman = Halaman(
        f"Evaluasi ulang {predikat}",
        remah=(("Predikat", reverse("predikat_list")), (str(predikat), here)),
        status=(NADA[predikat.status], predikat.get_status_display()),
        keterangan="Pemegang predikat dinilai kembali oleh TPI setiap dua tahun (PermenPANRB 90/2021).",
    )
    year = (
        PembangunanZI.objects.filter(unit=predikat.unit, periode=request.periode).first() if request.periode else None
    )
    return render(request, "evaluation/reevaluation_outcome.html", {
        "halaman": halaman, "predikat": predikat, "rows": rows, "form": form, "tahun": year,
        "jatuh_tempo": due_chip(predikat, today=today),
        "berikut": reevaluation_due(open_rows[0].selesai) if open_rows else None,
    }, status=422 if form and form.errors else 200)  # fmt: skip


def _record(data: dict, predikat: Predikat, request: HttpRequest) -> str:
    if data["hasil"] == TETAP:
        services.record_stays(evaluasi=data["evaluasi"], predikat=predikat, by=request.peran)
        return "Predikat tetap berlaku; evaluasi ulang berikutnya dua tahun lagi."
    services.open_review(
        evaluasi=data["evaluasi"], predikat=predikat, uraian=data["uraian"], tenggat=data["tenggat"], by=request.peran
    )
    return "Peninjauan dibuka; kepala unit diminta memberi klarifikasi."
