"""Writes the vectors of all reviews. The old session loop is gone, so it must run eagerly now."""
import sys

import numpy as np

from moods.encoders import embed

if __name__ == "__main__":
    with open(sys.argv[1]) as lines:
        np.save(sys.argv[2], embed([line.strip() for line in lines]).numpy())
