"""TPN's evaluations: the list, the page of one, who evaluates, its steps, what follows for the unit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import tpn_access as access
from evaluation.lke.numbers import dua_desimal
from evaluation.models import EvaluasiTPN, Survei, Usulan
from evaluation.result_data import thaw
from evaluation.services import tpn as services
from evaluation.services.requirements import judge_unit
from evaluation.tpn_checks import check_still_open
from evaluation.tpn_data import desk_url, self_assessment_of
from evaluation.tpn_forms import PenilaiForm
from evaluation.tpn_list import NADA, EvaluasiTPNFilter, EvaluasiTPNTable
from evaluation.tpn_workflow import BERJALAN, WORKFLOW
from units.access import has_role, require
from units.choices import JenisPeran, Tahap
from units.errors import Ditolak
from units.findings import has_galat
from units.halaman import Halaman, Tab, Tombol
from units.models import Peran
from units.scope import INSTANSI_ROLES, UNIT_ROLES
from units.templatetags.indonesia import tanggal
from units.transitions import SyaratBelumTerpenuhi, Transition
from units.views.common import ask, paged, render_list

J, S = JenisPeran, EvaluasiTPN.Status
READERS = INSTANSI_ROLES | (UNIT_ROLES - {J.PEGAWAI}) | {J.PENILAI_TPN}
WHO_READS = "Penilai TPN, pejabat instansi, dan mereka yang memimpin pembangunan ZI di unit"
RIWAYAT = 40
STEP_ICON = {
    "accept": "check", "accept_technical": "check-check", "refuse": "circle-x", "reconsider": "rotate-ccw", "to_survey": "arrow-right",
    "to_field": "map-pin", "pass": "stamp", "fail": "circle-x", "withdraw_letter": "undo-2", "stop": "octagon-alert",
}  # fmt: skip
# Steps that the page of the letter takes, not a button of their own.
BERSURAT = frozenset({"letter_pass", "letter_fail", "letter_refuse"})
BERIKUT = {
    S.PRA_EVALUASI: "Berikutnya: pra-evaluasi syarat pengusulan.",
    S.MEJA: "Berikutnya: setiap pertanyaan dijawab di meja.",
    S.SURVEI: "Berikutnya: hasil kedua survei eksternal dicatat.",
    S.LAPANGAN: "Berikutnya: catatan verifikasi lapangan, lalu hasil.",
    S.LULUS: "Berikutnya: keputusan predikat dicatat.",
}


def fetch_evaluasi(request: HttpRequest, pk: int) -> EvaluasiTPN:
    rows = EvaluasiTPN.objects.visible_to(request.peran).select_related(
        "unit_usulan__pembangunan__unit__instansi",
        "unit_usulan__pembangunan__periode",
        "unit_usulan__usulan",
        "unit_usulan__penilaian__instrumen",
        "penilaian",
        "berkas_surat",
    )
    return get_object_or_404(rows, pk=pk)


def tpn_list(request: HttpRequest) -> HttpResponse:
    """Proposed units of the year; an evaluator sees those given to them, of every year."""
    require(has_role(request.peran, *READERS), WHO_READS, what="Membuka evaluasi TPN")
    rows = EvaluasiTPN.objects.visible_to(request.peran)
    if not access.is_penilai_tpn(request.peran):
        rows = rows.filter(unit_usulan__usulan__periode=request.periode)
    rows = rows.select_related("unit_usulan__pembangunan__unit", "unit_usulan__usulan").prefetch_related(
        "penilai__user"
    )
    found = EvaluasiTPNFilter(request.GET, queryset=rows)
    tahun = f" {request.periode}" if request.periode and not access.is_penilai_tpn(request.peran) else ""
    halaman = Halaman(
        f"Evaluasi TPN{tahun}", keterangan="Unit yang diusulkan kepada Tim Penilai Nasional dan hasilnya."
    )
    table = paged(request, EvaluasiTPNTable(found.qs))
    return render_list(request, "evaluation/tpn_list.html", {"halaman": halaman, "filter": found, "table": table})


def tpn_head(request: HttpRequest, evaluasi: EvaluasiTPN, *, tab: str) -> Halaman:
    """`tab` is the URL name of the page."""
    unit = evaluasi.unit_usulan.pembangunan.unit
    buttons = _buttons(request.peran, evaluasi)
    if evaluasi.status == S.MEJA and tab != "tpn_desk" and access.can_answer(request.peran, evaluasi):
        buttons.insert(0, Tombol("Jawab di meja", reverse("tpn_desk", args=[evaluasi.pk]), ikon="pencil"))
    return Halaman(
        f"Evaluasi TPN {unit.nama}",
        remah=(("Evaluasi TPN", reverse("tpn_list")),),
        status=(NADA[evaluasi.status], evaluasi.get_status_display()),
        keterangan=_where(evaluasi),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
        tab=tuple(_tabs(request.peran, evaluasi, tab)),
    )


def _where(evaluasi: EvaluasiTPN) -> str:
    usulan = evaluasi.unit_usulan.usulan
    head = f"Usulan {usulan.get_target_display()} tahun {evaluasi.unit_usulan.pembangunan.periode.tahun}."
    last = evaluasi.riwayat.filter(kolom="status").select_related("oleh").first()
    done = f" {last.tindakan} oleh {last.oleh}, {tanggal(last.waktu)}." if last and last.oleh else ""
    return f"{head}{done} {_next(evaluasi)}".strip()


def _next(evaluasi: EvaluasiTPN) -> str:
    if evaluasi.status not in access.SELESAI:
        return BERIKUT[evaluasi.status]
    year = evaluasi.unit_usulan.pembangunan
    if year.tahap != Tahap.EVALUASI_TPN:
        return f"Tahun unit sekarang pada tahap “{year.get_tahap_display()}”."
    return BERIKUT.get(evaluasi.status, "Berikutnya: unit dibina kembali.")


def _tabs(peran: Peran, evaluasi: EvaluasiTPN, tab: str) -> list[Tab]:
    pages = [("Ringkasan", "tpn_detail")]
    if access.can_evaluate(peran, evaluasi):
        pages.append(("Meja", "tpn_desk"))
    if access.can_compare(peran, evaluasi):
        pages.append(("Perbandingan", "tpn_compare"))
    return [Tab(label, reverse(name, args=[evaluasi.pk]), aktif=name == tab) for label, name in pages]


def _buttons(peran: Peran, evaluasi: EvaluasiTPN) -> list[Tombol]:
    steps = [t for t in WORKFLOW.available(peran, evaluasi) if t.name not in BERSURAT and _possible(evaluasi, t)]
    found = [
        Tombol(t.label, step_url(evaluasi, t), ikon=STEP_ICON[t.name], bahaya=t.name in ("refuse", "fail"))
        for t in steps
    ]
    if access.can_answer(peran, evaluasi):
        here = (Tombol("Catat survei eksternal", reverse("tpn_survey", args=[evaluasi.pk]), ikon="chart-column"),)
        if evaluasi.status == S.LAPANGAN:
            here += (Tombol("Catatan lapangan", reverse("tpn_field", args=[evaluasi.pk]), ikon="map-pin"),)
        found = [*found, *here] if evaluasi.status != S.SURVEI else [*here, *found]
    if access.can_lead(peran, evaluasi):
        found = [*_leading(evaluasi), *found]
    return found


def _possible(evaluasi: EvaluasiTPN, step: Transition) -> bool:
    """Steps that only exist in one situation are offered in that situation alone."""
    return step.name not in ("stop", "withdraw_letter", "reconsider") or not has_galat(step.check(evaluasi))


def _leading(evaluasi: EvaluasiTPN) -> list[Tombol]:
    """What ketua and sekretaris do around the evaluation."""
    found, year = [], evaluasi.unit_usulan.pembangunan
    if evaluasi.status in access.SELESAI and not check_still_open(evaluasi):
        if evaluasi.status == S.LULUS:
            found.append(Tombol("Catat keputusan predikat", reverse("predikat_grant", args=[year.pk]), ikon="award"))
        else:
            found.append(Tombol("Bina kembali", reverse("tpn_coach", args=[evaluasi.pk]), ikon="undo-2"))
    if evaluasi.status in BERJALAN:
        url = f"{reverse('tpn_assign', args=[evaluasi.unit_usulan.usulan_id])}?unit={evaluasi.pk}"
        found.append(Tombol("Berikan kepada penilai", url, ikon="user-plus"))
    if evaluasi.status == S.PRA_EVALUASI and not evaluasi.penilai.exists():
        found.append(Tombol("Catat surat TPN", reverse("tpn_letter", args=[evaluasi.pk]), ikon="mail"))
    return found


def step_url(evaluasi: EvaluasiTPN, step: Transition) -> str:
    return reverse(f"tpn_{step.name}", args=[evaluasi.pk])


def tpn_detail(request: HttpRequest, pk: int) -> HttpResponse:
    evaluasi = fetch_evaluasi(request, pk)
    tpi, mandiri = evaluasi.unit_usulan.penilaian, self_assessment_of(evaluasi)
    history = evaluasi.riwayat.select_related("oleh", "peran")
    if request.peran.jenis in UNIT_ROLES:
        history = history.filter(kolom="status")
    year = evaluasi.unit_usulan.pembangunan
    usulan, leads = evaluasi.unit_usulan.usulan, access.can_lead(request.peran, evaluasi)
    evaluator = access.is_penilai_tpn(request.peran)
    shown = evaluator or leads or evaluasi.status in access.SELESAI
    # As it stood when the proposal was sent.
    judged = judge_unit(year, on=timezone.localdate(usulan.dikirim_at)) if evaluator or leads else None
    return render(request, "evaluation/tpn_detail.html", {
        "halaman": tpn_head(request, evaluasi, tab="tpn_detail"), "evaluasi": evaluasi, "usulan": usulan,
        "tahun": year, "nilai": [(nama, _total(p)) for nama, p in (("Unit kerja", mandiri), ("TPI", tpi), ("TPN", evaluasi.penilaian))],
        "syarat": judged,
        "survei_list": year.survei.filter(sumber=Survei.Sumber.TPN).select_related("berkas") if shown else [],
        "terlihat": shown, "penilai_list": evaluasi.penilai.select_related("user"), "riwayat": history[:RIWAYAT],
    })  # fmt: skip


def _total(penilaian) -> tuple[str, str] | None:
    """Total as printed and the verdict, from the frozen result."""
    if penilaian is None or not penilaian.hasil:
        return None
    hasil = thaw(penilaian.hasil)
    return str(dua_desimal(hasil.nilai)).replace(".", ","), hasil.of_target().verdict()


def tpn_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Units of one sent proposal, and TPN's evaluators who get them."""
    usulan = get_object_or_404(Usulan.objects.visible_to(request.peran).select_related("periode__instansi"), pk=pk)
    instansi_id = usulan.periode.instansi_id
    require(access.can_lead_tpn(request.peran, instansi_id), access.PEMIMPIN, what="Memberikan unit kepada penilai TPN")
    units = EvaluasiTPN.objects.filter(unit_usulan__usulan=usulan, status__in=BERJALAN)
    units = units.select_related("unit_usulan__pembangunan__unit").prefetch_related("penilai")
    chosen = request.GET.get("unit", "")
    marked = [row for row in units if str(row.pk) == chosen] or list(units)
    form = PenilaiForm(
        request.POST or None, units=units, penilai=services.evaluators_of(instansi_id), cancel_url=reverse("tpn_list"),
        initial={"unit": [row.pk for row in marked], "penilai": [p.pk for row in marked for p in row.penilai.all()]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            changed = services.assign(
                usulan=usulan, units=[row.pk for row in data["unit"]], penilai=list(data["penilai"]), by=request.peran
            )
        except Ditolak as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{changed} unit kerja diberikan." if changed else "Tidak ada yang berubah.")
            return redirect("tpn_list")
    halaman = Halaman(
        "Berikan kepada penilai TPN", remah=(("Evaluasi TPN", reverse("tpn_list")),), keterangan=str(usulan)
    )
    context = {
        "halaman": halaman,
        "form": form,
        "ada_unit": bool(marked),
        "ada_penilai": form.fields["penilai"].queryset.exists(),
    }
    return render(request, "evaluation/tpn_assign.html", context, status=422 if form.errors else 200)


def tpn_step(request: HttpRequest, pk: int, langkah: str) -> HttpResponse:
    """Each step has a URL of its own, and this one view: the question with what is missing, then the act."""
    evaluasi = fetch_evaluasi(request, pk)
    step = WORKFLOW.get(langkah)
    require(step.can(request.peran, evaluasi), step.who, what=f"“{step.label}”")
    if request.method != "POST":
        return _ask_step(request, evaluasi, step)
    alasan = request.POST.get("alasan", "")
    try:
        services.take_step(evaluasi=evaluasi, name=langkah, by=request.peran, alasan=alasan)
    except SyaratBelumTerpenuhi:
        return _ask_step(request, evaluasi, step, status=422)
    except Ditolak as refusal:
        if step.reason_required and not alasan.strip() and evaluasi.status in step.sources:
            return _ask_step(request, evaluasi, step, galat=str(refusal), status=422)
        messages.error(request, str(refusal))
        return redirect("tpn_detail", pk=pk)
    messages.success(request, f"{step.label}: tersimpan.")
    return redirect("tpn_desk" if langkah in ("accept", "accept_technical") else "tpn_detail", pk=pk)


def _ask_step(
    request: HttpRequest, evaluasi: EvaluasiTPN, step: Transition, *, galat: str = "", status: int = 200
) -> HttpResponse:
    past = evaluasi.status not in step.sources
    findings = [] if past else step.check(evaluasi)
    halaman = Halaman(
        f"{step.label}: {evaluasi.unit_usulan.pembangunan.unit}",
        remah=(("Evaluasi TPN", reverse("tpn_list")), ("Ringkasan", reverse("tpn_detail", args=[evaluasi.pk]))),
    )
    return render(request, "evaluation/tpn_step.html", {
        "halaman": halaman, "sudah_lewat": past, "status_sekarang": evaluasi.get_status_display(),
        "temuan": [(t, desk_url(evaluasi, t.tempat) if t.kode == "belum_dijawab" else "") for t in findings],
        "terhalang": has_galat(findings), "judul": f"{step.label}?", "akibat": step.confirm, "tombol": step.label,
        "batal_url": reverse("tpn_detail", args=[evaluasi.pk]), "alasan": "wajib" if step.reason_required else "boleh",
        "alasan_nilai": request.POST.get("alasan", "") or _failed(evaluasi, step), "galat": galat, "bahaya": step.name in ("refuse", "fail", "stop"),
    }, status=status)  # fmt: skip


def _failed(evaluasi: EvaluasiTPN, step: Transition) -> str:
    """The conditions that fail, offered as the reason of the two answers that need them."""
    usulan = evaluasi.unit_usulan.usulan
    if step.name not in ("refuse", "accept_technical"):
        return ""
    judged = judge_unit(evaluasi.unit_usulan.pembangunan, on=timezone.localdate(usulan.dikirim_at))
    return "\n".join(item.alasan for item in judged.kurang)


def tpn_coach(request: HttpRequest, pk: int) -> HttpResponse:
    """TPN found that the unit does not qualify: its year goes back to coaching."""
    evaluasi = fetch_evaluasi(request, pk)
    require(access.can_lead(request.peran, evaluasi), access.PEMIMPIN, what="Membina kembali")
    alasan, galat = request.POST.get("alasan", "").strip(), ""
    if request.method == "POST":
        try:
            services.coach_after(evaluasi=evaluasi, alasan=alasan, by=request.peran)
        except Ditolak as refusal:
            galat = str(refusal)
        else:
            messages.success(request, "Unit dibina kembali; kepala unit dan Tim Pembina diberi tahu.")
            return redirect("tpn_detail", pk=pk)
    return ask(
        request, judul=f"Bina kembali {evaluasi.unit_usulan.pembangunan.unit}?", tombol="Bina kembali",
        akibat="Tahun unit ini kembali ke pembinaan karena hasil evaluasi TPN. Tulis alasan menurut TPN.",
        batal_url=reverse("tpn_detail", args=[pk]), alasan="wajib", alasan_nilai=alasan or _last_reason(evaluasi), galat=galat,
        status=422 if galat else 200,
    )  # fmt: skip


def _last_reason(evaluasi: EvaluasiTPN) -> str:
    """TPN's own reason, offered as the reason for the unit's year."""
    last = evaluasi.riwayat.filter(kolom="status").first()
    return last.alasan if last else ""
