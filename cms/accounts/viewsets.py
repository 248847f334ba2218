"""Users in the Wagtail admin."""

from wagtail.users.views.users import IndexView as WagtailIndexView
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from cms.accounts.forms import AdminUserCreationForm, AdminUserEditForm


class IndexView(WagtailIndexView):
    """Wagtail's own list, searched by the fields that our users have."""

    search_fields = ("name", "email")


class UserViewSet(WagtailUserViewSet):
    """Wagtail's own, with the fields that our users have."""

    index_view_class = IndexView

    def get_form_class(self, for_update: bool = False):
        """Return the form that makes or changes a user."""
        return AdminUserEditForm if for_update else AdminUserCreationForm
