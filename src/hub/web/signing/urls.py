"""Every address of signing in; the names are those by which the library finds them."""

from django.urls import path

from hub.web.signing.views import entering, invitation, yours

_FORCE = {"provider_id": "force"}

urlpatterns = [
    path("", entering.SignIn.as_view(), name="account_login"),
    path("passkey/", entering.PasskeyIn.as_view(), name="mfa_login_webauthn"),
    path("second-step/", entering.SecondStep.as_view(), name="mfa_authenticate"),
    path("out/", entering.sign_out, name="account_logout"),
    path("again/", entering.Confirm.as_view(), name="account_reauthenticate"),
    path("again/code/", entering.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", entering.ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("force/", entering.elsewhere, _FORCE, name="openid_connect_login"),
    path("force/back/", entering.elsewhere_back, _FORCE, name="openid_connect_callback"),
    path("invitation/", invitation.invitation, name="invitation"),
    path("invitation/<str:token>", invitation.link, name="invitation_link"),
    path("yours/", yours.yours, name="yours"),
    path("yours/second-factor/", yours.second_factor, name="second_factor"),
    path("yours/passkey/", yours.add_passkey, name="add_passkey"),
    path("yours/passkey/<int:passkey>/remove/", yours.remove_passkey, name="remove_passkey"),
    path("yours/app/", yours.add_app, name="add_app"),
    path("yours/app/remove/", yours.remove_app, name="remove_app"),
    path("yours/recovery-codes/", yours.recovery_codes, name="mfa_view_recovery_codes"),
    path("yours/recovery-codes/new/", yours.renew_recovery_codes, name="renew_recovery_codes"),
    path("yours/password/", yours.password, name="own_password"),
    path("yours/sessions/end/", yours.end_sessions, name="end_sessions"),
]
