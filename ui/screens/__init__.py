"""The screens: each renders records and emits intents."""
