"""The site kept open while somebody writes: a saved chapter is on the air at once, PDFs are never made.

    watchdog ─► queue ─► Preview.saved ─► one page written, or everything opened again
                   └─► in a pause ─► Preview.catch_up ─► what is made of all pages
"""

from __future__ import annotations

import functools
import http.server
import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from guidebook import config as configs
from guidebook.site import engine

Tell = Callable[..., None]
SETTLE_S = 0.02  # editors save in several steps
PAUSE_S = 0.5  # without a save: time for what nobody waits for


class Preview:
    """All languages in one process, each with its configuration, files and templates at hand."""

    def __init__(self, config_file: Path, folder: Path, site_url: str) -> None:
        self.config_file, self.folder, self.site_url = config_file, folder, site_url
        self.open()

    def open(self) -> None:
        """Read everything and write the whole site."""
        self.config = configs.load(self.config_file)
        self.editions: dict[str, engine.OpenEdition] = {}
        for language in self.config.languages:
            edition = engine.OpenEdition(self.config_file, language.code, self.folder, self.site_url)
            edition.build(shared=language.is_source or not self.editions)
            self.editions[language.code] = edition
        self.chapters = self._chapters()
        self.is_behind = False

    def _chapters(self) -> set[str]:
        return {file.relative_to(self.config.docs).as_posix() for file in self.config.docs.rglob("*.md")}

    def saved(self, file: Path) -> int:
        """A file was saved, made or removed. Returns how many pages were written; -1: everything anew."""
        inside = file.relative_to(self.config.docs).as_posix() if file.is_relative_to(self.config.docs) else ""
        code, _, name = inside.partition("/")
        known = inside in self.chapters and file.exists()
        if not known or code not in self.editions or "/" in name:
            self.open()
            return -1
        source = self.config.source.code  # shown, or compared, in the others
        count = sum(edition.refresh(name) for own, edition in self.editions.items() if code in (own, source))
        self.is_behind = True
        return count

    def catch_up(self) -> None:
        """Write what is made of all pages; it is slow, and whoever saves waits for their words alone."""
        for edition in self.editions.values():
            edition.catch_up()
        self.is_behind = False


class _Saves(FileSystemEventHandler):
    def __init__(self, saves: queue.Queue[Path]) -> None:
        self.saves = saves

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type not in ("modified", "created", "deleted", "moved"):
            return
        for name in {str(event.src_path), str(getattr(event, "dest_path", ""))} - {""}:
            file = Path(name)
            if not file.name.startswith((".", "#")) and not file.name.endswith(("~", ".swp", ".tmp")):
                self.saves.put(file)


class Running:
    """A preview that serves: `wait` until interrupted, `stop` ends it and removes its folder."""

    def __init__(self, config_file: Path, port: int, tell: Tell) -> None:
        self.tell = tell
        self.folder = Path(tempfile.mkdtemp(prefix="guidebook-preview-"))
        handler = functools.partial(_Quiet, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        self.preview = Preview(config_file, self.folder, self.address)
        self.saves: queue.Queue[Path] = queue.Queue()
        self.observer = Observer()
        for folder in (self.preview.config.docs, self.preview.config.notes):
            if folder.is_dir():
                self.observer.schedule(_Saves(self.saves), str(folder), recursive=True)
        self.observer.start()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self) -> None:
        """Serve until interrupted."""
        self.tell("the website is at {address} – stop with Ctrl-C", address=self.address)
        while True:
            try:
                self.next_save(timeout=PAUSE_S if self.preview.is_behind else None)
            except queue.Empty:
                self._catch_up()

    def next_save(self, timeout: float | None = None) -> None:
        """Wait for a save and show it. Raises queue.Empty when none comes in time."""
        files = {self.saves.get(timeout=timeout)}
        time.sleep(SETTLE_S)
        while not self.saves.empty():
            files.add(self.saves.get())
        for file in sorted(files):
            self._show(file)

    def _show(self, file: Path) -> None:
        start = time.monotonic()
        try:
            count = self.preview.saved(file)
        except Exception as error:  # whatever a half-written file does, the last page stays and the preview goes on
            self.tell("{file} cannot be shown yet: {error}", file=file.name, error=str(error))
            return
        seconds = f"{time.monotonic() - start:.2f}"
        if count < 0:
            self.tell("{file}: everything anew in {seconds} s", file=file.name, seconds=seconds)
        else:
            self.tell("{file}: {count} pages in {seconds} s", file=file.name, count=count, seconds=seconds)

    def _catch_up(self) -> None:
        try:
            self.preview.catch_up()
        except Exception as error:  # as above
            self.preview.is_behind = False
            self.tell("the search and the status cannot be renewed yet: {error}", error=str(error))

    def stop(self) -> None:
        """Stop serving and watching."""
        self.observer.stop()
        self.server.shutdown()
        self.server.server_close()
        self.observer.join()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


def start(config_file: Path, port: int, tell: Tell) -> Running:
    """Open the book and serve it on this machine only."""
    return Running(config_file, port, tell)
