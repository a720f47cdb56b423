"""Decides: acquisition, workflow, jobs, settings and the wiring. No Qt, no SQL, no OpenCV."""

__version__ = "0.1.0"
