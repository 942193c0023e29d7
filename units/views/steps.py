"""The page of one step of a workflow: the question first, with what stands against it, then the act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from units.access import require
from units.errors import Ditolak
from units.findings import Temuan, has_galat
from units.halaman import Halaman, Tombol
from units.transitions import SyaratBelumTerpenuhi, Transition, Workflow


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """What the page asks about its object. `lengkapi` is where the findings can be mended, else the object's own page."""

    judul: str
    remah: tuple[tuple[str, str], ...]
    kembali: str
    akibat: str
    temuan: tuple[Temuan, ...] = ()
    lengkapi: Tombol | None = None
    alasan: Literal["", "boleh", "wajib"] = ""


def step_page(
    request: HttpRequest,
    *,
    workflow: Workflow,
    obj: Any,
    name: str,
    take: Callable[[str], Any],
    question: Callable[[Transition], Pertanyaan],
    done: str | Callable[[Any], str],
) -> HttpResponse:
    """GET asks, POST acts through `take(alasan)` and leads back to the object with the words of `done`.

    A reason that is missing and conditions that are not met are told on the page (422), with what was typed; an act that
    somebody else has taken meanwhile, on the object's own page.
    """
    step = workflow.get(name)
    require(step.can(request.peran, obj), step.who, what=f"“{step.label}”")
    asked = question(step)
    if request.method != "POST":
        return _ask(request, workflow, obj, step, asked)
    alasan = request.POST.get("alasan", "")
    try:
        result = take(alasan)
    except SyaratBelumTerpenuhi as refusal:
        galat = "" if asked.temuan else str(refusal)
        return _ask(request, workflow, obj, step, asked, galat=galat, status=422)
    except Ditolak as refusal:
        if asked.alasan and not alasan.strip() and workflow.status_of(obj) in step.sources:
            return _ask(request, workflow, obj, step, asked, galat=str(refusal), status=422)
        messages.error(request, str(refusal))
    else:
        messages.success(request, done(result) if callable(done) else done)
    return redirect(asked.kembali)


def _ask(
    request: HttpRequest,
    workflow: Workflow,
    obj: Any,
    step: Transition,
    asked: Pertanyaan,
    *,
    galat: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "halaman": Halaman(judul=f"{step.label}: {asked.judul}", remah=asked.remah),
        "temuan": asked.temuan,
        "terhalang": has_galat(asked.temuan),
        "lengkapi": asked.lengkapi or Tombol("Kembali", asked.kembali, ikon="arrow-left"),
        "sudah_lewat": workflow.status_of(obj) not in step.sources,
        "status_sekarang": workflow.labels[workflow.status_of(obj)],
        "judul": f"{step.label}?",
        "akibat": asked.akibat,
        "tombol": step.label,
        "batal_url": asked.kembali,
        "alasan": asked.alasan,
        "alasan_nilai": request.POST.get("alasan", ""),
        "galat": galat,
        "bahaya": step.reason_required,
    }
    return render(request, "units/step.html", context, status=status)
