"""The server's entry point."""

import os

from django.core.wsgi import get_wsgi_application

from cms.processes import collect_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.production")
application = get_wsgi_application()
collect_seldom()
