#!/usr/bin/env python3
"""Django's commands; `./dev manage` prepares what they need first."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":  # a process that a command starts reads this file too
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
    execute_from_command_line(sys.argv)
