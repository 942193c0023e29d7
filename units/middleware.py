"""Session ended in the middle of work; the active role and the active year of each request."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone

from units.choices import JenisPeran
from units.models import Peran, Periode, PetugasPengaduan

# Pages for everybody ask nobody who they are: no session is read, so that a proxy may keep them for all. Programs say who
# they are with a token.
PUBLIC_PREFIXES = ("/publik/", "/periksa/", "/api/")
OPEN_WHILE_PASSWORD_IS_NEW = {"password_change", "logout", "session_check", "peran_switch"}


class SessionEndedMiddleware:
    """Answer 401 to background requests without a session, so that the page can sign in again in place and resend."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        background = request.headers.get("HX-Request") or request.headers.get("X-Requested-With") == "fetch"
        if background and not request.user.is_authenticated:
            match = resolve(request.path_info)
            if getattr(match.func, "login_required", True):
                return HttpResponse("Sesi Anda telah berakhir.", status=401, headers={"X-Sesi-Habis": "1"})
        return self.get_response(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's own asks who the person is before it looks whether the view wants to know, and so reads the session."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class PeranMiddleware:
    """Set `request.peran` (the role the person acts in) and `request.periode` (the year looked at)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.peran, request.peran_list, request.periode, request.periode_list = None, [], None, []
        if request.path_info.startswith(PUBLIC_PREFIXES):
            return self.get_response(request)
        if request.user.is_authenticated:
            if (
                request.user.must_change_password
                and resolve(request.path_info).url_name not in OPEN_WHILE_PASSWORD_IS_NEW
            ):
                return redirect(reverse("password_change"))
            self._choose(request)
        return self.get_response(request)

    def _choose(self, request) -> None:
        today = timezone.localdate()
        held = list(
            Peran.objects.active_on(today)
            .filter(user=request.user)
            .select_related("instansi", "unit")
            .annotate(is_petugas=Exists(PetugasPengaduan.objects.in_office().filter(_same_person_and_instansi())))
            .order_by("pk")
        )
        for peran in held:
            peran.user = request.user  # the row is at hand already
        chosen = request.session.get("peran")
        request.peran = next((p for p in held if p.pk == chosen), _first_to_act_in(held))
        request.peran_list = held
        if request.peran:
            years = list(Periode.objects.visible_to(request.peran))
            tahun = request.session.get("tahun", today.year)
            request.periode = next((p for p in years if p.tahun == tahun), years[0] if years else None)
            request.periode_list = years


def _same_person_and_instansi() -> Q:
    """For the menu alone; what an officer may read is asked again at each page (`units.access`)."""
    return Q(user_id=OuterRef("user_id"), instansi_id=OuterRef("instansi_id"))


def _first_to_act_in(held: list[Peran]) -> Peran | None:
    """An employee who joins the team finds the team's work after signing in, not the reader's empty list."""
    return next((p for p in held if p.jenis != JenisPeran.PEGAWAI), held[0] if held else None)
