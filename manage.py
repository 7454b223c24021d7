#!/usr/bin/env python3
"""Django's commands; `./dev manage` prepares what they need first."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
execute_from_command_line(sys.argv)
