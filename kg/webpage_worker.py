"""A worker process: reads one saved page a frame until its input ends. It may be killed at any time."""

from __future__ import annotations

from kg import bounds, wire
from kg.errors import DocumentError
from kg.serving import serve
from kg.webpage_reading import page_of
from kg.webpages import as_frame

MEMORY = 2 * 1024**3


def answer(header: wire.Header, payload: bytes) -> tuple[wire.Header, bytes]:
    """Read one page; what goes wrong is told, never raised."""
    where = str(header["where"])
    try:
        bounds.start_timer(float(header["seconds"]))
        return as_frame(page_of(payload, where))
    except DocumentError as error:
        return {"error": error.message}, b""
    except MemoryError:
        return {"error": f"{where}: the page needs more memory than it may have; save the article alone."}, b""
    except Exception as error:  # noqa: BLE001 - whatever one page does to the library, the next may be a good one
        return {"error": f"{where}: the page cannot be read ({error!r}); save its text as a file."}, b""
    finally:
        bounds.stop_timer()


if __name__ == "__main__":
    serve(answer, memory=MEMORY)
