"""Invented papers as scans: the dossier that ships with the program, and varied papers to measure on."""
