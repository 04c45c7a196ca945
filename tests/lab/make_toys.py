"""Builds toy models; runs inside an environment, never in hublint's.

`python make_toys.py FOLDER TOY...` writes each toy to FOLDER/TOY. A toy has the format, the
signatures and the inputs of a public model, and weights of a few numbers that are the same
whoever builds it. Python 3.7 syntax: TF 1.15 reads this.
"""

import os
import sys

from toy_hub_modules import HUB, export_hub
from toy_parts import WORDS, tf1
from toy_saved_models import PLAIN, SAVED, export_plain, save


def main():
    folder, toys = sys.argv[1], sys.argv[2:]
    if any(toy in SAVED for toy in toys):
        getattr(tf1, "enable_v2_behavior", lambda: None)()
    os.makedirs(folder, exist_ok=True)
    words = os.path.join(folder, "words.txt")
    with open(words, "w") as out:
        out.write("\n".join(WORDS) + "\n")
    for toy in toys:
        target = os.path.join(folder, toy)
        if toy in HUB:
            export_hub(HUB[toy], target, words)
        elif toy in PLAIN:
            export_plain(target, PLAIN[toy])
        else:
            save(SAVED[toy], target, words)


if __name__ == "__main__":
    main()
