"""Recognition: a pure function from page images to text, document types and field values."""
