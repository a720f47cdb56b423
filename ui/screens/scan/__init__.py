"""Sao chụp: open a dossier, scan or import; pages appear as they come and are read while more arrive."""

from ui.screens.scan.screen import ScanScreen

__all__ = ["ScanScreen"]
