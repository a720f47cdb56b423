"""Steps from the delivered page to what the engine reads best; each optional, each recorded."""
