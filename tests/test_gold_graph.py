"""The gold as graphs: the corpus's own scorer finds nothing missed and nothing extra."""

import json
import subprocess
import sys
from pathlib import Path

from tests.gold_graph import write_graphs

SCORER = Path(__file__).parent / "gold" / "score.py"


def test_gold_graphs_are_scored_without_fault(gold_folder, tmp_path):
    write_graphs(gold_folder, tmp_path)
    done = subprocess.run(
        [sys.executable, SCORER, gold_folder, tmp_path, "--json"], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told["documents"] == len(list(gold_folder.glob("*.txt")))
    assert told["facts_without_evidence"] == 0
    assert {name: figures["f1"] for name, figures in told["types"].items() if figures["f1"] != 1.0} == {}
