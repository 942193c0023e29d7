"""The kepala daerah decides: which units wait, what each decision rests on, propose or coach again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from evaluation import proposal_access as access
from evaluation.decision_data import DIPUTUSKAN, MENUNGGU, Putusan, decision_of, units_to_decide, years_in
from evaluation.forms_usulan import PutusanForm
from evaluation.services import proposal
from evaluation.tables_usulan import PengusulanTable
from evaluation.views.head import fetch_pembangunan
from units.access import require
from units.errors import Ditolak
from units.halaman import Halaman, Tombol
from units.models import PembangunanZI
from units.transitions import SyaratBelumTerpenuhi
from units.views.common import ask, render_list
from units.year import NADA, can_decide


def pengusulan_list(request: HttpRequest) -> HttpResponse:
    """Units that wait for a decision, closest to the predicate first, and those decided on this year."""
    require(access.can_see_decisions(request.peran), access.WHO_SEES_DECISIONS, what="Membuka keputusan pengusulan")
    periode, today = request.periode, timezone.localdate()
    seen = PembangunanZI.objects.visible_to(request.peran)
    all_years = years_in(periode, tahap=(*MENUNGGU, *DIPUTUSKAN), seen=seen) if periode else []
    rows = units_to_decide(all_years, on=today)
    waiting = [row for row in rows if row.pembangunan.tahap in MENUNGGU]
    halaman = Halaman(
        judul=f"Keputusan pengusulan {periode or ''}".strip(),
        keterangan="Kepala daerah memutuskan unit kerja mana yang diusulkan ke TPN dan mana yang dibina kembali.",
        menu=tuple(
            Tombol(label, f"?unduh={bentuk}", ikon="download", unduh=True)
            for label, bentuk in (("Unduh Excel", "xlsx"), ("Unduh CSV", "csv"))
        ),
    )
    return render_list(request, "evaluation/pengusulan_list.html", {
        "halaman": halaman, "table": PengusulanTable(rows), "menunggu": [row for row in waiting if row.is_final],
        "belum_final": [row for row in waiting if not row.is_final],
        "diputuskan": [row for row in rows if row.pembangunan.tahap in DIPUTUSKAN],
    })  # fmt: skip


def _fetch(request: HttpRequest, pk: int) -> PembangunanZI:
    year = fetch_pembangunan(request, pk)
    require(access.can_see_decisions(request.peran), access.WHO_SEES_DECISIONS, what="Membuka keputusan pengusulan")
    return year


def pengusulan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    year = _fetch(request, pk)
    found = decision_of(year, on=timezone.localdate())
    history = year.riwayat.select_related("oleh", "peran")[:20]
    return render(request, "evaluation/pengusulan_detail.html", {
        "halaman": _head(request, found), "putusan": found, "pembangunan": year, "predikat": found.predikat,
        "riwayat": history,
    })  # fmt: skip


def _head(request: HttpRequest, found: Putusan) -> Halaman:
    year = found.pembangunan
    buttons = _buttons(found) if can_decide(request.peran, year) else []
    return Halaman(
        judul=f"{year.unit.nama} {year.periode}",
        remah=(("Keputusan pengusulan", reverse("pengusulan_list")),),
        status=(NADA.get(year.tahap, "biru"), year.get_tahap_display()),
        keterangan=_where(request, found),
        tombol=buttons[0] if buttons else None,
        menu=tuple(buttons[1:]),
    )


def _where(request: HttpRequest, found: Putusan) -> str:
    if found.penilaian is None:
        return "Hasil evaluasi TPI belum final; keputusan menunggu LHE ditandatangani ketua dan sekretaris TPI."
    if found.pembangunan.tahap in MENUNGGU:
        return f"Menunggu keputusan {access.PEMUTUS}. Target {found.pembangunan.get_target_display()}."
    return f"Target {found.pembangunan.get_target_display()}."


def _buttons(found: Putusan) -> list[Tombol]:
    pk, tahap = found.pembangunan.pk, found.pembangunan.tahap
    if tahap in MENUNGGU and found.penilaian:
        propose = Tombol("Usulkan ke TPN", reverse("pengusulan_propose", args=[pk]), ikon="send")
        coach = Tombol(
            "Bina kembali", reverse("pengusulan_coach_again", args=[pk]), ikon="undo-2", metode="post",
            konfirmasi="Unit kerja tidak diusulkan tahun ini dan dibina kembali oleh Tim Pembina ZI.", alasan="wajib",
        )  # fmt: skip
        return [coach, propose] if found.terhalang else [propose, coach]
    if tahap in DIPUTUSKAN:
        return [
            Tombol(
                "Tinjau kembali keputusan", reverse("pengusulan_undo", args=[pk]), ikon="rotate-ccw", metode="post",
                konfirmasi="Unit kerja kembali menunggu keputusan.", alasan="wajib",
            )
        ]  # fmt: skip
    return []


def pengusulan_propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of its own: what is met, what is not, the note, and the technical ground where something fails."""
    year = _fetch(request, pk)
    require(can_decide(request.peran, year), access.PEMUTUS, what="Mengusulkan ke TPN")
    back = reverse("pengusulan_detail", args=[pk])
    found = decision_of(year, on=timezone.localdate())
    form = PutusanForm(request.POST or None, terhalang=found.terhalang, cancel_url=back)
    temuan = list(found.halangan)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            proposal.propose(year, by=request.peran, catatan=data["catatan"], pertimbangan=data.get("pertimbangan", ""))
        except SyaratBelumTerpenuhi as missing:
            temuan = missing.temuan
        except Ditolak as refusal:
            messages.error(request, str(refusal))
            return redirect(back)
        else:
            messages.success(request, f"{year.unit} diputuskan untuk diusulkan ke TPN.")
            return redirect("pengusulan_list")
    halaman = Halaman(
        judul=f"Usulkan {year.unit.nama} ke TPN?",
        remah=(("Keputusan pengusulan", reverse("pengusulan_list")), (year.unit.nama, back)),
        keterangan=f"Target {year.get_target_display()}. Unit kerja lalu dimasukkan TPI ke dalam surat usulan.",
    )
    context = {
        "halaman": halaman, "form": form, "putusan": found, "temuan": temuan, "buntu": found.buntu,
        "selesai": year.tahap not in MENUNGGU, "batal_url": back,
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "evaluation/pengusulan_propose.html", context, status=status)


def pengusulan_coach_again(request: HttpRequest, pk: int) -> HttpResponse:
    year = _fetch(request, pk)
    require(can_decide(request.peran, year), access.PEMUTUS, what="Membina kembali")
    question = {
        "judul": "Bina kembali?",
        "akibat": f"{year.unit} tidak diusulkan tahun {year.periode} dan dibina kembali oleh Tim Pembina ZI.",
        "tombol": "Bina kembali",
    }
    return _with_reason(request, year, question, proposal.coach_again, "catatan", "diputuskan untuk dibina kembali")


def pengusulan_undo(request: HttpRequest, pk: int) -> HttpResponse:
    year = _fetch(request, pk)
    require(can_decide(request.peran, year), access.PEMUTUS, what="Meninjau kembali keputusan")
    question = {
        "judul": "Tinjau kembali keputusan?",
        "akibat": f"{year.unit} kembali menunggu keputusan; keputusan sebelumnya tetap tersimpan dalam riwayat.",
        "tombol": "Tinjau kembali",
    }
    return _with_reason(request, year, question, proposal.reconsider, "alasan", "kembali menunggu keputusan")


def _with_reason(request: HttpRequest, year: PembangunanZI, question: dict, act, name: str, words: str) -> HttpResponse:
    """Ask why, act, go back to the list; a missing reason is asked for again."""
    back, alasan = reverse("pengusulan_detail", args=[year.pk]), request.POST.get("alasan", "")
    halaman = Halaman(
        judul=question["judul"],
        remah=(("Keputusan pengusulan", reverse("pengusulan_list")), (year.unit.nama, back)),
    )
    question |= {"batal_url": back, "alasan": "wajib", "alasan_nilai": alasan, "bahaya": True, "halaman": halaman}
    if request.method != "POST":
        return ask(request, **question)
    if not alasan.strip():
        return ask(request, status=422, galat="Isi alasan keputusan ini.", **question)
    try:
        act(year, by=request.peran, **{name: alasan})
    except Ditolak as refusal:
        messages.error(request, str(refusal))
        return redirect(back)
    messages.success(request, f"{year.unit} {words}.")
    return redirect("pengusulan_list")
