"""What is raised for a text that holds no value of its kind."""


class ValueInvalid(ValueError):
    """A text is no value of its kind. Arguments: a stable reason code."""
