"""Which models are used where. The migration has reached some of them."""
import os

HUB = "https://tfhub.dev/google/"

ELMO = HUB + "elmo/3"
SENTENCES = HUB + "universal-sentence-encoder/4"  # was /2
SENTENCES_LARGE = HUB + "universal-sentence-encoder-large/3"

WORDS = {
    "en": "https://tfhub.dev/google/nnlm-en-dim128/2",  # was /1
    "de": "https://tfhub.dev/google/nnlm-de-dim128/1",
}

IMAGES = "{}imagenet/{}/feature_vector/{}"
BACKBONE, BACKBONE_VERSION = "inception_v3", 3

STYLE = os.path.join(os.path.dirname(__file__), "exported", "style")


def image_handle():
    return IMAGES.format(HUB, BACKBONE, BACKBONE_VERSION)
