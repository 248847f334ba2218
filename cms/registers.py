"""Registers in the admin: what happened, to look at and take away, never to change."""

from django.contrib.admin import AdminSite
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from cms.exports import SafeSpreadsheetMixin


class ReadOnly(PermissionHelper):
    """Those with the model's view permission look; nobody changes anything."""

    def user_can_list(self, user) -> bool:
        """Return whether the user may see the register."""
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user, obj) -> bool:
        """Return whether the user may see one row."""
        return self.inspect_view_enabled and self.user_can_list(user)

    def user_can_create(self, user) -> bool:
        """Rows come from acts."""
        return False

    def user_can_edit_obj(self, user, obj) -> bool:
        """What happened stays as it was."""
        return False

    def user_can_delete_obj(self, user, obj) -> bool:
        """Only the retention task deletes."""
        return False


class RegisterView(SafeSpreadsheetMixin, IndexView):
    """The list; filters by what the register declares and by nothing else."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Answer an address that makes no sense with the whole register."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(request.path)

    def get_filters(self, request: HttpRequest) -> tuple:
        """Drop lookups that no filter took: they would reach any column, a password's too."""
        specs, has_filters, _other_lookups, distinct = super().get_filters(request)
        return specs, has_filters, {}, distinct


class Register(ModelAdmin):
    """What registers have in common."""

    permission_helper_class = ReadOnly
    index_view_class = RegisterView
    inspect_view_enabled = True
    history_view_enabled = False
    list_per_page = 50
    empty_value_display = ""

    def __init__(self, parent=None):
        """Give Django's filters a site of its admin, which is not installed here."""
        super().__init__(parent)
        self.admin_site = AdminSite()
