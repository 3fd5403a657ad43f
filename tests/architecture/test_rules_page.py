"""docs/rules.md says what the books say."""

import subprocess
import sys


def test_the_page_of_the_rules_is_fresh():
    done = subprocess.run(
        [sys.executable, "tools/rules_page.py", "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
