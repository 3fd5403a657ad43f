"""Other processes at work on a database: what tests of several writers at once share."""

import subprocess
import sys


def python(env, *arguments):
    done = subprocess.run([sys.executable, *arguments], env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip()
