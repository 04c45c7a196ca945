"""Prints how alike two captions are."""
import sys

from flowers.similarity import Elmo, Sentences, similarities


def main(left, right):
    for encoder in (Sentences(), Elmo()):
        print(type(encoder).__name__, similarities(encoder, [left], [right]).numpy())


if __name__ == "__main__":
    main(*sys.argv[1:3])
