"""Sign in with NIP or email."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password

from units.models import User


class NipOrEmailBackend(BaseBackend):
    def authenticate(self, request, username=None, password=None, **kwargs) -> User | None:
        if not username or password is None:
            return None
        user = User.objects.get_by_login(username)
        if user is None:
            make_password(password)  # the same time for a known and an unknown account
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
