from django.contrib.auth.views import LogoutView
from django.urls import path

from nuantong.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("password/", views.ChangePassword.as_view(), name="change_password"),
    path("me/", views.me, name="me"),
    path("views/save/", views.save_view, name="save_view"),
    path("views/<int:view_id>/remove/", views.remove_view, name="remove_view"),
]
