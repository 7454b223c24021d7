"""Signing in and out, and the reader's saved views."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from nuantong.accounts.forms import OwnPasswordForm, SignInForm
from nuantong.accounts.models import SavedView, User


class SignIn(auth.LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo_accounts=demo_accounts(), **kwargs)


class ChangePassword(auth.PasswordChangeView):
    """One's own password; after a one-time password the only page there is."""

    template_name = "accounts/password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "新密码已保存，下次请用新密码登录。")
        return super().form_valid(form)


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """One's name, roles and the way out."""
    return render(request, "accounts/me.html")


def demo_accounts() -> list[dict[str, str]]:
    """What the demo city's sign-in page offers; an ordinary installation offers nothing."""
    return import_string(settings.DEMO_ACCOUNTS)() if settings.DEMO else []


@require_POST
@login_required
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the current filters of a list under a name; the same name is overwritten."""
    back, name = (
        request.POST.get("next", "/"),
        request.POST.get("name", "").strip()[:40],
    )
    if not (back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)):
        back = "/"
    path, _, query = back.partition("?")
    if name and isinstance(request.user, User):
        SavedView.objects.update_or_create(
            user=request.user,
            page=path[:60],
            name=name,
            defaults={"query": query[:1000]},
        )
    return redirect(back)


@require_POST
@login_required
def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=view_id, user_id=request.user.pk)
    view.delete()
    return redirect(view.page)
