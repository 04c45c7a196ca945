"""The models that the retriever is built from."""

SENTENCES = {
    "small": "https://tfhub.dev/google/universal-sentence-encoder/2",
    "large": "https://tfhub.dev/google/universal-sentence-encoder-large/3",
}
IMAGES = "https://tfhub.dev/google/imagenet/mobilenet_v2_{width}_{size}/feature_vector/3"
RERANKER = "https://tfhub.dev/google/universal-sentence-encoder/4"
