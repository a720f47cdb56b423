"""Which scanner, and where its paper lies."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from scanner_app.acquisition import Device, PaperSource
from scanner_app.events import DevicesFound, Event
from scanner_app.ports import App
from scanner_app.workflow.capture import find_devices
from ui.jobs import JobBridge
from ui.widgets.banner import Banner

_ARROW_PX = 50
"""What a list takes beside its text: borders, padding and the arrow."""


class DeviceRow(QWidget):
    """Looks for scanners beside the window; ``found`` when the answer is there."""

    found = Signal()

    def __init__(self, app: App, bridge: JobBridge, banner: Banner, parent: QWidget) -> None:
        super().__init__(parent)
        self._app = app
        self._bridge = bridge
        self._banner = banner
        self._is_looking = False
        self._known: dict[str, Device] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.devices = QComboBox(self)
        self.devices.setObjectName("devices")
        self.devices.setAccessibleName(self.tr("Scanner"))
        self.devices.setMinimumWidth(180)
        self.devices.setMaximumWidth(280)
        # Why: the list is filled later, by a job; what it then holds is to be read whole.
        self.devices.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.devices.currentIndexChanged.connect(self._device_chosen)
        self.sources = QComboBox(self)
        self.sources.setObjectName("sources")
        self.sources.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sources.setAccessibleName(self.tr("Where the paper lies"))
        self.find_button = QPushButton(self.tr("Find scanners"), self)
        self.find_button.setObjectName("findScanners")
        self.find_button.clicked.connect(self.look)
        layout.addWidget(QLabel(self.tr("Scanner"), self))
        layout.addWidget(self.devices)
        layout.addWidget(self.sources)
        layout.addWidget(self.find_button)

    @property
    def device(self) -> str:
        """The chosen scanner's name; empty when there is none."""
        return str(self.devices.currentData() or "")

    @property
    def source(self) -> PaperSource | None:
        """The chosen place of the paper; None leaves it to the settings."""
        return PaperSource(self.sources.currentData()) if self.sources.count() else None

    @Slot()
    def look(self) -> None:
        """Asks all backends; a scanner that is slow to answer does not stop the window."""
        if self._is_looking:
            return
        self._is_looking = True
        self.find_button.setEnabled(False)
        self.find_button.setText(self.tr("Looking…"))
        self._bridge.start(find_devices(self._app), self._on_event, self._banner.show_error, self._ended, "devices")

    def choose(self, name: str) -> None:
        """Shows a scanner by name, also one that did not answer."""
        if self.devices.findData(name) < 0:
            self.devices.addItem(name, name)
        self.devices.setCurrentIndex(self.devices.findData(name))

    def _on_event(self, event: Event) -> None:
        if not isinstance(event, DevicesFound):
            return
        wanted = self.device or self._app.settings.scan.device
        self._known = {device.name: device for device in event.devices}
        self.devices.clear()
        for device in event.devices:
            self.devices.addItem(f"{device.vendor} {device.model}", device.name)
        if self.devices.findData(wanted) >= 0:
            self.devices.setCurrentIndex(self.devices.findData(wanted))
        if not event.devices:
            self._banner.show_warning(
                self.tr("No scanner answers: switch it on and plug it in, then look again; or import files.")
            )

    def _ended(self) -> None:
        self._is_looking = False
        self.find_button.setEnabled(True)
        self.find_button.setText(self.tr("Find scanners"))
        self.found.emit()

    @Slot()
    def _device_chosen(self) -> None:
        known = self._known.get(self.device)
        self.sources.clear()
        names = {
            PaperSource.ADF: self.tr("Feeder, one side"),
            PaperSource.ADF_DUPLEX: self.tr("Feeder, both sides"),
            PaperSource.FLATBED: self.tr("Glass"),
        }
        for source in known.sources if known else ():
            self.sources.addItem(names[source], source.value)
        wanted = self.sources.findData(self._app.settings.scan.source)
        self.sources.setCurrentIndex(max(0, wanted))
        self.sources.setVisible(self.sources.count() > 1)
        widths = [self.sources.fontMetrics().horizontalAdvance(name) for name in names.values()]
        self.sources.setMinimumWidth(max(widths) + _ARROW_PX)
