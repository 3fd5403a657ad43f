"""A refusal: which field, and a sentence that names what was found and what is needed."""


class RefusedError(Exception):
    """An act is not done. `field` is where on a form it belongs ('' for the whole)."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence
