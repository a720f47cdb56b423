"""«Chạy thử hồ sơ mẫu»: the specimen dossier through the real screens, with nothing left behind."""

from scanner_app.ports import App


def sample_app(app: App) -> App:
    """A throw-away app in a fresh folder with the virtual scanner; its ``close`` removes everything."""
    return app.open_sample()
