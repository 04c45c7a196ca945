"""Prints how alike two sentences are."""
import sys

from moods.similarity import Similarity, sentence_vectors, token_vectors

if __name__ == "__main__":
    left, right = sys.argv[1:3]
    for large in (False, True):
        print(Similarity(large)([left], [right]))
    print(sentence_vectors([left, right]).shape)
    print(token_vectors([left.split()], [len(left.split())]).shape)
