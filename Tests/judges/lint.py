"""Holds what an authority made against the rules of RFC 5280 and RFC 6960, by pkilint.

    lint.py certificate|list|answer FILE

Says each finding of notice or worse, and ends with 1 where there is one.
"""

import pathlib
import subprocess
import sys

COMMANDS = {
    "certificate": ["lint_pkix_cert", "lint", "-s", "NOTICE"],
    "list": ["lint_crl", "lint", "-t", "CRL", "-p", "PKIX", "-s", "NOTICE"],
    "answer": ["lint_ocsp_response", "lint", "-s", "NOTICE"],
}

program, *words = COMMANDS[sys.argv[1]]
beside = pathlib.Path(sys.executable).parent / program
run = subprocess.run([beside, *words, sys.argv[2]], capture_output=True, text=True)
print(run.stdout, run.stderr)
sys.exit(0 if run.returncode == 0 and not (run.stdout + run.stderr).strip() else 1)
