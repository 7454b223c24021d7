"""Linking rosters to the register: who on a list is who on the register. Pure: no models, no clock."""
