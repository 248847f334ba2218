#!/usr/bin/env python
"""Django's command line, on the development settings unless the environment says otherwise."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    from django.core.management import execute_from_command_line

    from cms.processes import collect_seldom

    collect_seldom()  # a fifth of the time that starting takes
    execute_from_command_line(sys.argv)
