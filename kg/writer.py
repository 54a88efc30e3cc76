"""The writer process: the one owner of a store's graph, listening on a Unix socket in the store's folder.

It is started by the first client that finds none, serves every client of the store, and ends by itself about a second
after the last of them has gone. One request is one transaction, flushed before it is answered.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from kg import base, changes, commits, edits, folder, jail, staging, wire
from kg.changes import Changes
from kg.errors import KgError, StoreError
from kg.generations import Generations
from kg.journal import Journal
from kg.plain import PlainGraph

LINGER_SECONDS = 1.0
LOCK_SECONDS = 15.0  # how long to wait for an earlier writer to end
TRIAL_SECONDS = 3600.0
LOCK = "writer.lock"


class MergedGraph:
    """The graph of documents: the default graph is the merge of all, and the ledger holds the state's number."""

    def __init__(self, store: ox.Store, place: Path) -> None:
        self.store, self.note = store, Journal(place).note
        wanted = base.content_hash()
        if commits.base_hash(store) != wanted:
            commits.apply(store, Changes(graphs=base.base_graphs()), base=wanted, note=self.note)

    def version(self) -> int:
        """Name the state."""
        return commits.version(self.store)

    def commit(self, header: wire.Header, payload: bytes) -> wire.Header:
        """Put and delete documents and graphs."""
        return changes.outcome_header(commits.apply(self.store, changes.unpack(header, payload), note=self.note))

    def edit(self, header: wire.Header, payload: bytes) -> wire.Header:
        """Make a change that was worked out on a state of the store, if that is still the state."""
        if self.version() != header["expected"]:
            return {"moved": True}
        return {"version": edits.apply(self.store, staging.unpack(header["removed"], payload), self.note)}


class Writer:
    """Owns the graph and does what clients ask, one thing at a time."""

    def __init__(self, place: Path) -> None:
        self.marker = folder.read_marker(place)
        store = _open(place / folder.GRAPH)
        self.lock = threading.Lock()
        self.reading = threading.Lock()
        self.generations = Generations(place / folder.GENERATIONS)
        _sweep_trials(place / folder.TRIALS)
        if not self.marker.made:
            store.flush()
            folder.write_marker(place, replace(self.marker, made=True))
        self.operations: dict[str, Callable[[wire.Header, bytes], wire.Header]]
        if self.marker.bare:
            plain = PlainGraph(store)
            self.graph: MergedGraph | PlainGraph = plain
            self.operations = {"update": plain.update, "put": plain.put, "drop": plain.drop}
        else:
            self.graph = merged = MergedGraph(store, place)
            self.operations = {"commit": merged.commit, "edit": merged.edit}

    def answer(self, header: wire.Header, payload: bytes, client: object, begun: Callable[[], None]) -> wire.Header:
        """Do one request of a client; `begun` tells it that its turn has come."""
        if header["op"] in self.operations:
            with self.lock:
                if header.get("once"):
                    begun()
                return self.operations[header["op"]](header, payload)
        if header["op"] not in ("lease", "version"):
            raise StoreError(f"this store knows no {header['op']}")
        with self.reading:  # a long update holds up no reader: it reads the state before
            version = self.graph.version()
            if header["op"] == "lease":
                self.generations.lease(client, self.graph.store, version, header["released"])
            return {"version": version, "id": self.marker.id}

    def leave(self, client: object) -> None:
        """Forget a client that has gone."""
        with self.reading:
            self.generations.leave(client)

    def close(self) -> None:
        """Wait for the request at hand, and sweep."""
        with self.lock, self.reading:
            self.generations.leases.clear()
            self.generations.sweep(self.graph.version())
            self.graph.store.flush()


def _sweep_trials(trials: Path) -> None:
    """Remove what updates that were killed have left; a younger copy may still be tried on."""
    for left in [*trials.iterdir()] if trials.is_dir() else []:
        if time.time() - left.stat().st_mtime > TRIAL_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _open(path: Path) -> ox.Store:
    try:
        return ox.Store(str(path))
    except OSError as error:
        raise StoreError(f"the store is in use by another program, or cannot be read: {error}") from error
    except RuntimeError as error:
        raise StoreError(f"the store is damaged ({error}): restore it from a backup", subject=str(path)) from error


class _Doorman:
    """Takes clients in, counts them, and knows when the last has gone."""

    def __init__(self, writer: Writer, listening: socket.socket) -> None:
        self.writer, self.listening = writer, listening
        self.present: set[object] = set()
        self.idle_since = time.monotonic() + LINGER_SECONDS  # the one who started us has yet to come
        self.stopped = False

    def run(self) -> None:
        self.listening.settimeout(0.1)
        while not self.stopped and (self.present or time.monotonic() - self.idle_since < LINGER_SECONDS):
            with contextlib.suppress(TimeoutError):
                client, _ = self.listening.accept()
                client.settimeout(None)
                key = object()
                self.present.add(key)
                threading.Thread(target=self._serve, args=(client, key), daemon=True).start()

    def _serve(self, client: socket.socket, key: object) -> None:
        try:
            with client, contextlib.suppress(wire.ClosedError, OSError):
                while True:
                    header, payload = wire.receive(client.recv)
                    wire.send(client.sendall, self._answer(header, payload, key, client))
        finally:
            self.writer.leave(key)
            self.idle_since = time.monotonic()
            self.present.discard(key)

    def _answer(self, header: wire.Header, payload: bytes, key: object, client: socket.socket) -> wire.Header:
        def begun() -> None:
            wire.send(client.sendall, {"begun": True})

        try:
            return self.writer.answer(header, payload, key, begun)
        except wire.ClosedError:
            raise
        except KgError as error:
            return {"error": error.message}
        except OSError as error:
            return {"error": f"the change could not be written: {error}"}
        except Exception as error:  # noqa: BLE001 - a fault of one request must not end the others' writer
            return {"error": f"the writer failed: {type(error).__name__}: {error}"}

    def stop(self, *_: object) -> None:
        self.stopped = True


@contextlib.contextmanager
def _only_writer() -> Iterator[None]:
    """Hold the lock of the folder (the present one) for the life of this process."""
    with open(LOCK, "w") as lock:
        until = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise StoreError("another writer holds the store and does not answer") from error
                time.sleep(0.05)
        yield


def _listen() -> socket.socket:
    """Listen in the present folder, so that its own path may be as long as it likes."""
    Path(folder.SOCKET).unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        listening.bind(folder.SOCKET)
    finally:
        os.umask(mask)
    listening.listen(64)
    return listening


def main(place: str, ready: int) -> None:
    """Serve a store until its last client has gone; tell the starter through `ready` when, or why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # an update past its deadline ends us, and is undone with us
    jail.confine()
    with os.fdopen(ready, "w") as starter:
        try:
            os.chdir(place)
            with contextlib.ExitStack() as held:
                held.enter_context(_only_writer())
                writer = Writer(Path())
                doorman = _Doorman(writer, held.enter_context(_listen()))
                signal.signal(signal.SIGTERM, doorman.stop)
                print(json.dumps({"ready": os.getpid()}), file=starter)
                starter.close()
                doorman.run()
                Path(folder.SOCKET).unlink(missing_ok=True)
                doorman.listening.close()
                writer.close()
        except (KgError, OSError) as error:
            if starter.closed:
                raise
            print(json.dumps({"error": str(error)}), file=starter)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
