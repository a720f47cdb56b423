"""The window: screens show records, send intents and render events. The only place with Qt."""
